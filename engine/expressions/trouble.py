"""What goes wrong inside an expression, before it is known which expression it was."""

from collections.abc import Callable, Mapping
from typing import Any

Function = Callable[..., Any]
Run = Callable[[Mapping[str, Any], Mapping[str, Function]], Any]
"""A part of an expression, ready to be evaluated with names and functions."""


class Trouble(Exception):
    """A part could not be evaluated; the text is a plain sentence without its final stop."""


class Mismatch(Exception):
    """Two values do not fit an operator; the text says what the operator takes."""


def kind(value: object) -> str:
    """What a value is, in an author's words."""
    if value is None:
        return "has no value"
    if isinstance(value, bool):
        return "is true or false"
    if isinstance(value, int | float):
        return "is a number"
    if isinstance(value, str):
        return "is a text"
    if isinstance(value, Mapping):
        return "is a group of fields"
    if isinstance(value, list | tuple):
        return "is a list"
    return f"is a {type(value).__name__}"
