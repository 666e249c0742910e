"""The names a text may use, found longest first: DMN's names may have spaces, signs and keywords in them.

A table of a pack has no vocabulary: its names are single words, known when a case is decided. A
model names everything beforehand, so an unknown name is refused when the model is read.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol


class HasParts(Protocol):
    """What is known of a value: the names that can be asked of it, and what is known of those."""

    @property
    def parts(self) -> Mapping[str, "HasParts"]: ...


@dataclass(frozen=True)
class Vocabulary:
    """Known names and what they hold, and known functions with how many values each takes."""

    names: Mapping[str, HasParts]
    functions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def words(self) -> "Words":
        return Words([*self.names, *self.functions])


class Words:
    """Finds the longest of some names at a place of a text; spaces count as one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_first: dict[str, list[tuple[re.Pattern[str], str]]] = {}
        for name in sorted({spaced(name) for name in names}, key=len, reverse=True):
            if name:
                self._by_first.setdefault(name[0], []).append((_pattern(name), name))

    def at(self, text: str, place: int) -> tuple[str, int] | None:
        """The name that begins here and where it ends."""
        for pattern, name in self._by_first.get(text[place : place + 1], ()):
            found = pattern.match(text, place)
            if found:
                return name, found.end()
        return None


def spaced(name: str) -> str:
    """A name with single spaces."""
    return " ".join(name.split())


def _pattern(name: str) -> re.Pattern[str]:
    ends = r"(?!\w)" if re.match(r"\w", name[-1]) else ""
    return re.compile(r"\s+".join(re.escape(word) for word in name.split(" ")) + ends)
