"""What a timer's text says, and by when a promise wants something."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from engine.proofs.moments import Moment, after, read, within
from tests.engine.check.tiny import calendars

FRIDAY = datetime(2026, 4, 17, 15, tzinfo=ZoneInfo("Europe/London"))


@pytest.mark.parametrize(("text", "kind", "moments"), [
    ('deadline("final")', "timeDate", (Moment(date="final"),)),
    ("working_days(10)", "timeDate", (Moment(count=10, unit="WD"),)),
    ("calendar_days(3)", "timeDate", (Moment(count=3, unit="CD"),)),
    ("working_hours(4)", "timeDate", (Moment(count=4, unit="WH"),)),
    ('"P5D"', "timeDuration", (Moment(iso="P5D"),)),
    ('"R3/P5D"', "timeCycle", (Moment(iso="P5D"),)),
    ('earliest(deadline("final"), working_days(2))', "timeDate", (Moment(date="final"), Moment(count=2, unit="WD"))),
    ("wanted_day", "timeDate", (Moment(unknown=True),)),
    ("moment_of(wanted_day)", "timeDate", (Moment(unknown=True),)),
])
def test_a_timer_says_a_date_a_stretch_or_the_earliest_of_both(text, kind, moments):
    assert read(text, kind) == moments


@pytest.mark.parametrize(("text", "moment"), [
    ("deadline:final", Moment(date="final")), ("5 WD", Moment(count=5, unit="WD")), ("8 W", Moment(count=8, unit="W")),
    ("24 H", Moment(count=24, unit="H")), ("P5D", Moment(iso="P5D")), ("soon", None), ("5", None), ("", None),
])
def test_a_promise_wants_something_by_a_date_or_within_a_span(text, moment):
    assert within(text) == moment


@pytest.mark.parametrize(("moment", "ends"), [
    (Moment(count=10, unit="WD"), (2026, 5, 1)), (Moment(count=11, unit="WD"), (2026, 5, 5)),  # 4 May is a holiday
    (Moment(count=10, unit="CD"), (2026, 4, 27)), (Moment(count=1, unit="W"), (2026, 4, 24)),
    (Moment(count=1, unit="M"), (2026, 5, 17)), (Moment(count=24, unit="H"), (2026, 4, 18)),
    (Moment(count=4, unit="WH"), (2026, 4, 20)), (Moment(iso="P5D"), (2026, 4, 22)),
])
def test_a_stretch_is_counted_in_the_calendar_of_the_office(moment, ends):
    found = after(moment, FRIDAY, calendars()["GB"])

    assert found is not None
    assert (found.year, found.month, found.day) == ends


def test_of_a_date_it_is_not_told_here_when_it_is():
    assert after(Moment(date="final"), FRIDAY, calendars()["GB"]) is None


def test_a_moment_is_said_in_words():
    assert [str(one) for one in (Moment(date="final"), Moment(iso="P5D"), Moment(count=2, unit="WD"))] == [
        "the final date", "P5D", "2 WD"]
