"""Where cases are stuck, who may see it, and trying again."""

import pytest
from sqlalchemy import select

from engine import cases
from engine.cases import Opened
from engine.errors import StepFailed
from engine.model import Run
from tests.web.staff.desk import Desk, Visitor


def stuck(desk: Desk) -> tuple[Opened, Visitor]:
    """A case that could not go on because nobody handles, and the manager at the list."""
    case = desk.office.complain()
    ina = desk.sit("ina")
    address = desk.task(case, "Initial assessment")
    desk.only_in("hugo", "Reviewer")
    ina.post(address, {"severity": "2", "complexity": "2", "people_affected": "1", "amount": "0"})
    return case, desk.sit("carl")


def stuck_at_night(desk: Desk) -> tuple[Visitor, str]:
    """A case whose deadline could not be followed, the manager at the list, and its button."""
    case = desk.office.complain()
    with desk.office.database.transaction() as session:
        run_id = session.execute(select(Run.id).where(Run.case_id == case.case_id)).scalar_one()
        wrong = StepFailed("The table gave no row.", case_id=case.case_id, run_id=run_id, element="find_breach_effect")
        cases.record(session, wrong, "timer", desk.office.now)
    carl = desk.sit("carl")
    button = carl.get("/incidents").text.split('action="/incidents/')[1].split('"')[0]
    return carl, f"/incidents/{button}"


def test_an_incident_says_which_case_where_and_why(desk: Desk) -> None:
    case, carl = stuck(desk)

    page = carl.get("/incidents").text

    assert case.reference in page and "Name the owner" in page
    assert "Nobody works in the group Handler" in page and "when somebody does the task again" in page


@pytest.mark.parametrize("name", ["ina", "hugo", "rita", "tess"])
def test_only_who_can_have_it_mended_sees_incidents(desk: Desk, name: str) -> None:
    _carl, button = stuck_at_night(desk)
    other = desk.sit(name)

    assert other.get("/incidents").status_code == 403
    assert other.post(button).status_code == 403
    assert "/incidents" not in other.get("/inbox").text


def test_a_retry_that_goes_through_resolves_the_incident(desk: Desk) -> None:
    carl, button = stuck_at_night(desk)

    answer = carl.post(button)
    page = carl.get("/incidents").text

    assert answer.status_code == 303
    assert "It went through." in page and "Every case goes on" in page


def test_what_stopped_at_a_click_is_not_tried_again_by_a_button(desk: Desk) -> None:
    _case, carl = stuck(desk)

    page = carl.get("/incidents").text
    answer = carl.post("/incidents/1/retry", follow_redirects=True).text

    assert 'action="/incidents/' not in page
    assert "Have them send it again" in answer and "when somebody does the task again" in answer


def test_an_incident_that_is_not_there_is_not_retried(desk: Desk) -> None:
    answer = desk.sit("mona").post("/incidents/999/retry", follow_redirects=True)

    assert "There is nothing here by that name." in answer.text
