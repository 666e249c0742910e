"""Whose case it is, why not others', and handing it over."""

import pytest

from engine.cases import Opened
from tests.engine.cases.staffing import away, hire, limit, owner, who
from tests.web.staff.desk import Desk


@pytest.fixture
def case(desk: Desk) -> Opened:
    """A case of Hugo's; Hanna handles as well, Henry is away."""
    case = desk.office.complain()
    desk.office.assess(case)
    hire(desk.office, "hanna", "Handler")
    hire(desk.office, "henry", "Handler")
    away(desk.office, "henry")
    return case


def test_the_case_page_says_whom_the_choice_of_the_owner_passed_over_and_why(desk: Desk) -> None:
    hire(desk.office, "hanna", "Handler")
    away(desk.office, "hugo")
    case = desk.office.complain()
    desk.office.assess(case)

    page = desk.sit("rita").get(f"/cases/{case.reference}").text

    assert "Owner: Hanna" in page
    assert "Why not somebody else" in page and "Hugo is away until Fri 27 Nov 2026." in page


def test_the_owner_hands_the_case_to_somebody_who_can_take_it(desk: Desk, case: Opened) -> None:
    hugo, address = desk.sit("hugo"), f"/cases/{case.reference}/owner"

    menu, form = hugo.get(f"/cases/{case.reference}").text, hugo.get(address).text
    went = hugo.post(address, {"person": str(who(desk.office, "hanna")), "reason": "I move to another unit."})
    page = hugo.get(f"/cases/{case.reference}").text
    timeline = hugo.get(f"/cases/{case.reference}/timeline").text

    assert f'href="{address}"' in menu
    assert "Hanna (Handler)" in form and "Henry is away until Fri 27 Nov 2026." in form and ">Henry (" not in form
    assert went.status_code == 303 and "Owner: Hanna" in page
    assert "I move to another unit." in timeline


@pytest.mark.parametrize(("person", "reason", "said"), [
    ("", "Why not", "Choose somebody."), ("x", "Why not", "Choose somebody."), ("999", "Why not", "Choose somebody."),
    ("henry", "Why not", "Henry is away until"), ("hanna", "  ", "Say why"), ("hugo", "Why not", "theirs already"),
    ("rita", "Why not", "Rita is not in the group Handler"),
])
def test_what_cannot_be_handed_over_comes_back_as_typed_with_the_reason(
    desk: Desk, case: Opened, person: str, reason: str, said: str
) -> None:
    chosen = str(who(desk.office, person)) if person in desk.office.cast else person
    hugo, address = desk.sit("hugo"), f"/cases/{case.reference}/owner"
    hugo.get(address)

    answer = hugo.post(address, {"person": chosen, "reason": reason})

    assert answer.status_code == 422 and said in answer.text and reason in answer.text
    assert owner(desk.office, case) == "hugo"


def test_who_is_not_in_charge_neither_sees_the_button_nor_can_use_it(desk: Desk, case: Opened) -> None:
    rita, address = desk.sit("rita"), f"/cases/{case.reference}/owner"

    menu = rita.get(f"/cases/{case.reference}").text
    answers = [rita.get(address), rita.post(address, {"person": str(who(desk.office, "hanna")), "reason": "Mine."})]

    assert f'href="{address}"' not in menu
    assert [one.status_code for one in answers] == [403, 403]
    assert owner(desk.office, case) == "hugo"


def test_a_case_that_nobody_could_take_says_so(desk: Desk, case: Opened) -> None:
    for name in ("hanna", "carl", "mona"):
        limit(desk.office, name, 0)

    page = desk.sit("hugo").get(f"/cases/{case.reference}/owner").text

    assert "There is nobody who could take it now." in page
    assert "Hanna owns 0 open cases, which is their limit." in page
