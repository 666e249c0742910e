"""Whoever may do a task, and something that fits its form: for tests that let chance decide what happens."""

from collections.abc import Mapping
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, people
from engine.cases import Intake, Opened
from engine.model import Case, Person, Task
from engine.people import COMPLAINANT
from tests.engine.cases.office import ASSESSMENT, CLOSE, DECISION

TOPICS = ("payments", "credit", "housing", "other")
COUNTRIES = ("GB", "US", "EE")
MESSAGES: Mapping[str, Mapping[str, Any]] = {
    "more_info": {"text": "One more thing."}, "accepted": {}, "rejected": {"reason": "You missed my point."},
    "withdrawn": {"reason": "Solved."}, "edr_requested": {},
}


def complain(session: Session, dice: Random, now: datetime) -> Opened:
    """Somebody complains about something."""
    intake = Intake(
        description="I was charged twice.", topic=dice.choice(TOPICS), country=dice.choice(COUNTRIES), received_at=now,
        facts={"vulnerable": dice.random() < 0.2}, party={"name": "Zoë Quist", "email": "zoe@home.example"},
    )
    return cases.open_case(session, intake, COMPLAINANT, now)


def answers(form: str, dice: Random) -> dict[str, Any]:
    """What somebody may write into a form of the shipped pack."""
    if form == "assessment":
        return {**ASSESSMENT, "severity": dice.randint(1, 5), "safety": dice.random() < 0.2}
    if form == "review":
        return {"decision": dice.choice(("approve", "approve", "return")), "comment": "Look again."}
    return {"decision": dict(DECISION), "close": dict(CLOSE), "note": {"note": "Done."}}[form]


def do_a_task(session: Session, dice: Random, now: datetime) -> int | None:
    """Somebody who may does one of the open tasks; gives its id. None without one."""
    open_tasks = session.scalars(select(Task).where(Task.status == "open").order_by(Task.id)).all()
    if not open_tasks:
        return None
    task = dice.choice(open_tasks)
    able = [one for one in people.members(session, task.lane) if f",{one}," not in task.excluded]
    actor = people.as_actor(session.get_one(Person, dice.choice(able)))
    cases.complete(session, task.id, answers(task.form, dice), actor, now)
    return task.id


def send_a_message(session: Session, dice: Random, now: datetime) -> int | None:
    """A complainant sends something, whether the case waits for it or not; gives the message's id."""
    of = session.scalars(select(Case.id).order_by(Case.id)).all()
    if not of:
        return None
    name = dice.choice(tuple(MESSAGES))
    return cases.receive(session, dice.choice(of), name, MESSAGES[name], now)


def go_back(session: Session, dice: Random, now: datetime) -> str:
    """A team lead sets a case back to one of its earlier steps; gives the token of the step, empty without one."""
    of = session.scalars(select(Case.id).where(Case.status == "open").order_by(Case.id)).all()
    case_id = dice.choice(of) if of else None
    steps = cases.earlier_steps(session, case_id, now) if case_id is not None else []
    if not steps or case_id is None:
        return ""
    step = dice.choice(steps)
    chief = people.as_actor(session.get_one(Person, people.members(session, "Team lead")[0]))
    cases.go_back(session, case_id, step.run_id, step.token, "It has to be done again.", chief, now)
    return step.token


def reopen(session: Session, dice: Random, now: datetime) -> int | None:
    """Somebody opens a closed complaint again; gives the id of the new case. None without a closed one."""
    of = session.scalars(select(Case.id).where(Case.status == "closed").order_by(Case.id)).all()
    return cases.reopen(session, dice.choice(of), {"text": "Again."}, COMPLAINANT, now).case_id if of else None
