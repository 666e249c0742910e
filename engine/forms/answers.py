"""From typed text to a JSON value, one field at a time.

What strangers send is hardened here (security.md 2.6): no U+0000, no lone surrogate, no control
character, no line break in a one-line answer, no NaN, no number beyond 15 digits. Nothing is
bent silently: a text is stored as typed, but for its line ends and outer spaces, or it is refused.
"""

import dataclasses
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import Any

from babel.dates import format_date

from engine.forms.field import Field

LINE_ENDS = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
GROUP_SPACE = re.compile("(?<=[0-9])[ '\u2019\u00a0\u202f](?=[0-9]{3}(?![0-9]))")
AMBIGUOUS_NUMBER = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}\Z")
PLAIN_NUMBER = re.compile(r"[+-]?[0-9]{1,15}([.,][0-9]{1,6})?\Z")
COMMA_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(,[0-9]{3}){1,4}(\.[0-9]{1,6})?\Z")
POINT_GROUPS = re.compile(r"[+-]?[1-9][0-9]{0,2}(\.[0-9]{3}){1,4}(,[0-9]{1,6})?\Z")
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
ISO_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?\Z")
YEARS = range(1900, 2201)
YES = ("true", "on", "yes", "1")
NO = ("false", "off", "no", "0")


class Wrong(Exception):
    """An answer that cannot be read; the argument is its kind."""


@dataclass(frozen=True)
class Here:
    """What a form does not know by itself: who can be picked, their names by number, and by whose
    clock a moment is typed and shown, the last day that is not still to come (None: no day is refused for
    that), and in which language days are written out. Without `people` nobody can be picked: a page for
    strangers."""

    people: Mapping[int, str] = dataclasses.field(default_factory=dict)
    zone: tzinfo = UTC
    today: date | None = None
    language: str = "en"


def value_of(field: Field, texts: Sequence[str], here: Here) -> Any:
    """The value of a field, None without an answer.

    Raises:
        Wrong: the text cannot be read as this type.
    """
    if field.given is not None:
        return field.given
    if field.type == "choices":
        return _choices(field, texts)
    if field.type == "people":
        return _people(texts, here)
    if field.type == "lines":
        return [line for line in (clean(text, lines=False) for text in texts) if line] or None
    text = clean(texts[0], field.widget == "textarea") if texts else ""
    if field.type == "boolean":
        return _boolean(field, text)
    if field.type == "moment":
        return _moment(text, here.zone) if text else None
    value = _READERS.get(field.type, _text)(field, text) if text else None
    if field.past and value is not None and here.today is not None and str(value) > here.today.isoformat():
        raise Wrong("still_to_come")
    return value


def clean(text: str, lines: bool) -> str:
    """The text with plain line ends and without outer spaces.

    Raises:
        Wrong: characters that nobody types, or a line break where there is one line.
    """
    text = LINE_ENDS.sub("\n", text).strip()
    if FORBIDDEN.search(text):
        raise Wrong("characters")
    if not lines and "\n" in text:
        raise Wrong("one_line")
    return text


def printable(text: str) -> str:
    """The text as it can be shown again: characters that no page may carry are replaced by U+FFFD."""
    return FORBIDDEN.sub("\ufffd", LINE_ENDS.sub("\n", text))


def text_of(field: Field, value: Any, here: Here) -> tuple[str, ...]:
    """A value as a page would have sent it."""
    if value is None:
        return ()
    if field.type == "moment":
        return (_local(value, here).strftime("%Y-%m-%dT%H:%M"),)
    if isinstance(value, bool):
        return ("true",) if value else ("false",)
    if isinstance(value, list):
        return tuple(str(one) for one in value)
    if isinstance(value, float):
        digits = f"{value:.6f}".rstrip("0").rstrip(".")
        # Three digits behind the point could be a thousand: value_of would ask back.
        return (f"{digits}0",) if re.search(r"\.[0-9]{3}\Z", digits) else (digits,)
    return (str(value),)


def said(field: Field, value: Any, here: Here) -> str:
    """One value, or one of a list, in words: of an option its label, of a person the name, of a day or a
    moment, by the local clock, the date written out."""
    if field.type == "people":
        return here.people.get(value, str(value))
    if field.type == "moment":
        local = _local(value, here)
        return f"{_day(local.date(), here)}, {local:%H:%M}"
    if field.type == "date":
        return _day(date.fromisoformat(value), here)
    return field.label(value)


def _local(value: str, here: Here) -> datetime:
    return datetime.fromisoformat(value).astimezone(here.zone)


def _day(value: date, here: Here) -> str:
    return str(format_date(value, "d MMMM y", locale=here.language))


def _text(field: Field, text: str) -> str:
    return text


def _boolean(field: Field, text: str) -> bool | None:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    if text:
        raise Wrong("not_an_option")
    return None if field.widget == "radio" else False


def _choice(field: Field, text: str) -> str | int:
    for option in field.options:
        if option.text == text:
            return option.value
    raise Wrong("not_an_option")


def _choices(field: Field, texts: Sequence[str]) -> list[str | int] | None:
    """The chosen options in the form's order, each once."""
    chosen = {text.strip() for text in texts} - {""}
    values = [option.value for option in field.options if option.text in chosen]
    if len(values) != len(chosen):
        raise Wrong("not_an_option")
    return values or None


def _people(texts: Sequence[str], here: Here) -> list[int] | None:
    """The numbers of those picked, in the order in which they were offered, each once."""
    chosen = {text.strip() for text in texts} - {""}
    values = [number for number in here.people if str(number) in chosen]
    if len(values) != len(chosen):
        raise Wrong("not_a_person")
    return values or None


def _number(field: Field, text: str) -> int | float:
    """12.50, 12,50, 1 200, 1,200.50 and 1.200,50 are read; 1,200 and 1.200 may mean two things and are not."""
    text = GROUP_SPACE.sub("", text)
    if AMBIGUOUS_NUMBER.match(text):
        raise Wrong("ambiguous_number")
    if COMMA_GROUPS.match(text):
        text = text.replace(",", "")
    elif POINT_GROUPS.match(text):
        text = text.replace(".", "").replace(",", ".")
    if not PLAIN_NUMBER.match(text):
        raise Wrong("not_a_number")
    number = float(text.replace(",", "."))
    if field.type != "integer":
        return number
    if number != int(number):
        raise Wrong("not_whole")
    return int(number)


def _date(field: Field, text: str) -> str:
    if not ISO_DATE.match(text):
        raise Wrong("not_a_date")
    try:
        year = date.fromisoformat(text).year
    except ValueError:
        raise Wrong("not_a_date") from None
    if year not in YEARS:
        raise Wrong("not_a_date")
    return text


def _moment(text: str, zone: tzinfo) -> str:
    """Local time as a moment of UTC. The hour that is skipped in spring is no moment; of the one that
    comes twice in autumn the first is meant."""
    if not ISO_MOMENT.match(text):
        raise Wrong("not_a_moment")
    try:
        local = datetime.fromisoformat(text)
    except ValueError:
        raise Wrong("not_a_moment") from None
    if local.year not in YEARS:
        raise Wrong("not_a_moment")
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        raise Wrong("not_a_moment")
    return moment.isoformat()


def _email(field: Field, text: str) -> str:
    """A quoted or angled address is legal and nobody's; it only helps those who forge headers (S25)."""
    if any(sign in text for sign in '"<>(),;:\\'):
        raise Wrong("not_an_email")
    return text


_READERS = {"email": _email, "choice": _choice, "integer": _number, "number": _number, "date": _date}
