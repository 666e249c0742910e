"""Our letters to the complainant, as they read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import outbox
from engine.errors import NotFound
from engine.model import Case, Message
from engine.public.pages import SIZE, cut

_THEIRS = (Message.direction == "out", Message.recipient == outbox.COMPLAINANT)
"""Letters to the complainant, and none to others about them."""


@dataclass(frozen=True)
class LetterRef:
    id: int
    subject: str
    written_at: datetime


@dataclass(frozen=True)
class LetterView:
    subject: str
    html: str
    text: str
    written_at: datetime


def letter(session: Session, case_id: int, letter_id: int) -> LetterView:
    """A letter of this case.

    Raises:
        NotFound: it is not one of this case's.
    """
    found = session.execute(select(Message).where(
        Message.id == letter_id, Message.case_id == case_id, *_THEIRS
    )).scalar()
    if found is None:
        raise NotFound()
    return _view(session, found)


def first_letter(session: Session, case_id: int) -> LetterView | None:
    """The acknowledgement: the first letter of a case."""
    found = session.execute(select(Message).where(
        Message.case_id == case_id, *_THEIRS
    ).order_by(Message.id).limit(1)).scalar()
    return _view(session, found) if found else None


def page(session: Session, case_id: int, before: int | None) -> tuple[Sequence[LetterRef], int | None]:
    """Letters, newest first, and the one to go on before."""
    wanted = (
        select(Message.id, Message.subject, Message.created_at).where(Message.case_id == case_id, *_THEIRS)
        .order_by(Message.id.desc()).limit(SIZE + 1)
    )
    if before is not None:
        wanted = wanted.where(Message.id < before)
    rows, last = cut(session.execute(wanted).all())
    return [LetterRef(row.id, row.subject, row.created_at) for row in rows], last.id if last is not None else None


def _view(session: Session, found: Message) -> LetterView:
    case = session.execute(select(Case.reference, Case.salt).where(Case.id == found.case_id)).one()
    html, text = (outbox.reveal(session, case.reference, case.salt, one) for one in (found.html, found.text))
    return LetterView(found.subject, html, text, found.created_at)
