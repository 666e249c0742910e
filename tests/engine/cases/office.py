"""An organisation at work, for tests: named people, a clock in the hand, one complaint after another."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, doctor, people
from engine.cases import Intake, Opened
from engine.db import Database
from engine.model import Case, Entry, Message, Run, Task
from engine.people import COMPLAINANT, Actor

CAST = {
    "ina": ["Intake"], "hugo": ["Handler", "Reviewer"], "rita": ["Reviewer"], "tess": ["Team lead"],
    "carl": ["Complaints manager"], "mona": ["Management"],
}
ASSESSMENT = {
    "severity": 3, "safety": False, "service_cut_off": False, "vulnerable": False, "complexity": 2,
    "people_affected": 1, "amount": 20, "media_interest": False, "staff_can_fix": False, "recurrent": False,
}
DECISION = {"findings": "We charged twice.", "outcome": "upheld", "reasons": "The fee was ours to pay.",
            "remedy": ["refund"], "next_steps": "The money is with you on Friday."}
CLOSE = {"all_points_answered": True, "decision_sent": True, "remedies_done": True, "cause": "mistake"}


@dataclass
class Office:
    database: Database
    cast: dict[str, Actor]
    now: datetime
    letters: list[str] = field(default_factory=list)

    @staticmethod
    def hire(session: Session, now: datetime) -> dict[str, Actor]:
        return {
            name: people.as_actor(
                people.add(session, name.title(), f"{name}@office.example", "a long password", groups, now)
            )
            for name, groups in CAST.items()
        }

    def complain(self, topic: str = "payments", country: str = "GB", **facts: Any) -> Opened:
        intake = Intake(
            description="I was charged twice.", topic=topic, country=country, received_at=self.now,
            facts={"vulnerable": False, **facts}, party={"name": "Zoë Quist", "email": "zoe@home.example"},
        )
        with self.database.transaction() as session:
            return cases.open_case(session, intake, COMPLAINANT, self.now)

    def later(self, **by: float) -> "Office":
        self.now += timedelta(**by)
        return self

    def task(self, case: Opened, name: str) -> int:
        with self.database.reading() as session:
            return session.execute(select(Task.id).where(
                Task.case_id == case.case_id, Task.name == name, Task.status == "open"
            ).order_by(Task.id)).scalars().one()

    def tasks(self, case: Opened) -> list[str]:
        with self.database.reading() as session:
            return sorted(session.execute(select(Task.name).where(
                Task.case_id == case.case_id, Task.status == "open"
            )).scalars())

    def do(self, who: str, case: Opened, name: str, **data: Any) -> None:
        task_id = self.task(case, name)
        with self.database.transaction() as session:
            cases.complete(session, task_id, data, self.cast[who], self.now)

    def assess(self, case: Opened, **more: Any) -> None:
        self.do("ina", case, "Initial assessment", **{**ASSESSMENT, **more})

    def decide(self, case: Opened, **more: Any) -> None:
        self.do("hugo", case, "Investigate and decide", **{**DECISION, **more})
        self.do("rita", case, "Four-eyes review", decision="approve")

    def send(self, case: Opened, message: str, **data: Any) -> bool:
        """The complainant sends something; True when something waited for it."""
        with self.database.transaction() as session:
            message_id = cases.receive(session, case.case_id, message, data, self.now)
        with self.database.transaction() as session:
            return cases.deliver(session, message_id, self.now)

    def wake(self, case: Opened) -> None:
        """The worker looks at the case now."""
        with self.database.transaction() as session:
            run_id = session.execute(select(Run.id).where(Run.case_id == case.case_id)).scalar_one()
            cases.fire_due(session, case.case_id, run_id, self.now)

    def case(self, case: Opened) -> Case:
        with self.database.reading() as session:
            return session.execute(select(Case).where(Case.id == case.case_id)).scalar_one()

    def journal(self, case: Opened, *kinds: str) -> list[tuple[str, datetime, dict[str, Any], str]]:
        """(kind, at, data, actor) in order."""
        with self.database.reading() as session:
            rows = session.scalars(select(Entry).where(Entry.case_id == case.case_id).order_by(Entry.seq)).all()
        return [(e.kind, e.at, orjson.loads(e.data), e.actor) for e in rows if not kinds or e.kind in kinds]

    def written(self, case: Opened) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(Message.name).where(
                Message.case_id == case.case_id, Message.direction == "out"
            ).order_by(Message.id)))

    def faults(self) -> list[str]:
        """What the doctor finds, without warnings."""
        return [str(finding) for finding in doctor.examine(self.database) if not finding.warning]
