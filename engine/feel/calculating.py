"""The operators + - * / ** on values, and what can be asked of a value with a dot.

A missing operand makes a missing result. What cannot be calculated is for the scope to judge: a
note and null, or Trouble.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from engine.expressions.sizes import LONGEST_TEXT
from engine.feel import numbers
from engine.feel.moments import PARTS, Months, later
from engine.feel.trouble import Scope, Trouble
from engine.feel.values import DATE, DATE_AND_TIME, DAYS, LIST, MONTHS, NONE, NUMBER, TEXT, TIME, kind, taken

Operator = Callable[[Any, Any], Any]

_MICROSECOND = timedelta(microseconds=1)
_ANY_DAY = date(2000, 1, 1)


def _joined(left: str, right: str) -> str:
    if len(left) + len(right) > LONGEST_TEXT:
        raise Trouble(f"the text would be longer than {LONGEST_TEXT:,} letters")
    return left + right


def _earlier(moment: Any, period: Any) -> Any:
    return later(moment, _opposite(period))


def _opposite(period: Any) -> Any:
    return Months(-period.count) if isinstance(period, Months) else -period


def _times(period: Any, factor: Any) -> Any:
    return _as_long(period, numbers.multiply(_length(period), factor))


def _shared(period: Any, factor: Any) -> Any:
    return _as_long(period, numbers.divide(_length(period), factor))


def _ratio(left: Any, right: Any) -> Any:
    return numbers.divide(_length(left), _length(right))


def _length(period: Any) -> int:
    """In months or in microseconds."""
    return period.count if isinstance(period, Months) else period // _MICROSECOND


def _as_long(like: Any, length: numbers.Number) -> Any:
    if isinstance(like, Months):
        return Months(int(length))  # a part of a month has no length
    return timedelta(microseconds=int(numbers.CONTEXT.to_integral_value(length)))


def _between(left: Any, right: Any) -> timedelta:
    if isinstance(left, datetime | time) and (left.utcoffset() is None) != (right.utcoffset() is None):
        raise ValueError("one has an offset and the other has none")
    if isinstance(left, time):
        left, right = datetime.combine(_ANY_DAY, left), datetime.combine(_ANY_DAY, right)
    return left - right  # type: ignore[no-any-return]


def _of_months(operate: Callable[[int, int], int]) -> Operator:
    return lambda left, right: Months(operate(left.count, right.count))


_LATER = {(moment, period): later for moment, period in (
    (DATE, DAYS), (DATE, MONTHS), (DATE_AND_TIME, DAYS), (DATE_AND_TIME, MONTHS), (TIME, DAYS))}

OPERATORS: Mapping[str, Mapping[tuple[str, str], Operator]] = {
    "+": {
        (NUMBER, NUMBER): numbers.add, (TEXT, TEXT): _joined, (DAYS, DAYS): lambda left, right: left + right,
        (MONTHS, MONTHS): _of_months(lambda left, right: left + right), **_LATER,
        **{(period, moment): lambda left, right: later(right, left) for moment, period in _LATER},
    },
    "-": {
        (NUMBER, NUMBER): numbers.subtract, (DATE, DATE): _between, (DATE_AND_TIME, DATE_AND_TIME): _between,
        (TIME, TIME): _between, (DAYS, DAYS): lambda left, right: left - right,
        (MONTHS, MONTHS): _of_months(lambda left, right: left - right),
        **dict.fromkeys(_LATER, _earlier),
    },
    "*": {
        (NUMBER, NUMBER): numbers.multiply, (DAYS, NUMBER): _times, (MONTHS, NUMBER): _times,
        (NUMBER, DAYS): lambda left, right: _times(right, left),
        (NUMBER, MONTHS): lambda left, right: _times(right, left),
    },
    "/": {
        (NUMBER, NUMBER): numbers.divide, (DAYS, NUMBER): _shared, (MONTHS, NUMBER): _shared,
        (DAYS, DAYS): _ratio, (MONTHS, MONTHS): _ratio,
    },
    "**": {(NUMBER, NUMBER): numbers.power},
}


def calculate(sign: str, left: Any, right: Any, scope: Scope) -> Any:
    """left sign right."""
    of_left, of_right = kind(left), kind(right)
    operate = OPERATORS[sign].get((of_left, of_right))
    if operate is None:
        if NONE in (of_left, of_right):
            return None
        return scope.null(f"{sign} cannot be applied to a {of_left} and a {of_right}")
    try:
        return operate(left, right)
    except OverflowError:
        raise Trouble("the period is too long") from None
    except ZeroDivisionError:
        return scope.null("nothing can be divided by zero")
    except ArithmeticError:
        return scope.null(f"{sign} has no answer for these numbers")
    except ValueError as wrong:
        return scope.null(f"{sign} has no answer: {wrong}")


def negative(value: Any, scope: Scope) -> Any:
    """The opposite number or period."""
    if type(value) is int:
        return -value
    if isinstance(value, Decimal):
        return value.copy_negate() if value else value
    if isinstance(value, timedelta | Months):
        return _opposite(value)
    return None if value is None else scope.null(f"a {kind(value)} has no opposite")


def part(whole: Any, name: str, scope: Scope) -> Any:
    """What stands under a name: a field of a group, the year of a day; of a list, what stands there in each."""
    if isinstance(whole, Mapping):
        return taken(whole[name]) if name in whole else None
    if whole is None:
        return None
    if kind(whole) == LIST:
        return [part(one, name, scope) for one in whole]
    of = PARTS.get(type(whole), {}).get(name)
    if of is None:
        return scope.null(f"a {kind(whole)} has no {name}")
    return of(whole)

