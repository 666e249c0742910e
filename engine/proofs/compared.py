"""What tables and scripts compare facts with, and what they make of them: the values that have to be told apart."""

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Any

from engine import expressions
from engine.diagram import Element
from engine.feel import Formula, given
from engine.proofs import conditions
from engine.proofs.knowledge import OTHER
from engine.tables import Table
from engine.tables.table import FIXED, Rule

ANY: Any = object()
"""A value of which nothing is known."""

NUMBER = re.compile(r"(?<![\w.\"])\d+(?:\.\d+)?")
TEXT = re.compile(r'"([^"]*)"')
ELSE = re.compile(r"if\s+(\w+)\s*=\s*null\s+then\s+[\w.\"]+\s+else\s+(\w+)")


def says(table: Table, rule: Rule) -> dict[str, Any]:
    """What a row gives to each output; `ANY` where that hangs on the case."""
    return {name: given(formula.value(FIXED)) if formula.fixed else ANY
            for name, formula in zip(table.outputs, rule.values, strict=True)}


def in_table(table: Table) -> Iterable[tuple[str, list[Any]]]:
    """What a table compares its inputs with, and what it says. A column that asks more than the name of a fact
    compares with what stands in its own formula."""
    for place, column in enumerate(table.inputs):
        name = asks(column.expression)
        if name:
            yield name, [_number(one) for rule in table.rules for one in rule.tests[place].literals]
            yield name, [float(one) if "." in one else int(one) for one in NUMBER.findall(column.expression.source)]
    for name in table.outputs:
        yield name, list(table.texts(name)) + [
            value for rule in table.rules if isinstance(value := says(table, rule)[name], bool | int | float)
        ] + [value for formula in _worked_out(table, name) for value in _written(formula.source)]


def _worked_out(table: Table, output: str) -> Iterator[Formula]:
    """What an output says where that hangs on the case."""
    place = table.outputs.index(output)
    for formula in (*(rule.values[place] for rule in table.rules), table.columns[place].default):
        if formula is not None and not formula.fixed:
            yield formula


def _written(source: str) -> Iterator[Any]:
    """What stands in a formula, and what else it may come to: another text, a number, yes or no."""
    yield from TEXT.findall(source)
    yield from (float(one) if "." in one else int(one) for one in NUMBER.findall(TEXT.sub("", source)))
    yield from (OTHER, 0, True, False)


def asks(asked: Formula) -> str:
    """The one fact that a column asks for: by its name, or with something else where there is none; else nothing."""
    source = asked.source.strip()
    found = ELSE.fullmatch(source)
    if found and found[1] == found[2]:
        return found[1]
    return source if source in asked.names and not asked.calls else ""


def in_script(element: Element) -> Iterator[tuple[str, list[Any]]]:
    """What a script compares facts with, and what it assigns."""
    if element.kind != "scriptTask" or not element.script:
        return
    tree = ast.parse(expressions.parse_script(element.script).source)
    for name, values in conditions.compared(tree).items():
        yield name, list(values)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            yield node.targets[0].id, [one.value for one in ast.walk(node.value) if isinstance(one, ast.Constant)]
            if any(isinstance(one, ast.Compare | ast.Not) for one in ast.walk(node.value)):
                yield node.targets[0].id, [True, False]


def _number(value: Any) -> Any:
    """Tables reckon in decimals; facts are JSON."""
    try:
        return value if isinstance(value, str | bool) or value is None else int(value) if value == int(value) \
            else float(value)
    except (TypeError, ValueError, OverflowError):
        return value
