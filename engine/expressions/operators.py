"""Operators on values: as in Python, for fewer types, and never without bounds."""

import ast
import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from engine.expressions import sizes
from engine.expressions.trouble import Mismatch

Operator = Callable[[Any, Any], Any]
NUMBERS = (int, float)


def _ordered(compare: Operator) -> Operator:
    def run(left: Any, right: Any) -> Any:
        if type(left) in NUMBERS and type(right) in NUMBERS:
            return compare(left, right)
        if type(left) is type(right) and isinstance(left, str | date | datetime):
            try:
                return compare(left, right)
            except TypeError:
                raise Mismatch("a moment with a zone has no order with one without") from None
        raise Mismatch("it takes two numbers, two texts or two dates")

    return run


def _counted(calculate: Operator) -> Operator:
    def run(left: Any, right: Any) -> Any:
        if not (isinstance(left, NUMBERS) and isinstance(right, NUMBERS)):
            raise Mismatch("it takes two numbers")
        try:
            return sizes.number(calculate(sizes.number(left), sizes.number(right)))
        except ZeroDivisionError:
            raise Mismatch("nothing can be divided by zero") from None

    return run


_sum_of_numbers = _counted(operator.add)


def _added(left: Any, right: Any) -> Any:
    if isinstance(left, str) and isinstance(right, str):
        return sizes.joined(left, right)
    if isinstance(left, list) and isinstance(right, list):
        return sizes.weighed(left + right)
    if isinstance(left, NUMBERS) and isinstance(right, NUMBERS):
        return _sum_of_numbers(left, right)
    raise Mismatch("it takes two numbers, two texts or two lists")


def _contained(part: Any, whole: Any) -> bool:
    if isinstance(whole, list | tuple | Mapping) or (isinstance(whole, str) and isinstance(part, str)):
        try:
            return part in whole
        except TypeError:
            raise Mismatch("a list cannot be looked up among the names of fields") from None
    raise Mismatch("it looks for a value in a list or for a text in a text")


def _not_contained(part: Any, whole: Any) -> bool:
    return not _contained(part, whole)


COMPARISONS: dict[type[ast.cmpop], tuple[str, Operator]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", _ordered(operator.lt)),
    ast.LtE: ("<=", _ordered(operator.le)),
    ast.Gt: (">", _ordered(operator.gt)),
    ast.GtE: (">=", _ordered(operator.ge)),
    ast.In: ("in", _contained),
    ast.NotIn: ("not in", _not_contained),
}

CALCULATIONS: dict[type[ast.operator], tuple[str, Operator]] = {
    ast.Add: ("+", _added),
    ast.Sub: ("-", _counted(operator.sub)),
    ast.Mult: ("*", _counted(operator.mul)),
    ast.Div: ("/", _counted(operator.truediv)),
    ast.FloorDiv: ("//", _counted(operator.floordiv)),
    ast.Mod: ("%", _counted(operator.mod)),
}
