"""A pack in a zip: unpacked in memory, within limits, or refused with every reason.

What the zip says about itself (sizes, names) is not trusted: reading stops at the limit, whatever is written there.
"""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator

from engine.check.given import READ
from engine.check.parts import FILE
from engine.errors import Cause, PackInvalid

MOST_FILES = 2_000
LIMIT_FILE = 1_000_000
LIMIT_ALL = 20_000_000
LIMIT_BYTES = 20_000_000
"""The largest zip that is opened at all."""
PLAIN = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
ENCRYPTED = 0x1
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError, RuntimeError)
"""What a zip that is not as it says is known to raise."""


def unpack(name: str, data: bytes) -> dict[str, bytes]:
    """The files of the pack by their names in it; a single folder round everything is left away.

    Raises:
        PackInvalid: it is no zip, no pack, or something in it is not as it should be; every reason.
    """
    if len(data) > LIMIT_BYTES:
        raise _refused(name, f"The zip has {len(data):,} bytes; it may have {LIMIT_BYTES:,}.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            entries = [one for one in opened.infolist() if not one.is_dir()]
            if len(entries) > MOST_FILES:
                raise _refused(name, f"There are {len(entries):,} files in it; a pack may have {MOST_FILES:,}.")
            wrong = [Cause(f"{problem}: {one.filename}.", name, rule=FILE, repair=REPAIR)
                     for one in entries for problem in _problems(one)]
            if wrong:
                raise PackInvalid([*wrong, *_twice(name, entries)])
            return _pack(name, _read(name, opened, entries))
    except BROKEN as broken:
        raise _refused(name, f"This is not a zip that can be read: {broken}.") from broken


REPAIR = "Pack the folders bpmn/ and forms/ with a plain zip program, and nothing else."


def _refused(name: str, message: str) -> PackInvalid:
    return PackInvalid(Cause(message, name, rule=FILE, repair=REPAIR))


def _problems(entry: zipfile.ZipInfo) -> Iterator[str]:
    path = entry.filename
    if path.startswith(("/", "\\")) or "\\" in path or ":" in path or ".." in path.split("/") or not path.isprintable():
        yield "A name leads out of the pack"
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        yield "A file is a link or a device"
    if entry.flag_bits & ENCRYPTED:
        yield "A file is encrypted"
    if entry.compress_type not in PLAIN:
        yield "A file is packed in a way that is not read"
    if path.lower().endswith(".zip"):
        yield "There is a zip in the zip"


def _twice(name: str, entries: list[zipfile.ZipInfo]) -> Iterator[Cause]:
    seen: set[str] = set()
    for one in entries:
        if one.filename in seen:
            yield Cause(f"A name is there twice: {one.filename}.", name, rule=FILE, repair=REPAIR)
        seen.add(one.filename)


def _read(name: str, opened: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> dict[str, bytes]:
    if twice := list(_twice(name, entries)):
        raise PackInvalid(twice)
    files: dict[str, bytes] = {}
    total = 0
    for one in entries:
        if not one.filename.lower().endswith(READ):
            continue
        with opened.open(one) as packed:
            content = packed.read(LIMIT_FILE + 1)
        total += len(content)
        if len(content) > LIMIT_FILE:
            raise _refused(name, f"{one.filename} is larger than {LIMIT_FILE:,} bytes when it is unpacked.")
        if total > LIMIT_ALL:
            raise _refused(name, f"The files are larger than {LIMIT_ALL:,} bytes together when they are unpacked.")
        files[one.filename] = content
    return files


def _pack(name: str, files: dict[str, bytes]) -> dict[str, bytes]:
    tops = {one.partition("/")[0] for one in files}
    if len(tops) == 1 and tops.isdisjoint({"bpmn", "forms"}):
        files = {one.partition("/")[2]: data for one, data in files.items() if "/" in one}
        tops = {one.partition("/")[0] for one in files if "/" in one}
    if not {"bpmn", "forms"} <= tops:
        raise _refused(name, "There is no pack in this zip: it has no bpmn/ or no forms/.")
    return {one: data for one, data in files.items() if one.startswith(("bpmn/", "forms/"))}
