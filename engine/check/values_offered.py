"""L05: a fact is compared with answers that a form offers; any other comparison never holds."""

import ast
from collections.abc import Iterator
from itertools import pairwise

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.errors import Cause

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
