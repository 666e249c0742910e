"""Values on lines: for each kind of value a key that has its order, and the way back.

A cell compares with fixed values only, so between two of them its answer does not change: what is
true of one value there is true of all. That makes tables provable (ranges.py).

A day is its number, a time or period its microseconds, true and false are 1 and 0; numbers and texts
are their own keys. A moment with an offset has no order with one without, so they have lines apart.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from engine.feel.moments import Months
from engine.feel.numbers import LIMIT, Number
from engine.feel.values import DATE, DATE_AND_TIME, DAYS, MONTHS, NONE, NUMBER, TEXT, TIME, YES_OR_NO, kind

OFFSET = ", with an offset"
TIME_OFFSET, MOMENT_OFFSET = TIME + OFFSET, DATE_AND_TIME + OFFSET

MICROSECOND = timedelta(microseconds=1)
AWAY = timedelta(hours=14, minutes=59, seconds=59)
"""The largest offset that can be written."""
_AWAY = AWAY // MICROSECOND
DAY = timedelta(days=1) // MICROSECOND
LAST_MOMENT = (datetime.max - datetime.min) // MICROSECOND

ENDS: Mapping[str, tuple[int | None, int | None]] = MappingProxyType({
    NONE: (0, 0), YES_OR_NO: (0, 1), MONTHS: (None, None),
    DATE: (date.min.toordinal(), date.max.toordinal()),
    TIME: (0, DAY - 1), TIME_OFFSET: (-_AWAY, DAY - 1 + _AWAY),
    DATE_AND_TIME: (0, LAST_MOMENT), MOMENT_OFFSET: (-_AWAY, LAST_MOMENT + _AWAY),
    DAYS: (timedelta.min // MICROSECOND, timedelta.max // MICROSECOND),
})
"""Lines whose keys are whole numbers, with the first and the last one that can be met."""

LINES = (*ENDS, NUMBER, TEXT)
OF_KIND: Mapping[str, tuple[str, ...]] = MappingProxyType({
    **{one: (one,) for one in LINES if OFFSET not in one},
    TIME: (TIME, TIME_OFFSET), DATE_AND_TIME: (DATE_AND_TIME, MOMENT_OFFSET),
})
"""The lines of a kind of values."""

_ROUND = tuple(timedelta(**{unit: 1}) // MICROSECOND for unit in ("days", "hours", "minutes", "seconds"))
READABLE = ("something else", "other", "x", "")


def line(value: Any) -> str:
    """The line of a value; of a list or group of fields its kind, which is no line."""
    found = kind(value)
    return found + OFFSET if found in (TIME, DATE_AND_TIME) and value.utcoffset() is not None else found


def key(value: Any) -> Any:
    """Where a value stands on its line."""
    found = kind(value)
    if found in (TIME, DATE_AND_TIME):
        offset = value.utcoffset() or timedelta()
        start = datetime.combine(date.min, value.replace(tzinfo=None)) if found == TIME else value.replace(tzinfo=None)
        return (start - datetime.min - offset) // MICROSECOND
    if found == DATE:
        return value.toordinal()
    if found == DAYS:
        return value // MICROSECOND
    if found == MONTHS:
        return value.count
    return {NONE: 0, YES_OR_NO: int(value or 0)}[found] if found in (NONE, YES_OR_NO) else value


def value(on: str, at: Any) -> Any:
    """The value that stands there."""
    if on in (NUMBER, TEXT):
        return at
    if on in (NONE, YES_OR_NO):
        return None if on == NONE else bool(at)
    if on == DATE:
        return date.fromordinal(at)
    if on in (DAYS, MONTHS):
        return Months(at) if on == MONTHS else timedelta(microseconds=at)
    last = DAY - 1 if on in (TIME, TIME_OFFSET) else LAST_MOMENT
    away = AWAY if at < 0 else -AWAY if at > last else timedelta()
    moment = datetime.min + (timedelta(microseconds=at) + away)
    if on in (TIME_OFFSET, MOMENT_OFFSET):
        moment = moment.replace(tzinfo=timezone(away))
    return moment.timetz() if on in (TIME, TIME_OFFSET) else moment


def between(on: str, low: Any, high: Any, whole: bool = False) -> Any:
    """A readable key that stands between two others (None: no end), None if there is none."""
    if on == TEXT:
        return _text(low, high)
    if on == NUMBER:
        return _number(low, high, whole)
    first, last = ENDS[on]
    low = first if low is None else low + 1
    high = last if high is None else high - 1
    if low is None or high is None:
        return low if low is not None else high if high is not None else 0
    if low > high:
        return None
    fits = ((low + step - 1) // step * step for step in (_ROUND if high - low > 1 and on not in (DATE,) else ()))
    return next((one for one in fits if one <= high), low)


def _number(low: Any, high: Any, whole: bool) -> Any:
    if low is None:
        return 0 if high is None else _short(math.ceil(high) - 1)
    found = math.floor(low) + 1
    if high is None or found < high:
        return _short(found)
    return None if whole else _middle(low, high)


def _short(whole: int) -> Number:
    """A whole number as one that can be shown, however long it is."""
    return whole if abs(whole) < LIMIT else Decimal(whole)


def _middle(low: Any, high: Any) -> Decimal:
    """A short decimal between two numbers: 0.5 for 0 and 1."""
    low, high = Fraction(low), Fraction(high)
    apart = high - low
    bits = apart.denominator.bit_length() - apart.numerator.bit_length()
    places = max(1, bits * 3 // 10)  # a decimal place is a little more than three bits
    while True:
        found = math.floor(low * 10**places) + 1
        if Fraction(found, 10**places) < high:
            return Decimal((int(found < 0), Decimal(found).as_tuple().digits, -places))
        places += 1


def _text(low: str | None, high: str | None) -> str | None:
    """The next text after one is that text and the letter U+0000."""
    first = "" if low is None else low + "\0"
    if high is not None and first >= high:
        return None
    readable = (*READABLE, (low or "") + " ", (low or "") + "a", (low or "") + "!")
    return next((one for one in readable if first <= one and (high is None or one < high)), first)
