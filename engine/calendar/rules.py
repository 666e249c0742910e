"""Calendars as owners write them (calendars.toml); what contradicts itself is named with file and line."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.core import get_global

from engine import toml
from engine.calendar import source
from engine.calendar.calendar import Calendar
from engine.calendar.hours import Hours, read_week, zone_exists
from engine.calendar.source import HOLIDAY_KEYS, Source
from engine.errors import CalendarInvalid, Cause
from engine.toml import Toml

KEYS = ("zone", "hours", "holidays", "extra", "removed")
RULE = "calendar"


@dataclass(frozen=True)
class CalendarRule:
    """One calendar as written."""

    name: str
    zone: str
    hours: tuple[Hours | None, ...]
    source: Source

    def resolve(self, first_year: int, last_year: int) -> Calendar:
        """The calendar with the holidays of these years, both included, frozen; it looks other years
        up when a date runs into one.

        Raises:
            CalendarInvalid: the years are reversed or the holidays of one are not known.
        """
        try:
            days = self.source.days_off(first_year, last_year)
        except CalendarInvalid as wrong:
            raise self._unknown(wrong) from wrong
        return Calendar(self.name, self.zone, self.hours, days, first_year, last_year, self.source)

    def require(self, first_year: int, last_year: int) -> None:
        """Nothing, if the calendar can be resolved for these years.

        Raises:
            CalendarInvalid: as `resolve`.
        """
        try:
            self.source.require(first_year, last_year)
        except CalendarInvalid as wrong:
            raise self._unknown(wrong) from wrong

    def _unknown(self, wrong: CalendarInvalid) -> CalendarInvalid:
        return CalendarInvalid(Cause(wrong.message, element=f"{self.name}.holidays", rule=RULE))


def read(data: bytes, file: str = "bpmn/calendars.toml") -> dict[str, CalendarRule]:
    """The calendars of a file by name.

    Raises:
        CalendarInvalid: every cause, with file, line and key.
    """
    try:
        written = toml.read(data)
    except toml.NotToml as wrong:
        raise CalendarInvalid(Cause(f"This is not TOML: {wrong}.", file, line=wrong.line)) from wrong
    causes: list[Cause] = []
    rules: dict[str, CalendarRule] = {}
    for name, table in written.values.items():
        if not isinstance(table, dict):
            message = f"A calendar is a section; write [{name}] with zone and hours below."
            causes.append(Cause(message, file, name, RULE, line=written.line(name)))
            continue
        rules[name], wrong_keys = _rule(name, table)
        causes += (_cause(one, name, written, file) for one in wrong_keys)
    if not written.values:
        causes.append(Cause("There is no calendar; give at least one section such as [EE].", file, rule=RULE))
    if causes:
        raise CalendarInvalid(causes)
    return rules


def _cause(told: str, name: str, written: Toml, file: str) -> Cause:
    """A cause out of "key.key: what is wrong"."""
    place, _, message = told.partition(": ")
    message = message[:1].upper() + message[1:]
    return Cause(message, file, f"{name}.{place}", RULE, line=written.line(name, *place.split(".")))


def _rule(name: str, table: dict[str, Any]) -> tuple[CalendarRule, list[str]]:
    causes = [f"{key}: not known; a calendar has {', '.join(KEYS)}." for key in table if key not in KEYS]
    zone = str(table.get("zone", ""))
    if not zone_exists(zone):
        causes.append(f"zone: {zone!r} is no time zone; write one such as Europe/Tallinn.")
    hours, wrong = read_week(table.get("hours"))
    causes += wrong
    holidays, wrong = _holidays(table.get("holidays"))
    causes += wrong
    extra, removed = (_dates(key, table.get(key, []), causes) for key in ("extra", "removed"))
    found = Source(*holidays, extra, removed)
    if not wrong:
        causes += (*_foreign(zone, found.country), *_idle(found))
    return CalendarRule(name, zone, hours, found), causes


def _holidays(written: object) -> tuple[tuple[str, str, tuple[str, ...]], list[str]]:
    if not isinstance(written, dict):
        return ("", "", ()), ['holidays: missing; write for example holidays = { country = "EE" }.']
    unknown = [key for key in written if key not in HOLIDAY_KEYS]
    causes = [f"holidays.{key}: not known; write {', '.join(HOLIDAY_KEYS)}." for key in unknown]
    categories = written.get("categories", ["public"])
    if not isinstance(categories, list) or not categories:
        return ("", "", ()), [*causes, 'holidays.categories: a list such as ["public"].']
    found = str(written.get("country", "")), str(written.get("subdivision", "")), tuple(map(str, categories))
    try:
        source.check(*found)
    except CalendarInvalid as wrong:
        causes.append(f"holidays.{wrong.message}")
    return found, causes


def _dates(key: str, written: object, causes: list[str]) -> frozenset[date]:
    if not isinstance(written, list) or any(not isinstance(day, date) or isinstance(day, datetime) for day in written):
        causes.append(f"{key}: a list of days without quotes, such as [2026-12-31].")
        return frozenset()
    causes += (f"{key}: {day} stands here twice." for day, times in Counter(written).items() if times > 1)
    return frozenset(written)


def _foreign(zone: str, country: str) -> Iterator[str]:
    """A zone that its country does not use; nothing where the zones of a country are not known."""
    zones = get_global("territory_zones").get(country, [])
    named = get_global("zone_aliases").get(zone, zone)
    if zones and zone_exists(zone) and named not in zones:
        yield f"zone: {zone} is no time zone of {country}; there it is {' or '.join(zones[:4])}."


def _idle(found: Source) -> Iterator[str]:
    """Days in `extra` that are days off anyway, days in `removed` that are none, days in both."""
    for day in sorted(found.extra & found.removed):
        yield f"removed: {day} stands in extra as well; take it out of one of them."
    try:
        for day in sorted(found.extra - found.removed):
            if found.is_holiday(day):
                yield f"extra: {day} is a holiday here already; take it out of the list."
        for day in sorted(found.removed - found.extra):
            if not found.is_holiday(day):
                yield f"removed: {day} is no holiday here; take it out of the list."
    except CalendarInvalid as wrong:
        yield f"holidays: {wrong.message}"
