"""Comparisons with three answers: True, False, and None where there is none.

There is none between values of different kinds, and no order with a missing value. Whether a value
equals null always has an answer.
"""

import operator
from collections.abc import Callable, Mapping
from typing import Any

from engine.feel.values import (
    DATE,
    DATE_AND_TIME,
    DAYS,
    GROUP,
    LIST,
    MOMENTS,
    MONTHS,
    NONE,
    NUMBER,
    TEXT,
    TIME,
    YES_OR_NO,
    kind,
)

Answer = bool | None

ORDERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge,
}
ORDERED = MOMENTS | {NUMBER, TEXT}


def equal(left: Any, right: Any) -> Answer:
    """Whether two values are the same."""
    of_left, of_right = kind(left), kind(right)
    if of_left != of_right:
        return False if NONE in (of_left, of_right) else None
    if of_left == LIST:
        return _same_lists(left, right)
    if of_left == GROUP or not _same_zoning(of_left, left, right):
        return None
    return bool(left == right)


def compared(left: Any, sign: str, right: Any) -> Answer:
    """`=`, `!=` or an order."""
    if sign == "=":
        return equal(left, right)
    if sign == "!=":
        return opposite(equal(left, right))
    of_left = kind(left)
    if of_left != kind(right) or of_left not in ORDERED or not _same_zoning(of_left, left, right):
        return None
    return ORDERS[sign](left, right)


def matches(value: Any, bound: Any) -> Answer:
    """Whether a value is the one a cell names; of a list, whether it is one of it."""
    if kind(bound) != LIST:
        return equal(value, bound)
    inside = any_of([equal(value, one) for one in bound])
    return any_of([equal(value, bound), inside]) if kind(value) == LIST else inside


def any_of(answers: list[Answer]) -> Answer:
    """True if one is; without an answer if none is and one has none."""
    if True in answers:
        return True
    return None if None in answers else False


def both(one: Answer, other: Answer) -> Answer:
    """True if both are; False as soon as one is."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def opposite(answer: Answer) -> Answer:
    return None if answer is None else not answer


def plain(value: Any) -> bool:
    """True for values that Python compares as FEEL does: no list or group, no zone."""
    return kind(value) in (YES_OR_NO, NUMBER, TEXT, DATE, DAYS, MONTHS)


def _same_lists(left: list[Any], right: list[Any]) -> Answer:
    if len(left) != len(right):
        return False
    answer: Answer = True
    for one, other in zip(left, right, strict=True):
        answer = both(answer, equal(one, other))
    return answer


def _same_zoning(of_both: str, left: Any, right: Any) -> bool:
    """A moment with an offset has no order with one without."""
    return of_both not in (TIME, DATE_AND_TIME) or (left.utcoffset() is None) == (right.utcoffset() is None)
