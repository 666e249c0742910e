"""JSON from people who are not trusted: each name once, no NaN, no depth, no surprise (security.md 2.7)."""

import json
from math import isfinite
from typing import Any

from engine.errors import Cause, FormInvalid

LIMIT_BYTES = 100_000
LIMIT_DEPTH = 8


def load(data: bytes, file: str) -> dict[str, Any]:
    """The object in the file.

    Raises:
        FormInvalid: too large or deep, not UTF-8, not JSON, a name twice, a number without end.
    """
    if len(data) > LIMIT_BYTES:
        raise _refused(file, f"{len(data):,} bytes; a form may have {LIMIT_BYTES:,}.")
    try:
        found = json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_never, parse_float=_finite
        )
    except RecursionError as deep:
        raise _refused(file, "this is nested too deeply for a form.") from deep
    except ValueError as wrong:
        raise _refused(file, f"this is not JSON: {wrong}.") from wrong
    if not isinstance(found, dict):
        raise _refused(file, "a form is a JSON object: { ... }.")
    if _depth(found) > LIMIT_DEPTH:
        raise _refused(file, f"this is nested deeper than {LIMIT_DEPTH} levels; a form is flat.")
    return found


def _refused(file: str, message: str) -> FormInvalid:
    return FormInvalid(Cause(message, file, rule="L16"))


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise ValueError(f"{name!r} is written twice in one object")
        found[name] = value
    return found


def _never(word: str) -> Any:
    raise ValueError(f"{word} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number


def _depth(value: Any) -> int:
    """Levels of lists and objects; the parser has bounded the recursion already."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0
