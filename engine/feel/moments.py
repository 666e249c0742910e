"""Days, times, moments and periods: written, read, added up and taken apart.

Written as in ISO 8601 and no other way: "2026-03-31", "14:00:00", "2026-03-31T14:00:00Z", "P1Y2M",
"P3DT4H". Years go from 1 to 9999 and seconds have six decimals at most; what is beyond is refused,
because another answer would be a wrong one.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from engine.expressions.trouble import Trouble

_DATE = re.compile(r"(-?)(\d{4,9})-(\d\d)-(\d\d)", re.ASCII)
_TIME = re.compile(
    r"(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:(Z)|([+-])(\d\d):(\d\d)(?::(\d\d))?|@([A-Za-z0-9_+/-]{1,60}))?", re.ASCII
)
_MONTHS = re.compile(r"(-?)P(?=\d)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?", re.ASCII)
_DAYS = re.compile(
    r"(-?)P(?=[\dT])(?:(\d{1,9})D)?(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:\.(\d{1,9}))?S)?)?", re.ASCII
)
YEARS = "years go from 1 to 9999"
EXAMPLES = {
    "date": '"2026-03-31"', "time": '"14:00:00"', "date and time": '"2026-03-31T14:00:00Z"',
    "duration": '"P3DT4H" or "P1Y2M"',
}


@dataclass(frozen=True, order=True)
class Months:
    """A period of years and months, counted in months."""

    count: int


def read(what: str, text: str) -> Any:
    """A date, time, date and time or duration from its text.

    Raises:
        ValueError: the text is none; its own text says what one looks like.
        Trouble: it is one, but beyond what can be kept here.
    """
    try:
        value = _READERS[what](text)
    except (ValueError, OverflowError, KeyError, OSError):  # the last two: no such zone
        value = None
    if value is None:
        shown = text if len(text) <= 40 else text[:39] + "…"
        raise ValueError(f'"{shown}" is not a {what} such as {EXAMPLES[what]}')
    return value


def read_any(text: str) -> Any:
    """Whichever of them the text is.

    Raises:
        ValueError: it is none.
    """
    for what in ("date", "time", "duration", "date and time"):
        try:
            return read(what, text)
        except ValueError:
            continue
    raise ValueError(f"{text} is no date, time or duration")


def _date(text: str) -> date | None:
    found = _DATE.fullmatch(text)
    if not found:
        return None
    if found[1] or len(found[2]) > 4 or found[2] == "0000":
        raise Trouble(YEARS)
    return date(int(found[2]), int(found[3]), int(found[4]))


def _time(text: str) -> time | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    if found[10]:  # without a day it has no offset, and would be compared as if it had none
        raise Trouble(f"a time of day needs an offset such as +02:00 instead of {found[10]}")
    return _clock(found, _offset(found))


def _date_and_time(text: str) -> datetime | None:
    day, sign, rest = text.partition("T")
    found, at = _TIME.fullmatch(rest if sign else "00:00:00"), _date(day)
    if found is None or at is None:
        return None
    if found[10]:
        local = datetime.combine(at, _clock(found, None), ZoneInfo(found[10]))
        return local.replace(tzinfo=timezone(local.utcoffset() or timedelta()))
    return datetime.combine(at, _clock(found, _offset(found)))


def _clock(found: re.Match[str], zone: timezone | None) -> time:
    return time(int(found[1]), int(found[2]), int(found[3]), _microseconds(found[4]), zone)


def _microseconds(decimals: str | None) -> int:
    fraction = (decimals or "").rstrip("0")
    if len(fraction) > 6:
        raise Trouble("seconds have six decimals at most")
    return int(fraction.ljust(6, "0"))


def _offset(found: re.Match[str]) -> timezone | None:
    if found[5]:
        return UTC
    if not found[6]:
        return None
    hours, minutes, seconds = int(found[7]), int(found[8]), int(found[9] or 0)
    if hours > 14 or minutes > 59 or seconds > 59:
        raise ValueError("no such offset")
    away = timedelta(hours=hours, minutes=minutes, seconds=seconds)
    return timezone(away if found[6] == "+" else -away)


def _duration(text: str) -> Months | timedelta | None:
    found = _MONTHS.fullmatch(text)
    if found:
        count = int(found[2] or 0) * 12 + int(found[3] or 0)
        return Months(-count if found[1] else count)
    found = _DAYS.fullmatch(text)
    if not found:
        return None
    days, hours, minutes, seconds = (int(found[place] or 0) for place in (2, 3, 4, 5))
    period = timedelta(
        days=days, hours=hours, minutes=minutes, seconds=seconds, microseconds=_microseconds(found[6])
    )
    return -period if found[1] else period


_READERS: Mapping[str, Callable[[str], Any]] = {
    "date": _date, "time": _time, "date and time": _date_and_time, "duration": _duration,
}


def text_of(value: Any) -> str:
    """The text that reads as this moment or period again."""
    if isinstance(value, Months):
        years, months = divmod(abs(value.count), 12)
        written = (f"{years}Y" if years else "") + (f"{months}M" if months or not years else "")
        return f"{'-' if value.count < 0 else ''}P{written}"
    if isinstance(value, timedelta):
        return _period(value)
    return str(value.isoformat())


def _period(value: timedelta) -> str:
    days, rest = divmod(abs(value), timedelta(days=1))
    hours, rest = divmod(rest, timedelta(hours=1))
    minutes, rest = divmod(rest, timedelta(minutes=1))
    seconds = f"{rest.seconds}.{rest.microseconds:06d}".rstrip("0").rstrip(".")
    clock = "".join(f"{amount}{unit}" for amount, unit in ((hours, "H"), (minutes, "M")) if amount)
    clock += f"{seconds}S" if rest else ""
    written = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if value < timedelta() else ''}P{written or '0D'}"


def later(moment: Any, period: Months | timedelta) -> Any:
    """A day, moment or time of day that is a period later; the last day of a month stays within it.

    Raises:
        Trouble: it is outside the years 1 to 9999.
    """
    try:
        if isinstance(period, Months):
            year, month = divmod(moment.year * 12 + moment.month - 1 + period.count, 12)
            last = calendar.monthrange(year, month + 1)[1] if 1 <= year <= 9999 else 0
            return moment.replace(year=year, month=month + 1, day=min(moment.day, last))
        if isinstance(moment, datetime):
            return moment + period
        if isinstance(moment, date):
            return (datetime.combine(moment, time()) + period).date()
        return (datetime.combine(date(2000, 1, 1), moment) + period % timedelta(days=1)).timetz()
    except (OverflowError, ValueError):
        raise Trouble(YEARS) from None


_OF_DATE: Mapping[str, Callable[[Any], Any]] = {
    "year": lambda day: day.year, "month": lambda day: day.month, "day": lambda day: day.day,
    "weekday": lambda day: day.isoweekday(),
}
_OF_TIME: Mapping[str, Callable[[Any], Any]] = {
    "hour": lambda clock: clock.hour, "minute": lambda clock: clock.minute,
    "second": lambda clock: _seconds(clock.second, clock.microsecond),
    "time offset": lambda clock: clock.utcoffset(), "timezone": lambda _clock: _no_zone(),
}
_OF_DAYS: Mapping[str, Callable[[Any], Any]] = {
    "days": lambda period: _signed(period, abs(period).days),
    "hours": lambda period: _signed(period, abs(period).seconds // 3600),
    "minutes": lambda period: _signed(period, abs(period).seconds // 60 % 60),
    "seconds": lambda period: _signed(period, _seconds(abs(period).seconds % 60, abs(period).microseconds)),
}
_OF_MONTHS: Mapping[str, Callable[[Any], Any]] = {
    "years": lambda period: int(period.count / 12), "months": lambda period: period.count - 12 * int(period.count / 12),
}
PARTS: Mapping[type, Mapping[str, Callable[[Any], Any]]] = {
    date: _OF_DATE, time: _OF_TIME, datetime: {**_OF_DATE, **_OF_TIME}, timedelta: _OF_DAYS, Months: _OF_MONTHS,
}
"""What can be asked of a moment or period by name; nothing else of the object can be reached."""


def _no_zone() -> None:
    raise Trouble("the name of a zone is not kept; ask for the time offset")


def _seconds(whole: int, micro: int) -> int | Decimal:
    return Decimal(f"{whole}.{micro:06d}") if micro else whole


def _signed(period: timedelta, amount: int | Decimal) -> int | Decimal:
    return -amount if period < timedelta() else amount
