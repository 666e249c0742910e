"""Functions that every expression may call; they look at their values and at nothing else.

What needs a case (deadlines, calendars) is passed in by the caller of `evaluate`.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from engine.expressions import sizes
from engine.expressions.trouble import Function, Trouble, kind


def _len(value: Any) -> int:
    if not isinstance(value, str | list | tuple | Mapping):
        raise Trouble(f"len takes a text or a list; this {kind(value)}")
    return len(value)


def _numbers(name: str, values: tuple[Any, ...]) -> list[Any]:
    listed = _listed(values)
    for value in listed:
        if not isinstance(value, int | float):
            raise Trouble(f"{name} takes numbers; one of these {kind(value)}")
    return [sizes.number(value) for value in listed]


def _listed(values: tuple[Any, ...]) -> list[Any]:
    """The values given, be it one list or several values."""
    if len(values) == 1 and isinstance(values[0], list | tuple):
        return list(values[0])
    return list(values)


def _extreme(name: str, choose: Function) -> Function:
    def run(*values: Any) -> Any:
        listed = _listed(values)
        if not listed:
            raise Trouble(f"{name} needs at least one value")
        if all(isinstance(value, str) for value in listed):
            return choose(listed)
        return choose(_numbers(name, values))

    return run


def _sum(*values: Any) -> Any:
    """In a list, an answer that nobody gave adds nothing."""
    if len(values) == 1 and isinstance(values[0], list | tuple):
        values = ([value for value in values[0] if value is not None],)
    return sizes.number(sum(_numbers("sum", values)))


def _abs(value: Any) -> Any:
    return abs(_numbers("abs", (value,))[0])


def _round(value: Any, digits: int = 0) -> Any:
    if not isinstance(digits, int) or not 0 <= digits <= 12:
        raise Trouble("round takes 0 to 12 digits")
    number = _numbers("round", (value,))[0]
    return round(number, digits) if digits else round(number)


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str):
        raise Trouble(f"{name} takes a text; this {kind(value)}")
    return value


def _contains(text: Any, part: Any) -> bool:
    return _text("contains", part) in _text("contains", text)


def _each(listed: Any, field: Any) -> list[Any]:
    """One field of each member of a list of groups; null where a member has none."""
    if not isinstance(listed, list | tuple):
        raise Trouble(f"each takes a list of groups of fields; this {kind(listed)}")
    name = _text("each", field)
    for member in listed:
        if member is not None and not isinstance(member, Mapping):
            raise Trouble(f"each takes a list of groups of fields; one member {kind(member)}")
    return [None if member is None else member.get(name) for member in listed]


BUILTINS: Mapping[str, Function] = MappingProxyType(
    {
        "len": _len,
        "min": _extreme("min", min),
        "max": _extreme("max", max),
        "sum": _sum,
        "abs": _abs,
        "round": _round,
        "lower": lambda text: _text("lower", text).lower(),
        "upper": lambda text: _text("upper", text).upper(),
        "contains": _contains,
        "any_of": lambda *values: any(_listed(values)),
        "all_of": lambda *values: all(_listed(values)),
        "each": _each,
    }
)
