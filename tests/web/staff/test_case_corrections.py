"""Correcting a letter, on the pages of the case."""

import pytest

from engine.cases import Opened
from tests.engine.cases.letterhead import furnish
from tests.web.staff.desk import Desk

WRONG, RIGHT = "That we owe you 20 euros.", "It is 200 euros."


@pytest.fixture
def case(desk: Desk) -> Opened:
    return furnish(desk.office).complain()


def button(page: str) -> str:
    """The address behind “Send a correction”."""
    return page.split("Send a correction")[0].rsplit('href="', 1)[1].split('"')[0]


def test_a_letter_is_corrected_by_another_and_each_points_to_the_other(desk: Desk, case: Opened) -> None:
    ina = desk.sit("ina")
    address = button(ina.get(f"/cases/{case.reference}/letters").text)
    form = ina.get(address).text

    answer = ina.post(address, {"was_wrong": WRONG, "is_right": RIGHT})
    letters = ina.get(f"/cases/{case.reference}/letters").text
    timeline = ina.get(f"/cases/{case.reference}/timeline?topic=letters").text

    assert "stays as it was, word for word" in form and "Read the letter" in form
    assert (answer.status_code, answer.location) == (303, f"/cases/{case.reference}/letters")
    assert "It corrects an earlier letter" in letters and "A later letter corrects it" in letters
    assert WRONG in letters and RIGHT in letters
    assert "A letter was corrected by another" in timeline and "· Ina" in timeline


@pytest.mark.parametrize(("wrong", "right", "fault"), [
    ("", RIGHT, "Please answer this."), (WRONG, "  ", "Please answer this."),
    (WRONG, "x" * 5001, "Write at most 5000 characters."), ("a bell \x07", RIGHT, "a character that cannot be stored"),
])
def test_a_correction_that_says_too_little_comes_back_as_typed(
    desk: Desk, case: Opened, wrong: str, right: str, fault: str
) -> None:
    ina = desk.sit("ina")
    address = button(ina.get(f"/cases/{case.reference}/letters").text)

    answer = ina.post(address, {"was_wrong": wrong, "is_right": right})

    assert answer.status_code == 422 and fault in answer.text
    assert (WRONG if wrong == WRONG else RIGHT) in answer.text
    assert desk.office.written(case) == ["L1_ack"]


def test_who_is_not_in_charge_of_the_case_corrects_nothing(desk: Desk, case: Opened) -> None:
    address = button(desk.sit("ina").get(f"/cases/{case.reference}/letters").text)
    rita = desk.sit("rita")

    letters = rita.get(f"/cases/{case.reference}/letters").text
    sent = rita.post(address, {"was_wrong": WRONG, "is_right": RIGHT})

    assert "Send a correction" not in letters
    assert (rita.get(address).status_code, sent.status_code) == (403, 403)
    assert desk.office.written(case) == ["L1_ack"]


def test_a_letter_of_another_case_is_not_there(desk: Desk, case: Opened) -> None:
    other = desk.office.complain()
    ina = desk.sit("ina")
    address = button(ina.get(f"/cases/{other.reference}/letters").text).replace(other.reference, case.reference)

    assert ina.get(address).status_code == 404
    assert ina.post(address, {"was_wrong": WRONG, "is_right": RIGHT}).status_code == 404
