"""Moments and lengths of time in the words of whoever reads, in their zone.

The zone is flask_babel's timezone selector's. A deadline at the last second of a day is shown
as that day.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import flask_babel
from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from flask import g

from web.catalogue import gettext, ngettext

UNITS = frozenset({"H", "WD", "WH", "CD", "W", "M"})
BRITISH = Locale("en", "GB")
DAY_END = time(23, 59)
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?", re.ASCII)


def day(value: date | datetime) -> str:
    """A date in full: Thursday 26 November 2026."""
    pattern = "EEEE d MMMM y" if _locale() == BRITISH else "full"
    return str(format_date(_shown(value), pattern, locale=_locale()))


def short_day(value: date | datetime) -> str:
    """A date for a list: Thu 26 Nov 2026."""
    if _locale() == BRITISH:
        return str(format_date(_shown(value), "EEE d MMM y", locale=BRITISH))
    return str(format_skeleton("yMMMEd", _shown(value), locale=_locale()))


def moment(value: datetime) -> str:
    """A date in full with its time of day and the zone it is told in: staff and complainant may have two."""
    return gettext("%(day)s, %(time)s", day=day(value), time=hour_in_zone(value))


def hour_in_zone(value: datetime) -> str:
    """A time of day with its zone: 14:00 CET."""
    return f"{_time(value)} {_local(value).tzname()}"


def short_moment(value: datetime) -> str:
    """A date and time for a list."""
    return gettext("%(day)s, %(time)s", day=short_day(value), time=_time(value))


def deadline(value: datetime) -> str:
    """A due moment: only the day when it ends with that day."""
    return day(value) if _local(value).time() >= DAY_END else moment(value)


def away(value: datetime, now: datetime) -> str:
    """How far a moment is from now: days by the calendar on the wall, hours within a day."""
    days = (_local(value).date() - _local(now).date()).days
    if days == 0:
        return _hours_away(value - now)
    if days == 1:
        return gettext("tomorrow")
    if days == -1:
        return gettext("yesterday")
    if days > 0:
        return ngettext("in %(num)s day", "in %(num)s days", days)
    return ngettext("%(num)s day ago", "%(num)s days ago", -days)


def _hours_away(gap: timedelta) -> str:
    hours = round(abs(gap).total_seconds() / 3600)
    if not hours:
        return gettext("now") if abs(gap) < timedelta(minutes=2) else gettext("within the hour")
    if gap > timedelta():
        return ngettext("in %(num)s hour", "in %(num)s hours", hours)
    return ngettext("%(num)s hour ago", "%(num)s hours ago", hours)


def lasting(value: timedelta) -> str:
    """A length of time in its largest fitting unit, whole: 3 days, 5 hours, 20 minutes."""
    seconds = abs(int(value.total_seconds()))
    if seconds >= 86400:
        return ngettext("%(num)s day", "%(num)s days", seconds // 86400)
    if seconds >= 3600:
        return ngettext("%(num)s hour", "%(num)s hours", seconds // 3600)
    return ngettext("%(num)s minute", "%(num)s minutes", max(1, seconds // 60))


def span(value: str) -> str:
    """A length of time as regimes write it, "15 WD", in words; empty where none is set."""
    count, _space, unit = value.partition(" ")
    if unit not in UNITS:
        return ""
    number = int(count)
    if unit == "H":
        return ngettext("%(num)s hour", "%(num)s hours", number)
    if unit == "WD":
        return ngettext("%(num)s working day", "%(num)s working days", number)
    if unit == "WH":
        return ngettext("%(num)s working hour", "%(num)s working hours", number)
    if unit == "CD":
        return ngettext("%(num)s day", "%(num)s days", number)
    if unit == "W":
        return ngettext("%(num)s week", "%(num)s weeks", number)
    return ngettext("%(num)s month", "%(num)s months", number)


def is_iso_date(value: str) -> bool:
    """Whether a typed date is one that the browser's date box can show."""
    return ISO_DATE.fullmatch(value) is not None


def is_iso_moment(value: str) -> bool:
    """Whether a typed moment is one that the browser's box for day and hour can show."""
    return ISO_MOMENT.fullmatch(value) is not None


def use_zone(name: str) -> None:
    """Show the moments of this page in that zone: a complaint's dates are those of its country."""
    g.shown_zone = ZoneInfo(name)


def _local(value: datetime) -> datetime:
    return value.astimezone(g.get("shown_zone") or flask_babel.get_timezone() or UTC)


def _shown(value: date | datetime) -> date:
    return _local(value).date() if isinstance(value, datetime) else value


def _time(value: datetime) -> str:
    return str(format_time(_local(value).time(), "short", locale=_locale()))


def _locale() -> Locale:
    """The reader's language; plain English writes dates as most of the world does."""
    locale: Locale = flask_babel.get_locale() or BRITISH
    return BRITISH if locale.language == "en" and not locale.territory else locale
