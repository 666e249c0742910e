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


ATTRIBUTE = re.compile(r"""(?<=\s)([\w.:-]{1,80}+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")

Find = Callable[[str], int]


class Lines:
    """The lines of a pack's files; each file is read once for all causes in it."""

    def __init__(self, pack: Pack) -> None:
        self._files = pack.files
        self._texts: dict[str, str] = {}
        self._finds: dict[str, Find] = {}

    def located(self, cause: Cause) -> Cause:
        """The cause with its line, the first of the file where nothing more precise is known; as it is where
        the line is known already, or the file is not there."""
        if cause.line or cause.file not in self._files:
            return cause
        text = self._text(cause.file)
        told = TOLD.search(cause.message)
        if told and 0 < int(told[1]) <= text.count("\n") + 1:
            return replace(cause, line=int(told[1]))
        return replace(cause, line=(self._find(cause.file)(cause.element) if cause.element else 0) or 1)

    def _text(self, file: str) -> str:
        if file not in self._texts:
            self._texts[file] = self._files[file].decode(errors="replace")
        return self._texts[file]

    def _find(self, file: str) -> Find:
        if file not in self._finds:
            self._finds[file] = PLACES.get(PurePosixPath(file).suffix, _nowhere)(self._text(file))
        return self._finds[file]


def located(cause: Cause, pack: Pack) -> Cause:
    """One cause with its line; for several of one pack, `Lines`."""
    return Lines(pack).located(cause)


def _nowhere(_text: str) -> Find:
    return lambda _element: 0


def _drawn(text: str) -> Find:
    """By its id, else by its name, else by a reference to it."""
    places: dict[str, dict[str, int]] = {"id": {}, "name": {}, "": {}}
    line, end = 1, 0
    for found in ATTRIBUTE.finditer(text):
        line, end = line + text.count("\n", end, found.end()), found.end()
        value = found[2] if found[2] is not None else found[3]
        if found[1] in ("id", "name"):
            places[found[1]].setdefault(value, line)
        places[""].setdefault(value, line)
    return lambda element: next((lines[element] for lines in places.values() if element in lines), 0)


def _row(text: str) -> Find:
    """A row by its id or name, or by its number where it has none; a section or a key by itself."""
    try:
        found = toml.read(text.encode())
    except toml.NotToml as wrong:
        line = wrong.line
        return lambda _element: line
    return lambda element: _row_of(found, element)


def _row_of(found: toml.Toml, element: str) -> int:
    for kind, rows in found.values.items():
        for number, row in enumerate(rows if isinstance(rows, list) else (), 1):
            called = [row.get("id"), row.get("name")] if isinstance(row, dict) else []
            if element in called or element in {f"number {number}", f"{kind} {number}", f"{kind} number {number}"}:
                return found.line(kind, number - 1)
    return found.line(*element.split())


def _asked(text: str) -> Find:
    """A question of a form by its name."""
    return lambda element: _first(text, rf'"{re.escape(element)}"\s*:', rf'"{re.escape(element)}"')


def _said(text: str) -> Find:
    """A variable of a letter, as a value or as a part that hangs on it."""
    return lambda element: _first(text, r"\{\{\s*[#^/]?\s*" + re.escape(element) + r"\b")


PLACES: Mapping[str, Callable[[str], Find]] = {
    ".bpmn": _drawn, ".dmn": _drawn, ".toml": _row, ".json": _asked, ".md": _said,
}
"""Who finds an element in a text, by the ending of the file; 0: it is not named there."""


def _first(text: str, *patterns: str) -> int:
    """The line on which the first of the patterns that is found ends."""
    for pattern in patterns:
        found = re.search(pattern, text)
        if found:
            return text.count("\n", 0, found.end()) + 1
    return 0
