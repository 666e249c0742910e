"""A decision table, read and checked; shared by all cases, so nothing in it changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.feel import Call, Cell, Formula, Scope, Test, parse
from engine.tables.types import ANYTHING, Type

SINGLE_HIT = ("UNIQUE", "ANY", "PRIORITY", "FIRST")
MULTIPLE_HIT = ("COLLECT", "RULE ORDER", "OUTPUT ORDER")
HIT_POLICIES = SINGLE_HIT + MULTIPLE_HIT
ORDERING = ("PRIORITY", "OUTPUT ORDER")
AGGREGATIONS = ("SUM", "MIN", "MAX", "COUNT")

NULL = parse("null")
FIXED = Scope({}, {})
"""For what is the same in every case."""


@dataclass(frozen=True)
class Input:
    """A column that asks: its expression, the type of its values, and which ones it takes (None: any)."""

    id: str
    label: str
    expression: Formula
    type: Type = ANYTHING
    allowed: Cell | None = None

    @property
    def kind(self) -> str:
        return self.type.kind


@dataclass(frozen=True)
class Output:
    """A column that answers: its name, the type of its values and which ones it gives (None: any).

    `order` are those values, the first before all others; `default` is said when no row fits. `label` are the
    words for people, where there are any.
    """

    id: str
    name: str
    type: Type = ANYTHING
    allowed: Cell | None = None
    order: tuple[Any, ...] = ()
    default: Formula | None = None
    label: str = ""

    @property
    def kind(self) -> str:
        return self.type.kind


@dataclass(frozen=True)
class Rule:
    """A row; `number` counts from 1 in drawn order.

    `asked` are the cells that ask something, by column; `record` is what the row says, if that is the
    same for every case.
    """

    number: int
    id: str
    tests: tuple[Cell, ...]
    values: tuple[Formula, ...]
    note: str = ""
    asked: tuple[tuple[int, Test], ...] = field(default=(), repr=False, compare=False)
    record: tuple[Any, ...] | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Table:
    """A table; `id` is the decision's."""

    id: str
    name: str
    file: str
    hit_policy: str
    inputs: tuple[Input, ...]
    columns: tuple[Output, ...]
    rules: tuple[Rule, ...]
    aggregation: str = ""

    @property
    def many(self) -> bool:
        """True if the table gives a list of what all its fitting rows say."""
        return self.hit_policy in MULTIPLE_HIT and not self.aggregation

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names that the table sets."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that inputs, cells and outputs read."""
        return frozenset().union(*(text.names for text in self._texts()))

    @cached_property
    def calls(self) -> frozenset[str]:
        """The functions that inputs, cells and outputs call."""
        return frozenset().union(*(text.calls for text in self._texts()))

    @cached_property
    def called(self) -> tuple[Call, ...]:
        """Each call of a function, with the values that are the same for every case."""
        return tuple(call for text in self._texts() for call in text.called)

    def texts(self, output: str) -> Iterator[str]:
        """The texts that an output gives, alone or in a list, where they are the same for every case."""
        place = self.outputs.index(output)
        formulas = [rule.values[place] for rule in self.rules] + [self.columns[place].default or NULL]
        for formula in formulas:
            value = formula.value(FIXED) if formula.fixed else None
            yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))

    def _texts(self) -> list[Formula | Cell]:
        texts: list[Formula | Cell | None] = []
        for column in self.inputs:
            texts += [column.expression, column.allowed]
        for output in self.columns:
            texts += [output.allowed, output.default]
        for rule in self.rules:
            texts += [*rule.tests, *rule.values]
        return [text for text in texts if text is not None]


@dataclass(frozen=True)
class Hit:
    """What a table decided, as JSON: the outputs by name, the numbers of the rows, the inputs by expression.

    The rows are those whose outputs these are: all that fit, but of FIRST and PRIORITY the one.
    """

    outputs: dict[str, Any]
    rows: tuple[int, ...]
    inputs: dict[str, Any]
