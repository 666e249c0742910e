"""What a page with files sends, read so that one file too large costs nobody the rest.

Flask alone refuses the whole request then, and with it every word that was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from flask import abort, request
from werkzeug.formparser import FormDataParser

from engine.attachments import MEGABYTE

TEXT_BYTES = 1_000_000
PARTS = 300
IN_MEMORY = 500_000
FILES_AT_ONCE = 20


@dataclass(frozen=True)
class SentFile:
    """A file; `content` is None when it was larger than the limit and has been let go."""

    name: str
    content: bytes | None


@dataclass(frozen=True)
class Posted:
    """Texts by field name, and files in their order."""

    texts: Mapping[str, Sequence[str]]
    files: Sequence[SentFile]

    def text(self, name: str) -> str:
        """The first text of a field, empty without one."""
        return next(iter(self.texts.get(name, ())), "")


class _Capped(SpooledTemporaryFile[bytes]):
    """Keeps one byte more than the limit at most: enough to know that it was too much."""

    def __init__(self, limit: int) -> None:
        super().__init__(max_size=IN_MEMORY)
        self._left = limit + 1

    def write(self, data: Any) -> int:
        kept = data[:self._left]
        self._left -= len(kept)
        super().write(kept)
        return len(data)


def read(limit_mb: int) -> Posted:
    """Read the body of the current request; a file may have `limit_mb` megabytes.

    Raises:
        RequestEntityTooLarge: more text than a form of ours can hold, or more than 20 full files.
    """
    limit = limit_mb * MEGABYTE
    request.max_content_length = FILES_AT_ONCE * limit + TEXT_BYTES

    opened: list[_Capped] = []

    def stream(*_: Any, **__: Any) -> IO[bytes]:
        opened.append(_Capped(limit))
        return opened[-1]

    parser = FormDataParser(stream_factory=stream, max_form_memory_size=TEXT_BYTES, max_form_parts=PARTS, silent=False)
    try:
        _body, form, files = parser.parse(
            request.stream, request.mimetype, request.content_length, request.mimetype_params
        )
        sent = [_sent(one.filename, one.stream, limit) for one in files.getlist("files") if one.filename]
    except (ValueError, KeyError, LookupError):
        # a body that is no form: half a part, no boundary, an odd header
        abort(400)
    finally:
        for one in opened:
            one.close()
    return Posted({name: form.getlist(name) for name in form}, sent)


def parsed(limit_mb: int) -> Posted:
    """What a form of the staff sends, which was read already to look for its token."""
    limit = limit_mb * MEGABYTE
    files = [_sent(one.filename, one.stream, limit) for one in request.files.getlist("files") if one.filename]
    return Posted({name: request.form.getlist(name) for name in request.form if name != "csrf_token"}, files)


def _sent(name: str, stream: IO[bytes], limit: int) -> SentFile:
    content = stream.read(limit + 1)
    return SentFile(name, content if len(content) <= limit else None)
