"""A case locked and loaded, and what changes in it until it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from engine import publishing
from engine.calendar import Calendar
from engine.contract import BROUGHT_ABOUT, LOOKED_UP
from engine.db import table
from engine.errors import NotFound
from engine.journal import Line
from engine.model import Case, Deadline, Fact
from engine.packs import MAIN, Pack
from engine.people import SYSTEM, Actor

CASE, FACT, DEADLINE = table(Case), table(Fact), table(Deadline)


_NO_PACK = Pack({})


@dataclass(frozen=True)
class NewDeadline:
    due: datetime
    derivation: Mapping[str, Any]


@dataclass(frozen=True)
class Start:
    """A process that begins beside the complaint as soon as this step is stored; `at` is its first moment."""

    process: str
    at: datetime
    element: str


@dataclass
class Dossier:
    """Everything one transaction knows of a case. Verbs and operations note their changes here;
    one writer (`cases.storing`) puts them into rows. `shared` holds what many cases opened in one
    transaction would otherwise ask again and again; `beside` are other cases, locked, to which this
    step writes as well. `process` is the one whose run moves; `aside` the timers of it that are not to
    fire now, by token; `starts` what begins beside it."""

    session: Session
    now: datetime
    pack: Pack
    case: dict[str, Any]
    facts: dict[str, Any]
    deadlines: dict[str, datetime]
    changes: dict[str, Any] = field(default_factory=dict)
    new_deadlines: dict[str, NewDeadline] = field(default_factory=dict)
    gone_deadlines: set[str] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)
    decisions: list[dict[str, Any]] = field(default_factory=list)
    messages: list[dict[str, Any]] = field(default_factory=list)
    known_facts: dict[str, Any] = field(default_factory=dict)
    shared: dict[Any, Any] = field(default_factory=dict)
    beside: list["Dossier"] = field(default_factory=list)
    process: str = MAIN
    aside: frozenset[str] = frozenset()
    starts: list[Start] = field(default_factory=list)

    @property
    def id(self) -> int:
        return int(self.case["id"])

    @property
    def calendar(self) -> Calendar:
        return self.pack.calendar(self.case["country"])

    def get(self, column: str) -> Any:
        """A column of the case, as changed so far."""
        return self.changes.get(column, self.case[column])

    def set(self, column: str, value: Any) -> None:
        if self.case[column] != value:
            self.changes[column] = value
        else:
            self.changes.pop(column, None)

    def take_in(self, form_name: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Keep the facts that a form gives; gives what of its data may go into the run."""
        form = self.pack.forms.get(form_name)
        if form is None:
            return dict(data)
        self.facts.update(form.facts(data))
        return form.workflow(data)

    def write(self, kind: str, at: datetime, actor: Actor = SYSTEM, element: str = "", **data: Any) -> None:
        """Note a line of the journal."""
        self.lines.append(Line(kind, at, actor, element, data))

    def set_deadline(self, name: str, due: datetime, derivation: Mapping[str, Any]) -> None:
        """Set or re-date a deadline; live timers follow."""
        self.deadlines[name] = due
        self.new_deadlines[name] = NewDeadline(due, derivation)
        self.gone_deadlines.discard(name)

    def drop_deadline(self, name: str) -> None:
        """A deadline of the former regime no longer binds; a live timer on it will not fire."""
        del self.deadlines[name]
        self.new_deadlines.pop(name, None)
        self.gone_deadlines.add(name)


# Built once: every step of every case asks these.
_LOOKED_AT = select(CASE).where(CASE.c.id == bindparam("case"))
_LOCKED = _LOOKED_AT.with_for_update()
_FACTS = select(FACT.c.name, FACT.c.value).where(FACT.c.case_id == bindparam("case"))
_DEADLINES = select(DEADLINE.c.name, DEADLINE.c.due_at).where(DEADLINE.c.case_id == bindparam("case"))


def lock(session: Session, case_id: int, now: datetime) -> Dossier:
    """Lock the case row and load what its expressions need.

    Raises:
        NotFound: there is no such case.
    """
    return _loaded(session, _row(session, case_id, _LOCKED), now)


def look(session: Session, case_id: int, now: datetime) -> Dossier:
    """Load a case to ask about it: nothing is locked, and nothing may be stored.

    Raises:
        NotFound: there is no such case.
    """
    return _loaded(session, _row(session, case_id, _LOOKED_AT), now)


def _loaded(session: Session, row: dict[str, Any], now: datetime) -> Dossier:
    asked = {"case": row["id"]}
    facts = {name: orjson.loads(value) for name, value in session.execute(_FACTS, asked)}
    deadlines = {name: due for name, due in session.execute(_DEADLINES, asked)}
    return opened(session, row, publishing.by_id(session, row["pack_id"]), now, facts, deadlines)


def bare(session: Session, case_id: int, now: datetime) -> Dossier:
    """Lock the case row, for verbs that only add to its journal: facts and pack are not read, so that
    a case whose rows are damaged can still say so.

    Raises:
        NotFound: there is no such case.
    """
    return Dossier(
        session=session, now=now, pack=_NO_PACK, case=_row(session, case_id, _LOCKED), facts={}, deadlines={}
    )


def _row(session: Session, case_id: int, statement: Select[Any]) -> dict[str, Any]:
    row = session.execute(statement, {"case": case_id}).mappings().first()
    if row is None:
        raise NotFound()
    return dict(row)


def opened(session: Session, case: dict[str, Any], pack: Pack, now: datetime, facts: dict[str, Any],
           deadlines: dict[str, datetime]) -> Dossier:
    """A dossier over rows at hand; `facts` are those stored, known columns join them. What the pack
    could know and nobody has said yet is None."""
    stored = {**dict.fromkeys(pack.facts), **known(case), **facts}
    return Dossier(
        session=session, now=now, pack=pack, case=case, facts=dict(stored), deadlines=deadlines, known_facts=stored,
    )


def known(case: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that are columns of the case; `contract.KNOWN` names them."""
    return {
        "country": case["country"], "language": case["language"], "channel": case["channel"], "topic": case["topic"],
        "received_at": case["received_at"].isoformat(), "urgency": case["urgency"], "outcome": case["outcome"],
        "regimes": [], **dict.fromkeys(LOOKED_UP | BROUGHT_ABOUT),
    }
