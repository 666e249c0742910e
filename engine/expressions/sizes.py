"""How large values may become. Every operator that can make one larger asks here first.

Without these limits a few short assignments double a text or a list until memory ends, or share
one list inside another so often that comparing or storing it takes for ever.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import isfinite
from typing import Any

from engine.expressions.source import RESERVED_NAMES
from engine.expressions.trouble import Mismatch, Trouble

LARGEST_NUMBER = 10**18
LONGEST_TEXT = 100_000
HEAVIEST_VALUE = 200_000
DEEPEST_VALUE = 20


def number(value: Any) -> Any:
    """The number itself if it is within bounds."""
    if isinstance(value, float) and not isfinite(value):
        raise Mismatch("the result is no number")
    if abs(value) > LARGEST_NUMBER:
        raise Mismatch(f"numbers go up to {LARGEST_NUMBER:,}")
    return value


def joined(left: str, right: str) -> str:
    """Two texts as one, if that is not too long."""
    if len(left) + len(right) > LONGEST_TEXT:
        raise Mismatch(f"the text would be longer than {LONGEST_TEXT:,} letters")
    return left + right


def weighed(value: Any, dates: bool = True) -> Any:
    """The value itself, if it is JSON (or, unless forbidden, a date) and of bounded size.

    Raises:
        Trouble: too many parts, nested too deeply, or something that is no JSON.
    """
    _weigh(value, dates, 0)
    return value


def _weigh(value: Any, dates: bool, depth: int) -> int:
    """How many parts and letters a value has, counted as often as they appear."""
    if isinstance(value, str):
        return _bounded(1 + len(value))
    if isinstance(value, float):
        if not isfinite(value):
            raise Trouble("a number must be finite")
        return 1
    if value is None or isinstance(value, bool | int) or (dates and isinstance(value, date)):
        return 1
    if depth == DEEPEST_VALUE:
        raise Trouble(f"lists are nested more than {DEEPEST_VALUE} deep")
    if isinstance(value, list | tuple):
        return _weigh_parts(value, dates, depth)
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or key in RESERVED_NAMES:
                raise Trouble(f"{key!r} cannot be the name of a field")
        return _weigh_parts(value, dates, depth) + _weigh_parts(value.values(), dates, depth)
    raise Trouble(f"a value of the kind {type(value).__name__} cannot be kept; use texts, numbers, booleans or lists")


def _weigh_parts(parts: Iterable[Any], dates: bool, depth: int) -> int:
    weight = 1
    for part in parts:
        weight = _bounded(weight + _weigh(part, dates, depth + 1))
    return weight


def _bounded(weight: int) -> int:
    if weight > HEAVIEST_VALUE:
        raise Trouble(f"the value has more than {HEAVIEST_VALUE:,} parts and letters")
    return weight
