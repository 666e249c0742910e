"""What stands above every page of a case: which it is, whose, by when, how far up it has gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from engine import people, publishing, sealing
from engine.errors import NotFound
from engine.model import Case, Deadline, Entry, Fact
from engine.packs import Pack

LEVELS = ("first", "team_lead", "complaints_manager", "management", "review", "outside_open", "dispute", "closed")
"""How far up a complaint can go (ISO 10002 Annex G), lowest first."""

TOLD_AT = {"warn75": "team_lead", "warn90": "complaints_manager", "final": "management"}
"""Whom the drawing brings in when a date of this name comes."""

REFERRED = {people.TEAM_LEAD: "team_lead", people.COMPLAINTS_MANAGER: "complaints_manager",
            people.MANAGEMENT: "management"}
ASKED = ("referred_to", "dispute_reference", "service_cut_blocked")


@dataclass(frozen=True)
class Due:
    """A date the case is bound to, and how it came about."""

    name: str
    due_at: datetime
    derivation: Mapping[str, Any]


@dataclass(frozen=True)
class Head:
    """What stands above every page of a case. `level` is one of LEVELS; `service_guarded`: the service may
    not be cut off while the complaint is open."""

    case: Case
    pack: Pack
    topic: str
    owner: str
    deadlines: Sequence[Due]
    level: str
    service_guarded: bool

    @property
    def final_at(self) -> datetime | None:
        final = self.date("final")
        return final.due_at if final is not None else None

    def date(self, name: str) -> Due | None:
        """A date of the case by its name."""
        return next((one for one in self.deadlines if one.name == name), None)


def head(session: Session, reference: str) -> Head:
    """The head of a case.

    Raises:
        NotFound: there is no case of that reference.
    """
    case = session.execute(select(Case).where(Case.reference == sealing.reference(reference))).scalar()
    if case is None:
        raise NotFound()
    pack = publishing.by_id(session, case.pack_id)
    rows = session.scalars(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.due_at))
    dates = [Due(one.name, one.due_at, orjson.loads(one.derivation)) for one in rows]
    facts = _facts(session, case.id)
    return Head(
        case, pack, pack.topic(case.topic), people.name_of(session, case.owner_id), dates,
        level=_level(session, case, dates, facts),
        service_guarded=case.status == "open" and bool(facts.get("service_cut_blocked")),
    )


def find(session: Session, typed: str, year: int, reader: int | None = None) -> str | None:
    """The reference that somebody typed, whole or only its last part, or that of its dispute; None if no
    case has it. A part is not completed for somebody who may not read the case (S21)."""
    text = sealing.reference(typed)[:20]
    tries = (text, f"C-{year}-{text}", f"C-{year - 1}-{text}", _of_dispute(text))
    wanted = select(Case.reference).where(Case.reference.in_(tries)).order_by(Case.reference.desc())
    if reader is not None:
        wanted = wanted.where(or_(Case.reference == text, people.readable(reader, Case.id)))
    return session.execute(wanted).scalars().first()


def _of_dispute(text: str) -> str:
    """The case of the dispute D-2026-7K3QF2 or D-2026-7K3QF2-2."""
    return f"C{'-'.join(text.split('-')[:3])[1:]}" if text.startswith("D-") else text


def _facts(session: Session, case_id: int) -> dict[str, Any]:
    rows = session.execute(select(Fact.name, Fact.value).where(Fact.case_id == case_id, Fact.name.in_(ASKED)))
    return {name: orjson.loads(value) for name, value in rows}


def _level(session: Session, case: Case, dates: Sequence[Due], facts: Mapping[str, Any]) -> str:
    """How far up it has gone so far."""
    if case.status == "closed":
        return "closed"
    if facts.get("dispute_reference") and case.dispute_settled_at is None:
        return "dispute"
    reached = {TOLD_AT[name] for name in _came(session, case.id) if name in TOLD_AT}
    reached.add(REFERRED.get(str(facts.get("referred_to")), "first"))
    if case.informed_final_at is not None:
        reached.add("management")
    if any(one.name == "review_final" for one in dates):
        reached.add("review")
    if case.edr_offered_at is not None:
        reached.add("outside_open")
    return max(reached, key=LEVELS.index)


def _came(session: Session, case_id: int) -> set[str]:
    """The dates of the case whose time has come, by what its timers told."""
    rows = session.scalars(select(Entry.data).where(Entry.case_id == case_id, Entry.kind == "timer.fired"))
    return {str(orjson.loads(data).get("deadline", "")) for data in rows}
