"""Working time against a second implementation that shares no code and no zone library with the first.

It walks minute by minute (day by day for days) through real time, reads the wall clock from pytz
and keeps a list of the minutes in which the office was open (security.md, R7).
"""

from bisect import bisect_left
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytz
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.calendar import Calendar

MINUTE = timedelta(minutes=1)
OFFICE = ((540, 1020),) * 5 + (None, None)
ALL_WEEK = ((0, 1440),) * 7
NIGHTS = ((90, 170),) * 7
ODD = ((481, 1009), None, (600, 1440), (0, 125), (540, 541), (90, 300), (60, 1380))
HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        "2026-03-30",
        "2026-10-26",
        "2026-12-25",
        "2026-12-28",
        "2027-01-01",
        "2028-02-29",
        "2026-04-06",
        "2026-11-02",
    )
)
WINDOWS = [  # around each change of the clocks, a turn of the year, a leap day, a month end
    ("Europe/London", date(2026, 3, 20)),
    ("Europe/London", date(2026, 10, 16)),
    ("Europe/London", date(2026, 12, 20)),
    ("Europe/London", date(2028, 2, 20)),
    ("America/New_York", date(2026, 2, 27)),
    ("America/New_York", date(2026, 10, 23)),
    ("Australia/Lord_Howe", date(2026, 3, 27)),
    ("Australia/Lord_Howe", date(2026, 9, 25)),
]
STEPPED_DAYS = 24
WHERE = st.sampled_from(WINDOWS)
HOURS = st.sampled_from([OFFICE, ALL_WEEK, NIGHTS, ODD])


@settings(max_examples=300, deadline=None, derandomize=True)
@given(WHERE, HOURS, st.integers(0, 12 * 1440), st.integers(0, 60 * 24))
def test_office_hours_agree_with_walking_minute_by_minute(window, hours, start_minute, length):
    zone, first_day = window
    stepped = _Stepped(zone, first_day, hours)
    calendar = Calendar("X", zone, hours, HOLIDAYS)
    start = stepped.begin + start_minute * MINUTE
    length = min(length, stepped.open_after(start))

    due = calendar.add_working_time(start, length * MINUTE)

    assert due == stepped.add(start, length)
    assert calendar.working_time(start, due) == length * MINUTE
    assert calendar.is_open(start) == stepped.is_open(start)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(WHERE, HOURS, st.integers(0, 20 * 1440), st.integers(0, 20 * 1440))
def test_time_between_two_moments_agrees_with_counting_open_minutes(window, hours, one, other):
    zone, first_day = window
    stepped = _Stepped(zone, first_day, hours)
    start, end = (stepped.begin + minutes * MINUTE for minutes in sorted((one, other)))

    counted = Calendar("X", zone, hours, HOLIDAYS).working_time(start, end)

    assert counted == stepped.between(start, end) * MINUTE


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted({zone for zone, _ in WINDOWS})),
    st.sampled_from([OFFICE, NIGHTS, ODD]),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 40),
)
@example("Europe/London", OFFICE, datetime(2026, 3, 27, 17, 0, tzinfo=UTC), 1)
@example("Europe/London", OFFICE, datetime(2026, 3, 27, 17, 0, 0, 1, tzinfo=UTC), 1)
@example("Europe/London", OFFICE, datetime(2028, 2, 28, 9, 0, tzinfo=UTC), 1)
def test_working_days_agree_with_walking_day_by_day(zone, hours, start, days):
    expected = _days_later(pytz.timezone(zone), hours, start, days)

    assert Calendar("X", zone, hours, HOLIDAYS).add_working_days(start, days) == expected


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.sampled_from(sorted({zone for zone, _ in WINDOWS})),
    st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31), timezones=st.just(UTC)),
    st.integers(0, 60),
    st.integers(0, 15),
)
@example("Europe/London", datetime(2027, 12, 31, 12, tzinfo=UTC), 60, 2)
def test_calendar_days_and_months_agree_with_walking_second_by_second_from_noon(zone, start, days, months):
    calendar, clock = Calendar("X", zone, OFFICE), pytz.timezone(zone)
    local = start.astimezone(clock).date()

    assert calendar.add_calendar_days(start, days) == _end_of_day(clock, local + timedelta(days=days))
    assert calendar.add_months(start, months) == _end_of_day(clock, _months_later(local, months))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.timedeltas(timedelta(), timedelta(hours=99)),
    st.timedeltas(timedelta(), timedelta(hours=99)),
)
def test_two_periods_one_after_the_other_are_as_long_as_both_together(start, one, other):
    calendar = Calendar("X", "Australia/Lord_Howe", ODD, HOLIDAYS)

    reached = calendar.add_working_time(calendar.add_working_time(start, one), other)

    assert reached == calendar.add_working_time(start, one + other)
    assert calendar.working_time(start, reached) == one + other


