"""The line in its file on which a cause is found, so that an author can go there at once.

A rule says what is wrong with which element; where that stands is looked up here, by what names it in
its kind of file: an id in a drawing, the id or name of a row, a key of a form, a variable of a letter.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from engine import toml
from engine.errors import Cause
from engine.packs import Pack

TOLD = re.compile(r"\bline ([0-9]{1,6})\b")
"""A file that cannot be read at all says the line itself."""


def located(cause: Cause, pack: Pack) -> Cause:
    """The cause with its line, the first of the file where nothing more precise is known; as it is where
    the line is known already, or the file is not there."""
    if cause.line or cause.file not in pack.files:
        return cause
    text = pack.files[cause.file].decode(errors="replace")
    told = TOLD.search(cause.message)
    if told and 0 < int(told[1]) <= text.count("\n") + 1:
        return replace(cause, line=int(told[1]))
    find = PLACES.get(PurePosixPath(cause.file).suffix)
    return replace(cause, line=(find(text, cause.element) if find and cause.element else 0) or 1)


def _drawn(text: str, element: str) -> int:
    """By its id, else by its name, else by a reference to it."""
    word = re.escape(element)
    return _first(text, rf'\sid\s*=\s*["\']{word}["\']', rf'\sname\s*=\s*["\']{word}["\']', rf'["\']{word}["\']')


def _row(text: str, element: str) -> int:
    """A row by its id or name, or by its number where it has none; a section or a key by itself."""
    try:
        found = toml.read(text.encode())
    except toml.NotToml as wrong:
        return wrong.line
    for kind, rows in found.values.items():
        for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
            called = {row.get("id"), row.get("name")} if isinstance(row, dict) else set()
            if element in called | {f"number {number}", f"{kind} {number}", f"{kind} number {number}"}:
                return found.line(kind, number - 1)
    return found.line(*element.split())


def _asked(text: str, element: str) -> int:
    """A question of a form by its name."""
    word = re.escape(element)
    return _first(text, rf'"{word}"\s*:', rf'"{word}"')


def _said(text: str, element: str) -> int:
    """A variable of a letter, as a value or as a part that hangs on it."""
    return _first(text, r"\{\{\s*[#^/]?\s*" + re.escape(element) + r"\b")


PLACES: Mapping[str, Callable[[str, str], int]] = {
    ".bpmn": _drawn, ".dmn": _drawn, ".toml": _row, ".json": _asked, ".md": _said,
}
"""Who finds an element, by the ending of the file; 0: it is not named there."""


def _first(text: str, *patterns: str) -> int:
    """The line on which the first of the patterns that is found ends."""
    for pattern in patterns:
        found = re.search(pattern, text)
        if found:
            return text.count("\n", 0, found.end()) + 1
    return 0
