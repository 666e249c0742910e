"""The parts of a form: questions, their answers' bounds, the pages they stand on, what can be wrong."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

KINDS = (
    "required", "must_be_yes", "not_an_option", "not_a_number", "ambiguous_number", "not_whole", "not_a_date",
    "not_an_email", "pattern", "characters", "one_line", "too_short", "too_long", "too_small", "too_large",
    "too_few", "too_many", "too_few_lines", "too_many_lines", "line_too_long", "not_a_person", "not_a_moment",
    "still_to_come",
)
"""Every kind of error; those with too_ in them carry the parameter `limit`, line_too_long also
`number`, the line's, from 1. The web layer words each."""


LISTS = ("choices", "lines", "people")
"""Types whose answer is a list."""


@dataclass(frozen=True)
class FieldError:
    """What is wrong with one answer: a kind out of KINDS and its parameters, no words."""

    field: str
    kind: str
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Option:
    """One choice: the value that is stored and the words that people see."""

    value: str | int
    label: str

    @property
    def text(self) -> str:
        """The value as a page sends it."""
        return str(self.value)


@dataclass(frozen=True)
class Domain:
    """Which values a field can give, for checks of tables and gateways.

    `values` is complete when it is not empty; `low` and `high` bound a number (None: open).
    `many`: the value is a list of them. `may_be_none`: the field can stay without an answer.
    """

    values: tuple[str | int | bool, ...] = ()
    low: float | None = None
    high: float | None = None
    many: bool = False
    may_be_none: bool = False


@dataclass(frozen=True)
class Field:
    """One question.

    `type`: text, email, date, moment, integer, number, boolean, choice (one option), choices (several),
    lines (several texts), people (several of those who work here, by number). `widget`: input,
    textarea, checkbox, checkboxes, radio, select, lines, people. `fact`, `party` and `column` say
    where the answer is kept besides the form's data; with `keep` a fact stays as it was when the
    question is not asked; `suggested` is the fact that a fresh form begins with while its own is not
    known. `show`: other fields and the values of which each must have one for this question to be
    asked. `least`, `most`: how many answers; `line_length`: characters of one line. `past`: a day that is
    not still to come.
    """

    name: str
    title: str
    type: str
    widget: str
    section: str = ""
    help: str = ""
    required: bool = False
    options: tuple[Option, ...] = ()
    default: Any = None
    fact: str = ""
    party: str = ""
    column: str = ""
    show: tuple[tuple[str, tuple[Any, ...]], ...] = ()
    min_length: int = 0
    max_length: int = 0
    minimum: float | None = None
    maximum: float | None = None
    keep: bool = False
    suggested: str = ""
    least: int = 0
    most: int = 0
    line_length: int = 0
    past: bool = False

    @property
    def given(self) -> str | int | None:
        """The answer where there is no choice: a required choice with a single option is no question."""
        if self.type == "choice" and self.required and len(self.options) == 1:
            return self.options[0].value
        return None

    def is_shown(self, data: Mapping[str, Any]) -> bool:
        """True if the answers so far call for this question."""
        return all(_has(data.get(name), wanted) for name, wanted in self.show)

    def label(self, value: Any) -> str:
        """The words of an option; of any other value, the value as text, without zeros that nobody typed."""
        if isinstance(value, float):
            return f"{value:.6f}".rstrip("0").rstrip(".")
        return next((option.label for option in self.options if option.value == value), str(value))

    @property
    def domain(self) -> Domain:
        may_be_none = bool(self.show) or not (self.required or self.default is not None)
        if self.type == "boolean":
            may_be_none = bool(self.show) or (self.widget == "radio" and may_be_none)
            return Domain((True, False), may_be_none=may_be_none)
        values = tuple(option.value for option in self.options)
        return Domain(values, self.minimum, self.maximum, self.type in LISTS, may_be_none)


@dataclass(frozen=True)
class Section:
    """Questions that stand together; a section of the intake form is a page. `key` is made of the title."""

    key: str
    title: str
    fields: tuple[Field, ...]


def _has(value: Any, wanted: tuple[Any, ...]) -> bool:
    """True if the answer is, or a list of answers holds, one of the wanted values (True is not 1)."""
    answers = value if isinstance(value, list) else [value]
    return any(answer == one and type(answer) is type(one) for answer in answers for one in wanted)
