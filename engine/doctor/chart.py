"""One case with every row that belongs to it, read a page of cases at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, literal, select, union_all
from sqlalchemy.orm import Session

from engine import publishing
from engine.db import table
from engine.doctor.finding import Finding
from engine.dossier import CASE, DEADLINE, FACT
from engine.model import Await, CaseLink, Draft, Entry, Incident, Message, Run, Task, Timer
from engine.packs import Pack

TASK, DRAFT, LINK = table(Task), table(Draft), table(CaseLink)
OWNED = {
    "facts": FACT, "deadlines": DEADLINE, "runs": table(Run), "tasks": TASK, "timers": table(Timer),
    "awaits": table(Await), "incidents": table(Incident), "entries": table(Entry), "messages": table(Message),
}


@dataclass(frozen=True)
class Chart:
    """A case as its rows tell it; each row an object with the columns as attributes. `links` are those of
    both directions, each with the reference and status of the other case."""

    case: Mapping[str, Any]
    runs: Sequence[Any] = field(default_factory=list)
    tasks: Sequence[Any] = field(default_factory=list)
    timers: Sequence[Any] = field(default_factory=list)
    awaits: Sequence[Any] = field(default_factory=list)
    incidents: Sequence[Any] = field(default_factory=list)
    entries: Sequence[Any] = field(default_factory=list)
    messages: Sequence[Any] = field(default_factory=list)
    facts: Sequence[Any] = field(default_factory=list)
    deadlines: Sequence[Any] = field(default_factory=list)
    drafts: Sequence[Any] = field(default_factory=list)
    links: Sequence[Any] = field(default_factory=list)

    def finding(self, check: str, what: str, *, warning: bool = False) -> Finding:
        return Finding(check, self.case["reference"], what, warning)

    def told(self, *kinds: str) -> Iterator[tuple[Any, dict[str, Any]]]:
        """The journal's entries of these kinds, in order, each with its data."""
        for entry in self.entries:
            if entry.kind in kinds:
                yield entry, orjson.loads(entry.data)

    @property
    def open(self) -> bool:
        return bool(self.case["status"] == "open")


@dataclass(frozen=True)
class Round:
    """What every check may use: a session to look packs up with, the moments, the staffed lanes."""

    session: Session
    now: datetime
    real: datetime
    staffed: frozenset[str]
    packs: dict[int, Pack] = field(default_factory=dict)

    def pack(self, pack_id: int) -> Pack:
        """A published pack, looked up once a round."""
        if pack_id not in self.packs:
            self.packs[pack_id] = publishing.by_id(self.session, pack_id)
        return self.packs[pack_id]


def page(session: Session, after: int, size: int) -> list[Chart]:
    """The next cases by id, whole; ids are a range, so each table is read once."""
    cases = session.execute(select(CASE).where(CASE.c.id > after).order_by(CASE.c.id).limit(size)).mappings().all()
    if not cases:
        return []
    charts = {case["id"]: Chart(dict(case), **{name: [] for name in (*OWNED, "drafts", "links")}) for case in cases}
    first, last = cases[0]["id"], cases[-1]["id"]
    for name, rows in OWNED.items():
        order = (rows.c.case_id, rows.c.seq) if name == "entries" else (rows.c.case_id,)
        _deal(session, charts, name, select(rows).where(rows.c.case_id.between(first, last)).order_by(*order))
    _deal(session, charts, "drafts", select(DRAFT, TASK.c.case_id, TASK.c.status, TASK.c.name).join(
        TASK, TASK.c.id == DRAFT.c.task_id).where(TASK.c.case_id.between(first, last)))
    _deal(session, charts, "links", _links(first, last))
    return list(charts.values())


def _links(first: int, last: int) -> Select[Any]:
    """Each link as both of its cases see it: its kind, the other's reference and status, and whether the
    other is the later one."""
    sides = [
        select(here.label("case_id"), LINK.c.kind, there.label("there"), literal(later).label("later"))
        .where(here.between(first, last))
        for here, there, later in ((LINK.c.case_id, LINK.c.other_id, False), (LINK.c.other_id, LINK.c.case_id, True))
    ]
    links = union_all(*sides).subquery()
    return select(links.c.case_id, links.c.kind, links.c.later, CASE.c.reference.label("other"), CASE.c.status).join(
        CASE, CASE.c.id == links.c.there)


def _deal(session: Session, charts: Mapping[int, Chart], name: str, statement: Select[Any]) -> None:
    for row in session.execute(statement):
        getattr(charts[row.case_id], name).append(row)
