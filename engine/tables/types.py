"""Types of values: what a column, an input or a decision may hold.

A type never changes what a value means, but for two things that JSON cannot say: a text becomes a
day, time or period where one is wanted. A missing value fits every type, as DMN has it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from engine.feel import Cell, Scope, kind, moments, values
from engine.feel.values import DATE, DATE_AND_TIME, DAYS, GROUP, LIST, MONTHS, NONE, NUMBER, TEXT, TIME, YES_OR_NO

ANY = "any"

KINDS: Mapping[str, str] = MappingProxyType({
    "": ANY, "any": ANY, "string": TEXT, "boolean": YES_OR_NO, "number": NUMBER, "integer": NUMBER, "long": NUMBER,
    "double": NUMBER, "date": DATE, "time": TIME, "datetime": DATE_AND_TIME, "date and time": DATE_AND_TIME,
    "days and time duration": DAYS, "daytimeduration": DAYS, "years and months duration": MONTHS,
    "yearmonthduration": MONTHS, "context": GROUP, "list": LIST,
})
_SINGLE = frozenset({NONE, YES_OR_NO, NUMBER, TEXT, DATE, TIME, DATE_AND_TIME, DAYS, MONTHS})
_WRITTEN = {DATE: "date", TIME: "time", DATE_AND_TIME: "date and time", DAYS: "duration", MONTHS: "duration"}
MOST_SHOWN = 60


@dataclass(frozen=True)
class Type:
    """A kind of values, which ones of it are allowed, and the fields of a group; or a list of such values."""

    name: str
    kind: str = ANY
    allowed: tuple[Cell, ...] = ()
    parts: Mapping[str, "Type"] = field(default_factory=dict)
    collection: bool = False

    @cached_property
    def checked(self) -> bool:
        """True if more than the kind of a value is asked."""
        return bool(self.allowed or self.parts or self.collection)

    def fit(self, value: Any, scope: Scope) -> Any:
        """The value, which was taken, as one of this type.

        Raises:
            ValueError: it is none; the text says why and goes on from its name.
        """
        if value is None:
            return None
        if not self.collection:
            return self._one(value, scope)
        if kind(value) != LIST:
            raise ValueError(f"is of the kind {kind(value)}, not list")
        return [None if one is None else self._one(one, scope) for one in value]

    def _one(self, value: Any, scope: Scope) -> Any:
        value = self._group(value, scope) if self.parts else fitted(value, self.kind)
        for cell in self.allowed:
            if cell.fits(value, scope) is not True:
                raise ValueError(f"is {shown(value)}, which is not allowed for {self.name}")
        return value

    def _group(self, value: Any, scope: Scope) -> dict[str, Any]:
        if kind(value) != GROUP:
            raise ValueError(f"is of the kind {kind(value)}, not group of fields")
        found = {}
        for name, one in value.items():
            try:
                one = values.taken(one)
                found[name] = self.parts[name].fit(one, scope) if name in self.parts else one
            except ValueError as wrong:
                raise ValueError(f"cannot be used: {name} {wrong}") from None
        return found


ANYTHING = Type("Any")


def simple(name: str) -> Type | None:
    """The type of a name that FEEL itself has; None if it has not."""
    found = KINDS.get(name.removeprefix("feel:").lower())
    return None if found is None else Type(name or "Any", found)


def fitted(value: Any, wanted: str) -> Any:
    """The value as this kind.

    Raises:
        ValueError: it is of another kind; the text says of which.
    """
    found = kind(value)
    if found in (wanted, NONE) or wanted == ANY:
        return value
    if found == TEXT and wanted in _WRITTEN:
        what = _WRITTEN[wanted]
        try:
            made = moments.read(what, value)
        except ValueError:
            raise ValueError(f"is not a {what} such as {moments.EXAMPLES[what].replace(chr(34), '')}") from None
        if kind(made) == wanted:
            return made
        found = kind(made)
    if found not in _SINGLE and wanted in _SINGLE:
        raise ValueError("is not a single text, number, date, true or false")
    raise ValueError(f"is of the kind {found}, not {wanted}")


def single(value: Any) -> Any:
    """A value that cells can look at.

    Raises:
        ValueError: it is a list or a group.
    """
    if kind(value) not in _SINGLE:
        raise ValueError("is not a single text, number, date, true or false")
    return value


def shown(value: Any) -> str:
    """A value for a message: as FEEL would write it, and not too long."""
    if value is None or isinstance(value, bool):
        return str(value).lower().replace("none", "null")
    text = f'"{value}"' if isinstance(value, str) else str(value)
    if kind(value) in values.MOMENTS:
        text = moments.text_of(value)
    return text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1] + "…"
