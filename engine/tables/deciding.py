"""Asking a table: which rows fit, and what they say."""

from collections.abc import Mapping
from typing import Any

from engine.errors import EvaluationFailed, NoRowFits, RowsDisagree, RowsOverlap
from engine.expressions import BUILTINS, Function
from engine.feel import Scope, Trouble, given, kind
from engine.tables.document import short
from engine.tables.hits import Decided, settle
from engine.tables.table import Hit, Input, Rule, Table
from engine.tables.types import shown, single


def decide(table: Table, names: Mapping[str, Any], functions: Mapping[str, Function]) -> Hit:
    """The decision of a table of a pack for these names, as JSON.

    UNIQUE, ANY, PRIORITY and FIRST give one value an output; COLLECT, RULE ORDER and OUTPUT ORDER a
    list of one value a row; COLLECT with an aggregation one number.

    Raises:
        NoRowFits: no row fits, the outputs have no defaults, and the table is to give one value.
        RowsOverlap: more than one row of a UNIQUE table fits.
        RowsDisagree: rows of an ANY table fit that say different things.
        EvaluationFailed: an input or output has no value or one of a wrong kind.
    """
    scope = Scope(names, {**BUILTINS, **functions} if table.calls else functions)
    try:
        return _hit(table, ask(table, scope))
    except (NoRowFits, RowsOverlap, RowsDisagree):
        raise
    except EvaluationFailed as wrong:
        raise EvaluationFailed(f"{table.id}: {wrong.message}", **{**wrong.about, "table": table.id}) from wrong
    except Trouble as wrong:
        raise EvaluationFailed(f"{table.id}: {wrong}.", table=table.id) from wrong
    except RecursionError:
        raise EvaluationFailed(f"{table.id}: a value is nested too deeply.", table=table.id) from None


def ask(table: Table, scope: Scope) -> Decided:
    """Which rows fit and what they come to; raises as `decide` does."""
    values = [_asked(column, scope) for column in table.inputs]
    inputs = {column.expression.source: value for column, value in zip(table.inputs, values, strict=True)}
    fitting = []
    for rule in table.rules:
        if _fits(table, rule, values, scope):
            fitting.append(rule)
            if table.hit_policy == "FIRST":
                break
    return settle(table, fitting, inputs, scope)


def _asked(column: Input, scope: Scope) -> Any:
    source = column.expression.source
    try:
        value = column.expression.run(scope)
        found = kind(value)
        if found != column.type.kind or column.type.checked:
            value = single(column.type.fit(value, scope))
        if column.allowed is not None and value is not None and column.allowed.fits(value, scope) is not True:
            raise EvaluationFailed(f"{short(source)} is {shown(value)}, which this column does not take.")
    except Trouble as trouble:
        raise EvaluationFailed(f"{short(source)}: {trouble}.", expression=source) from trouble
    except ValueError as wrong:
        raise EvaluationFailed(f"{short(source)} {wrong}.") from None
    return value


def _fits(table: Table, rule: Rule, values: list[Any], scope: Scope) -> bool:
    column = 0
    try:
        for column, test in rule.asked:
            if test(values[column], scope) is not True:
                return False
    except Trouble as trouble:
        raise EvaluationFailed(f"row {rule.number}, {table.inputs[column].label}: {trouble}.") from trouble
    return True


def _hit(table: Table, decided: Decided) -> Hit:
    records = (decided.total,) if table.aggregation else decided.records
    if table.many:
        outputs = {name: [given(record[place]) for record in records] for place, name in enumerate(table.outputs)}
    else:
        outputs = {name: given(value) for name, value in zip(table.outputs, records[0], strict=True)}
    return Hit(outputs, decided.rows, {source: given(value) for source, value in decided.inputs.items()})
