"""A moment is typed by the clock on the wall and kept in UTC."""

import json
from datetime import UTC
from zoneinfo import ZoneInfo

import pytest

from engine import forms
from engine.forms import Here

CAME_IN = {"title": "When?", "type": "string", "format": "date-time", "x-amends-case": "received_at"}
FORM = forms.read(json.dumps({"title": "Form", "properties": {"at": CAME_IN}}).encode(), "forms/example.json")
TALLINN = Here(zone=ZoneInfo("Europe/Tallinn"))


def kept(text, here=TALLINN):
    sent = FORM.parse({"at": [text]}, here=here)
    return sent.data.get("at"), [error.kind for error in sent.errors]


@pytest.mark.parametrize(("typed", "moment"), [
    ("2026-11-24T09:30", "2026-11-24T07:30:00+00:00"), ("2026-07-01 09:30", "2026-07-01T06:30:00+00:00"),
    ("2026-07-01T09:30:15", "2026-07-01T06:30:15+00:00"),
])
def test_local_time_becomes_a_moment_of_utc(typed, moment):
    assert kept(typed) == (moment, [])


@pytest.mark.parametrize("typed", [
    "yesterday", "2026-11-24", "24.11.2026 09:30", "2026-02-30T09:30", "2026-11-24T25:00", "0026-11-24T09:30",
    "2026-11-24T09:30+05:00", "2026-11-24T09:30Z",
])
def test_what_is_no_local_time_is_refused(typed):
    assert kept(typed) == (None, ["not_a_moment"])


def test_the_hour_that_is_skipped_in_spring_is_no_moment():
    assert kept("2026-03-29T03:30") == (None, ["not_a_moment"])


def test_of_the_hour_that_comes_twice_in_autumn_the_first_is_meant():
    assert kept("2026-10-25T03:30") == ("2026-10-25T00:30:00+00:00", [])


def test_without_an_answer_there_is_no_moment():
    assert kept("") == (None, [])


def test_a_moment_opens_a_form_and_is_shown_by_the_readers_clock():
    data = {"at": "2026-11-24T07:30:00+00:00"}

    assert FORM.as_typed(data, TALLINN) == {"at": ("2026-11-24T09:30",)}
    assert FORM.shown(data, here=TALLINN) == [("When?", "24 November 2026, 09:30")]
    assert FORM.shown(data, here=Here(zone=UTC)) == [("When?", "24 November 2026, 07:30")]


def test_what_was_typed_comes_back_as_it_was():
    assert FORM.parse({"at": ["late"]}, here=TALLINN).typed["at"] == ("late",)


def test_when_a_complaint_came_in_is_kept_with_the_case():
    assert FORM.case_columns({"at": "2026-11-24T07:30:00+00:00"}) == {"received_at": "2026-11-24T07:30:00+00:00"}
