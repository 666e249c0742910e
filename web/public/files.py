"""Files that complainants send: what is taken, and what is said when one is not."""

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy.orm import Session

from engine import attachments, intake
from engine.attachments import ENDINGS, MEGABYTE
from engine.errors import TooLarge, TypeNotAllowed
from engine.model import Attachment
from engine.people import COMPLAINANT
from web import door
from web.catalogue import gettext as _
from web.catalogue import ngettext
from web.posted import Posted, SentFile

MOST = 20
"""Files of one complaint or one message; more than that comes on paper."""

Keeper = Callable[[str, bytes], Attachment]


def terms(limit_mb: int) -> dict[str, Any]:
    """What a page says about files: the types taken and the largest size in bytes."""
    said = ", ".join(ending.removeprefix(".").upper() for ending in ENDINGS)
    return {"accept": ",".join(ENDINGS), "types_said": said, "limit": limit_mb * MEGABYTE}


def keep_with_draft(session: Session, token: str, sent: Posted) -> list[str]:
    """Keep the files of a complaint being written; gives a sentence for each that was refused."""
    writing = intake.load(session, token)
    if writing.sent:
        return []
    now = door.now(session)

    def keep(name: str, content: bytes) -> Attachment:
        return intake.add_file(session, token, name, content, door.config().max_upload_mb, now)

    return _each(sent.files, [file.sha256 for file in writing.files], keep)[1]


def keep_with_case(session: Session, case_id: int, had: Sequence[str], sent: Posted) -> tuple[list[int], list[str]]:
    """Keep files sent to an open complaint; gives their ids, and a sentence for each refused.

    `had`: fingerprints of the files it has; one that is there already is not kept twice (R20).
    """
    now = door.now(session)

    def keep(name: str, content: bytes) -> Attachment:
        limit = door.config().max_upload_mb
        return attachments.keep(session, name, content, limit, COMPLAINANT.name, now, case_id=case_id)

    return _each(sent.files, had, keep)


def _each(sent: Sequence[SentFile], had: Sequence[str], keep: Keeper) -> tuple[list[int], list[str]]:
    known, kept, refused = set(had), [], []
    for file in sent:
        if len(known) >= MOST:
            refused.append(ngettext("At most %(num)s file can be added.", "At most %(num)s files can be added.", MOST))
            break
        if file.content is None:
            refused.append(_too_large(attachments.clean_name(file.name)))
            continue
        if hashlib.sha256(file.content).hexdigest() in known:
            continue
        try:
            row = keep(file.name, file.content)
        except TooLarge as wrong:
            refused.append(_too_large(wrong.about["name"]))
        except TypeNotAllowed as wrong:
            refused.append(_("%(name)s was not added: we take only %(types)s.", name=wrong.about["name"],
                             types=terms(1)["types_said"]))
        else:
            kept.append(row.id)
            known.add(row.sha256)
    return kept, refused


def _too_large(name: str) -> str:
    return _("%(name)s was not added: it is larger than %(limit)s MB.", name=name, limit=door.config().max_upload_mb)
