"""Calendars as written in calendars.toml."""

import json
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from engine import calendar
from engine.config import ROOT
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


COUNTRIES = ("GB", "IE", "EE", "PL", "NL", "TR", "SE", "US", "AU", "BR", "CA", "DE", "ES", "FR", "IN", "IT", "PT")


def test_every_country_with_a_regime_of_its_own_has_a_calendar():
    rows = tomllib.loads(SHIPPED.with_name("regimes.toml").read_text())["regime"]

    named = {row["country"] for row in rows if "country" in row} - {"EU"}

    assert set(calendar.read(SHIPPED.read_bytes())) == set(COUNTRIES) == named


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_shipped_calendar_can_be_frozen_for_all_years_that_publishing_keeps(country):
    resolved = calendar.read(SHIPPED.read_bytes())[country].resolve(2010, 2040)

    assert {day.year for day in resolved.holidays} == set(range(2010, 2041))


def test_the_first_calendar_is_that_of_cases_from_anywhere_else():
    assert next(iter(calendar.read(SHIPPED.read_bytes()))) == "GB"


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


WEEKDAYS_OFF = {
    "GB": "2026-01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    "IE": "2026-01-01 02-02 03-17 04-06 05-04 06-01 08-03 10-26 12-25",
    "EE": "2026-01-01 02-24 04-03 05-01 06-23 06-24 08-20 12-24 12-25",
    "PL": "2026-01-01 01-06 04-06 05-01 06-04 11-11 12-24 12-25",
    "NL": "2026-01-01 04-03 04-06 04-27 05-14 05-25 12-25",
    "TR": "2026-01-01 03-20 04-23 05-01 05-19 05-27 05-28 05-29 07-15 10-29",
    "SE": "2026-01-01 01-06 04-03 04-06 05-01 05-14 06-19 12-24 12-25 12-31",
    "AU": "2026-01-01 01-26 04-03 04-06 12-25",
    "BR": "2026-01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-20 12-25",
    "CA": "2026-01-01 04-03 07-01 09-07 12-25",
    "DE": "2026-01-01 04-03 04-06 05-01 05-14 05-25 12-25",
    "ES": "2026-01-01 01-06 04-03 05-01 10-12 12-08 12-25",
    "FR": "2026-01-01 04-06 05-01 05-08 05-14 05-25 07-14 11-11 12-25",
    "IT": "2026-01-01 01-06 04-06 05-01 06-02 12-08 12-25",
    "PT": "2026-01-01 04-03 05-01 06-04 06-10 10-05 12-01 12-08 12-25",
    "US": "2026-01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25",
}
"""As the governments of these countries announced them, without those that fall on a weekend."""


@pytest.mark.parametrize("country", WEEKDAYS_OFF)
def test_a_shipped_calendar_closes_on_the_announced_days_of_2026_and_on_no_other(country):
    resolved = calendar.read(SHIPPED.read_bytes())[country].resolve(2010, 2040)
    announced = {date.fromisoformat(f"2026-{day[-5:]}") for day in WEEKDAYS_OFF[country].split()}

    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]

    assert {day for day in days if day.weekday() < 5 and not resolved.is_working_day(day)} == announced


@pytest.mark.parametrize("country", COUNTRIES)
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


def test_the_years_of_publishing_are_frozen_and_a_date_beyond_them_is_still_right():
    resolved = written(GOOD + "extra = [2028-12-29]\nremoved = [2028-08-20]\n")["EE"].resolve(2026, 2027)

    assert {day.year for day in resolved.holidays} == {2026, 2027}
    assert not resolved.is_working_day(date(2028, 2, 24))
    assert not resolved.is_working_day(date(2028, 12, 29))
    assert resolved.is_working_day(date(2028, 2, 25))
    assert not resolved.is_working_day(date(2025, 2, 24))


