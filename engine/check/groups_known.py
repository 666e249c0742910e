"""Rule lane: a group that an expression or a table names is one that a lane names; else nobody would be in it."""

import ast
from collections.abc import Iterator

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import parse

RULE = "lane"


def find(parts: Parts) -> Iterator[Cause]:
    """Groups in `lane_from` and in the parameter `lane` of operations that no lane of the pack has."""
    groups = frozenset(one.lane for one in parts.nodes if one.lane)
    for element in parts.nodes if parts.whole else ():
        for source in filter(None, (element.properties.get("lane_from"), element.parameters.get("lane"))):
            for group, told in _named(source, parts):
                if group and group not in groups:
                    yield cause(f'{the(element)} would be for the group "{group}"{told}, which no lane names.',
                                element.file, element.id, RULE, meant(group, groups))


def _named(source: str, parts: Parts) -> Iterator[tuple[str, str]]:
    """The groups that an expression can give, as far as they are written down, each with where."""
    try:
        tree = texts.tree(parse(source))
    except ExpressionInvalid:
        return  # expressions_known says why
    ahead = [tree]
    while ahead:
        node = ahead.pop()
        if isinstance(node, ast.IfExp):
            ahead += [node.body, node.orelse]
        elif isinstance(node, ast.BoolOp):
            ahead += node.values
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, ""
        elif isinstance(node, ast.Name):
            for value, table in names.decided(parts, node.id):
                yield value, f" by the table {table.name}"
