"""What an input cell asks, as S-FEEL has it: one value, three answers.

True and False as expected; None where there is no answer because the value is missing or of
another kind. A row fits only if all its cells are True, and `not(...)` of no answer is no answer.
"""

import operator
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from engine.errors import EvaluationFailed
from engine.tables.kinds import kind

Names = Mapping[str, Any]
Answer = bool | None


@dataclass(frozen=True)
class Literal:
    """A value written in the cell."""

    value: Any

    def get(self, names: Names) -> Any:
        return self.value


@dataclass(frozen=True)
class Named:
    """The value of a name."""

    name: str

    def get(self, names: Names) -> Any:
        try:
            return names[self.name]
        except KeyError:
            raise EvaluationFailed(
                f"{self.name}: there is nothing by this name; if a text is meant, write it in double quotes."
            ) from None


Bound = Literal | Named


@dataclass(frozen=True)
class Anything:
    """`-` or an empty cell."""

    def fits(self, value: Any, names: Names) -> Answer:
        return True


@dataclass(frozen=True)
class Compared:
    """`5`, `< 5`, `!= "x"`: the value stands before the sign."""

    sign: str
    bound: Bound

    def fits(self, value: Any, names: Names) -> Answer:
        return compare(value, self.sign, self.bound.get(names))


@dataclass(frozen=True)
class Between:
    """`[1..5]`, `]1..5[` or `(1..5)`: an end belongs to it if its bracket embraces it."""

    low: Bound
    low_included: bool
    high: Bound
    high_included: bool

    def fits(self, value: Any, names: Names) -> Answer:
        return both(
            compare(value, ">=" if self.low_included else ">", self.low.get(names)),
            compare(value, "<=" if self.high_included else "<", self.high.get(names)),
        )


@dataclass(frozen=True)
class AnyOf:
    """`"a","b"`: one of them is enough."""

    tests: tuple["Test", ...]

    def fits(self, value: Any, names: Names) -> Answer:
        answers = [test.fits(value, names) for test in self.tests]
        if True in answers:
            return True
        return None if None in answers else False


@dataclass(frozen=True)
class Not:
    """`not("a","b")`: none of them."""

    test: "Test"

    def fits(self, value: Any, names: Names) -> Answer:
        answer = self.test.fits(value, names)
        return None if answer is None else not answer


Test = Anything | Compared | Between | AnyOf | Not


def compare(value: Any, sign: str, bound: Any) -> Answer:
    """One comparison; with a missing value only equality has an answer."""
    found, asked = kind(value), kind(bound)
    if sign in ("=", "!="):
        if found != asked and "none" not in (found, asked):
            return None
        equal = found == asked and bool(value == bound)
        return equal if sign == "=" else not equal
    if found != asked or found in ("none", "yes or no", "other"):
        return None
    return bool(_ORDERS[sign](value, bound))


def both(one: Answer, other: Answer) -> Answer:
    """True if both are; False as soon as one is."""
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
