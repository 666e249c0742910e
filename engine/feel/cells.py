"""One cell that asks: read once, asked often."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.feel.atoms import Call
from engine.feel.trouble import Scope, Test, Trouble
from engine.feel.unary import Grammar
from engine.feel.vocabulary import Vocabulary

__all__ = ["Cell", "Test", "parse_cell"]

REMEMBERED = 4_096


@dataclass(frozen=True)
class Cell:
    """What a cell asks of a value: true, false, or null where there is no answer.

    `test` is None for a cell that every value fits. `literals` are the values written in it;
    `enumerates` says that it is nothing but a list of them.
    """

    source: str
    names: frozenset[str]
    calls: frozenset[str]
    test: Test | None = field(repr=False, compare=False)
    called: tuple[Call, ...] = ()
    literals: tuple[Any, ...] = field(default=(), compare=False)
    enumerates: bool = False

    def fits(self, value: Any, scope: Scope) -> bool | None:
        """Whether a value that was taken fits.

        Raises:
            Trouble: the cell names what there is not.
        """
        try:
            return True if self.test is None else self.test(value, scope)
        except RecursionError:
            raise Trouble("a value is nested too deeply") from None


def parse_cell(source: str, vocabulary: Vocabulary | None = None) -> Cell:
    """Read a cell.

    Raises:
        FeelInvalid: it is not S-FEEL, or names what the vocabulary does not have.
    """
    return _plain(source) if vocabulary is None else _read(source, vocabulary)


@lru_cache(REMEMBERED)
def _plain(source: str) -> Cell:
    return _read(source, None)


def _read(source: str, vocabulary: Vocabulary | None) -> Cell:
    if source.strip() in ("", "-"):
        return Cell(source, frozenset(), frozenset(), None)
    reader = Grammar(source, vocabulary)
    test = reader.whole(reader.cell)
    return Cell(
        source, frozenset(reader.names), frozenset(reader.calls), test, tuple(reader.called), tuple(reader.literals),
        reader.enumerates,
    )
