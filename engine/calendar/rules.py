"""Calendars as owners write them (calendars.toml), and how their holidays are looked up."""

import tomllib
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from engine.calendar.calendar import Calendar
from engine.calendar.hours import Hours, read_week, zone_exists
from engine.errors import CalendarInvalid

if TYPE_CHECKING:
    from holidays import HolidayBase

KEYS = ("zone", "hours", "holidays", "extra", "removed")
HOLIDAY_KEYS = ("country", "subdivision", "categories")


@dataclass(frozen=True)
class CalendarRule:
    """One calendar as written: `extra` are further days off, `removed` holidays on which people work."""

    name: str
    zone: str
    hours: tuple[Hours | None, ...]
    country: str
    subdivision: str = ""
    categories: tuple[str, ...] = ("public",)
    extra: frozenset[date] = frozenset()
    removed: frozenset[date] = frozenset()

    def resolve(self, first_year: int, last_year: int) -> Calendar:
        """The calendar with the holidays of these years, both included.

        Raises:
            CalendarInvalid: the years are reversed or the holidays of one are not known, or a
                removed day is no holiday.
        """
        where = f"{self.name}.holidays"
        # One year more on both sides: a holiday may be observed on a day of the year before.
        found = _look_up(self.country, self.subdivision, self.categories, range(first_year - 1, last_year + 2))
        if not found.start_year <= first_year <= last_year <= found.end_year:
            raise CalendarInvalid(
                f"{where}: no holidays from {first_year} to {last_year}; those of {self.country} are known "
                f"from {found.start_year} to {found.end_year}."
            )
        days = {day for day in {*found, *self.extra} if first_year <= day.year <= last_year}
        for day in sorted(self.removed):
            if first_year <= day.year <= last_year and day not in days:
                raise CalendarInvalid(f"{self.name}.removed: {day} is no holiday here; take it out of the list.")
        return Calendar(self.name, self.zone, self.hours, frozenset(days - self.removed), first_year, last_year)


def read(data: bytes, file: str = "calendars.toml") -> dict[str, CalendarRule]:
    """The calendars of a file by name.

    Raises:
        CalendarInvalid: every cause, a line each, with file and key.
    """
    try:
        written = tomllib.loads(data.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as wrong:
        raise CalendarInvalid(f"{file}: this is not TOML: {wrong}.") from wrong
    causes: list[str] = []
    rules: dict[str, CalendarRule] = {}
    for name, table in written.items():
        if not isinstance(table, dict):
            causes.append(f"{file}: {name}: a calendar is a section; write [{name}] with zone and hours below.")
            continue
        rules[name], wrong_keys = _rule(name, table)
        causes += [f"{file}: {name}.{cause}" for cause in wrong_keys]
    if not written:
        causes.append(f"{file}: no calendar; give at least one section such as [EE].")
    if causes:
        raise CalendarInvalid("\n".join(causes), file=file, causes=tuple(causes))
    return rules


def _rule(name: str, table: dict[str, Any]) -> tuple[CalendarRule, list[str]]:
    causes = [f"{key}: not known; a calendar has {', '.join(KEYS)}." for key in table if key not in KEYS]
    zone = str(table.get("zone", ""))
    if not zone_exists(zone):
        causes.append(f"zone: {zone!r} is no time zone; write one such as Europe/Tallinn.")
    hours, wrong = read_week(table.get("hours"))
    causes += wrong
    source, wrong = _source(table.get("holidays"))
    causes += wrong
    extra, wrong = _dates("extra", table.get("extra", []))
    causes += wrong
    removed, wrong = _dates("removed", table.get("removed", []))
    causes += wrong
    return CalendarRule(name, zone, hours, *source, extra, removed), causes


def _source(written: object) -> tuple[tuple[str, str, tuple[str, ...]], list[str]]:
    if not isinstance(written, dict):
        return ("", "", ()), ['holidays: missing; write for example holidays = { country = "EE" }.']
    unknown = [key for key in written if key not in HOLIDAY_KEYS]
    causes = [f"holidays.{key}: not known; write {', '.join(HOLIDAY_KEYS)}." for key in unknown]
    categories = written.get("categories", ["public"])
    if not isinstance(categories, list) or not categories:
        return ("", "", ()), [*causes, 'holidays.categories: a list such as ["public"].']
    source = str(written.get("country", "")), str(written.get("subdivision", "")), tuple(map(str, categories))
    try:
        _look_up(*source, range(0))
    except CalendarInvalid as wrong:
        causes.append(f"holidays.{wrong.message}")
    return source, causes


def _dates(key: str, written: object) -> tuple[frozenset[date], list[str]]:
    if not isinstance(written, list) or any(not isinstance(day, date) or isinstance(day, datetime) for day in written):
        return frozenset(), [f"{key}: a list of days without quotes, such as [2026-12-31]."]
    return frozenset(written), []


def _look_up(country: str, subdivision: str, categories: tuple[str, ...], years: range) -> "HolidayBase":
    # Imported here: it costs 0.2 s and only publishing needs it, a running case has its days frozen.
    import holidays

    if not country:
        raise CalendarInvalid('country: missing; write a two-letter code such as "EE".')
    try:
        holidays.country_holidays(country)
    except NotImplementedError as wrong:
        raise CalendarInvalid(f"country: holidays of {country!r} are not known; write a two-letter code.") from wrong
    try:
        return holidays.country_holidays(country, subdivision or None, years=years, categories=categories)
    except NotImplementedError as wrong:
        raise CalendarInvalid(f"subdivision: {country} has no {subdivision!r}.") from wrong
    except ValueError as wrong:
        raise CalendarInvalid(f"categories: {country} has not all of {', '.join(categories)}.") from wrong
