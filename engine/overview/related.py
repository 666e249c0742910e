"""Cases that a case belongs to, and its dispute with an outside body."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from engine import people
from engine.model import Case, CaseLink, Exclusion
from engine.overview.contents import fact
from engine.overview.head import Head


@dataclass(frozen=True)
class Linked:
    """Another case. `ours`: the link points from this case to it."""

    link_id: int
    reference: str
    topic: str
    closed: bool
    kind: str
    ours: bool
    note: str


@dataclass(frozen=True)
class Dispute:
    """A dispute with an outside body (ISO 10003). What is not known yet is empty or None."""

    reference: str
    provider: str
    theirs: str
    method: str
    reply_by: datetime | None
    replied_at: datetime | None
    settled_at: datetime | None
    result: str


def links(session: Session, head: Head, reader: int) -> list[Linked]:
    """The cases that this one belongs to, as far as the reader may know of them (S21)."""
    ours = head.case.id
    rows = session.execute(
        select(CaseLink, Case).join(Case, or_(
            (CaseLink.case_id == ours) & (Case.id == CaseLink.other_id),
            (CaseLink.other_id == ours) & (Case.id == CaseLink.case_id),
        )).where(or_(CaseLink.case_id == ours, CaseLink.other_id == ours), people.readable(reader, Case.id))
        .order_by(CaseLink.kind, CaseLink.id)
    )
    return [
        Linked(link.id, case.reference, head.pack.topic(case.topic), case.status == "closed", link.kind,
               link.case_id == ours, link.note)
        for link, case in rows
    ]


def closed_references(session: Session, reader: int) -> frozenset[str]:
    """The references of cases that the reader may not know of (S21)."""
    named = aliased(Exclusion)
    return frozenset(session.scalars(
        select(Case.reference).join(named, named.case_id == Case.id)
        .where(named.person_id == reader, ~people.readable(reader, Case.id))
    ))


def dispute(known: Mapping[str, Any], head: Head) -> Dispute | None:
    """The dispute of a case; None while there is none."""
    reference = known.get("dispute_reference")
    if not reference:
        return None

    def said(name: str) -> str:
        return str(fact(known, head.pack, name) or "")

    reply = head.date("edr_reply")
    return Dispute(
        str(reference), said("notice_from") or said("dispute_provider"), said("other_reference"),
        said("dispute_method"), reply.due_at if reply is not None else None, head.case.position_sent_at,
        head.case.dispute_settled_at, said("dispute_result"),
    )
