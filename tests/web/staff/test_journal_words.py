"""Everything that happens to a case has words."""

from typing import Any

import pytest

from engine import packs
from engine.config import ROOT
from engine.forms import Here
from engine.packs import Pack
from engine.timeline import Line
from tests.engine.cases.conftest import MONDAY, shipped
from tests.engine.cases.office import Office
from tests.engine.reading.test_timeline import kinds_written
from tests.web.staff.desk import Desk
from web.journal_words import WORDS, said


def test_every_kind_of_entry_that_the_engine_writes_has_words() -> None:
    assert kinds_written() - WORDS.keys() == set()


def test_a_case_that_nobody_works_on_tells_its_whole_way_in_sentences(desk: Desk) -> None:
    case = desk.office.complain()
    for _ in range(10):
        desk.later(days=7)
        desk.office.wake(case)

    page = desk.sit("ina").get(f"/cases/{case.reference}/timeline").text

    assert "The final date passed without an answer." in page
    assert "a letter that says we are late" in page
    assert "The time came: Three quarters of the time gone." in page and "Noticed on" in page
    assert "has no words yet" not in page


def test_a_closed_case_tells_its_whole_way_in_sentences(desk: Desk) -> None:
    office: Office = desk.office
    case = office.complain()
    office.assess(case)
    office.decide(case)
    office.send(case, "rejected", reasons="I still do not agree.")
    for name in office.tasks(case):
        office.do("hugo", case, name, all_points_answered=True)

    page = desk.sit("ina").get(f"/cases/{case.reference}/timeline").text

    assert "has no words yet" not in page
    assert "At “Approved?” a condition was looked at: it holds." in page


def test_what_was_decided_is_told_in_the_words_of_the_questions_and_as_drawn_only_for_who_asks(desk: Desk) -> None:
    def told(**data: Any) -> Any:
        with desk.app.test_request_context():
            return said(Line("decision.made", MONDAY, MONDAY, "Amends", None, "nowhere", data), packs.read_folder(ROOT))

    condition = told(kind="condition", rule="immediate_needed == true", inputs={"immediate_needed": False},
                     result=False)
    form = told(kind="condition", rule='remedy_verify["verified"] == true',
                inputs={"remedy_verify": {"verified": True}}, result=True)
    routed = told(kind="table", rule="D4_routing row 7", inputs={"topic": "payments"},
                  result={"handler_group": "Handler", "skill": None})
    counted = told(kind="assignment", rule="tries = 1", inputs={}, result={"next_try": 1})

    assert condition.why == "Something must be done at once, before we know more: No"
    assert form.why == "Is it done, as we promised? Yes"
    assert condition.rows == [("As it is drawn", "immediate_needed == true")]
    assert "gave: Who deals with it: Handler" in routed.sentence and "=" not in routed.sentence
    assert ("Topic", "payments") in routed.rows
    assert "gave: Next try: 1" in counted.sentence and counted.why == ""


@pytest.mark.parametrize("kind", sorted(WORDS))
def test_an_entry_that_says_less_than_today_can_still_be_read(desk: Desk, kind: str) -> None:
    line = Line(kind, MONDAY, MONDAY, "Amends", None, "nowhere", {}, 1)

    with desk.app.test_request_context():
        told = said(line, shipped())

    assert told.sentence and "has no words yet" not in told.sentence


def test_an_entry_of_a_kind_that_nobody_has_worded_says_so(desk: Desk) -> None:
    with desk.app.test_request_context():
        told = said(Line("moon.rose", MONDAY, MONDAY, "Amends", None, "", {}, 1), shipped())

    assert "moon.rose" in told.sentence


def test_an_entry_names_the_colleagues_that_a_form_picked(desk: Desk) -> None:
    pack = Pack({**shipped().files, "forms/who.json": b"""{"title": "Who", "type": "object", "properties": {
        "who": {"title": "Who is it about?", "type": "array", "items": {"type": "integer"},
                "x-amends-widget": "people"}}}"""})
    data = {"name": "Name them", "form": "who", "data": {"who": [7, 9]}}
    line = Line("task.completed", MONDAY, MONDAY, "Ina", 1, "", data, 1)

    with desk.app.test_request_context():
        told = said(line, pack, Here({7: "Hanna", 9: "Tomas"}))

    assert list(told.rows) == [("Who is it about?", "Hanna, Tomas")]
