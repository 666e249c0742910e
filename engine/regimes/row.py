"""One section of bpmn/regimes.toml being read: values by key, causes with the line on which they stand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from difflib import get_close_matches
from itertools import pairwise
from typing import Any

from engine.errors import Cause
from engine.regimes.span import UNITS, Span, parse
from engine.toml import Toml

RULE = "regime"
MOST_TEXT = 600
UNITS_IN_WORDS = ", ".join(f"{unit} ({words})" for unit, words in UNITS.items())


@dataclass
class Row:
    """A section; `where` is what its causes are about, `path` leads to it."""

    where: str
    spec: Mapping[str, Any]
    path: tuple[str | int, ...]
    toml: Toml
    file: str
    causes: list[Cause] = field(default_factory=list)

    def add(self, message: str, repair: str = "", key: str = "") -> None:
        """Note a cause, at a key of this section or at its head."""
        line = self.toml.line(*self.path, key) if key else self.toml.line(*self.path)
        self.causes.append(Cause(message, self.file, self.where, RULE, repair, line))

    def only(self, known: Iterable[str]) -> None:
        """Every other key is a cause."""
        names = sorted(known)
        for key in sorted(set(self.spec) - set(names)):
            near = get_close_matches(key, names, 1)
            repair = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}."
            self.add(f"{key!r} is not known here.", repair, key)

    def needed(self, *keys: str) -> bool:
        """Whether all of them are given; what is missing is a cause."""
        missing = [key for key in keys if not str(self.spec.get(key, "")).strip()]
        for key in missing:
            self.add(f"{key!r} is missing.", key=key)
        return not missing

    def text(self, key: str) -> str:
        found = self.spec.get(key, "")
        if not isinstance(found, str) or not found.isprintable() or len(found) > MOST_TEXT:
            self.add(f"{key} is no line of text.", f"Write one of at most {MOST_TEXT} characters.", key)
            return ""
        return found.strip()

    def span(self, key: str) -> Span | None:
        found = self.spec.get(key, "")
        if found == "":
            return None
        span = parse(found) if isinstance(found, str) else None
        if span is None:
            repair = f"Write a number, a space and a unit: {UNITS_IN_WORDS}."
            self.add(f"{key} = {found!r} is no span of time.", repair, key)
        return span

    def day(self, key: str) -> date | None:
        found = self.spec.get(key)
        if found in (None, ""):
            return None
        if not isinstance(found, date) or isinstance(found, datetime):
            self.add(f"{key} = {found!r} is no day.", f"Write it without quotes: {key} = 2024-04-01", key)
            return None
        return found

    def flag(self, key: str) -> bool:
        found = self.spec.get(key, False)
        if not isinstance(found, bool):
            self.add(f"{key} = {found!r} is neither true nor false.", f"Write {key} = true or leave it out.", key)
        return found is True

    def one_of(self, key: str, allowed: Iterable[str], default: str = "") -> str:
        found = self.spec.get(key, default)
        if found not in allowed:
            self.add(f"{key} is {found!r}.", f"It takes {' or '.join(allowed)}.", key)
        return str(found)

    def words(self, key: str, allowed: Iterable[str]) -> tuple[str, ...]:
        """A list of known words, in the order in which they are known."""
        known, found = tuple(allowed), self.lines(key)
        for unknown in (one for one in found if one not in known):
            self.add(f"{key} holds {unknown!r}, which Amends does not know.", f"There are {', '.join(known)}.", key)
        return tuple(one for one in known if one in found)

    def lines(self, key: str) -> tuple[str, ...]:
        """A list of lines of text."""
        found = self.spec.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one.isprintable() for one in found):
            self.add(f"{key} is no list of texts.", f'Write {key} = ["one", "another"].', key)
            return ()
        return tuple(one.strip() for one in found)

    def in_order(self, spans: Mapping[str, Span | None], *keys: str) -> None:
        """No step is longer than the one after it; units are compared roughly."""
        given = [(key, span) for key in keys if (span := spans[key])]
        for (earlier, short), (later, long) in pairwise(given):
            if short.rough_days > long.rough_days:
                self.add(f"{earlier} ({short}) is longer than {later} ({long}).", "Both count from the start.", earlier)
