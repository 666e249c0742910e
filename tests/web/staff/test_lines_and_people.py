"""Several lines and several people on a task's page, with and without a script."""

import json

import pytest

from engine import overview, publishing
from engine.cases import Opened
from engine.packs import Pack
from engine.people import SYSTEM
from tests.engine.cases.conftest import shipped
from tests.web.staff.desk import Desk, Visitor

FORM = "forms/assessment.json"
BESIDE = {
    "points": {"title": "Points", "type": "array", "items": {"type": "string"}, "minItems": 1, "maxItems": 6,
               "x-amends-line-length": 20, "x-amends-fact": "points"},
    "who": {"title": "Who is it?", "type": "array", "items": {"type": "integer"}, "x-amends-fact": "who"},
    "called_at": {"title": "When did you call?", "type": "string", "format": "date-time"},
}
ASSESSED = {"severity": "4", "complexity": "2", "people_affected": "3", "amount": "20"}


@pytest.fixture
def taken(desk: Desk) -> tuple[Visitor, str, Opened]:
    """Somebody before an assessment that also asks for points, people and a moment."""
    asked = json.loads(shipped().files[FORM])
    asked["properties"] |= BESIDE
    asked["required"] = [*asked["required"], "points"]
    with desk.office.database.transaction() as session:
        pack = Pack({**shipped().files, FORM: json.dumps(asked).encode()}, shipped().calendars)
        publishing.publish(session, pack, SYSTEM, desk.office.now)
    case = desk.office.complain()
    ina, address = desk.sit("ina"), desk.task(case, "Initial assessment")
    ina.post(f"{address}/claim", {"open": "1"})
    ina.get(address)
    return ina, address, case


def lines(page: str) -> list[str]:
    """What stands in the boxes for points."""
    return [part.split('value="', 1)[1].split('"', 1)[0] for part in page.split('name="points" ')[1:]]


def test_a_form_has_three_empty_lines_and_a_button_for_more(taken):
    ina, address, _case = taken

    page = ina.get(address).text

    assert lines(page) == ["", "", ""]
    assert 'name="more" value="points"' in page


def test_asking_for_more_lines_keeps_everything_typed_and_shows_three_more(taken):
    ina, address, _case = taken

    went = ina.post(address, {**ASSESSED, "points": ["the fee", "", "the tone"], "note": "Call her.", "more": "points"})
    page = ina.get(address).text

    assert went.status_code == 303
    assert went.location == f"{address}#f-points-more"
    assert lines(page) == ["the fee", "the tone", "", "", ""]
    assert "Call her." in page
    assert 'value="4" checked' in page


def test_asking_for_more_lines_finds_no_fault_and_finishes_nothing(taken, desk):
    ina, address, case = taken

    ina.post(address, {"severity": "", "points": ["far too long for a line of twenty"], "more": "points"})
    page = ina.get(address).text

    assert 'class="error"' not in page
    assert desk.office.tasks(case) == ["Initial assessment"]


def test_where_no_more_lines_are_taken_there_is_no_button_for_more(taken):
    ina, address, _case = taken

    ina.post(address, {"points": list("abcdef"), "more": "points"})
    page = ina.get(address).text

    assert lines(page) == list("abcdef")
    assert 'name="more"' not in page


def test_a_line_that_is_too_long_is_named_by_its_number(taken):
    ina, address, _case = taken

    answer = ina.post(address, {**ASSESSED, "points": ["the fee", "far too long for a line of twenty"]})

    assert answer.status_code == 422
    assert "Line 2 is too long: write at most 20 characters." in answer.text
    assert lines(answer.text)[:2] == ["the fee", "far too long for a line of twenty"]


def test_colleagues_are_picked_by_name_and_kept_by_number(taken, desk):
    ina, address, case = taken
    hugo = desk.office.cast["hugo"].id

    page = ina.get(address).text
    ina.post(address, {**ASSESSED, "points": ["the fee"], "who": [str(hugo)], "called_at": "2026-11-23T08:30"})

    assert f'value="{hugo}"><label' in page
    assert ">Hugo</label>" in page
    with desk.office.database.reading() as session:
        facts = overview.known(session, case.case_id)
    assert (facts["points"], facts["who"]) == (["the fee"], [hugo])


def test_nobody_can_be_picked_who_is_not_offered(taken):
    ina, address, _case = taken

    answer = ina.post(address, {**ASSESSED, "points": ["the fee"], "who": ["999"]})

    assert answer.status_code == 422
    assert "Choose only people who are named here." in answer.text


def test_a_moment_that_cannot_be_read_comes_back_as_it_was_typed(taken):
    ina, address, _case = taken

    answer = ina.post(address, {**ASSESSED, "points": ["the fee"], "called_at": "around noon"})

    assert answer.status_code == 422
    assert 'name="called_at" type="text" value="around noon"' in answer.text
