"""TOML with the lines on which things stand, so that what is wrong in it is named with file and line."""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

# Strings and comments first: a bracket or an end of line inside them ends no statement.
TOKEN = re.compile(r'''
    """(?:\\.|[^\\])*?""""{0,2} | \'\'\'.*?\'\'\'\'{0,2}
    | "(?:\\.|[^"\\])*" | '[^']*' | \#[^\n]* | [\[\]{}] | \n | [^"'\#\[\]{}\n]+
''', re.VERBOSE | re.DOTALL)
KEY = re.compile(r'''(?:"(?:\\.|[^"\\])*"|'[^']*'|[^="'])+''')
BARE_KEY = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
QUOTED = re.compile(r'''
    """(?:\\.|[^\\])*?""""{0,2} | \'\'\'.*?\'\'\'\'{0,2} | "(?:\\.|[^"\\\n])*" | '[^'\n]*' | \#[^\n]*
''', re.VERBOSE | re.DOTALL)
LONG_WORD = re.compile(r"(?<![\w-])[\w-]{200}")
DEEP_KEY = re.compile(r'(?<![\w"-])(?:(?:[\w-]{1,200}|"")[ \t]*\.[ \t]*){16}')
LIMIT_BYTES = 1_000_000
TOLD_LINE = re.compile(r"\(at line ([0-9]+)")

Path = tuple[str | int, ...]


class NotToml(ValueError):
    """This is not TOML. `line` counts from 1; 0: not known."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Toml:
    """What a file says, and where: a path goes through names, and numbers from 0 for [[lists]]."""

    values: dict[str, Any]
    lines: Mapping[Path, int]

    def line(self, *path: str | int) -> int:
        """The line on which that stands, else that of the section it would stand in; 0 without either."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 0)


def read(data: bytes) -> Toml:
    """A file with its lines.

    Raises:
        NotToml: the bytes are no UTF-8 or no TOML, or made to be a burden.
    """
    text = _text(data)
    return Toml(_values(text), dict(_places(text)))


def load(data: bytes) -> dict[str, Any]:
    """What a file says, without the lines.

    Raises:
        NotToml: as `read`.
    """
    return _values(_text(data))


def _text(data: bytes) -> str:
    if len(data) > LIMIT_BYTES:
        raise NotToml(f"it has {len(data):,} bytes, and may have {LIMIT_BYTES:,}")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as wrong:
        raise NotToml(str(wrong)) from wrong


def _values(text: str) -> dict[str, Any]:
    _require_bounds(text)
    try:
        return tomllib.loads(text)
    except ValueError as wrong:
        told = TOLD_LINE.search(str(wrong))
        raise NotToml(str(wrong), int(told[1]) if told else len(text.splitlines())) from wrong
    except RecursionError as wrong:
        raise NotToml("it is nested too deeply") from wrong


def _require_bounds(text: str) -> None:
    """Names in names and numbers without end take Python's own reader longer than anybody waits."""
    bare = QUOTED.sub(lambda quoted: '""' + "\n" * quoted[0].count("\n"), text)
    for pattern, what in ((LONG_WORD, "a name or number is too long"), (DEEP_KEY, "names stand in names too deeply")):
        found = pattern.search(bare)
        if found:
            raise NotToml(what, bare.count("\n", 0, found.start()) + 1)


def _places(text: str) -> Iterator[tuple[Path, int]]:
    """Every section and key of a text that is known to be TOML."""
    sections: Counter[Path] = Counter()
    section: Path = ()
    for line, statement in _statements(text):
        if statement.startswith("["):
            listed = statement.startswith("[[")
            section = _section(_names(statement.strip("[] \t")), listed, sections)
            yield section, line
        else:
            found = KEY.match(statement)
            yield (*section, *_names(found[0] if found else statement)), line


def _section(names: list[str], listed: bool, sections: Counter[Path]) -> Path:
    """Where a header leads: through the last member of each list on the way, or into a new one."""
    path: Path = ()
    for number, name in enumerate(names, 1):
        path = (*path, name)
        if listed and number == len(names):
            sections[path] += 1
        if sections[path]:
            path = (*path, sections[path] - 1)
    return path


def _statements(text: str) -> Iterator[tuple[int, str]]:
    """Each header and each assignment with the line on which it begins, without comments."""
    line, begun, depth, parts = 1, 1, 0, list[str]()
    for token in TOKEN.findall(text):
        depth += (token in "[{") - (token in "]}")
        if token == "\n" and depth == 0:
            if parts:
                yield begun, "".join(parts).strip()
            parts = []
        elif not token.startswith("#") and (parts or token.strip()):
            begun = begun if parts else line
            parts.append(token)
        line += token.count("\n")
    if parts:
        yield begun, "".join(parts).strip()


def _names(key: str) -> list[str]:
    """The parts of a key, as TOML itself reads them: dotted, quoted or bare."""
    key = key.strip()
    if BARE_KEY.fullmatch(key):
        return key.split(".")
    found: Any = tomllib.loads(f"{key} = 0")
    names = []
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return names
