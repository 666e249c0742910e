"""The list of work, and taking from it."""

import pytest

from tests.engine.cases.office import DECISION
from tests.web.staff.desk import Desk


def test_who_is_not_signed_in_is_sent_to_sign_in_and_comes_back(desk: Desk) -> None:
    answer = desk.stranger().get("/inbox?view=overdue")

    assert answer.status_code == 303
    assert answer.location == "/sign-in?next=/inbox?view%3Doverdue"


def test_the_inbox_shows_the_work_of_ones_groups_and_no_other(desk: Desk) -> None:
    case = desk.office.complain(topic="insurance")

    intake, handler = desk.sit("ina").get("/inbox"), desk.sit("hugo").get("/inbox")

    assert case.reference in intake.text and "Initial assessment" in intake.text and "Insurance" in intake.text
    assert case.reference not in handler.text and "Nothing waits here" in handler.text


@pytest.mark.parametrize(("view", "said"), [
    ("mine", "You have taken no work"), ("overdue", "Nothing is overdue"), ("today", "Nothing is due today"),
])
def test_an_empty_list_says_what_to_do(desk: Desk, view: str, said: str) -> None:
    assert said in desk.sit("ina").get(f"/inbox?view={view}").text


def test_what_is_late_says_how_late_in_words(desk: Desk) -> None:
    desk.office.complain()

    page = desk.later(days=6).sit("ina").get("/inbox?view=overdue").text

    assert "2 days late" in page


@pytest.mark.parametrize("address", ["/inbox?view=everything", "/inbox?group=Management"])
def test_a_list_that_is_not_ones_own_is_not_there(desk: Desk, address: str) -> None:
    assert desk.sit("ina").get(address).status_code == 404


@pytest.mark.parametrize("key", ["", "nonsense", "-", "x-1", "20261123T090000.000000-9999999999999999999999", "--5"])
def test_a_broken_address_starts_at_the_first_page(desk: Desk, key: str) -> None:
    case = desk.office.complain()

    answer = desk.sit("ina").get(f"/inbox?after={key}")

    assert answer.status_code == 200
    assert case.reference in answer.text


def test_a_long_list_goes_on_where_the_page_ended(desk: Desk) -> None:
    references = {desk.office.complain().reference for _ in range(27)}
    ina = desk.sit("ina")

    first = ina.get("/inbox").text
    address = first.split('href="/inbox?after=')[1].split('"')[0]
    second = ina.get(f"/inbox?after={address}").text

    on_first = {reference for reference in references if reference in first}
    on_second = {reference for reference in references if reference in second}
    assert (len(on_first), len(on_second)) == (25, 2)
    assert on_first | on_second == references


def test_taking_a_task_puts_ones_name_on_it_for_everybody(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")

    answer = ina.post(f"{desk.task(case, 'Initial assessment')}/claim?view=groups")
    page = ina.get("/inbox").text

    assert answer.status_code == 303 and answer.location.startswith("/inbox?view=groups#task-")
    assert "You have taken “Initial assessment”." in page and "Give back" in page
    assert "Nothing waits here" in ina.get("/inbox?view=unassigned").text


def test_who_comes_second_reads_who_was_quicker(desk: Desk) -> None:
    case = desk.office.complain()
    desk.only_in("tess", "Intake")
    address = desk.task(case, "Initial assessment")
    desk.sit("ina").post(f"{address}/claim")

    answer = desk.sit("tess").post(f"{address}/claim")

    assert answer.status_code == 409
    assert "Ina has taken it" in answer.text


def test_who_decided_is_told_why_they_cannot_take_the_review(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.assess(case)
    desk.office.do("hugo", case, "Investigate and decide", **DECISION)

    answer = desk.sit("hugo").post(f"{desk.task(case, 'Four-eyes review')}/claim")

    assert answer.status_code == 403
    assert "must stay independent" in answer.text


def test_a_task_of_another_group_cannot_be_taken_and_tells_nothing_of_the_case(desk: Desk) -> None:
    case = desk.office.complain()

    answer = desk.sit("hugo").post(f"{desk.task(case, 'Initial assessment')}/claim")

    assert answer.status_code == 403
    assert case.reference not in answer.text


def test_what_was_given_back_is_free_again(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")
    address = desk.task(case, "Initial assessment")
    ina.post(f"{address}/claim")

    answer = ina.post(f"{address}/release")
    again = ina.post(f"{address}/release")

    assert answer.status_code == 303
    assert case.reference in ina.get("/inbox?view=unassigned").text
    assert again.status_code == 409


def test_a_case_is_reached_by_its_reference(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")

    found = ina.get(f"/cases?reference={case.reference[-6:].lower()}")
    missing = ina.get("/cases?reference=ZZZ", follow_redirects=True)

    assert found.location == f"/cases/{case.reference}"
    assert "There is no case with the reference “ZZZ”." in missing.text


def test_without_the_token_of_a_page_of_ours_nothing_is_taken(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")
    ina.token = "forged"

    answer = ina.post(f"{desk.task(case, 'Initial assessment')}/claim")

    assert answer.status_code == 400
    assert case.reference in ina.get("/inbox?view=unassigned").text
