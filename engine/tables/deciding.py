"""Asking a table: which rows fit this case, and what they say."""

from collections.abc import Mapping
from typing import Any

from engine.errors import EvaluationFailed, NoRowFits, RowsOverlap
from engine.expressions import Function, evaluate
from engine.tables.kinds import fitted
from engine.tables.table import Hit, Input, Output, Rule, Table

LONGEST_SHOWN = 60


def decide(table: Table, names: Mapping[str, Any], functions: Mapping[str, Function]) -> Hit:
    """The decision of a table for these names.

    UNIQUE and FIRST give one value an output, COLLECT a list of one value a row.

    Raises:
        NoRowFits: no row of a UNIQUE or FIRST table fits.
        RowsOverlap: more than one row of a UNIQUE table fits.
        EvaluationFailed: an input or output has no value or one of a wrong kind.
    """
    try:
        return _decide(table, names, functions)
    except (NoRowFits, RowsOverlap):
        raise
    except EvaluationFailed as wrong:
        raise EvaluationFailed(f"{table.id}: {wrong.message}", **{**wrong.about, "table": table.id}) from wrong


def _decide(table: Table, names: Mapping[str, Any], functions: Mapping[str, Function]) -> Hit:
    given = {column.expression.source: evaluate(column.expression, names, functions) for column in table.inputs}
    values = [_fitted(column, given[column.expression.source], names) for column in table.inputs]
    fitting = []
    for rule in table.rules:
        if _fits(rule, values, names):
            fitting.append(rule)
            if table.hit_policy == "FIRST":
                break
    _check(table, fitting, given)
    rows = [_outputs(table, rule, names, functions) for rule in fitting]
    if table.hit_policy == "COLLECT":
        outputs = {name: [row[name] for row in rows] for name in table.outputs}
    else:
        outputs = rows[0]
    return Hit(outputs, tuple(rule.number for rule in fitting), given)


def _fits(rule: Rule, values: list[Any], names: Mapping[str, Any]) -> bool:
    return all(test.fits(value, names) for test, value in zip(rule.tests, values, strict=True))


def _check(table: Table, fitting: list[Rule], given: dict[str, Any]) -> None:
    about = {"table": table.id, "rows": tuple(rule.number for rule in fitting), "inputs": given}
    if not fitting and table.hit_policy != "COLLECT":
        raise NoRowFits(
            f"{table.id}: none of the {len(table.rules)} rows fits {_shown(given)}. "
            "Add a last row with - in every input for everything else.",
            **about,
        )
    if len(fitting) > 1 and table.hit_policy == "UNIQUE":
        numbers = " and ".join(str(rule.number) for rule in fitting)
        raise RowsOverlap(f"{table.id}: the rows {numbers} all fit {_shown(given)}, but only one may.", **about)


def _shown(given: dict[str, Any]) -> str:
    parts = []
    for name, value in given.items():
        text = repr(value)
        parts.append(f"{name} = {text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + '…'}")
    return ", ".join(parts)


def _fitted(column: Input, value: Any, names: Mapping[str, Any]) -> Any:
    try:
        known = fitted(value, column.kind)
    except ValueError as wrong:
        raise EvaluationFailed(f"{column.expression.source} {wrong}.") from None
    if column.allowed and known is not None and not column.allowed.fits(known, names):
        raise EvaluationFailed(f"{column.expression.source} is {known!r}, which this column does not take.")
    return known


def _outputs(table: Table, rule: Rule, names: Mapping[str, Any], functions: Mapping[str, Function]) -> dict[str, Any]:
    outputs = {}
    for column, expression in zip(table.columns, rule.values, strict=True):
        value = evaluate(expression, names, functions)
        problem = output_problem(column, value, names)
        if problem:
            raise EvaluationFailed(f"row {rule.number}: {column.name} {problem}.")
        outputs[column.name] = value
    return outputs


def output_problem(column: Output, value: Any, names: Mapping[str, Any]) -> str:
    """Why a column cannot give this value; empty if it can. Lists are given by columns of any kind only."""
    if column.kind == "any" and isinstance(value, list | dict):
        return ""
    try:
        known = fitted(value, column.kind)
    except ValueError as wrong:
        return str(wrong)
    if column.allowed and known is not None and not column.allowed.fits(known, names):
        return f"is {known!r}, which is not among the values of this column"
    return ""
