"""Files people send: what is accepted, by what they contain; never opened here (S7)."""

import hashlib
from datetime import datetime
from pathlib import PurePosixPath

from sqlalchemy.orm import Session

from engine.errors import TooLarge, TypeNotAllowed
from engine.model import Attachment

MEGABYTE = 1_000_000

# By their first bytes; what a person calls a file proves nothing.
SIGNATURES: tuple[tuple[bytes, str, tuple[str, ...]], ...] = (
    (b"%PDF-", "application/pdf", (".pdf",)),
    (b"\x89PNG\r\n\x1a\n", "image/png", (".png",)),
    (b"\xff\xd8\xff", "image/jpeg", (".jpg", ".jpeg")),
    (b"GIF8", "image/gif", (".gif",)),
    (b"RIFF", "image/webp", (".webp",)),
    (b"PK\x03\x04", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",)),
    (b"PK\x03\x04", "application/vnd.oasis.opendocument.text", (".odt",)),
)
# Signs that turn the direction of writing: "exe.pdf" must not look like something else.
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ENDINGS = tuple(sorted({ending for _, _, endings in SIGNATURES for ending in endings} | {".txt"}))


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
    for start, media_type, endings in SIGNATURES:
        if content.startswith(start) and ending in endings:
            return media_type
    if ending == ".txt" and b"\0" not in content:
        try:
            content.decode()
        except UnicodeDecodeError:
            return None
        return "text/plain; charset=utf-8"
    return None


def clean_name(name: str) -> str:
    """The last part of a name, without control and direction characters, at most 120 long."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(sign for sign in last if sign.isprintable() and sign not in DIRECTIONS)
    stem, dot, ending = shown.strip(" .").rpartition(".")
    return f"{stem[:110]}{dot}{ending[:9]}" or "file"
