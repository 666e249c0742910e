"""A day that is asked for as over is not still to come, and days are written out for whoever reads them."""

import json
from datetime import UTC, date, datetime

import pytest

from engine import clock, forms
from engine.errors import FormInvalid
from engine.forms import FieldError, Here

OVER = {"title": "When did it happen?", "type": "string", "format": "date", "x-amends-past": True}
MONDAY = Here(today=date(2026, 11, 23))


def form(**spec):
    return forms.read(json.dumps({"title": "Form", "properties": {"on": OVER | spec}}).encode(), "forms/example.json")


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-22", "2019-01-01"])
def test_a_day_that_is_over_and_today_are_taken(day):
    assert form().parse({"on": [day]}, here=MONDAY).data == {"on": day}


@pytest.mark.parametrize("day", ["2026-11-24", "2027-11-23"])
def test_what_has_not_come_yet_cannot_have_happened(day):
    assert form().parse({"on": [day]}, here=MONDAY).errors == (FieldError("on", "still_to_come"),)


def test_nobody_is_told_that_their_own_today_is_still_to_come():
    late = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)

    assert clock.latest_day(late) == date(2026, 11, 24), "in Sydney it is Tuesday already"


def test_only_of_a_day_it_can_be_asked_that_it_is_over():
    with pytest.raises(FormInvalid, match="x-amends-past"):
        form(format="email")


def test_a_day_is_written_out_for_whoever_reads_it_and_opens_its_box_as_it_was_typed():
    assert form().shown({"on": "2026-11-03"}) == [("When did it happen?", "3 November 2026")]
    assert form().as_typed({"on": "2026-11-03"}) == {"on": ("2026-11-03",)}
