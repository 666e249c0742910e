"""Values: what kinds there are, how a value of a case becomes one, and how it goes back.

Inside: None, bool, int or Decimal, str, date, time, datetime (with no zone or a fixed offset),
timedelta, Months, list; a group of fields stays the mapping it is, and its fields are taken when
they are asked for.
"""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from math import isfinite
from typing import Any

from engine.expressions.sizes import DEEPEST_VALUE, HEAVIEST_VALUE
from engine.expressions.trouble import Trouble
from engine.feel import numbers
from engine.feel.moments import Months, text_of

NONE, YES_OR_NO, NUMBER, TEXT, LIST, GROUP = "none", "yes or no", "number", "text", "list", "group of fields"
DATE, TIME, DATE_AND_TIME = "date", "time", "date and time"
DAYS, MONTHS = "duration in days and time", "duration in years and months"

_KINDS: Mapping[type, str] = {
    type(None): NONE, bool: YES_OR_NO, int: NUMBER, Decimal: NUMBER, str: TEXT, list: LIST, date: DATE, time: TIME,
    datetime: DATE_AND_TIME, timedelta: DAYS, Months: MONTHS,
}
_AS_THEY_ARE = frozenset({str, int, bool, type(None), date, time, timedelta, Months, Decimal})
MOMENTS = frozenset({DATE, TIME, DATE_AND_TIME, DAYS, MONTHS})


def kind(value: object) -> str:
    """The kind of a value that was taken."""
    return _KINDS.get(type(value), GROUP)


def taken(value: Any) -> Any:
    """A value of a case, or what a function gave, as FEEL has it.

    Raises:
        Trouble: there is no such kind of value, or a number is not finite.
    """
    if type(value) in _AS_THEY_ARE:
        return value
    if isinstance(value, float):
        if not isfinite(value):
            raise Trouble("a number must be finite")
        return Decimal(repr(float(value)))
    if isinstance(value, list | tuple):
        return [taken(one) for one in value]
    if isinstance(value, Mapping):
        return value
    if isinstance(value, datetime):
        return _fixed(value)
    if isinstance(value, str):
        return str(value)
    raise Trouble(f"a value of the kind {type(value).__name__} cannot be used in a table")


def given(value: Any, moments: bool = False) -> Any:
    """A value as JSON: Decimals become plain numbers, moments texts unless they are to stay.

    Raises:
        Trouble: it is too large to be kept.
    """
    if type(value) is str or type(value) is bool or value is None:
        return value
    return _Giving(moments).give(value, 0)


class _Giving:
    """Counts the parts, so that a list that holds one list many times does not grow for ever."""

    def __init__(self, moments: bool) -> None:
        self.moments, self.parts = moments, 0

    def give(self, value: Any, depth: int) -> Any:
        self.parts += 1
        if self.parts > HEAVIEST_VALUE or depth > DEEPEST_VALUE:
            raise Trouble(f"the value has more than {HEAVIEST_VALUE:,} parts or is more than {DEEPEST_VALUE} deep")
        if type(value) is int or type(value) is Decimal:
            return numbers.plain(value)
        if isinstance(value, list):
            return [self.give(one, depth + 1) for one in value]
        if isinstance(value, Mapping):
            return {str(name): self.give(taken(one), depth + 1) for name, one in value.items()}
        if kind(value) in MOMENTS and not (self.moments and kind(value) != MONTHS):
            return text_of(value)
        return value


def weight(value: Any, most: int, depth: int = 0) -> int:
    """How many parts a value has, counted as often as they appear; a long text counts for several.

    Raises:
        Trouble: more than `most`, or nested too deeply.
    """
    if isinstance(value, str):
        return 1 + len(value) // 1_000
    count = 1
    if isinstance(value, list | Mapping):
        if depth > DEEPEST_VALUE:
            raise Trouble(f"lists are nested more than {DEEPEST_VALUE} deep")
        for one in value if isinstance(value, list) else value.values():
            count += weight(one, most, depth + 1)
            if count > most:
                raise Trouble(f"the value has more than {most:,} parts")
    return count


def _fixed(value: datetime) -> datetime:
    """With its offset instead of a zone: moments of one zone would be compared by their clocks."""
    offset = value.utcoffset()
    return value.replace(tzinfo=None if offset is None else timezone(offset))
