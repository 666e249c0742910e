"""What goes wrong in a formula, and what it sees while it is worked out."""

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from engine.expressions.trouble import Function, Mismatch, Trouble
from engine.feel.values import given, taken

__all__ = ["FeelInvalid", "Function", "Run", "Scope", "Test", "Trouble", "nearest"]

MOST_NOTES = 20


class FeelInvalid(ValueError):
    """A text that is no S-FEEL: what is wrong, at which letter (from 1), and what to write instead."""

    def __init__(self, problem: str, repair: str, column: int = 0) -> None:
        super().__init__(problem)
        self.problem, self.repair, self.column = problem, repair, column


class Scope:
    """Names and functions for one evaluation.

    FEEL answers null where something cannot be worked out (1 / 0, "a" * 2). A strict scope raises
    Trouble instead: in a running case a null that nobody meant would steer the case. A scope that
    is not strict gives null and keeps a note of the reason.
    """

    __slots__ = ("functions", "names", "notes", "strict")

    def __init__(
        self, names: Mapping[str, Any], functions: Mapping[str, Function], strict: bool = True,
        notes: list[str] | None = None,
    ) -> None:
        self.names, self.functions, self.strict = names, functions, strict
        self.notes = [] if notes is None else notes

    def null(self, why: str) -> None:
        """No answer.

        Raises:
            Trouble: the scope is strict.
        """
        if self.strict:
            raise Trouble(why)
        if len(self.notes) < MOST_NOTES and why not in self.notes:
            self.notes.append(why)

    def read(self, name: str) -> Any:
        """The value of a name.

        Raises:
            Trouble: there is none, or no such kind of value.
        """
        try:
            return taken(self.names[name])
        except KeyError:
            missing = f"there is nothing named {name}{nearest(name, self.names)}"
            raise Trouble(f"{missing}; if a text is meant, write it in double quotes") from None

    def call(self, name: str, values: list[Any]) -> Any:
        """What a function says; it is given and gives plain Python values and moments.

        Raises:
            Trouble: there is none of this name, or it cannot work with these values.
        """
        function = self.functions.get(name)
        if function is None:
            raise Trouble(f"there is no function named {name}{nearest(name, self.functions)}")
        try:
            return taken(function(*[given(value, moments=True) for value in values]))
        except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, Mismatch) as wrong:
            raise Trouble(f"{name} cannot work with what it was given: {wrong}") from wrong


Run = Callable[[Scope], Any]
"""A part of a formula, ready to be worked out."""

Test = Callable[[Any, Scope], bool | None]
"""What a cell asks of a value; None where there is no answer."""


def nearest(name: str, known: Mapping[str, Any]) -> str:
    """A hint at the name that may be meant; empty if none is near."""
    near = get_close_matches(name, [str(one) for one in known], 1)
    return f' (did you mean "{near[0]}"?)' if near else ""
