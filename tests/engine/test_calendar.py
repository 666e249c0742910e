"""Counting working time by hand-checked examples. Office hours are Monday to Friday 9 to 17."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.calendar import Calendar
from engine.errors import CalendarInvalid, EvaluationFailed, NaiveMoment

WEEKDAYS = ((540, 1020),) * 5 + (None, None)
DUTCH = Calendar("NL", "Europe/Amsterdam", WEEKDAYS, frozenset({date(2026, 5, 5)}))
BRITISH = Calendar(
    "GB",
    "Europe/London",
    WEEKDAYS,
    frozenset(map(date.fromisoformat, ("2026-04-03", "2026-04-06", "2026-12-25", "2026-12-28", "2027-01-01"))),
)
ALWAYS_OPEN = Calendar("GB", "Europe/London", ((0, 1440),) * 7)
NIGHT_SHIFT = Calendar("GB", "Europe/London", ((90, 300),) * 7)


def dutch(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Amsterdam")).astimezone(UTC)


def british(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/London")).astimezone(UTC)


def test_a_week_of_office_hours_from_thursday_afternoon_skips_weekend_and_liberation_day():
    start = dutch("2026-04-30T15:00")

    due = DUTCH.add_working_hours(start, 40)

    assert due == dutch("2026-05-08T15:00")


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2026-03-30T08:00", 3, "2026-04-02T17:00"),
        ("2026-03-30T10:00", 4, "2026-04-07T17:00"),
        ("2026-03-30T17:00", 1, "2026-03-31T17:00"),
        ("2026-03-30T17:01", 1, "2026-04-01T17:00"),
        ("2026-03-28T12:00", 1, "2026-03-31T17:00"),
        ("2026-12-24T18:00", 2, "2026-12-31T17:00"),
        ("2026-12-24T16:00", 4, "2027-01-04T17:00"),
        ("2026-03-30T10:00", 0, "2026-03-30T17:00"),
        ("2026-04-05T10:00", 0, "2026-04-07T17:00"),
    ],
    ids=[
        "before opening still counts as that day",
        "over Easter",
        "at close still counts as that day",
        "after close counts from the next day",
        "a Saturday counts from Monday",
        "on Christmas Eve after close",
        "over the turn of the year",
        "no days: the day itself",
        "no days on Easter Sunday: the day we are back",
    ],
)
def test_working_days_end_at_close_of_business(start, days, due):
    assert BRITISH.add_working_days(british(start), days) == british(due)


def test_a_period_that_starts_where_another_was_due_adds_up_with_it():
    start = british("2026-03-31T11:00")

    first = BRITISH.add_working_days(start, 2)

    assert BRITISH.add_working_days(first, 3) == BRITISH.add_working_days(start, 5)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-04-02T16:00", 1, "2026-04-02T17:00"),
        ("2026-04-02T16:00", 1.5, "2026-04-07T09:30"),
        ("2026-04-02T20:00", 4, "2026-04-07T13:00"),
        ("2026-04-04T20:00", 0, "2026-04-04T20:00"),
    ],
    ids=[
        "ends at close, not at the next opening",
        "goes on after Easter",
        "starts after close",
        "no time is due at once",
    ],
)
def test_working_hours_pass_only_while_the_office_is_open(start, hours, due):
    assert BRITISH.add_working_hours(british(start), hours) == british(due)


def test_seconds_and_fractions_of_office_time_are_not_lost():
    start = british("2026-04-02T16:59:59.250000")

    due = BRITISH.add_working_time(start, timedelta(seconds=1))

    assert due == british("2026-04-07T09:00:00.250000")


def test_time_left_is_counted_in_office_hours_and_is_negative_once_overdue():
    early, late = british("2026-04-02T16:00"), british("2026-04-07T10:30")

    assert BRITISH.working_time(early, late) == timedelta(hours=2, minutes=30)
    assert BRITISH.working_time(late, early) == timedelta(hours=-2, minutes=-30)


def test_the_office_is_open_from_the_moment_of_opening_until_just_before_close():
    assert BRITISH.is_open(british("2026-04-02T09:00"))
    assert BRITISH.is_open(british("2026-04-02T16:59:59.999999"))
    assert not BRITISH.is_open(british("2026-04-02T17:00"))
    assert not BRITISH.is_open(british("2026-04-03T12:00"))


def test_the_next_open_moment_is_now_or_the_next_opening():
    open_now, closed = british("2026-04-02T11:00"), british("2026-04-02T17:00")

    assert BRITISH.open_moment(open_now) == open_now
    assert BRITISH.open_moment(closed) == british("2026-04-07T09:00")


@pytest.mark.parametrize(
    ("start", "days", "last_second"),
    [
        ("2026-01-30T23:30", 1, "2026-01-31T23:59:59"),
        ("2026-03-28T10:00", 1, "2026-03-29T23:59:59"),
        ("2026-10-25T01:30", 0, "2026-10-25T23:59:59"),
        ("2028-02-28T10:00", 1, "2028-02-29T23:59:59"),
    ],
)
def test_calendar_days_end_with_the_last_second_of_the_local_day(start, days, last_second):
    assert BRITISH.add_calendar_days(british(start), days) == british(last_second)


def test_the_local_date_counts_not_the_date_in_utc():
    just_after_local_midnight = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

    assert DUTCH.add_calendar_days(just_after_local_midnight, 0) == dutch("2026-07-02T23:59:59")


@pytest.mark.parametrize(
    ("start", "months", "last_day"),
    [
        ("2026-01-31T10:00", 1, "2026-02-28"),
        ("2028-01-31T10:00", 1, "2028-02-29"),
        ("2026-10-31T10:00", 4, "2027-02-28"),
        ("2026-11-15T10:00", 2, "2027-01-15"),
        ("2028-02-29T10:00", 12, "2029-02-28"),
        ("2026-03-15T10:00", 0, "2026-03-15"),
    ],
)
def test_a_month_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, last_day):
    assert BRITISH.add_months(british(start), months) == british(f"{last_day}T23:59:59")


def test_eight_weeks_end_on_the_same_weekday():
    start = british("2026-02-04T10:00")

    assert BRITISH.add_weeks(start, 8) == british("2026-04-01T23:59:59")


def test_the_days_off_that_moved_a_deadline_can_be_told():
    start = british("2026-04-02T10:00")

    due = BRITISH.add_working_days(start, 1)

    assert BRITISH.days_off(start, due) == tuple(date(2026, 4, day) for day in (3, 4, 5, 6))


def test_a_day_on_which_clocks_change_has_an_hour_less_or_more_of_open_time():
    spring, autumn = british("2026-03-29T00:00"), british("2026-10-25T00:00")

    assert ALWAYS_OPEN.working_time(spring, british("2026-03-30T00:00")) == timedelta(hours=23)
    assert ALWAYS_OPEN.working_time(autumn, british("2026-10-26T00:00")) == timedelta(hours=25)


def test_an_opening_that_the_clocks_skip_happens_when_they_jump():
    jump = datetime(2026, 3, 29, 1, 0, tzinfo=UTC)

    assert NIGHT_SHIFT.opening(date(2026, 3, 29)) == (jump, datetime(2026, 3, 29, 4, 0, tzinfo=UTC))


def test_an_opening_that_the_clocks_show_twice_happens_the_first_time():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)

    assert NIGHT_SHIFT.opening(date(2026, 10, 25)) == (first, datetime(2026, 10, 25, 5, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "day", "last"),
    [
        ("America/Nuuk", date(2025, 3, 29), datetime(2025, 3, 30, 0, 59, 59, tzinfo=UTC)),
        ("America/Santiago", date(2026, 4, 4), datetime(2026, 4, 5, 3, 59, 59, tzinfo=UTC)),
        ("America/Havana", date(2026, 10, 31), datetime(2026, 11, 1, 3, 59, 59, tzinfo=UTC)),
    ],
    ids=["its last hour is skipped", "its last hour comes twice", "the first hour of the next day comes twice"],
)
def test_a_day_that_ends_where_clocks_change_ends_with_its_very_last_second(zone, day, last):
    calendar = Calendar("X", zone, WEEKDAYS)
    noon = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)

    assert calendar.add_calendar_days(noon, 0) == last


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(NaiveMoment):
        BRITISH.add_working_days(datetime(2026, 4, 2, 10), 1)


@pytest.mark.parametrize("year", [1, 9500])
def test_a_year_that_nobody_means_is_refused(year):
    with pytest.raises(CalendarInvalid, match=f"the year {year}"):
        BRITISH.add_calendar_days(datetime(year, 6, 1, tzinfo=UTC), 1)


@pytest.mark.parametrize("days", [-1, 1.5, True, "3", 10**9])
def test_a_period_that_is_no_number_of_days_is_refused(days):
    with pytest.raises(EvaluationFailed, match="whole number from 0"):
        BRITISH.add_working_days(british("2026-04-02T10:00"), days)


@pytest.mark.parametrize("hours", [-1, float("nan"), float("inf"), True, "3"])
def test_a_period_that_is_no_number_of_hours_is_refused(hours):
    with pytest.raises(EvaluationFailed, match="working hours"):
        BRITISH.add_working_hours(british("2026-04-02T10:00"), hours)


def test_office_time_cannot_be_taken_back():
    with pytest.raises(EvaluationFailed):
        BRITISH.add_working_time(british("2026-04-02T10:00"), timedelta(seconds=-1))


def test_counting_into_a_year_without_known_holidays_is_refused_not_guessed():
    calendar = Calendar("GB", "Europe/London", WEEKDAYS, frozenset(), 2026, 2026)

    with pytest.raises(CalendarInvalid, match="holidays of 2027"):
        calendar.add_working_days(british("2026-12-31T18:00"), 1)


def test_a_frozen_calendar_comes_back_the_same():
    frozen = BRITISH.to_json()

    assert Calendar.from_json(frozen) == BRITISH
    assert Calendar.from_json(frozen).to_json() == frozen


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"name": "x"}', '{"hours": [5], "holidays": []}', b"\xff"])
def test_text_that_is_no_frozen_calendar_is_refused(text):
    with pytest.raises(CalendarInvalid):
        Calendar.from_json(text)


@pytest.mark.parametrize(
    ("zone", "hours", "cause"),
    [
        ("Europe/Narnia", WEEKDAYS, "zone"),
        ("Europe/London", ((1020, 540),) * 7, "closes at 09:00"),
        ("Europe/London", (None,) * 7, "closed all week"),
        ("Europe/London", ((540, 1020),), "seven"),
    ],
)
def test_a_calendar_that_contradicts_itself_cannot_exist(zone, hours, cause):
    with pytest.raises(CalendarInvalid, match=cause):
        Calendar("GB", zone, hours)
