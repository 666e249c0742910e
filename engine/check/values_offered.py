"""L05: a fact is compared with answers that a form offers; any other comparison never holds.

So it is in the cells of a table: a row that waits for an answer nobody can give is never taken.
"""

import ast
from collections.abc import Iterator, Mapping
from itertools import pairwise

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.errors import Cause
from engine.tables import Table

RULE = "L05"


def find(parts: Parts) -> Iterator[Cause]:
    """Conditions such as outcome == "uphold" where the form offers "upheld"."""
    if not names.judged(parts):
        return
    offered = names.offered(parts)
    for text in texts.of(parts):
        if text.refused():
            continue
        for name, value in _compared(texts.tree(text.parsed())):
            if name in offered and value not in offered[name]:
                yield cause(f'{text.what} compares {name} with "{value}", which no form offers.',
                            text.file, text.place, RULE, meant(value, offered[name]))
    for table in parts.tables.values():
        yield from _cells(table, offered)


def _cells(table: Table, offered: Mapping[str, frozenset[str]]) -> Iterator[Cause]:
    """Texts in the cells of a column that asks for a fact by its name."""
    for place, column in enumerate(table.inputs):
        fact = column.expression.source.strip()
        for rule in table.rules if fact in offered else ():
            for value in rule.tests[place].literals:
                if isinstance(value, str) and value not in offered[fact]:
                    yield cause(f'row {rule.number} waits for {fact} to be "{value}", which no form offers.',
                                table.file, rule.id or table.id, RULE, meant(value, offered[fact]))


def _compared(tree: ast.expr) -> Iterator[tuple[str, str]]:
    """Names compared with a text, or looked up in a list of texts."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for left, right in pairwise(sides):
            for one, other in ((left, right), (right, left)):
                if isinstance(one, ast.Name):
                    yield from ((one.id, value) for value in _texts(other))


def _texts(node: ast.expr) -> list[str]:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
