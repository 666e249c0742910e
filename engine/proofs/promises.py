"""What an organisation promises of its process (bpmn/obligations.toml), as frozen values."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.errors import Cause, PackInvalid

FILE = "bpmn/obligations.toml"
LETTER = "letter:"
"""Before the name of a letter among milestones: that a service task writes it, by its name in quotes."""

ANYBODY = "any-human-task"
"""Stands for the first work of a person among milestones."""

EXISTENCE, PRECEDENCE, ABSENCE, BETWEEN = "existence", "precedence", "absence", "between"
RESPONSE, BY_ANOTHER, CLOCK, NO_CHARGE = "response", "by-another-person", "every-wait-has-a-clock", "no-charge"

TEXTS = ("id", "pattern", "says", "clause", "within", "when")
NAMES = ("first", "before", "after", "until", "never", "reach", "of", "not_by")
"""The keys of an obligation: those that are texts, and those that name milestones, one or a list."""


@dataclass(frozen=True)
class Promise:
    """One obligation. The keys are those of the file; each names milestones, any one of which is enough."""

    id: str
    pattern: str
    says: str = ""
    clause: str = ""
    first: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    until: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    reach: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()
    within: str = ""
    when: str = ""

    @property
    def milestones(self) -> frozenset[str]:
        """Every milestone it speaks of."""
        return frozenset(self.first + self.before + self.after + self.until + self.never + self.reach + self.of
                         + self.not_by) - {ANYBODY}


def read(data: bytes) -> tuple[Promise, ...]:
    """The promises of a file whose shape was checked before (`engine.check.obligations_read`).

    Raises:
        PackInvalid: it is not TOML, or no list of obligations.
    """
    try:
        rows = tomllib.loads(data.decode()).get("obligation", [])
        return tuple(_promise(row) for row in rows)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, AttributeError, TypeError) as wrong:
        raise PackInvalid(Cause(f"The obligations cannot be read: {wrong}.", file=FILE)) from wrong


def _promise(row: dict[str, Any]) -> Promise:
    texts: dict[str, Any] = {key: str(row.get(key, "")) for key in TEXTS}
    names: dict[str, Any] = {key: tuple(_names(row.get(key, ()))) for key in NAMES}
    return Promise(**texts, **names)


def _names(named: Any) -> Iterator[str]:
    yield from (str(name) for name in (named if isinstance(named, list | tuple) else [named]))
