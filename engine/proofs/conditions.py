"""Conditions judged with part of the facts: true, false, or not known.

An `and` is false as soon as one part is, an `or` true as soon as one part is, whatever the rest may be
(three-valued logic); a part of which something is not known is not known. Each part itself is
evaluated by the one expression language.

Names are those of facts, `review.approve` for an answer that a form keeps in the run, and
`times:decided` for how often a milestone was reached.
"""

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine import expressions
from engine.errors import EvaluationFailed
from engine.expressions import Expression
from engine.expressions.source import CONSTANTS

TIMES = "times:"
MANY = 1_000
"""Stands for more times than are told apart."""

ORDERS = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}
ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
EMPTY_OR_NOT = {(">", 0), ("==", 0), ("!=", 0), ("<=", 0), (">=", 1), ("<", 1), ("<", 0), (">=", 0)}
"""Comparisons of a number of members that ask whether there are any."""

Known = Mapping[str, Any]
Truth = bool | None
Judge = Callable[[Known], Truth]


@dataclass(frozen=True)
class Condition:
    """A condition, read. `names` are all that it depends on; `opaque`: some part asks for what no fact tells,
    such as a deadline or a sample; `constants` are the values that each name is compared with; `weighed` are the
    counts that are asked for in another way than whether they are above, below or at a number."""

    source: str
    names: frozenset[str]
    judge: Judge
    constants: Mapping[str, tuple[Any, ...]]
    weighed: frozenset[str]

    def __call__(self, known: Known) -> Truth:
        return self.judge(known)


@lru_cache(4_096)
def read(source: str) -> Condition:
    """Read a condition that was checked before.

    Raises:
        ExpressionInvalid: it was not.
    """
    expressions.parse(source)
    tree = ast.parse(" ".join(source.split()), mode="eval").body
    names = frozenset(_names(tree))
    return Condition(source, names, _judge(tree), compared(tree), frozenset(_weighed(tree)))


def value(source: str, known: Known) -> tuple[bool, Any]:
    """What an expression says, and whether that is known at all."""
    tree = ast.parse(" ".join(source.split()), mode="eval").body
    part = _part(tree)
    return part(known)


def _weighed(tree: ast.AST) -> Iterator[str]:
    """A count beside anything but a number makes a difference however large it is."""
    if isinstance(tree, ast.Compare) and all(
            isinstance(one, ast.Constant) or _is_count(one) for one in (tree.left, *tree.comparators)):
        counts = {name for one in (tree.left, *tree.comparators) for name in _names(one)}
        yield from counts if len(counts) > 1 else ()
        return
    if _is_count(tree):
        yield from _names(tree)
    for child in ast.iter_child_nodes(tree):
        yield from _weighed(child)


def _judge(tree: ast.expr) -> Judge:
    if isinstance(tree, ast.BoolOp):
        parts, decisive = [_judge(one) for one in tree.values], isinstance(tree.op, ast.Or)

        def both(known: Known) -> Truth:
            found: Truth = not decisive
            for part in parts:
                truth = part(known)
                if truth is decisive:
                    return decisive
                if truth is None:
                    found = None
            return found
        return both
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.Not):
        inner = _judge(tree.operand)

        def denied(known: Known) -> Truth:
            truth = inner(known)
            return None if truth is None else not truth
        return denied
    part = _part(tree)

    def asked(known: Known) -> Truth:
        is_known, found = part(known)
        return bool(found) if is_known else None
    return asked


def _part(tree: ast.expr) -> Callable[[Known], tuple[bool, Any]]:
    """A part that is known only if all it names is."""
    names, opaque = frozenset(_names(tree)), not _is_covered(tree)
    text = expressions.parse(ast.unparse(tree))

    def run(known: Known) -> tuple[bool, Any]:
        if opaque or not names <= known.keys():
            return False, None
        return _evaluated(text, names, known)
    return run


def _evaluated(text: Expression, names: frozenset[str], known: Known) -> tuple[bool, Any]:
    """A part that cannot be evaluated stops the case as an incident: it goes no way, so nothing is known of it."""
    given: dict[str, Any] = {}
    if sum(name.startswith(TIMES) and known[name] == MANY for name in names) > 1:
        return False, None  # of two that came many times it is not known which came more often
    for name in names:
        base, dot, key = name.partition(".")
        if name.startswith(TIMES):
            continue
        if dot:
            given.setdefault(base, {})[key] = known[name]
        else:
            given[name] = known[name]
    functions: dict[str, Callable[..., Any]] = {"times": lambda milestone: known.get(TIMES + milestone, 0), "text": str}
    try:
        return True, expressions.evaluate(text, given, functions)
    except EvaluationFailed:
        return False, None


