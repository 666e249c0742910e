"""Calendars as written in calendars.toml."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from engine import calendar
from engine.errors import CalendarInvalid

SHIPPED = Path(__file__).parents[2] / "bpmn" / "calendars.toml"
GOOD = """
[EE]
zone = "Europe/Tallinn"
hours = { mon-thu = "09:00-17:00", fri = "09:00-15:30" }
holidays = { country = "EE" }
"""


def written(text: str) -> dict[str, calendar.CalendarRule]:
    return calendar.read(text.encode(), "calendars.toml")


def test_the_shipped_calendars_cover_the_eight_countries():
    assert set(calendar.read(SHIPPED.read_bytes())) == {"GB", "IE", "EE", "PL", "NL", "TR", "SE", "US"}


@pytest.mark.parametrize(
    ("country", "day_off"),
    [
        ("GB", "2026-08-31"),
        ("GB", "2026-04-06"),
        ("GB", "2026-12-28"),
        ("IE", "2026-02-02"),
        ("IE", "2026-10-26"),
        ("EE", "2026-02-24"),
        ("EE", "2026-08-20"),
        ("PL", "2026-12-24"),
        ("PL", "2026-06-04"),
        ("NL", "2026-04-27"),
        ("TR", "2026-10-29"),
        ("TR", "2026-03-20"),
        ("SE", "2026-06-19"),
        ("SE", "2026-12-31"),
        ("US", "2026-07-03"),
        ("US", "2026-11-26"),
        ("US", "2027-12-31"),
    ],
)
def test_shipped_calendars_close_on_public_holidays(country, day_off):
    resolved = calendar.read(SHIPPED.read_bytes())[country].resolve(2026, 2027)

    assert not resolved.is_working_day(date.fromisoformat(day_off))


@pytest.mark.parametrize("country", ["GB", "IE", "EE", "PL", "NL", "TR", "SE", "US"])
def test_shipped_offices_work_from_nine_to_five_on_an_ordinary_tuesday(country):
    resolved = calendar.read(SHIPPED.read_bytes())[country].resolve(2026, 2026)

    opens, closes = resolved.opening(date(2026, 9, 15))

    assert (closes - opens).total_seconds() == 8 * 3600


def test_each_weekday_has_its_own_hours():
    resolved = written(GOOD)["EE"].resolve(2026, 2026)

    friday = resolved.opening(date(2026, 9, 18))

    assert friday == (datetime(2026, 9, 18, 6, 0, tzinfo=UTC), datetime(2026, 9, 18, 12, 30, tzinfo=UTC))
    assert resolved.opening(date(2026, 9, 19)) is None


def test_an_office_may_be_open_all_day():
    resolved = written(GOOD.replace('"09:00-15:30"', '"00:00-24:00"'))["EE"].resolve(2026, 2026)

    opens, closes = resolved.opening(date(2026, 9, 18))

    assert (closes - opens).total_seconds() == 24 * 3600


def test_an_organisation_adds_days_off_and_works_on_some_holidays():
    text = GOOD + "extra = [2026-12-31]\nremoved = [2026-02-24]\n"

    resolved = written(text)["EE"].resolve(2026, 2026)

    assert not resolved.is_working_day(date(2026, 12, 31))
    assert resolved.is_working_day(date(2026, 2, 24))


def test_a_resolved_calendar_knows_only_the_years_it_was_asked_for():
    resolved = written(GOOD)["EE"].resolve(2026, 2027)

    assert {day.year for day in resolved.holidays} == {2026, 2027}
    with pytest.raises(CalendarInvalid):
        resolved.is_working_day(date(2028, 1, 3))


def test_working_on_a_day_that_is_no_holiday_anyway_is_a_mistake_worth_telling():
    with pytest.raises(CalendarInvalid, match=r"EE\.removed: 2026-02-25"):
        written(GOOD + "removed = [2026-02-25]\n")["EE"].resolve(2026, 2026)


@pytest.mark.parametrize("years", [(2090, 2101), (1990, 1991), (2027, 2026)])
def test_years_whose_holidays_nobody_knows_are_refused(years):
    with pytest.raises(CalendarInvalid, match=r"EE\.holidays"):
        written(GOOD)["EE"].resolve(*years)


@pytest.mark.parametrize("year", [1991, 2100])
def test_the_first_and_the_last_year_with_known_holidays_can_be_had(year):
    assert written(GOOD)["EE"].resolve(year, year).holidays


@pytest.mark.parametrize(
    ("old", "new", "cause"),
    [
        ('"Europe/Tallinn"', '"Europe/Narnia"', "EE.zone"),
        ('zone = "Europe/Tallinn"', "", "EE.zone"),
        ('"09:00-15:30"', '"17:00-09:00"', "EE.hours.fri: closes at 09:00"),
        ('"09:00-15:30"', '"09:00-09:00"', "EE.hours.fri: closes at 09:00"),
        ('"09:00-15:30"', '"9-15"', "EE.hours.fri"),
        ('"09:00-15:30"', '"09:00-24:01"', "EE.hours.fri"),
        ('"09:00-15:30"', '"09:61-15:30"', "EE.hours.fri"),
        ("fri =", "friday =", "EE.hours.friday: days are"),
        ("fri =", "thu-sat =", "EE.hours.thu-sat: a day of this range already has hours"),
        ('{ mon-thu = "09:00-17:00", fri = "09:00-15:30" }', "{}", "EE.hours: missing"),
        ('country = "EE"', 'country = "XX"', "EE.holidays.country"),
        ('country = "EE"', "", "EE.holidays.country"),
        ('country = "EE"', 'country = "EE", subdivision = "37"', "EE.holidays.subdivision"),
        ('country = "EE"', 'country = "EE", categories = ["bank"]', "EE.holidays.categories"),
        ('country = "EE"', 'country = "EE", categories = []', "EE.holidays.categories"),
        ('country = "EE"', 'country = "EE", language = "et"', "EE.holidays.language"),
        ('holidays = { country = "EE" }', "", "EE.holidays: missing"),
        ("holidays =", 'extra = ["2026-12-31"]\nholidays =', "EE.extra"),
        ("holidays =", "removed = 5\nholidays =", "EE.removed"),
        ("holidays =", "holydays = []\nholidays =", "EE.holydays: not known"),
        ("[EE]", 'EE = "Estonia"\n[FI]', "EE: a calendar is a section"),
        ("[EE]", "[EE", "not TOML"),
        (GOOD, "", "no calendar"),
    ],
)
def test_a_wrong_calendar_is_refused_by_file_and_key(old, new, cause):
    with pytest.raises(CalendarInvalid) as refused:
        written(GOOD.replace(old, new))

    assert f"calendars.toml: {cause}" in refused.value.message or cause in ("not TOML", "no calendar")
    assert cause in refused.value.message


def test_every_cause_is_told_at_once():
    text = GOOD.replace("Tallinn", "Narnia").replace('"EE" }', '"XX" }').replace("fri =", "friday =")

    with pytest.raises(CalendarInvalid) as refused:
        written(text)

    assert len(refused.value.message.splitlines()) == 3


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(CalendarInvalid, match="not TOML"):
        calendar.read(b"\xff\xfe")
