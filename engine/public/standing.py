"""Where a complaint stands: its milestones as a line of steps, and what is being done now in plain words."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.cases.awaited import around, is_beside
from engine.model import Await, Case, Entry, Run, Task, Timer
from engine.packs import MAIN, Pack
from engine.packs.words import SENDERS, Milestone, say

DISPUTE = ("position_sent", "dispute_settled", "disputed")
CLOSED = "closed"


@dataclass(frozen=True)
class Step:
    """A point of the way: its sentence, when it was reached; `current` marks the next one ahead that is worked
    at. Closing never is: what stands before it, be it theirs or ours, is told by `doing_now`."""

    name: str
    sentence: str
    done_at: datetime | None
    current: bool


def steps(session: Session, case: Case, pack: Pack, in_dispute: bool) -> list[Step]:
    """The milestones of this case's own pack: those reached, in the order of time, and those still to come on the
    usual way."""
    reached = _reached(session, case.id)
    found: list[Step] = []
    current_given = case.closed_at is not None
    passed = _passed(case, pack, reached, in_dispute)
    for milestone in pack.words.milestones.values():
        if not milestone.public:
            continue
        done_at = reached.get(milestone.name)
        if done_at is None and (not milestone.ahead or milestone.order < passed or case.closed_at is not None):
            continue
        current = done_at is None and not current_given and milestone.name != CLOSED
        current_given = current_given or current
        sentence = say(milestone.done if done_at else milestone.ahead, case.language)
        found.append(Step(milestone.name, sentence, done_at, current))
    done = sorted((step for step in found if step.done_at), key=lambda step: step.done_at or case.received_at)
    return [*done, *(step for step in found if step.done_at is None)]


def _passed(case: Case, pack: Pack, reached: Mapping[str, datetime], in_dispute: bool) -> int:
    """How far along the line the case has come: what lies before that and was not reached will not be.

    What came beside the usual way (a late notice) hides nothing; who left it (a withdrawal, a matter that is
    not ours, a dispute before there was an answer) sees only what comes from there on.
    """
    milestones = pack.words.milestones
    left = _left_the_way(case)
    orders = [one.order for one in milestones.values() if one.name in reached and (one.ahead or left)]
    if in_dispute:
        orders += _orders(milestones, DISPUTE)[:1]
    if case.out_of_scope_at is not None:
        orders += _orders(milestones, (CLOSED,))
    return max(orders, default=0)


def _orders(milestones: Mapping[str, Milestone], names: Iterable[str]) -> list[int]:
    return sorted(milestones[name].order for name in names if name in milestones)


def _left_the_way(case: Case) -> bool:
    """Withdrawn, or shown the way outside at their own wish, before there was an answer or a late notice."""
    asked = case.edr_offered_at is not None and case.informed_final_at is None and case.communicated_at is None
    return case.withdrawn_at is not None or case.out_of_scope_at is not None or asked


def _reached(session: Session, case_id: int) -> dict[str, datetime]:
    """When each milestone was first reached."""
    found: dict[str, datetime] = {}
    rows = session.execute(
        select(Entry.at, Entry.data).where(Entry.case_id == case_id, Entry.kind == "milestone.reached")
        .order_by(Entry.seq)
    )
    for row in rows:
        found.setdefault(orjson.loads(row.data)["name"], row.at)
    return found


def doing_now(session: Session, case: Case, pack: Pack, awaits: Sequence[Await]) -> str:
    """What the case waits for, in the pack's public words: what asks something of the complainant, then our own
    work before what we await, and that before a moment; each step's own sentence before that of the part of the
    drawing around it. What goes on beside the main course is told only where that has nothing to say; what runs
    beside the complaint only once that is closed, and only if it waits for the complainant."""
    theirs = {name for name, words in pack.words.messages.items() if words.sender == SENDERS[0]}
    if case.closed_at is not None or case.status == CLOSED:
        return next(_said(one.public_status for one in awaits if one.message in theirs), "")
    main = list(session.scalars(select(Run.id).where(Run.case_id == case.id, Run.process == MAIN)))
    tasks = select(Task).where(Task.run_id.in_(main), Task.status == "open").order_by(Task.id)
    timers = select(Timer).where(Timer.run_id.in_(main)).order_by(Timer.due_at)
    asked = [one for one in awaits if one.run_id in main]
    waiting: list[Any] = [
        *(one for one in asked if one.message in theirs), *session.scalars(tasks),
        *(one for one in asked if one.message not in theirs),
    ]
    course, beside = _parted(pack, waiting)
    moments, moments_beside = _parted(pack, session.scalars(timers))
    return next((said for ours, until in ((course, moments), (beside, moments_beside))
                 for said in (*_said(one.public_status for one in ours), *_said(_around(pack, (*ours, *until))))), "")


def _parted(pack: Pack, waiting: Iterable[Any]) -> tuple[list[Any], list[Any]]:
    """What waits on the main course, and what waits beside it."""
    found: tuple[list[Any], list[Any]] = ([], [])
    for one in waiting:
        found[is_beside(pack, one.element)].append(one)
    return found


def _around(pack: Pack, waiting: Iterable[Any]) -> Iterator[str]:
    for one in waiting:
        for element in around(pack, one.element):
            yield element.properties.get("public_status", "")


def _said(sentences: Iterable[str]) -> Iterator[str]:
    return (sentence for sentence in sentences if sentence)