def _names(tree: ast.AST) -> Iterator[str]:
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name) and isinstance(tree.slice, ast.Constant):
        yield f"{tree.value.id}.{tree.slice.value!s}"
        return
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        if tree.func.id == "times":
            yield from (TIMES + str(one.value) for one in tree.args if isinstance(one, ast.Constant))
            return
        for one in tree.args:
            yield from _names(one)
        return
    if isinstance(tree, ast.Name) and tree.id not in CONSTANTS:
        yield tree.id
    for child in ast.iter_child_nodes(tree):
        yield from _names(child)


def _is_covered(tree: ast.expr) -> bool:
    """Whether the few values that stand for all of a fact say what this part is for each of them: a fact by itself,
    or compared with what is written down; how often milestones were reached. Not so what is reckoned of facts, or
    one fact compared with another."""
    if isinstance(tree, ast.Compare):
        sides = [tree.left, *tree.comparators]
        if all(_is_written(one) or _is_count(one) for one in sides):
            return True
        asked = [one for one in sides if not _is_written(one)]
        if len(asked) != 1 or not _is_plain(asked[0]):
            return False
        return _tells_if_empty(tree) if _counts_members(asked[0]) else _is_told_apart(tree)
    return _is_written(tree) or _is_plain(tree)


def _counts_members(tree: ast.expr) -> bool:
    return any(isinstance(one, ast.Call) for one in ast.walk(tree))


def _tells_if_empty(tree: ast.Compare) -> bool:
    """Whether of a number of members it is only asked if there are any: that much is known of every list."""
    if len(tree.ops) != 1:
        return False
    order, side = ORDERS.get(type(tree.ops[0]), ""), tree.comparators[0]
    if _is_written(tree.left):
        order, side = TURNED.get(order, order), tree.left
    return isinstance(side, ast.Constant) and (order, side.value) in EMPTY_OR_NOT


def _is_told_apart(tree: ast.Compare) -> bool:
    """Texts are told apart by which they are, not by their order; of a list it is known what is in it, not in which
    order, and what else."""
    for left, order, right in zip([tree.left, *tree.comparators], tree.ops, tree.comparators, strict=False):
        listed = [one for one in (left, right) if isinstance(one, ast.List | ast.Tuple)]
        if listed and not (isinstance(order, ast.In | ast.NotIn) and listed == [right]) \
                and any(one.elts for one in listed):
            return False
        if type(order) in ORDERED and any(isinstance(one, ast.Constant) and isinstance(one.value, str)
                                          for side in (left, right) for one in ast.walk(side)):
            return False
    return True


def _is_written(tree: ast.expr) -> bool:
    """The same in every case."""
    if isinstance(tree, ast.List | ast.Tuple):
        return all(_is_written(one) for one in tree.elts)
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub):
        return _is_written(tree.operand)
    return isinstance(tree, ast.Constant) or (isinstance(tree, ast.Name) and tree.id in CONSTANTS)


def _is_count(tree: ast.AST) -> bool:
    return isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "times"


def _is_plain(tree: ast.expr) -> bool:
    """A fact, an answer, or something written where there is none; of a list, whether it is empty."""
    if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.Or) and len(tree.values) == 2:
        return _is_plain(tree.values[0]) and _is_written(tree.values[1])
    if isinstance(tree, ast.Subscript):
        return isinstance(tree.value, ast.Name) and isinstance(tree.slice, ast.Constant)
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "len":
        return len(tree.args) == 1 and _is_plain(tree.args[0])
    return isinstance(tree, ast.Name)


def compared(tree: ast.AST) -> Mapping[str, tuple[Any, ...]]:
    """With which values each name stands in one comparison or call."""
    found: dict[str, list[Any]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            values = list(_values(node))
            for name in _names(node):
                found.setdefault(name, []).extend(values)
    return {name: tuple(values) for name, values in found.items()}


def _values(tree: ast.AST) -> Iterator[Any]:
    """What is written down in a comparison."""
    if isinstance(tree, ast.UnaryOp) and isinstance(tree.op, ast.USub) and isinstance(tree.operand, ast.Constant):
        yield -tree.operand.value  # type: ignore[operator]
    elif isinstance(tree, ast.Constant):
        yield tree.value
    elif isinstance(tree, ast.Name) and tree.id in CONSTANTS:
        yield CONSTANTS[tree.id]
    else:
        for child in ast.iter_child_nodes(tree):
            yield from _values(child)
