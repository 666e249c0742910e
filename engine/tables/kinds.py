"""Kinds of values in a table, and what a column's type does with a value of a case."""

from datetime import date, datetime
from typing import Any

TYPES = {
    "": "any", "any": "any", "string": "text", "boolean": "yes or no", "date": "date",
    "number": "number", "integer": "number", "long": "number", "double": "number",
}


def kind(value: Any) -> str:
    """The kind of a value; `none` for a missing one, `other` for what a table cannot look at."""
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes or no"
    if isinstance(value, int | float):
        return "number"
    if isinstance(value, str):
        return "text"
    if isinstance(value, date) and not isinstance(value, datetime):
        return "date"
    return "other"


def fitted(value: Any, wanted: str) -> Any:
    """The value as the column's kind; a text becomes a date in a column of dates.

    Raises:
        ValueError: it is of another kind; the text says of which.
    """
    if wanted == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise ValueError("is not a date such as 2026-03-31") from None
    found = kind(value)
    if found == "other":
        raise ValueError("is not a single text, number, date, true or false")
    if found not in ("none", wanted) and wanted != "any":
        raise ValueError(f"is of the kind {found}, not {wanted}")
    return value
