"""Files that complainants send: what is taken, and what is said when one is not."""

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine import attachments, intake
from engine.attachments import ENDINGS, MEGABYTE
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


def refusals(sent: Posted) -> list[str]:
    """A sentence for each file that cannot be taken."""
    if len(sent.files) > MOST:
        return [_too_many()]
    return [sentence for file in sent.files if (sentence := _refusal(file))]


def keep_with_draft(session: Session, token: str, sent: Posted) -> list[str]:
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
            intake.add_file(session, token, file.name, file.content, door.config().max_upload_mb, door.now(session))
            known.add(_fingerprint(file.content))
    return refused


def keep_with_case(session: Session, case_id: int, had: Sequence[str], sent: Posted) -> list[int]:
    """Keep files that can be taken with an open complaint; gives their ids.

    `had`: fingerprints of the files it has; one that is there already is not kept twice (R20).
    """
    fresh = {_fingerprint(file.content): file for file in sent.files if file.content is not None}
    limit, now = door.config().max_upload_mb, door.now(session)
    return [
        attachments.keep(session, file.name, file.content or b"", limit, COMPLAINANT.name, now, case_id=case_id).id
        for fingerprint, file in fresh.items() if fingerprint not in had
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


def _types() -> str:
    return ", ".join(ending.removeprefix(".").upper() for ending in ENDINGS)


def _fingerprint(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
