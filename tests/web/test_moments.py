"""Moments and lengths of time in words."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel

from web import moments

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Iterator[None]:
    """Somebody in Tallinn who reads English, or the language of the parameter."""
    app = Flask("reader")
    Babel(app, default_locale=getattr(request, "param", "en"), default_timezone="Europe/Tallinn")
    with app.test_request_context():
        yield


def test_a_moment_is_told_in_the_zone_of_the_reader_and_names_it(reader):
    assert moments.moment(NOON) == "Thursday 26 November 2026, 14:00 EET"
    assert moments.short_moment(NOON) == "Thu 26 Nov 2026, 14:00"


def test_a_complaint_is_told_in_the_zone_of_its_country(reader):
    moments.use_zone("America/New_York")

    assert moments.moment(NOON) == "Thursday 26 November 2026, 07:00 EST"


def test_a_deadline_at_the_end_of_a_day_is_that_day(reader):
    assert moments.deadline(datetime(2026, 11, 26, 21, 59, 59, tzinfo=UTC)) == "Thursday 26 November 2026"
    assert moments.deadline(NOON).endswith("14:00 EET")


@pytest.mark.parametrize(("reader", "words"), [
    ("et", "neljapäev, 26. november 2026"), ("nl", "donderdag 26 november 2026"),
    ("pl", "czwartek, 26 listopada 2026"), ("sv", "torsdag 26 november 2026"), ("tr", "26 Kasım 2026 Perşembe"),
], indirect=["reader"])
def test_a_day_is_written_as_the_reader_writes_it(reader, words):
    assert moments.day(date(2026, 11, 26)) == words


@pytest.mark.parametrize(("gap", "words"), [
    (timedelta(days=5), "in 5 days"), (timedelta(days=1), "tomorrow"), (timedelta(hours=12), "tomorrow"),
    (timedelta(hours=3), "in 3 hours"), (timedelta(minutes=20), "within the hour"), (timedelta(), "now"),
    (timedelta(hours=-1), "1 hour ago"), (timedelta(days=-1), "yesterday"), (timedelta(days=-9), "9 days ago"),
])
def test_how_far_a_moment_is_counts_days_by_the_calendar_on_the_wall(reader, gap, words):
    assert moments.away(NOON + gap, NOON) == words


@pytest.mark.parametrize(("written", "words"), [
    ("24 H", "24 hours"), ("15 WD", "15 working days"), ("1 WD", "1 working day"), ("4 WH", "4 working hours"),
    ("30 CD", "30 days"),
    ("8 W", "8 weeks"), ("2 M", "2 months"), ("", ""), ("None", ""),
])
def test_a_span_of_a_regime_is_told_in_words(reader, written, words):
    assert moments.span(written) == words


@pytest.mark.parametrize(("length", "words"), [
    (timedelta(days=3, hours=5), "3 days"), (timedelta(hours=5), "5 hours"), (timedelta(seconds=10), "1 minute"),
])
def test_a_length_of_time_is_told_in_its_largest_unit(reader, length, words):
    assert moments.lasting(length) == words
