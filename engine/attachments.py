"""Files people send: what is accepted, by what they contain; never opened here (S7)."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from engine.errors import TooLarge, TypeNotAllowed
from engine.model import Attachment

MEGABYTE = 1_000_000


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
    """
    clean = clean_name(name)
    if len(content) > limit_mb * MEGABYTE:
        raise TooLarge(f"{clean} is larger than {limit_mb} MB.", limit=limit_mb, name=clean)
    media_type = type_of(clean, content)
    if media_type is None:
        raise TypeNotAllowed(f"{clean} is of a type that is not accepted.", accepted=ENDINGS, name=clean)
    file = Attachment(
        case_id=case_id, draft_id=draft_id, name=clean, media_type=media_type, size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), content=content, added_by=added_by, added_at=now,
    )
    session.add(file)
    session.flush()
    return file


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
