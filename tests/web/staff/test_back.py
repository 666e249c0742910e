"""Going back to an earlier step, and the page of an incident that leads there."""

import pytest

from engine import cases
from engine.cases import Opened
from engine.errors import StepFailed
from tests.web.staff.desk import Desk, Visitor

WHY = "The amount was wrong; please assess it again."


@pytest.fixture
def case(desk: Desk) -> Opened:
    case = desk.office.complain()
    desk.office.assess(case)
    return case


def step(visitor: Visitor, case: Opened) -> str:
    """The step that stands first on the page."""
    return visitor.get(f"/cases/{case.reference}/back").text.split('name="step" value="')[1].split('"')[0]


def test_the_steps_are_told_with_who_did_them_and_when(desk: Desk, case: Opened) -> None:
    page = desk.sit("tess").get(f"/cases/{case.reference}/back").text

    assert "Initial assessment, Ina, Mon 23 Nov 2026, 09:00" in page


def test_going_back_opens_the_step_again_and_the_timeline_says_why(desk: Desk, case: Opened) -> None:
    tess = desk.sit("tess")

    answer = tess.post(f"/cases/{case.reference}/back", {"step": step(tess, case), "reason": WHY},
                       follow_redirects=True).text

    assert "The case went back to “Initial assessment”." in answer
    assert desk.office.tasks(case) == ["Initial assessment"]
    timeline = tess.get(f"/cases/{case.reference}/timeline").text
    assert WHY in timeline and "Because the case went back to “Initial assessment”." in timeline
    assert desk.office.faults() == []


@pytest.mark.parametrize(("typed", "said"), [
    ({"step": "", "reason": WHY}, "Please choose an answer."),
    ({"step": "0" * 32, "reason": WHY}, "This step cannot be done again any more"),
    ({"step": "?", "reason": " no "}, "Write at least 10 characters"),
])
def test_what_is_missing_comes_back_with_what_was_typed(
    desk: Desk, case: Opened, typed: dict[str, str], said: str
) -> None:
    tess = desk.sit("tess")
    tess.get(f"/cases/{case.reference}/back")

    answer = tess.post(f"/cases/{case.reference}/back", typed)

    assert answer.status_code == 422
    assert said in answer.text and typed["reason"].strip() in answer.text
    assert desk.office.tasks(case) == ["Investigate and decide"]


@pytest.mark.parametrize("name", ["ina", "hugo", "rita"])
def test_only_who_watches_over_cases_sets_one_back(desk: Desk, case: Opened, name: str) -> None:
    other = desk.sit(name)

    assert other.get(f"/cases/{case.reference}/back").status_code == 403
    assert f"/cases/{case.reference}/back" not in other.get(f"/cases/{case.reference}").text


def test_a_case_without_an_earlier_step_says_so(desk: Desk) -> None:
    case = desk.office.complain()

    assert "There is no step to go back to" in desk.sit("carl").get(f"/cases/{case.reference}/back").text


# --- the page of an incident -------------------------------------------------------------------------------

def overlapping(desk: Desk, case: Opened) -> None:
    """A table could not decide: two rows of it fit."""
    with desk.office.database.transaction() as session:
        cases.record(session, StepFailed(
            "D2_urgency: the rows 1 and 2 all fit, but only one may.", case_id=case.case_id, run_id=1,
            element="rate_urgency", table="D2_urgency", rows=(1, 2), inputs={"safety": True, "severity": 4},
        ), "task", desk.office.now)


def test_an_incident_shows_the_rows_that_fit_and_what_was_looked_at(desk: Desk, case: Opened) -> None:
    overlapping(desk, case)
    carl = desk.sit("carl")

    page = carl.get("/incidents/1").text

    assert 'href="/incidents/1"' in carl.get("/incidents").text
    assert "that all fit" in page and "Yes" in page and ">4<" in page
    assert "when somebody does the task again" in page and f"/cases/{case.reference}/back" in page


def test_an_incident_that_is_over_says_since_when(desk: Desk, case: Opened) -> None:
    overlapping(desk, case)
    desk.later(hours=1)
    desk.office.decide(case)

    page = desk.sit("carl").get("/incidents/1").text

    assert "The case goes on again since Monday 23 November 2026, 10:00 GMT." in page
    assert "Try again" not in page


def test_an_incident_that_is_not_there_or_not_theirs_is_not_shown(desk: Desk, case: Opened) -> None:
    overlapping(desk, case)

    assert desk.sit("carl").get("/incidents/77").status_code == 404
    assert desk.sit("ina").get("/incidents/1").status_code == 403