def test_a_deadline_that_runs_past_the_frozen_years_is_the_one_a_later_publishing_would_give():
    short, long = (written(GOOD)["EE"].resolve(2026, last) for last in (2026, 2030))
    christmas = datetime(2026, 12, 23, 9, 0, tzinfo=UTC)

    assert short.add_working_days(christmas, 60) == long.add_working_days(christmas, 60)
    assert short.working_time(christmas, datetime(2029, 3, 1, tzinfo=UTC)) == long.working_time(
        christmas, datetime(2029, 3, 1, tzinfo=UTC))


def test_a_frozen_calendar_keeps_its_source_when_it_is_stored():
    resolved = written(GOOD + "extra = [2028-12-29]\n")["EE"].resolve(2026, 2027)

    again = calendar.Calendar.from_json(resolved.to_json())

    assert again == resolved
    assert not again.is_working_day(date(2028, 12, 29))


def test_a_calendar_stored_before_calendars_had_a_source_still_counts_in_its_years():
    stored = json.loads(written(GOOD)["EE"].resolve(2026, 2027).to_json())
    del stored["source"]

    old = calendar.Calendar.from_json(json.dumps(stored))

    assert not old.is_working_day(date(2027, 2, 24))
    with pytest.raises(CalendarInvalid, match="the holidays of 2028 are not in this calendar"):
        old.is_working_day(date(2028, 1, 3))


def test_a_year_whose_holidays_nobody_knows_is_named_with_the_calendar():
    resolved = written(GOOD)["EE"].resolve(2026, 2027)

    with pytest.raises(CalendarInvalid, match="EE: No holidays from 2101 to 2101 are known"):
        resolved.is_working_day(date(2101, 1, 3))


@pytest.mark.parametrize("years", [(2090, 2101), (1990, 1991), (2027, 2026)])
def test_years_whose_holidays_nobody_knows_are_refused(years):
    with pytest.raises(CalendarInvalid, match=r"EE\.holidays: No holidays"):
        written(GOOD)["EE"].resolve(*years)


@pytest.mark.parametrize("years", [(2090, 2101), (1990, 1991), (2027, 2026)])
def test_years_are_refused_in_the_same_words_before_their_holidays_are_looked_up(years):
    rule = written(GOOD)["EE"]

    with pytest.raises(CalendarInvalid) as early:
        rule.require(*years)

    with pytest.raises(CalendarInvalid) as late:
        rule.resolve(*years)
    assert early.value.causes == late.value.causes


@pytest.mark.parametrize("year", [1991, 2100])
def test_the_first_and_the_last_year_with_known_holidays_can_be_had(year):
    written(GOOD)["EE"].require(year, year)

    assert written(GOOD)["EE"].resolve(year, year).holidays


