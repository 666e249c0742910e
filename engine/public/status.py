"""One complaint as its complainant sees it, found by its reference and code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, publishing, sealing
from engine.cases import Opened
from engine.db import instance
from engine.errors import NotFound
from engine.model import Attachment, Await, Case, Deadline, Timer
from engine.people import COMPLAINANT
from engine.public import actions, history, letters, standing
from engine.public.actions import Action
from engine.public.history import Happening
from engine.public.letters import LetterRef
from engine.public.pages import NEWEST, SIZE, Paging, cut
from engine.public.standing import Step

OWED = ("final", "edr")
NEWS = ("next_update", "edr")
OWED_AGAIN = ("review_ack", "review_final")
"""Deadlines by which a complainant hears from us: before our answer, and while it is looked at once more."""


@dataclass(frozen=True)
class StatusView:
    """One complaint as its complainant sees it. `next_date` is by when they hear from us, `final_date` by
    when they have our answer; None once nothing is owed any more. `missed_date` is by when they should have had
    what they still wait for. `again` opens a closed one again;
    `came_back` is the open one that it was opened again as. `more` is where each list goes on."""

    case_id: int
    reference: str
    code: str
    topic: str
    description: str
    received_at: datetime
    steps: Sequence[Step]
    doing_now: str
    next_date: datetime | None
    final_date: datetime | None
    missed_date: datetime | None
    actions: Sequence[Action]
    history: Sequence[Happening]
    letters: Sequence[LetterRef]
    files: Sequence[Attachment]
    more: Paging
    closed: bool
    zone: str
    again: Action | None
    came_back: Opened | None


def find(session: Session, reference: str, code: str) -> Case:
    """The case behind a reference and its code.

    Raises:
        NotFound: unknown reference or wrong code: one answer, in one time (S12).
    """
    reference, code = sealing.reference(reference), sealing.code(code)
    # Both wrong ways take the same steps: one small row or none, one derivation, one comparison.
    found = session.execute(select(Case.id, Case.salt).where(Case.reference == reference)).first()
    expected = sealing.case_code(instance(session).key, reference, found.salt if found else bytes(sealing.CODE_BYTES))
    right = sealing.same(expected, code)
    if found is None or not right:
        raise NotFound("We cannot find a complaint with this reference and code.")
    return session.get_one(Case, found.id)


def status(session: Session, reference: str, code: str, now: datetime, at: Paging = NEWEST) -> StatusView:
    """How a complaint stands; of long lists the part that `at` asks for.

    Raises:
        NotFound: see `find`.
    """
    case = find(session, reference, code)
    pack = publishing.by_id(session, case.pack_id)
    awaits = session.scalars(select(Await).where(Await.case_id == case.id).order_by(Await.run_id, Await.token)).all()
    rows = session.execute(select(Deadline.name, Deadline.due_at).where(Deadline.case_id == case.id))
    dates = {name: due for name, due in rows}
    closed = case.status == "closed" or case.closed_at is not None
    in_dispute = "edr_reply" in dates and case.communicated_at is None
    owed = {} if closed else _owed(case, dates)
    answer = None if closed or in_dispute else _answer_by(case, dates)
    missed = answer if answer is not None and answer <= now else None
    news = _news(session, case.id) if missed is not None else []
    came_back = cases.reopened_as(session, case.id) if case.status == "closed" else None
    told, older = history.page(session, case, pack, at.history)
    written, older_letters = letters.page(session, case.id, at.letters)
    files, later_files = _files(session, case.id, at.files)
    again = case.status == "closed" and came_back is None
    return StatusView(
        case_id=case.id, reference=case.reference, code=sealing.code(code), topic=pack.topic(case.topic),
        description=case.description, received_at=case.received_at,
        steps=standing.steps(session, case, pack, in_dispute),
        doing_now=standing.doing_now(session, case, pack, awaits),
        next_date=min((due for due in (*owed.values(), *news) if due > now), default=None),
        final_date=None if missed is not None else owed.get("review_final") or owed.get("final"), missed_date=missed,
        actions=actions.offered(pack, awaits, case.language), history=told, letters=written, files=files,
        more=Paging(older, older_letters, later_files), closed=closed, zone=pack.calendar(case.country).zone,
        # the new one follows the pack of today
        again=actions.reopening(publishing.current(session)[1], case.language) if again else None,
        came_back=came_back,
    )


def _owed(case: Case, dates: dict[str, datetime]) -> dict[str, datetime]:
    """The dates by which they hear from us: none once they have our answer, took it back, or were shown the way
    outside; new ones while somebody else looks at everything again."""
    if case.rejected_at is not None and case.reviewed_at is None and case.edr_offered_at is None:
        return {name: dates[name] for name in OWED_AGAIN if name in dates}
    if any(at is not None for at in (case.communicated_at, case.withdrawn_at, case.edr_offered_at)):
        return {}
    return {name: dates[name] for name in OWED if name in dates}


def _answer_by(case: Case, dates: dict[str, datetime]) -> datetime | None:
    """By when our answer is owed, or that of the second look; None where none is any more. That they were shown
    the way outside as well does not make it less late."""
    if case.rejected_at is not None:
        return dates.get("review_final") if case.reviewed_at is None and case.edr_offered_at is None else None
    if any(at is not None for at in (case.communicated_at, case.withdrawn_at, case.out_of_scope_at)):
        return None
    return dates.get("final")


def _news(session: Session, case_id: int) -> Sequence[datetime]:
    """When a late case writes to its complainant by itself."""
    return session.scalars(select(Timer.due_at).where(Timer.case_id == case_id, Timer.deadline.in_(NEWS))).all()


def _files(session: Session, case_id: int, after: int | None) -> tuple[Sequence[Attachment], int | None]:
    """What they sent, and the file to go on after; papers that others or another case brought are not
    theirs to see here."""
    wanted = select(Attachment).where(
        Attachment.case_id == case_id, Attachment.added_by == COMPLAINANT.name
    ).order_by(Attachment.id).limit(SIZE + 1)
    if after is not None:
        wanted = wanted.where(Attachment.id > after)
    rows, last = cut(session.scalars(wanted).all())
    return rows, last.id if last is not None else None
