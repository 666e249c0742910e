"""A stretch of time as laws and promises state it: "15 WD", "8 W", "30 CD", "24 H"."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.calendar import Calendar

UNITS = {
    "H": "hours", "WH": "working hours", "WD": "working days", "CD": "calendar days", "W": "weeks", "M": "months",
}
TEXT = re.compile(r"([1-9][0-9]{0,3}) (H|WH|WD|CD|W|M)\Z")

ROUGH_DAYS = {"H": 1 / 24, "WH": 7 / 40, "WD": 7 / 5, "CD": 1.0, "W": 7.0, "M": 30.4}
"""Calendar days in one of each unit with a five-day week of 40 hours; only to compare two spans."""


@dataclass(frozen=True)
class Span:
    """So many units. Weeks, months and calendar days end with the local day, working days with
    the office day; hours and working hours end on the minute."""

    count: int
    unit: str

    def __str__(self) -> str:
        return f"{self.count} {self.unit}"

    @property
    def rough_days(self) -> float:
        """About how many calendar days this is; to tell the longer of two spans, not to date anything."""
        return self.count * ROUGH_DAYS[self.unit]

    @property
    def counts_working_time(self) -> bool:
        return self.unit in ("WD", "WH")

    def due(
        self, start: datetime, calendar: Calendar, *, day_after: bool = False, to_working_day: bool = False
    ) -> datetime:
        """The moment at which the span ends, in UTC.

        `day_after`: the day after that of the start is day one, whatever the hour; otherwise what
        starts outside office hours counts in working days as if it started when the office next
        opens (domain.md 2, conclusion 4). Calendar units end at the same moment either way.
        `to_working_day`: days, weeks and months that end on a day off end with the next working day
        (conclusion 3).
        """
        if self.unit == "H":
            return start + timedelta(hours=self.count)
        if self.unit == "WH":
            return calendar.add_working_hours(start, self.count)
        if self.unit == "WD":
            return calendar.add_working_days(_day_before_first(start, calendar) if day_after else start, self.count)
        due = self._counted(start, calendar)
        return _on_working_day(due, calendar) if to_working_day else due

    def _counted(self, start: datetime, calendar: Calendar) -> datetime:
        if self.unit == "CD":
            return calendar.add_calendar_days(start, self.count)
        return calendar.add_weeks(start, self.count) if self.unit == "W" else calendar.add_months(start, self.count)


def parse(text: str) -> Span | None:
    """The span that the text states; None if it states none."""
    found = TEXT.match(text)
    return Span(int(found[1]), found[2]) if found else None


def _day_before_first(start: datetime, calendar: Calendar) -> datetime:
    """The opening of the last working day up to that of the start: counting from there, the first
    working day after the start's day is day one."""
    day = calendar.local_day(start)
    while (opening := calendar.opening(day)) is None:
        day -= timedelta(days=1)
    return opening[0]


def _on_working_day(due: datetime, calendar: Calendar) -> datetime:
    day = calendar.local_day(due)
    while not calendar.is_working_day(day):
        day += timedelta(days=1)
    return calendar.end_of_day(day)
