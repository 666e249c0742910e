"""Cases that belong together: the same complaint again, one that came back, several of one cause."""

from datetime import datetime

from sqlalchemy import insert, or_, select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people
from engine.cases import storing
from engine.cases.charge import require_charge
from engine.db import table
from engine.dossier import Dossier
from engine.errors import NotFound, Refused
from engine.model import Case, CaseLink
from engine.people import Actor

LINK = table(CaseLink)
DUPLICATE, REOPENED, GROUP = KINDS = ("duplicate", "reopened", "group")
LONGEST_NOTE = 500


def link(
    session: Session, case_id: int, reference: str, kind: str, note: str, actor: Actor, now: datetime
) -> int:
    """Say that a case belongs to the one of that reference; gives the id of the link.

    Raises:
        NotFound: no case that the actor may read has that reference. NotInCharge: the actor may not say so.
        Refused: it is the same case, or the two are linked so already.
    """
    if kind not in KINDS:
        raise ValueError(f"{kind!r} is no kind of link; there are {', '.join(KINDS)}")
    other_id = session.execute(select(Case.id).where(Case.reference == reference)).scalar()
    if other_id is None or people.is_closed_to(session, other_id, actor.id):
        raise NotFound(f"There is no case {reference}.")
    if other_id == case_id:
        raise Refused("A case cannot be linked to itself.")
    ours, theirs = _both(session, case_id, other_id, now)
    require_charge(session, ours.id, ours.case["owner_id"], actor, now)
    if _linked(session, case_id, other_id, kind):
        raise Refused(f"These two cases are linked so already: {ours.case['reference']} and {reference}.")
    values = {"case_id": case_id, "other_id": other_id, "kind": kind, "note": note, "created_at": now,
              "person_id": actor.id}
    made: int = session.execute(insert(LINK).returning(LINK.c.id), [values]).scalar_one()
    _tell(ours, theirs, False, kind, note, actor, now)
    return made


def unlink(session: Session, case_id: int, link_id: int, actor: Actor, now: datetime) -> None:
    """Take a link of a case away; both journals keep that it was there.

    Raises:
        NotFound: the case has no such link. NotInCharge: the actor may not take it away.
    """
    found = session.execute(select(CaseLink).where(
        CaseLink.id == link_id, or_(CaseLink.case_id == case_id, CaseLink.other_id == case_id)
    )).scalar()
    if found is None:
        raise NotFound()
    ours, theirs = _both(session, case_id, found.other_id if found.case_id == case_id else found.case_id, now)
    require_charge(session, ours.id, ours.case["owner_id"], actor, now)
    _tell(ours, theirs, True, found.kind, found.note, actor, now)
    session.delete(found)
    session.flush()


def group_of(session: Session, case_id: int, most: int = 200) -> list[int]:
    """The ids of the other cases of the same cause: those linked as a group, and what is linked to them."""
    group, fresh = {case_id}, {case_id}
    while fresh and len(group) <= most:
        rows = session.execute(select(LINK.c.case_id, LINK.c.other_id).where(
            LINK.c.kind == GROUP, or_(LINK.c.case_id.in_(fresh), LINK.c.other_id.in_(fresh))
        ))
        fresh = {one for row in rows for one in row} - group
        group |= fresh
    return sorted(group - {case_id})[:most]


def _both(session: Session, case_id: int, other_id: int, now: datetime) -> tuple[Dossier, Dossier]:
    """Both cases locked, the newer first whoever asks, as a case does that joins an older one: two who wait
    for each other wait for ever."""
    locked = {one: dossiers.bare(session, one, now) for one in sorted((case_id, other_id), reverse=True)}
    return locked[case_id], locked[other_id]


def _linked(session: Session, case_id: int, other_id: int, kind: str) -> bool:
    """A group has no direction; the other kinds point from the later case to the earlier."""
    either = [(case_id, other_id), *([(other_id, case_id)] if kind == GROUP else [])]
    return any(
        session.execute(select(LINK.c.id).filter_by(case_id=one, other_id=other, kind=kind)).first() is not None
        for one, other in either
    )


def _tell(
    ours: Dossier, theirs: Dossier, gone: bool, kind: str, note: str, actor: Actor, now: datetime
) -> None:
    for here, there in ((ours, theirs), (theirs, ours)):
        said = {"other": there.case["reference"], "link": kind, "note": note}
        if gone:
            here.write("case.unlinked", now, actor, **said)
        else:
            here.write("case.linked", now, actor, **said)
    ours.beside.append(theirs)
    storing.store(ours, None, None)