class _Stepped:
    """The open minutes of some weeks, found by looking at the wall clock every minute."""

    def __init__(self, zone: str, first_day: date, hours: tuple) -> None:
        self.begin, self._open = _open_minutes(zone, first_day, hours)

    def is_open(self, moment: datetime) -> bool:
        return self.between(moment, moment + MINUTE) == 1

    def open_after(self, moment: datetime) -> int:
        return len(self._open) - bisect_left(self._open, self._index(moment))

    def between(self, start: datetime, end: datetime) -> int:
        return bisect_left(self._open, self._index(end)) - bisect_left(self._open, self._index(start))

    def add(self, start: datetime, length: int) -> datetime:
        if length == 0:
            return start
        last = self._open[bisect_left(self._open, self._index(start)) + length - 1]
        return self.begin + (last + 1) * MINUTE

    def _index(self, moment: datetime) -> int:
        return (moment - self.begin) // MINUTE


@cache
def _open_minutes(zone: str, first_day: date, hours: tuple) -> tuple[datetime, list[int]]:
    clock = pytz.timezone(zone)
    begin = clock.localize(datetime.combine(first_day, datetime.min.time())).astimezone(UTC)
    latest_reading: dict[date, int] = {}
    found = []
    for index in range(STEPPED_DAYS * 1440):
        wall = (begin + index * MINUTE).astimezone(clock)
        day = wall.date()
        # Once the clock has read the opening or closing time, turning it back does not undo that.
        latest_reading[day] = max(latest_reading.get(day, 0), wall.hour * 60 + wall.minute)
        office = hours[day.weekday()]
        if office and day not in HOLIDAYS and office[0] <= latest_reading[day] < office[1]:
            found.append(index)
    return begin, found


def _days_later(clock, hours: tuple, start: datetime, days: int) -> datetime:
    def closing(day: date) -> datetime | None:
        office = hours[day.weekday()]
        if office is None or day in HOLIDAYS:
            return None
        wall = datetime.combine(day, datetime.min.time()) + timedelta(minutes=office[1])
        try:
            return clock.localize(wall, is_dst=None).astimezone(UTC)
        except pytz.AmbiguousTimeError:
            return clock.localize(wall, is_dst=True).astimezone(UTC)
        except pytz.NonExistentTimeError:
            return _jump(clock, day)

    day, left = start.astimezone(clock).date(), days
    while closing(day) is None or start > closing(day):
        day += timedelta(days=1)
    while left:
        day += timedelta(days=1)
        left -= closing(day) is not None
    return closing(day)


def _jump(clock, day: date) -> datetime:
    """The minute of a day at which its clock jumps ahead."""
    moment = clock.localize(datetime.combine(day, datetime.min.time())).astimezone(UTC)
    while moment.astimezone(clock).utcoffset() == (moment - MINUTE).astimezone(clock).utcoffset():
        moment += MINUTE
    return moment


def _end_of_day(clock, day: date) -> datetime:
    moment = clock.localize(datetime.combine(day, datetime.min.time()) + timedelta(hours=12)).astimezone(UTC)
    for step in (timedelta(hours=1), MINUTE, timedelta(seconds=1)):
        while (moment + step).astimezone(clock).date() == day:
            moment += step
    return moment


def _months_later(day: date, months: int) -> date:
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, min(number, day.day))
        except ValueError:
            continue
    raise AssertionError(day)
