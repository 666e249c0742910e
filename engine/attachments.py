"""Files people send: what is accepted, by what they contain; never opened here (S7)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.errors import NoRoom, TooLarge, TypeNotAllowed
from engine.model import Attachment, Case

MEGABYTE = 1_000_000
MOST_FILES, MOST_MEGABYTES = 100, 100
"""What one case, or one complaint being written, can hold: nobody fills the disk by way of a complaint (S7, S19)."""


@dataclass(frozen=True)
class Kind:
    """A type of file by its first bytes (what a person calls a file proves nothing). Of a ZIP file,
    `holds` and `never` are names that must and must not be among those of its members, which stand
    in it as they are: it need not be unpacked."""

    media_type: str
    endings: tuple[str, ...]
    start: re.Pattern[bytes]
    holds: bytes = b""
    never: bytes = b"vbaProject"

    def fits(self, content: bytes) -> bool:
        if not self.start.match(content) or self.holds not in content:
            return False
        return not self.holds or self.never not in content


KINDS = (
    Kind("application/pdf", (".pdf",), re.compile(rb"%PDF-")),
    Kind("image/png", (".png",), re.compile(rb"\x89PNG\r\n\x1a\n")),
    Kind("image/jpeg", (".jpg", ".jpeg"), re.compile(rb"\xff\xd8\xff")),
    Kind("image/gif", (".gif",), re.compile(rb"GIF8")),
    Kind("image/webp", (".webp",), re.compile(rb"RIFF.{4}WEBP", re.DOTALL)),
    Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",),
         re.compile(rb"PK\x03\x04"), holds=b"word/document"),
    Kind("application/vnd.oasis.opendocument.text", (".odt",),
         re.compile(rb"PK\x03\x04.{26}mimetypeapplication/vnd\.oasis\.opendocument\.text", re.DOTALL)),
)
ENDINGS = tuple(sorted({ending for kind in KINDS for ending in kind.endings} | {".txt"}))


def keep(session: Session, name: str, content: bytes, limit_mb: int, added_by: str, now: datetime, *,
         case_id: int | None = None, draft_id: int | None = None) -> Attachment:
    """Store a file.

    Raises:
        TooLarge: `about` has the limit in megabytes.
        TypeNotAllowed: `about` has the endings that are accepted.
        NoRoom: the case or draft holds as much as it can; `about` has both limits.
    """
    clean = clean_name(name)
    if len(content) > limit_mb * MEGABYTE:
        raise TooLarge(f"{clean} is larger than {limit_mb} MB.", limit=limit_mb, name=clean)
    media_type = type_of(clean, content)
    if media_type is None:
        raise TypeNotAllowed(f"{clean} is of a type that is not accepted.", accepted=ENDINGS, name=clean)
    _require_room(session, len(content), clean, case_id, draft_id)
    file = Attachment(
        case_id=case_id, draft_id=draft_id, name=clean, media_type=media_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), content=content, added_by=added_by, added_at=now,
    )
    session.add(file)
    session.flush()
    return file


@dataclass(frozen=True)
class Room:
    """How much more a case or draft can hold: files, and bytes."""

    files: int
    size: int


def room(session: Session, *, case_id: int | None = None, draft_id: int | None = None) -> Room:
    """How much more fits; two who add to a case at once are counted one after the other."""
    if case_id is not None:
        session.execute(select(Case.id).where(Case.id == case_id).with_for_update())
    of = Attachment.case_id == case_id if case_id is not None else Attachment.draft_id == draft_id
    files, held = session.execute(select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(of)).one()
    return Room(MOST_FILES - files, MOST_MEGABYTES * MEGABYTE - int(held))


def fingerprints(session: Session, case_id: int) -> frozenset[str]:
    """What a case holds already, so that nothing is kept twice (R20)."""
    return frozenset(session.scalars(select(Attachment.sha256).where(Attachment.case_id == case_id)))


def _require_room(session: Session, size: int, name: str, case_id: int | None, draft_id: int | None) -> None:
    if case_id is None and draft_id is None:
        return
    left = room(session, case_id=case_id, draft_id=draft_id)
    if left.files < 1 or left.size < size:
        raise NoRoom(
            f"{name} was not added: one complaint holds {MOST_FILES} files and {MOST_MEGABYTES} MB at most.",
            files=MOST_FILES, megabytes=MOST_MEGABYTES, name=name,
        )


def type_of(name: str, content: bytes) -> str | None:
    """The media type when ending and content agree on an accepted one."""
    ending = PurePosixPath(name).suffix.lower()
    for kind in KINDS:
        if ending in kind.endings and kind.fits(content):
            return kind.media_type
    if ending == ".txt" and b"\0" not in content:
        try:
            content.decode()
        except UnicodeDecodeError:
            return None
        return "text/plain; charset=utf-8"
    return None


def clean_name(name: str) -> str:
    """The last part of a name, at most 120 long, without what cannot be seen: control characters, and
    those that turn the direction of writing, so that "exe.pdf" does not look like something else."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable()).strip(" .")
    stem, dot, ending = shown.rpartition(".")
    return (f"{stem[:110]}{dot}{ending[:9]}" if dot else shown[:120]) or "file"
