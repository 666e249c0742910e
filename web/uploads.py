"""Files that people send: what is taken, and what is said when one is not."""

import hashlib
from typing import Any

from sqlalchemy.orm import Session

from engine import attachments, intake
from engine.attachments import ENDINGS, MEGABYTE
from engine.errors import NoRoom
from engine.people import COMPLAINANT
from web import door
from web.catalogue import gettext as _
from web.catalogue import ngettext
from web.posted import Posted, SentFile

MOST = 20
"""Files of one complaint being written, or of one message."""


def terms() -> dict[str, Any]:
    """What a page says about files: the types taken and the largest size in bytes."""
    return {"accept": ",".join(ENDINGS), "types_said": _types(), "limit": door.config().max_upload_mb * MEGABYTE}


def refusals(session: Session, case_id: int, sent: Posted) -> list[str]:
    """A sentence for each file that cannot be taken; all of them, where the complaint holds no more."""
    if len(sent.files) > MOST:
        return [_too_many()]
    return [sentence for file in sent.files if (sentence := _refusal(file))] or _no_room(session, case_id, sent)


def _no_room(session: Session, case_id: int, sent: Posted) -> list[str]:
    fresh = _fresh(session, case_id, sent)
    left = attachments.room(session, case_id=case_id) if fresh else None
    if left is None or (len(fresh) <= left.files and sum(len(one.content or b"") for one in fresh) <= left.size):
        return []
    return [_full()]


def _fresh(session: Session, case_id: int, sent: Posted) -> list[SentFile]:
    """The files that the case does not have yet, each once."""
    had = attachments.fingerprints(session, case_id)
    found = {_fingerprint(file.content): file for file in sent.files if file.content is not None}
    return [file for fingerprint, file in found.items() if fingerprint not in had]


def keep_with_draft(session: Session, token: str, sent: Posted, added_by: str = COMPLAINANT.name) -> list[str]:
    """Keep what can be taken with a complaint being written; gives a sentence for each that cannot."""
    writing = intake.load(session, token)
    if writing.sent:
        return []
    refused: list[str] = []
    known = {file.sha256 for file in writing.files}
    for file in sent.files:
        sentence = _refusal(file) or (_too_many() if len(known) >= MOST else "")
        if sentence:
            refused.append(sentence)
        elif file.content is not None and _fingerprint(file.content) not in known:
            try:
                intake.add_file(
                    session, token, file.name, file.content, door.config().max_upload_mb, door.now(session), added_by
                )
            except NoRoom:
                return [*refused, _full()]
            known.add(_fingerprint(file.content))
    return refused


def keep_with_case(session: Session, case_id: int, sent: Posted, added_by: str = COMPLAINANT.name) -> list[int]:
    """Keep files that can be taken (`refusals`) with a complaint; gives their ids. What is there already is not
    kept twice (R20)."""
    limit, now = door.config().max_upload_mb, door.now(session)
    return [
        attachments.keep(session, file.name, file.content or b"", limit, added_by, now, case_id=case_id).id
        for file in _fresh(session, case_id, sent)
    ]


def _refusal(file: SentFile) -> str:
    """Why a file cannot be taken; empty when it can."""
    name = attachments.clean_name(file.name)
    if file.content is None:
        return _("%(name)s was not added: it is larger than %(limit)s MB.", name=name,
                 limit=door.config().max_upload_mb)
    if attachments.type_of(name, file.content) is None:
        return _("%(name)s was not added: we take only %(types)s.", name=name, types=_types())
    return ""


def _too_many() -> str:
    return ngettext("At most %(num)s file can be added.", "At most %(num)s files can be added.", MOST)


def _full() -> str:
    return _("No more files can be added: one complaint holds %(files)s files and %(limit)s MB at most.",
             files=attachments.MOST_FILES, limit=attachments.MOST_MEGABYTES)


def _types() -> str:
    return ", ".join(ending.removeprefix(".").upper() for ending in ENDINGS)


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
