"""A decision table, read and checked; shared by all cases, so nothing in it changes."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine.expressions import Expression
from engine.tables import unary
from engine.tables.cells import Test

HIT_POLICIES = ("UNIQUE", "FIRST", "COLLECT")


@dataclass(frozen=True)
class Input:
    """A column that asks: its expression, the kind of its values, and which ones it takes (None: any)."""

    id: str
    label: str
    expression: Expression
    kind: str
    allowed: Test | None = None


@dataclass(frozen=True)
class Output:
    """A column that answers: the name of the fact, the kind of its values, and which ones it gives."""

    id: str
    name: str
    kind: str
    allowed: Test | None = None


@dataclass(frozen=True)
class Rule:
    """A row; `number` counts from 1 in drawn order."""

    number: int
    id: str
    tests: tuple[Test, ...]
    values: tuple[Expression, ...]
    note: str = ""


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

    @property
    def outputs(self) -> tuple[str, ...]:
        """The names that the table sets."""
        return tuple(column.name for column in self.columns)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The names that inputs, cells and outputs read."""
        in_cells = {name for test in self._tests() for name in unary.names(test)}
        return frozenset(in_cells.union(*(expression.names for expression in self._expressions())))

    @cached_property
    def calls(self) -> frozenset[str]:
        """The functions that inputs and outputs call."""
        return frozenset().union(*(expression.calls for expression in self._expressions()))

    def _tests(self) -> list[Test]:
        allowed = [column.allowed for column in self.inputs] + [column.allowed for column in self.columns]
        return [test for rule in self.rules for test in rule.tests] + [test for test in allowed if test]

    def _expressions(self) -> list[Expression]:
        return [column.expression for column in self.inputs] + [value for rule in self.rules for value in rule.values]


@dataclass(frozen=True)
class Hit:
    """What a table decided: the outputs by name, the numbers of the rows that fitted, the inputs by expression."""

    outputs: dict[str, Any]
    rows: tuple[int, ...]
    inputs: dict[str, Any]
