"""The seven hit policies: what a table says when these rows fit."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import EvaluationFailed, NoRowFits, RowsDisagree, RowsOverlap
from engine.feel import Formula, Scope, Trouble, calculating, comparing, given
from engine.tables.document import short
from engine.tables.table import ORDERING, Output, Rule, Table
from engine.tables.types import shown

Record = tuple[Any, ...]
"""What one row says, a value for each output."""


@dataclass(frozen=True)
class Decided:
    """The rows that count, what each says, and what they come to if they are aggregated."""

    rows: tuple[int, ...]
    records: tuple[Record, ...]
    inputs: Mapping[str, Any]
    total: Record = ()


def settle(table: Table, fitting: list[Rule], inputs: Mapping[str, Any], scope: Scope) -> Decided:
    """The decision of the rows that fit.

    Raises:
        NoRowFits, RowsOverlap, RowsDisagree: the hit policy does not allow it.
        EvaluationFailed: an output has no value, or one that its column does not give.
    """
    if not fitting:
        return _without_rows(table, inputs, scope)
    if table.hit_policy == "UNIQUE" and len(fitting) > 1:
        numbers = _numbers(fitting)
        raise RowsOverlap(
            f"{table.id}: the rows {_listed(numbers)} all fit {_told(inputs)}, but only one may.",
            **_about(table, numbers, inputs),
        )
    said = [(rule.number, _record(table, rule, scope)) for rule in fitting]
    if table.hit_policy == "ANY":
        _agree(table, said, inputs)
        said = [(number, said[0][1]) for number, _ in said]
    elif table.hit_policy in ORDERING:
        said.sort(key=lambda one: rank(table, one[1]))  # stable: equals stay in drawn order
        said = said[:1] if table.hit_policy == "PRIORITY" else said
    rows, records = tuple(number for number, _ in said), tuple(record for _, record in said)
    total = (_aggregated(table, [record[0] for record in records], scope),) if table.aggregation else ()
    return Decided(rows, records, inputs, total)


def _without_rows(table: Table, inputs: Mapping[str, Any], scope: Scope) -> Decided:
    defaults = [column.default for column in table.columns]
    if None not in defaults:
        record = tuple(
            worked(column, column.default, "default", scope) for column in table.columns if column.default is not None
        )
        return Decided((), (record,), inputs, record if table.aggregation else ())
    if table.aggregation == "COUNT":
        return Decided((), (), inputs, (0,))
    if table.many:
        return Decided((), (), inputs)
    raise NoRowFits(
        f"{table.id}: none of the {len(table.rules)} rows fits {_told(inputs)}. "
        "Add a last row with - in every input for everything else, or default outputs.",
        **_about(table, (), inputs),
    )


def _record(table: Table, rule: Rule, scope: Scope) -> Record:
    if rule.record is not None:
        return rule.record
    return tuple(
        worked(column, formula, f"row {rule.number}", scope)
        for column, formula in zip(table.columns, rule.values, strict=True)
    )


def worked(column: Output, formula: Formula, place: str, scope: Scope) -> Any:
    """The value of an output cell.

    Raises:
        EvaluationFailed: it has none, or one that the column does not give.
    """
    try:
        value = formula.value(scope)
    except Trouble as trouble:
        raise EvaluationFailed(f"{place}, {column.name}: {short(formula.source)}: {trouble}.") from trouble
    try:
        return output_of(column, value, scope)
    except ValueError as wrong:
        raise EvaluationFailed(f"{place}: {column.name} {wrong}.") from None


def output_of(column: Output, value: Any, scope: Scope) -> Any:
    """The value as one that the column gives.

    Raises:
        ValueError: it gives no such value; the text says why.
    """
    value = column.type.fit(value, scope)
    if column.allowed is not None and value is not None and column.allowed.fits(value, scope) is not True:
        raise ValueError(f"is {shown(value)}, which is not among the values of this column")
    return value


def _agree(table: Table, said: list[tuple[int, Record]], inputs: Mapping[str, Any]) -> None:
    first_row, first = said[0]
    for row, record in said[1:]:
        for column, one, other in zip(table.columns, first, record, strict=True):
            if comparing.equal(one, other) is not True:
                numbers = tuple(number for number, _ in said)
                raise RowsDisagree(
                    f"{table.id}: the rows {_listed(numbers)} all fit {_told(inputs)}, which is allowed only if they "
                    f"say the same; but row {first_row} says {column.name} = {shown(one)} and row {row} "
                    f"{column.name} = {shown(other)}.",
                    **_about(table, numbers, inputs),
                )


def rank(table: Table, record: Record) -> list[int]:
    """Where a record stands: the first column with ordered values weighs most, a missing value least."""
    ranks = []
    for column, value in zip(table.columns, record, strict=True):
        if column.order:
            places = [place for place, one in enumerate(column.order) if comparing.equal(one, value)]
            ranks.append(places[0] if places else len(column.order))
    return ranks


def _aggregated(table: Table, said: list[Any], scope: Scope) -> Any:
    if table.aggregation == "COUNT":
        return len(said)
    total = said[0]
    for value in said[1:]:
        if table.aggregation == "SUM":
            total = calculating.calculate("+", total, value, scope)
        elif total is not None and value is not None:
            sign = "<" if table.aggregation == "MIN" else ">"
            first = comparing.compared(total, sign, value)
            if first is None:
                raise EvaluationFailed(f"{shown(total)} and {shown(value)} have no order.")
            total = total if first else value
        else:
            total = None
    if total is None:
        return scope.null(f"a row gives no value, so there is no {table.aggregation}")
    return total


def _about(table: Table, rows: tuple[int, ...], inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {"table": table.id, "rows": rows, "inputs": {name: given(value) for name, value in inputs.items()}}


def _numbers(rules: list[Rule]) -> tuple[int, ...]:
    return tuple(rule.number for rule in rules)


def _listed(numbers: tuple[int, ...]) -> str:
    return " and ".join(str(number) for number in numbers)


def _told(inputs: Mapping[str, Any]) -> str:
    return ", ".join(f"{short(name)} = {shown(value)}" for name, value in inputs.items())

