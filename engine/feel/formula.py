"""One formula: read once, worked out often."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.feel.atoms import Call
from engine.feel.trouble import FeelInvalid, Run, Scope, Trouble
from engine.feel.unary import Grammar
from engine.feel.vocabulary import Vocabulary

__all__ = ["Call", "Formula", "parse"]

REMEMBERED = 4_096


@dataclass(frozen=True)
class Formula:
    """An expression: its text, the names it reads, the functions it calls and how."""

    source: str
    names: frozenset[str]
    calls: frozenset[str]
    run: Run = field(repr=False, compare=False)
    called: tuple[Call, ...] = ()

    def value(self, scope: Scope) -> Any:
        """What it says.

        Raises:
            Trouble: an unknown name, values a function cannot take, too large a value; in a strict
                scope also what cannot be calculated.
        """
        try:
            return self.run(scope)
        except RecursionError:
            raise Trouble("a value is nested too deeply") from None

    @property
    def fixed(self) -> bool:
        """True if it says the same for every case."""
        return not self.names and not self.calls


def parse(source: str, vocabulary: Vocabulary | None = None) -> Formula:
    """Read an expression.

    Raises:
        FeelInvalid: it is not S-FEEL, or names what the vocabulary does not have.
    """
    return _plain(source) if vocabulary is None else _read(source, vocabulary)


@lru_cache(REMEMBERED)
def _plain(source: str) -> Formula:
    return _read(source, None)


def _read(source: str, vocabulary: Vocabulary | None) -> Formula:
    reader = Grammar(source, vocabulary)
    if reader.ended:
        raise FeelInvalid("it is empty", "Write a value, or null if there is none.")
    run = reader.whole(reader.expression)
    return Formula(source, frozenset(reader.names), frozenset(reader.calls), run, tuple(reader.called))
