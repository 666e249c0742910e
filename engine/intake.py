"""A complaint being written: kept under a random address, sent once.

Complainants write theirs page by page; staff write down on one page what reached them by telephone,
on paper or face to face. Both go the same way.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from engine import attachments, cases, clock, publishing, sealing
from engine.cases import Intake, Opened
from engine.contract import INTAKE_FORM, STAFF_INTAKE_FORM
from engine.db import instance
from engine.errors import NotFound
from engine.forms import Form, Here
from engine.model import Attachment, Case, IntakeDraft
from engine.people import COMPLAINANT, Actor

FORM = INTAKE_FORM
OF_STAFF = frozenset({"channel", "received_at", "received_reason"})
"""What staff are asked on their page, whether or not the pack's form asks it: the way it came, when, and why it
is recorded only now."""
KEPT = timedelta(days=14)


@dataclass(frozen=True)
class Writing:
    """A draft as its writer sees it. `sent` is the case it became, once it was sent."""

    id: int
    token: str
    typed: Mapping[str, Sequence[str]]
    files: Sequence[Attachment]
    sent: Opened | None


def form(session: Session) -> Form:
    """The intake form of the current pack."""
    return publishing.current(session)[1].forms[FORM]


def staff_form(session: Session) -> Form:
    """The form for what reaches staff, of the current pack; the public one where it has none."""
    forms = publishing.current(session)[1].forms
    return forms.get(STAFF_INTAKE_FORM) or forms[FORM]


def begin(session: Session, typed: Mapping[str, Sequence[str]], now: datetime) -> str:
    """Keep a new draft and give the token of its address; names that the form does not ask for are dropped."""
    token = sealing.token()
    session.add(IntakeDraft(token_hash=_hash(token), typed=_json(_asked(session, typed)), saved_at=now))
    session.flush()
    return token


def save(session: Session, token: str, typed: Mapping[str, Sequence[str]], now: datetime) -> None:
    """Keep what was typed on one page beside what is kept already; a sent draft stays as it was sent.

    Raises:
        NotFound: there is no draft at this address (any more).
    """
    draft = _lock(session, token)
    if draft.case_id is None:
        draft.typed = _json({**orjson.loads(draft.typed), **_asked(session, typed)})
        draft.saved_at = now


def load(session: Session, token: str) -> Writing:
    """The draft at an address.

    Raises:
        NotFound: there is none (any more).
    """
    draft = _find(session, token)
    files = session.scalars(select(Attachment).where(Attachment.draft_id == draft.id).order_by(Attachment.id)).all()
    sent = _opened(session, draft.case_id) if draft.case_id is not None else None
    return Writing(draft.id, token, orjson.loads(draft.typed), files, sent)


def add_file(
    session: Session, token: str, name: str, content: bytes, limit_mb: int, now: datetime,
    added_by: str = COMPLAINANT.name,
) -> Attachment:
    """Keep a file with the draft.

    Raises:
        NotFound: there is no draft at this address (any more); a sent one takes no files.
        TooLarge, TypeNotAllowed, NoRoom: see `attachments.keep`.
    """
    draft = _lock(session, token)
    if draft.case_id is not None:
        raise NotFound("This complaint has been sent; add the file to the complaint itself.")
    return attachments.keep(session, name, content, limit_mb, added_by, now, draft_id=draft.id)


def remove_file(session: Session, token: str, file_id: int) -> None:
    """Take a file out of the draft."""
    draft = _lock(session, token)
    if draft.case_id is None:
        session.execute(delete(Attachment).where(Attachment.id == file_id, Attachment.draft_id == draft.id))


def take_down(session: Session, token: str, typed: Mapping[str, Sequence[str]], now: datetime) -> Writing:
    """Keep what a member of staff has typed under the mark of their page, new or known; once it has become
    a case it stays as it was."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    statement: Any = (sqlite_insert if sqlite else postgresql_insert)(IntakeDraft)
    fresh = {"token_hash": _hash(token), "typed": "{}", "saved_at": now}
    session.execute(statement.values(fresh).on_conflict_do_nothing(index_elements=["token_hash"]))
    draft = _lock(session, token)
    if draft.case_id is None:
        names = staff_form(session).names | OF_STAFF
        draft.typed = _json({name: texts for name, texts in typed.items() if name in names})
        draft.saved_at = now
        session.flush()
    return load(session, token)


