"""The part of JSON Schema that forms use: which keyword takes what, and on which type.

Anything else is refused by name: a keyword that is silently ignored is a rule that silently does
not hold, and what is not in this table cannot hang or reach out (security.md 2.7).
"""

import re
from collections.abc import Callable
from typing import Any

from engine.forms.answers import FORBIDDEN
from engine.forms.faults import Faults

DRAFT = "https://json-schema.org/draft/2020-12/schema"
IDENTIFIER = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,39}\Z")
PARTY = ("name", "email", "phone", "address", "organisation", "on_behalf_of")
COLUMNS = ("description", "wanted", "topic", "country", "language", "channel", "received_at")
WIDGETS = ("input", "textarea", "radio", "select", "checkbox", "checkboxes", "lines", "people")
FORMATS = ("date", "date-time", "email")
LONGEST = 20_000
MOST_OPTIONS = 300
MOST_LINES = 100

RESERVED = frozenset({
    "typename", "True", "False", "None", "and", "or", "not", "in", "is", "if", "else", "for", "while", "def",
    "lambda", "import", "from", "return", "class", "del", "with", "as", "true", "false", "null", "len", "min", "max",
    "sum", "abs", "round", "str", "int", "any", "all", "deadline", "earliest", "working_days", "working_hours",
    "calendar_days", "sample", "times", "each", "now", "today",
})
"""No field or fact may be called so: words and functions of expressions, and `typename` (trap 26)."""

OF_PAGES = frozenset({"csrf_token", "files", "keep", "key", "more", "remove"})
"""No field may be called so: what the pages around a form send beside its answers."""

Test = Callable[[Any], bool]


def _text(longest: int) -> Test:
    return lambda value: isinstance(value, str) and 0 < len(value.strip()) <= longest and not FORBIDDEN.search(value)


def _one_of(*allowed: str) -> Test:
    return lambda value: isinstance(value, str) and value in allowed


def _count(most: int) -> Test:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= most


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def is_name(value: Any) -> bool:
    """True for a name that expressions can use."""
    return isinstance(value, str) and bool(IDENTIFIER.match(value)) and value not in RESERVED


def _options(value: Any) -> bool:
    """A list of different option values, all short texts or all whole numbers."""
    if not isinstance(value, list) or not 0 < len(value) <= MOST_OPTIONS:
        return False
    whole = all(isinstance(one, int) and is_number(one) for one in value)
    texts = all(_text(64)(one) and one == one.strip() for one in value)
    return (whole or texts) and len(set(value)) == len(value)


def _labels(value: Any) -> bool:
    return isinstance(value, dict) and all(_text(200)(label) for label in value.values())


def _items(value: Any) -> bool:
    """Options to choose from, lines of text, or the numbers of people."""
    if not isinstance(value, dict) or not set(value) <= {"type", "enum"}:
        return False
    if "enum" not in value:
        return value.get("type") in ("string", "integer")
    return value.get("type", "string") == "string" and _options(value["enum"]) and isinstance(value["enum"][0], str)


def _condition(value: Any) -> bool:
    return isinstance(value, dict) and 0 < len(value) <= 5


ITEMS = '{"type": "string", "enum": [ ... ]}, {"type": "string"} for lines, or {"type": "integer"} for people'

TAKES: dict[str, tuple[Test, str]] = {
    "title": (_text(300), "the question, 300 characters at most"),
    "description": (_text(2000), "a text of 2,000 characters at most"),
    "type": (_one_of("string", "integer", "number", "boolean", "array"), "string, integer, number, boolean or array"),
    "enum": (_options, f"different options, {MOST_OPTIONS} at most: texts of 64 characters, or whole numbers"),
    "const": (lambda value: value is True, "true: the box that must be ticked"),
    "format": (_one_of(*FORMATS), " or ".join(FORMATS)),
    "pattern": (_text(200), "a regular expression of 200 characters at most"),
    "default": (lambda value: isinstance(value, str | int | float | bool), "a single value"),
    "items": (_items, ITEMS),
    "minLength": (_count(LONGEST), f"a number of characters up to {LONGEST:,}"),
    "maxLength": (_count(LONGEST), f"a number of characters up to {LONGEST:,}"),
    "minimum": (is_number, "a number"),
    "maximum": (is_number, "a number"),
    "minItems": (_count(MOST_OPTIONS), "a number of options or lines"),
    "maxItems": (_count(MOST_OPTIONS), "a number of options or lines"),
    "uniqueItems": (lambda value: value is True, "true"),
    "x-amends-labels": (_labels, '{"value": "words people see"}'),
    "x-amends-widget": (_one_of(*WIDGETS), ", ".join(WIDGETS)),
    "x-amends-section": (_text(100), "a title of 100 characters at most"),
    "x-amends-fact": (is_name, "a name of letters, digits and _ that is no word or function of expressions"),
    "x-amends-party": (_one_of(*PARTY), ", ".join(PARTY)),
    "x-amends-case": (_one_of(*COLUMNS), ", ".join(COLUMNS)),
    "x-amends-show": (_condition, '{"another_field": "value"}'),
    "x-amends-help": (_text(1000), "a text of 1,000 characters at most"),
    "x-amends-keep": (lambda value: value is True, "true: the fact stays as it was when this is not asked"),
    "x-amends-suggested": (is_name, "the name of a fact that the form begins with"),
    "x-amends-past": (lambda value: value is True, "true: a day that is still to come is no answer"),
    "x-amends-line-length": (_count(LONGEST), f"a number of characters up to {LONGEST:,}"),
}

COMMON = frozenset({
    "title", "description", "type", "default", "x-amends-widget", "x-amends-section", "x-amends-fact",
    "x-amends-party", "x-amends-case", "x-amends-show", "x-amends-help", "x-amends-keep",
    "x-amends-suggested",
})
BY_TYPE = {
    "string": COMMON | {"enum", "x-amends-labels", "format", "pattern", "minLength", "maxLength", "x-amends-past"},
    "integer": COMMON | {"enum", "x-amends-labels", "minimum", "maximum"},
    "number": COMMON | {"minimum", "maximum"},
    "boolean": COMMON | {"const"},
    "array": COMMON | {"items", "x-amends-labels", "minItems", "maxItems", "uniqueItems", "x-amends-line-length"},
}
TOP = frozenset({"$schema", "title", "description", "type", "properties", "required", "additionalProperties"})


def check(name: str, spec: dict[str, Any], faults: Faults) -> None:
    """Every keyword of one field is known, fits its type and takes this value."""
    kind = spec.get("type")
    for needed in ("title", "type"):
        if needed not in spec:
            faults.add(name, f"{needed!r} is missing.", f"It takes {TAKES[needed][1]}.")
    for key, value in spec.items():
        if key == "$ref":
            faults.add(name, "$ref is not followed; a form stands on its own.", "Write the field out.")
        elif key not in TAKES:
            faults.add(name, f"{key!r} is not a keyword that forms know.", "Delete it or correct its spelling.")
        elif not TAKES[key][0](value):
            faults.add(name, f"{key!r} is {_short(value)}.", f"It takes {TAKES[key][1]}.")
        elif isinstance(kind, str) and key not in BY_TYPE.get(kind, TAKES):
            faults.add(name, f"{key!r} means nothing on a field of type {kind}.", "Delete it.")


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."