@pytest.mark.parametrize(
    ("old", "new", "line", "place", "message"),
    [
        ('"Europe/Tallinn"', '"Europe/Narnia"', 3, "EE.zone", "'Europe/Narnia' is no time zone"),
        ('zone = "Europe/Tallinn"', "", 2, "EE.zone", "'' is no time zone"),
        ('"Europe/Tallinn"', '"Europe/London"', 3, "EE.zone", "Europe/London is no time zone of EE"),
        ('"Europe/Tallinn"', '"UTC"', 3, "EE.zone", "UTC is no time zone of EE; there it is Europe/Tallinn."),
        ('"09:00-15:30"', '"17:00-09:00"', 4, "EE.hours.fri", "Closes at 09:00"),
        ('"09:00-15:30"', '"09:00-09:00"', 4, "EE.hours.fri", "Closes at 09:00"),
        ('"09:00-15:30"', '"9-15"', 4, "EE.hours.fri", "'9-15' is not written like"),
        ('"09:00-15:30"', '"09:00-24:01"', 4, "EE.hours.fri", "'09:00-24:01' is not"),
        ('"09:00-15:30"', '"09:61-15:30"', 4, "EE.hours.fri", "'09:61-15:30' is not"),
        ("fri =", "friday =", 4, "EE.hours.friday", "Days are"),
        ("fri =", "thu-sat =", 4, "EE.hours.thu-sat", "A day of this range already has hours"),
        ('{ mon-thu = "09:00-17:00", fri = "09:00-15:30" }', "{}", 4, "EE.hours", "Missing"),
        ('country = "EE"', 'country = "XX"', 5, "EE.holidays.country", "Holidays of 'XX' are not known"),
        ('country = "EE"', "", 5, "EE.holidays.country", "Missing"),
        ('country = "EE"', 'country = "EE", subdivision = "37"', 5, "EE.holidays.subdivision", "EE has no '37'"),
        ('country = "EE"', 'country = "EE", categories = ["bank"]', 5, "EE.holidays.categories", "EE has not all of"),
        ('country = "EE"', 'country = "EE", categories = []', 5, "EE.holidays.categories", "A list such as"),
        ('country = "EE"', 'country = "EE", language = "et"', 5, "EE.holidays.language", "Not known"),
        ('holidays = { country = "EE" }', "", 2, "EE.holidays", "Missing"),
        ("holidays =", 'extra = ["2026-12-31"]\nholidays =', 5, "EE.extra", "A list of days without quotes"),
        ("holidays =", "extra = [2026-02-24]\nholidays =", 5, "EE.extra", "2026-02-24 is a holiday here already"),
        ("holidays =", "extra = [2026-12-31, 2026-12-31]\nholidays =", 5, "EE.extra", "2026-12-31 stands here twice"),
        ("holidays =", "removed = 5\nholidays =", 5, "EE.removed", "A list of days"),
        ("holidays =", "removed = [2026-02-25]\nholidays =", 5, "EE.removed", "2026-02-25 is no holiday here"),
        ("holidays =", "extra = [2026-02-25]\nremoved = [2026-02-25]\nholidays =", 6, "EE.removed",
         "2026-02-25 stands in extra as well"),
        ("holidays =", "removed = [2150-02-24]\nholidays =", 6, "EE.holidays", "No holidays from 2150"),
        ("holidays =", "holydays = []\nholidays =", 5, "EE.holydays", "Not known"),
        ("[EE]", 'EE = "Estonia"\n[FI]', 2, "EE", "A calendar is a section"),
        ("[EE]", "[EE", 2, "", "This is not TOML"),
        ("hours =", 'zone = "Europe/Tallinn"\nhours =', 4, "", "This is not TOML: Cannot overwrite a value"),
        (GOOD, GOOD + GOOD, 7, "", "This is not TOML: Cannot declare ('EE',) twice"),
        (GOOD, "", 0, "", "There is no calendar"),
    ],
)
def test_a_wrong_calendar_is_refused_by_file_line_and_key(old, new, line, place, message):
    with pytest.raises(CalendarInvalid) as refused:
        written(GOOD.replace(old, new))

    cause = refused.value.causes[0]
    assert (cause.file, cause.line, cause.element) == ("calendars.toml", line, place)
    assert cause.message.startswith(message)


def test_every_cause_is_told_at_once():
    text = GOOD.replace("Tallinn", "Narnia").replace('"EE" }', '"XX" }').replace("fri =", "friday =")

    with pytest.raises(CalendarInvalid) as refused:
        written(text)

    assert [cause.element for cause in refused.value.causes] == ["EE.zone", "EE.hours.friday", "EE.holidays.country"]
    assert refused.value.message.startswith("calendars.toml:3 · EE.zone: ")


def test_an_old_name_of_a_zone_is_a_zone_of_its_country():
    assert written(GOOD.replace("Europe/Tallinn", "Asia/Calcutta").replace('"EE" }', '"IN" }'))["EE"].zone


def test_bytes_that_are_no_text_are_refused():
    with pytest.raises(CalendarInvalid, match="not TOML"):
        calendar.read(b"\xff\xfe")


def test_only_the_countries_that_are_asked_for_are_read_in():
    """A fresh Python, as whoever draws has it at each check: all the countries of the library take longer than all
    else that is looked up."""
    program = (
        "import sys; from engine.calendar.source import check; check('EE', '', ('public',));"
        "print([name for name in sys.modules if name.startswith('holidays.countries.')])"
    )

    said = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)

    assert said.stdout == "['holidays.countries.estonia']\n"
