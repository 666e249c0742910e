"""A calendar with its holidays worked out, and counting in it.

Every moment that goes in or comes out is zone-aware UTC. The office is open from the moment its
clocks first read the opening time until they first read the closing time of a working day;
working time is the real time that passes meanwhile (a day on which clocks change may have an
hour more or less).
"""

import json
from calendar import monthrange
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from engine.calendar import zones
from engine.calendar.hours import Hours, faults, zone_exists
from engine.calendar.source import Source
from engine.calendar.zones import DAY
from engine.errors import CalendarInvalid, EvaluationFailed, NaiveMoment

FIRST_YEAR, LAST_YEAR = 2, 9_000
MOST_DAYS = 36_525
MOST_WORKING_TIME = timedelta(days=3_653)


@dataclass(frozen=True)
class Calendar:
    """Office hours from Monday to Sunday (None: closed) and the days off of the years it covers.

    Those are frozen. A date that runs into another year looks its holidays up in `source`, so that a
    pack published long ago goes on; without a source it raises CalendarInvalid, because the answer
    would be wrong unnoticed.
    """

    name: str
    zone: str
    hours: tuple[Hours | None, ...]
    holidays: frozenset[date] = frozenset()
    first_year: int = FIRST_YEAR
    last_year: int = LAST_YEAR
    source: Source | None = None

    def __post_init__(self) -> None:
        causes = list(faults(self.hours))
        if not zone_exists(self.zone):
            causes.append(f"zone: {self.zone!r} is no time zone.")
        if causes:
            raise CalendarInvalid("\n".join(f"{self.name}.{cause}" for cause in causes), calendar=self.name)

    def is_working_day(self, day: date) -> bool:
        """True if the office opens on this local day.

        Raises:
            CalendarInvalid: the calendar does not cover the year, and its holidays are not known.
        """
        covered = self.first_year <= day.year <= self.last_year
        days_off = self.holidays if covered else self._looked_up(day.year)
        return self.hours[day.weekday()] is not None and day not in days_off

    def local_day(self, moment: datetime) -> date:
        """The date on the wall where the office is.

        Raises:
            NaiveMoment: the moment has no zone.
        """
        if moment.tzinfo is None:
            raise NaiveMoment(f"{moment.isoformat()} has no time zone; moments are zone-aware UTC.")
        if not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise CalendarInvalid(f"{self.name}: no calendar covers the year {moment.year}.", calendar=self.name)
        return moment.astimezone(self._zone).date()

    def opening(self, day: date) -> tuple[datetime, datetime] | None:
        """When the office opens and closes on a local day; None on a day off."""
        hours = self.hours[day.weekday()]
        if hours is None or not self.is_working_day(day):
            return None
        return zones.first_moment(day, hours[0], self._zone), zones.first_moment(day, hours[1], self._zone)

    def is_open(self, moment: datetime) -> bool:
        """True from the opening of a working day until just before its close."""
        return self.open_moment(moment) == moment

    def open_moment(self, moment: datetime) -> datetime:
        """The first moment from here on at which the office is open: now, or the next opening."""
        day = self.local_day(moment)
        while True:
            opening = self.opening(day)
            if opening and moment < opening[1]:
                return max(moment.astimezone(UTC), opening[0])
            day += DAY

    def first_day(self, start: datetime) -> date:
        """The working day from which working days are counted (day 0).

        That of the start; the next working day if the start is on a day off or after close of
        business. The moment of closing itself still belongs to its day, so that a period that
        starts where another one was due follows it without a gap.
        """
        day = self.local_day(start)
        while True:
            opening = self.opening(day)
            if opening and start <= opening[1]:
                return day
            day += DAY

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Close of business of the n-th working day after the day of the start.

        Raises:
            EvaluationFailed: the number of days is no whole number from 0 to 36,525.
        """
        day = self.first_day(start)
        for _ in range(_whole(days, "working days", MOST_DAYS)):
            day += DAY
            while not self.is_working_day(day):
                day += DAY
        return self._close(day)

    def add_working_hours(self, start: datetime, hours: float) -> datetime:
        """The moment by which so many hours of office time have passed since the start."""
        if not isinstance(hours, int | float) or isinstance(hours, bool) or not 0 <= hours <= MOST_DAYS:
            raise EvaluationFailed(f"{hours!r} working hours: a period is a number from 0 to {MOST_DAYS:,}.")
        return self.add_working_time(start, timedelta(hours=hours))

    def add_working_time(self, start: datetime, period: timedelta) -> datetime:
        """The first moment by which so much office time has passed since the start.

        A period that ends with the office day is due at its close, not at the next opening.

        Raises:
            EvaluationFailed: the period is negative or longer than ten years of office time.
        """
        if not timedelta() <= period <= MOST_WORKING_TIME:
            raise EvaluationFailed(f"A period of {period} is not between nothing and {MOST_WORKING_TIME.days:,} days.")
        day, left, reached = self.local_day(start), period, start.astimezone(UTC)
        while left:
            opening = self.opening(day)
            if opening and reached < opening[1]:
                reached = max(reached, opening[0])
                step = min(left, opening[1] - reached)
                reached, left = reached + step, left - step
            day += DAY
        return reached

    def working_time(self, start: datetime, end: datetime) -> timedelta:
        """The office time between two moments; negative if the end comes first."""
        if end < start:
            return -self.working_time(end, start)
        day, last, total = self.local_day(start), self.local_day(end), timedelta()
        while day <= last:
            opening = self.opening(day)
            if opening and start < opening[1] and opening[0] < end:
                total += min(end, opening[1]) - max(start, opening[0])
            day += DAY
        return total

    def add_calendar_days(self, start: datetime, days: int) -> datetime:
        """The last second of the n-th local day after that of the start (0: of the same day)."""
        return self.end_of_day(self.local_day(start) + _whole(days, "calendar days", MOST_DAYS) * DAY)

    def add_weeks(self, start: datetime, weeks: int) -> datetime:
        """The last second of the same weekday n weeks later."""
        return self.end_of_day(self.local_day(start) + _whole(weeks, "weeks", MOST_DAYS // 7) * 7 * DAY)

    def add_months(self, start: datetime, months: int) -> datetime:
        """The last second of the same day n months later, or of the last day of a shorter month."""
        day = self.local_day(start)
        count = day.year * 12 + day.month - 1 + _whole(months, "months", MOST_DAYS // 31)
        year, month = count // 12, count % 12 + 1
        return self.end_of_day(date(year, month, min(day.day, monthrange(year, month)[1])))

    def end_of_day(self, day: date) -> datetime:
        """The last second of a local day."""
        return zones.last_second(day, self._zone)

    def days_off(self, start: datetime, due: datetime) -> tuple[date, ...]:
        """The local days after that of the start, up to that of the due moment, that are no working days."""
        day, last = self.local_day(start) + DAY, self.local_day(due)
        days = (day + number * DAY for number in range((last - day).days + 1))
        return tuple(each for each in days if not self.is_working_day(each))

    def to_json(self) -> str:
        """This calendar as JSON text, the same text for equal calendars."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        days = sorted(day.isoformat() for day in self.holidays)
        source = self.source.to_json() if self.source else None
        return json.dumps({**plain, "holidays": days, "source": source}, sort_keys=True)

    @classmethod
    def from_json(cls, text: str | bytes) -> "Calendar":
        """A calendar from its JSON text.

        Raises:
            CalendarInvalid: this is no frozen calendar.
        """
        try:
            told = json.loads(text)
            told["hours"] = tuple(hours and (hours[0], hours[1]) for hours in told["hours"])
            told["holidays"] = frozenset(map(date.fromisoformat, told["holidays"]))
            # Packs published before calendars kept their source have none.
            told["source"] = Source.from_json(told["source"]) if told.get("source") else None
            return cls(**told)
        except (ValueError, TypeError, LookupError) as wrong:
            raise CalendarInvalid(f"This is not a frozen calendar: {wrong}.") from wrong

    @cached_property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def _looked_up(self, year: int) -> frozenset[date]:
        if self.source is None:
            raise CalendarInvalid(
                f"{self.name}: the holidays of {year} are not in this calendar, which covers {self.first_year} to "
                f"{self.last_year} and does not say whose they are.", calendar=self.name,
            )
        try:
            return self.source.days_off(year, year)
        except CalendarInvalid as wrong:
            raise CalendarInvalid(f"{self.name}: {wrong.message}", calendar=self.name) from wrong

    def _close(self, day: date) -> datetime:
        hours = self.hours[day.weekday()]
        assert hours is not None, "only asked for working days"
        return zones.first_moment(day, hours[1], self._zone)


def _whole(number: int, unit: str, most: int) -> int:
    if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number <= most:
        raise EvaluationFailed(f"{number!r} {unit}: a period is a whole number from 0 to {most:,}.")
    return number