def record(session: Session, token: str, intake: Intake, actor: Actor, now: datetime) -> Opened:
    """Open the case that a member of staff has taken down; sent twice, it is the same case (R20).

    Raises:
        NotFound: no such draft. StepFailed: the process could not start; the draft is kept.
    """
    draft = _lock(session, token)
    if draft.case_id is not None:
        return _opened(session, draft.case_id)
    return _open(session, draft, intake, actor, now)


def send(session: Session, token: str, now: datetime) -> Opened:
    """Open the case; sent twice, it is the same case (R20).

    The caller has parsed the form without errors; what does not fit is refused again here.

    Raises:
        NotFound: no such draft. StepFailed: the process could not start; the draft is kept.
        ValueError: the draft does not fit the form.
    """
    draft = _lock(session, token)
    if draft.case_id is not None:
        return _opened(session, draft.case_id)
    intake_form = form(session)
    submission = intake_form.parse(orjson.loads(draft.typed), here=Here(today=clock.latest_day(now)))
    if not submission.ok:
        raise ValueError(f"the draft does not fit: {submission.errors}")
    return _open(session, draft, as_intake(intake_form, submission.data, now), COMPLAINANT, now)


def _open(session: Session, draft: IntakeDraft, intake: Intake, actor: Actor, now: datetime) -> Opened:
    """The case, with the files that were kept with its draft."""
    files = session.scalars(select(Attachment.id).where(Attachment.draft_id == draft.id)).all()
    opened = cases.open_case(session, replace(intake, attachments=files), actor, now)
    draft.case_id, draft.typed = opened.case_id, "{}"
    session.flush()
    return opened


def as_intake(intake_form: Form, data: Mapping[str, Any], now: datetime) -> Intake:
    """What the form says, where a case keeps it: columns, facts, and identity apart."""
    columns = intake_form.case_columns(data)
    received = columns.get("received_at")
    return Intake(
        description=columns.get("description", ""), topic=columns.get("topic", "other"),
        country=columns.get("country", ""), language=columns.get("language", "en"),
        channel=columns.get("channel", "web"), received_at=datetime.fromisoformat(received) if received else now,
        facts={name: value for name, value in intake_form.facts(data).items() if value is not None},
        party={name: value for name, value in intake_form.party(data).items() if value},
    )


def sweep(session: Session, now: datetime) -> int:
    """Drop drafts nobody has touched for two weeks, and what sent ones leave; gives how many."""
    old = select(IntakeDraft.id).where(IntakeDraft.saved_at < now - KEPT)
    session.execute(delete(Attachment).where(Attachment.draft_id.in_(old), Attachment.case_id.is_(None)))
    stale = session.scalars(old).all()
    for draft_id in stale:
        for file in session.scalars(select(Attachment).where(Attachment.draft_id == draft_id)):
            file.draft_id = None
    session.flush()
    session.execute(delete(IntakeDraft).where(IntakeDraft.id.in_(stale)))
    return len(stale)


def _find(session: Session, token: str) -> IntakeDraft:
    return _draft(session.execute(select(IntakeDraft).where(IntakeDraft.token_hash == _hash(token))).scalar())


def _lock(session: Session, token: str) -> IntakeDraft:
    """The draft, for whoever changes it: nothing is added while it is being sent."""
    wanted = select(IntakeDraft).where(IntakeDraft.token_hash == _hash(token)).with_for_update()
    return _draft(session.execute(wanted.execution_options(populate_existing=True)).scalar())


def _draft(found: IntakeDraft | None) -> IntakeDraft:
    if found is None:
        raise NotFound("This draft is no longer kept.")
    return found


def _asked(session: Session, typed: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """What answers a question of the form; anything else a stranger sends would only fill the database."""
    names = form(session).names
    return {name: texts for name, texts in typed.items() if name in names}


def _opened(session: Session, case_id: int) -> Opened:
    row = session.execute(select(Case.reference, Case.salt).where(Case.id == case_id)).one()
    return Opened(case_id, row.reference, sealing.case_code(instance(session).key, row.reference, row.salt))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _json(typed: Mapping[str, Sequence[str]]) -> str:
    return orjson.dumps({name: list(texts) for name, texts in typed.items()}).decode()
