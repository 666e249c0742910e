"""What may come into a run: JSON, so that what is stored is read back as what it was (traps 26, 27)."""

from collections.abc import Mapping
from math import isfinite
from typing import Any

from engine.errors import StepFailed
from engine.expressions.sizes import DEEPEST_VALUE, LARGEST_NUMBER
from engine.expressions.source import RESERVED_NAMES


def admit(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """The values themselves, if a run can keep them.

    Raises:
        StepFailed: a date, a number out of bounds, a reserved name or anything that is no JSON.
    """
    problem = _problem(given, 0)
    if problem:
        raise StepFailed(f"What came in cannot be kept: {problem}.")
    return given


def _problem(value: Any, depth: int) -> str:
    """Why a value cannot be kept; empty when it can."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, str):
        return "" if value.isascii() or _is_utf8(value) else "a text has characters that no database holds"
    if isinstance(value, int | float):
        return "" if isfinite(value) and abs(value) <= LARGEST_NUMBER else f"a number is beyond {LARGEST_NUMBER:,}"
    if depth > DEEPEST_VALUE:
        return f"it is nested more than {DEEPEST_VALUE} deep"
    if isinstance(value, list | tuple):
        return next((found for part in value if (found := _problem(part, depth + 1))), "")
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str) or key in RESERVED_NAMES:
                return f"{key!r} cannot be a name"
        return next((found for part in value.values() if (found := _problem(part, depth + 1))), "")
    return f"{type(value).__name__} is no text, number, list or group"


def _is_utf8(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
