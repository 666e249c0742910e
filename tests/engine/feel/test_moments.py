"""Days, times and periods: how they are written, compared and added up."""

import pytest
from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as st

from engine.feel import FeelInvalid, Scope, Trouble, given, parse


def value(source: str, **names):
    return given(parse(source).value(Scope(names, {})))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('date("2026-03-31") + duration("P1M")', "2026-04-30"),
        ('date("2024-02-29") + duration("P1Y")', "2025-02-28"),
        ('date("2026-03-31") - duration("P1M")', "2026-02-28"),
        ('date("2026-12-31") + duration("P1D")', "2027-01-01"),
        ('duration("P1D") + date("2026-12-31")', "2027-01-01"),
        ('date("2026-01-01") + duration("PT25H")', "2026-01-02"),
        ('date("2026-01-01") - duration("PT1H")', "2025-12-31"),
        ('date("2026-03-31") - date("2026-03-01")', "P30D"),
        ('date and time("2026-03-31T23:30:00Z") + duration("PT1H")', "2026-04-01T00:30:00+00:00"),
        ('date and time("2026-03-31T10:00:00") + duration("P1M")', "2026-04-30T10:00:00"),
        ('date and time("2026-03-31T12:00:00+02:00") - date and time("2026-03-31T10:00:00Z")', "P0D"),
        ('date and time("2026-03-31T12:00:00+02:00") = date and time("2026-03-31T10:00:00Z")', True),
        ('date and time("2026-07-01T12:00:00@Europe/Tallinn") = date and time("2026-07-01T09:00:00Z")', True),
        ('date and time("2026-01-01T12:00:00@Europe/Tallinn")', "2026-01-01T12:00:00+02:00"),
        ('date and time("2026-01-01")', "2026-01-01T00:00:00"),
        ('time("23:30:00") + duration("PT1H")', "00:30:00"),
        ('time("00:30:00Z") - duration("PT1H")', "23:30:00+00:00"),
        ('time("10:00:00") - time("09:30:00")', "PT30M"),
        ('time("10:00:00") < time("10:00:00.5")', True),
        ('time("10:00:00") < time("09:00:00Z")', None),
        ('duration("P1Y2M") + duration("P11M")', "P2Y1M"),
        ('duration("P1D") - duration("PT1.5S")', "PT23H59M58.5S"),
        ('duration("P1D") / 3', "PT8H"),
        ('duration("P10Y11M") / 2.5', "P4Y4M"),
        ('1.5 * duration("P4DT1H")', "P6DT1H30M"),
        ('-2.5 * duration("P1Y11M")', "-P4Y9M"),
        ('duration("P1Y") / duration("P6M")', 2),
        ('duration("PT1H") / duration("PT40M")', 1.5),
        ('-duration("P1D")', "-P1D"),
        ('duration("-P1Y")', "-P1Y"),
        ('duration("P0D") = duration("PT0S")', True),
        ('duration("P12M") = duration("P1Y")', True),
        ('duration("P1M") > duration("P30D")', None),
        ('@"2026-03-31"', "2026-03-31"),
        ('@"PT5M"', "PT5M"),
        ('@"10:00:00"', "10:00:00"),
        ('@"2026-03-31T10:00:00" > @"2026-03-30T10:00:00"', True),
        ('date(date and time("2026-03-31T10:00:00Z"))', "2026-03-31"),
        ('time(date and time("2026-03-31T10:00:00Z"))', "10:00:00+00:00"),
        ('date(text)', "2026-01-31"),
        ('date("2026-03-31").year', 2026),
        ('date("2026-03-31").weekday', 2),
        ('date and time("2026-03-31T10:20:30.5+05:00").second', 30.5),
        ('date and time("2026-03-31T10:20:30+05:00").time offset', "PT5H"),
        ('time("10:20:30").minute', 20),
        ('time("10:20:30").time offset', None),
        ('duration("P1Y2M").months', 2),
        ('duration("-P1Y2M").years', -1),
        ('duration("P1DT2H3M4S").hours', 2),
        ('duration("-P1DT2H").days', -1),
    ],
)
def test_moments_and_periods_are_calculated_as_a_calendar_does(source, expected):
    assert value(source, text="2026-01-31") == expected


@pytest.mark.parametrize(
    "source",
    [
        'date("2026-02-30")', 'date("2026-2-3")', 'date("20260331")', 'date("2026-W01-1")', 'date("")',
        'date("2026-03-31T10:00:00")', 'date("٢٠٢٦-01-01")', 'time("10:00")', 'time("25:00:00")',
        'time("10:00:00+15:00")', 'time("T10:00:00")', 'date and time("2026-03-31 10:00:00")',
        'date and time("2026-03-31T10:00:00@Nowhere/Land")',
        'date and time("2026-03-31T10:00:00@../etc/passwd")', 'date and time("2026-03-31T10:00:00@Europe")',
        'duration("P")', 'duration("PT")', 'duration("1D")',
        'duration("P1Y1D")', 'duration("P1M2Y")', 'duration("P1.5D")', 'duration("PP1D")', '@"soon"', "@5", "date(5)",
        'date("12026-01-01")', 'date("-2026-01-01")', 'date("0000-01-01")', 'time("10:00:00.1234567")',
        'time("10:00:00@Europe/Paris")', 'date(2026, 3, 31)', 'duration("PT0.1234567S")',
    ],
)
def test_what_is_written_in_another_way_or_cannot_be_kept_is_refused_while_reading(source):
    with pytest.raises((FeelInvalid, Trouble)):
        value(source)


def test_a_time_of_day_with_the_name_of_a_zone_is_never_taken_for_one_without():
    with pytest.raises(Trouble, match="needs an offset"):
        value("time(text)", text="10:00:00@Europe/Paris")


def test_the_name_of_a_zone_cannot_be_asked_because_it_is_not_kept():
    with pytest.raises(Trouble, match="ask for the time offset"):
        value('date and time("2026-03-31T10:00:00Z").timezone')


@settings(max_examples=300, deadline=None, derandomize=True)
@given_any(st.datetimes(), st.timedeltas(), st.integers(-2000, 2000))
def test_what_is_said_of_a_moment_or_period_reads_as_the_same_again(moment, period, months):
    written = f"{'-' if months < 0 else ''}P{abs(months)}M"
    for source in (f'date and time("{moment.isoformat()}")', f'date("{moment.date().isoformat()}")',
                   f'time("{moment.time().isoformat()}")', f'duration("{written}")'):
        said = value(source)
        assert value(f"{source.partition('(')[0]}(said) = {source}", said=said) is True

    said = given(period)
    assert value("duration(said) = period", said=said, period=period) is True
