"""Answering several complaints of one cause from one page."""

import pytest

from engine import cases
from engine.cases import Opened
from tests.engine.cases.office import DECISION
from tests.web.staff.desk import Desk

TASK = "Investigate and decide"
ANSWERS = {
    "findings": DECISION["findings"], "outcome": "upheld", "reasons": DECISION["reasons"], "remedy": ["refund"],
    "next_steps": DECISION["next_steps"], "amount_offered": "20", "remedy_text": "We pay 20 pounds back on Friday.",
}


@pytest.fixture
def three(desk: Desk) -> list[Opened]:
    """Three complaints of one cause, each to be decided by Hugo."""
    found = [desk.office.complain() for _ in range(3)]
    for case in found:
        desk.office.assess(case)
    with desk.office.database.transaction() as session:
        for other in found[1:]:
            cases.link(session, found[0].case_id, other.reference, "group", "", desk.office.cast["tess"],
                       desk.office.now)
    return found


def number(desk: Desk, case: Opened) -> int:
    return desk.office.task(case, TASK)


def test_the_case_leads_to_the_page_where_it_has_company(desk: Desk, three: list[Opened]) -> None:
    alone = desk.office.complain()
    hugo = desk.sit("hugo")

    page = hugo.get(f"/cases/{three[0].reference}").text

    assert f'href="/tasks/{number(desk, three[0])}/together"' in page and "answer 2 other cases with it" in page
    assert "/together" not in hugo.get(f"/cases/{alone.reference}").text


def test_the_page_shows_the_form_once_and_what_can_differ_beside_each_case(desk: Desk, three: list[Opened]) -> None:
    page = desk.sit("hugo").get(f"/tasks/{number(desk, three[0])}/together").text
    second = number(desk, three[1])

    assert f'name="also" value="{second}"' in page and three[1].reference in page
    assert f'name="c{second}-outcome"' in page and f'name="c{second}-findings"' not in page
    assert page.count('name="reasons"') == 1


def test_one_answer_for_all_that_are_ticked_with_the_result_of_each(desk: Desk, three: list[Opened]) -> None:
    hugo = desk.sit("hugo")
    address = f"/tasks/{number(desk, three[0])}/together"
    hugo.get(address)
    second, third = number(desk, three[1]), number(desk, three[2])

    page = hugo.post(address, {**ANSWERS, "also": [str(second), str(third)], f"c{third}-outcome": "refused"}).text

    assert page.count("done</span>") == 3 and "refused</span>" not in page
    assert all(case.reference in page for case in three)
    assert [desk.office.case(case).outcome for case in three] == ["upheld", "upheld", "refused"]
    assert [desk.office.tasks(case) for case in three] == [["Four-eyes review"]] * 3


def test_who_is_not_ticked_is_not_answered(desk: Desk, three: list[Opened]) -> None:
    hugo = desk.sit("hugo")
    address = f"/tasks/{number(desk, three[0])}/together"
    hugo.get(address)

    hugo.post(address, {**ANSWERS, "also": [str(number(desk, three[2]))]})

    assert [desk.office.tasks(case) for case in three] == [["Four-eyes review"], [TASK], ["Four-eyes review"]]


def test_a_task_of_another_cause_cannot_be_slipped_in(desk: Desk, three: list[Opened]) -> None:
    alone = desk.office.complain()
    desk.office.assess(alone)
    hugo = desk.sit("hugo")
    address = f"/tasks/{number(desk, three[0])}/together"
    hugo.get(address)

    hugo.post(address, {**ANSWERS, "also": [str(number(desk, alone)), "999", "x"]})

    assert desk.office.tasks(alone) == [TASK]


def test_an_answer_that_does_not_fit_comes_back_before_anything_is_sent(desk: Desk, three: list[Opened]) -> None:
    hugo = desk.sit("hugo")
    address = f"/tasks/{number(desk, three[0])}/together"
    hugo.get(address)
    second = number(desk, three[1])

    answer = hugo.post(address, {**ANSWERS, "reasons": "Short.", "also": [str(second)], f"c{second}-outcome": "never"})

    assert answer.status_code == 422
    assert "Write at least 20 characters" in answer.text and "Short." in answer.text
    assert f"{three[1].reference}: Choose one of the answers given here." in answer.text
    assert f'value="{second}" checked' in answer.text
    assert [desk.office.tasks(case) for case in three] == [[TASK]] * 3


def test_a_case_that_refuses_says_why_keeps_what_was_typed_and_the_others_are_done(
    desk: Desk, three: list[Opened]
) -> None:
    hugo = desk.sit("hugo")
    address, second = f"/tasks/{number(desk, three[0])}/together", number(desk, three[1])
    hugo.get(address)
    desk.office.do("hugo", three[1], TASK, **DECISION)

    page = hugo.post(address, {**ANSWERS, "also": [str(second)]}).text
    notes = hugo.get(f"/cases/{three[1].reference}/timeline?topic=notes").text

    assert "refused" in page and "Hugo has done “Investigate and decide”." in page
    assert "We pay 20 pounds back on Friday." in notes
    assert desk.office.tasks(three[0]) == ["Four-eyes review"]


def test_sent_twice_it_is_counted_once(desk: Desk, three: list[Opened]) -> None:
    hugo = desk.sit("hugo")
    address, second = f"/tasks/{number(desk, three[0])}/together", number(desk, three[1])
    hugo.get(address)
    hugo.post(address, {**ANSWERS, "also": [str(second)]})

    again = hugo.post(address, {**ANSWERS, "also": [str(second)]})

    assert again.status_code == 200 and "it is counted once" in again.text
    assert [len(desk.office.journal(case, "task.completed")) for case in three] == [2, 2, 1]
    assert [desk.office.journal(case, "note.added") for case in three] == [[], [], []]


def test_a_task_of_another_group_is_not_answered_from_here(desk: Desk, three: list[Opened]) -> None:
    rita = desk.sit("rita")

    assert rita.get(f"/tasks/{number(desk, three[0])}/together").status_code == 403
    assert rita.post(f"/tasks/{number(desk, three[0])}/together", ANSWERS).status_code == 403
    assert rita.get("/tasks/99999/together").status_code == 404
