"""Doing a task: the form, its draft, and everything that can come between."""

from typing import Any

from sqlalchemy import update

from engine import cases
from engine.model import SignIn
from tests.conftest import database_url
from tests.engine.cases.office import DECISION
from tests.web.staff.desk import Desk, Visitor

__all__ = ["database_url"]

ANSWERS: dict[str, Any] = {
    "severity": "4", "complexity": "2", "people_affected": "3", "amount": "20", "note": "Call her.",
}


def taken(desk: Desk, name: str = "ina") -> tuple[Visitor, str]:
    """Somebody who has taken the first task of a new case, and the task's address."""
    case = desk.office.complain()
    visitor = desk.sit(name)
    address = desk.task(case, "Initial assessment")
    visitor.post(f"{address}/claim", {"open": "1"})
    visitor.get(address)
    return visitor, address


def notes(desk: Desk, visitor: Visitor, address: str) -> str:
    """The notes of the task's case, as its timeline shows them."""
    return visitor.get(f"/cases/{desk.reference(address)}/timeline?topic=notes").text


def test_a_task_shows_what_the_complainant_wrote_and_asks_to_be_taken_first(desk: Desk) -> None:
    case = desk.office.complain()

    page = desk.sit("ina").get(desk.task(case, "Initial assessment")).text

    assert "I was charged twice." in page and "Take this task" in page
    assert "How serious is it for the complainant?" not in page


def test_a_taken_task_shows_its_form_with_what_is_known_already(desk: Desk) -> None:
    case = desk.office.complain(vulnerable=True)
    ina = desk.sit("ina")
    address = desk.task(case, "Initial assessment")

    went = ina.post(f"{address}/claim", {"open": "1"})
    page = ina.get(address).text

    assert went.location == address
    assert 'name="vulnerable" value="true" checked' in page
    assert 'name="people_affected" type="text" value="1"' in page


def test_a_done_task_leads_to_the_next_one_held_and_then_to_the_inbox(desk: Desk) -> None:
    ina, first = taken(desk)
    second = desk.task(desk.office.complain(), "Initial assessment")
    ina.post(f"{second}/claim")

    to_next = ina.post(first, ANSWERS)
    to_inbox = ina.post(second, ANSWERS)

    assert (to_next.status_code, to_next.location) == (303, second)
    assert (to_inbox.status_code, to_inbox.location) == (303, "/inbox")
    assert "“Initial assessment” is done." in ina.get("/inbox").text


def test_answers_that_do_not_fit_come_back_as_typed_with_each_fault_at_its_place(desk: Desk) -> None:
    ina, address = taken(desk)

    answer = ina.post(address, {**ANSWERS, "severity": "", "people_affected": "many", "note": "Keep <this> & that"})

    assert answer.status_code == 422
    assert "2 things need your attention" in answer.text
    assert 'href="#f-severity"' in answer.text and 'id="f-people_affected-error"' in answer.text
    assert 'value="many"' in answer.text and "Keep &lt;this&gt; &amp; that" in answer.text
    assert "Initial assessment" in ina.get("/inbox?view=mine").text


def test_what_is_typed_is_kept_as_a_draft_and_stands_there_again(desk: Desk) -> None:
    ina, address = taken(desk)

    by_script = ina.post(f"{address}/draft", {"note": "half a sent"}, headers={"X-Autosave": "1"})
    again = ina.get(address).text
    by_button = ina.post(f"{address}/draft", {"note": "half a sentence", "severity": "9", "stray": "x"})
    later = ina.get(address).text

    assert (by_script.status_code, by_script.text) == (204, "")
    assert "half a sent</textarea>" in again
    assert (by_button.status_code, by_button.location) == (303, address)
    assert "half a sentence</textarea>" in later and "Your draft is kept." in later


def test_a_draft_is_its_writers_own(desk: Desk) -> None:
    desk.only_in("tess", "Intake")
    ina, address = taken(desk)
    ina.post(f"{address}/draft", {"note": "my private thought"})
    ina.post(f"{address}/release")
    tess = desk.sit("tess")

    tess.post(f"{address}/claim")

    assert "my private thought" not in tess.get(address).text


def test_characters_that_nobody_types_neither_break_the_draft_nor_the_form(desk: Desk) -> None:
    ina, address = taken(desk)
    odd = "a\x00b\ud83dc".encode("utf-8", "surrogatepass")

    draft = ina.post(f"{address}/draft", {"note": odd}, headers={"X-Autosave": "1"})
    sent = ina.post(address, {**ANSWERS, "note": odd})

    assert (draft.status_code, sent.status_code) == (204, 422)


def test_a_task_that_somebody_else_did_says_who_and_keeps_what_was_typed_as_a_note(desk: Desk) -> None:
    desk.only_in("tess", "Intake")
    case = desk.office.complain()
    address = desk.task(case, "Initial assessment")
    tess = desk.sit("tess")
    tess.get(address)
    desk.later(hours=1)
    desk.office.assess(case)

    answer = tess.post(address, ANSWERS)

    assert answer.status_code == 409
    assert "Ina did “Initial assessment” on Monday 23 November 2026, 10:00 GMT." in answer.text
    assert "kept with the case as a note" in answer.text and "Call her." in answer.text
    assert "Call her." in notes(desk, tess, address)


def test_a_task_that_a_message_ended_says_so_and_keeps_what_was_typed(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")
    address = desk.task(case, "Initial assessment")
    ina.post(f"{address}/claim")
    desk.office.send(case, "withdrawn")

    sent, opened = ina.post(address, ANSWERS), ina.get(address)

    assert (sent.status_code, opened.status_code) == (409, 409)
    assert "because a message came in" in sent.text and "because a message came in" in opened.text
    assert "Call her." in notes(desk, ina, address)


def test_a_form_sent_twice_counts_once_and_leaves_no_note(desk: Desk) -> None:
    ina, address = taken(desk)

    first, second = ina.post(address, ANSWERS), ina.post(address, ANSWERS)

    assert (first.status_code, second.status_code) == (303, 303)
    assert "it was counted once" in ina.get("/inbox").text
    assert "Call her." not in notes(desk, ina, address)


def test_going_back_and_sending_something_else_keeps_the_second_text_as_a_note(desk: Desk) -> None:
    ina, address = taken(desk)
    ina.post(address, ANSWERS)

    answer = ina.post(address, {**ANSWERS, "note": "On second thought"})

    assert answer.status_code == 409
    assert "On second thought" in notes(desk, ina, address)


def test_a_task_that_a_colleague_took_meanwhile_keeps_ones_text_as_a_draft(desk: Desk) -> None:
    desk.only_in("tess", "Intake")
    ina, address = taken(desk)
    ina.post(f"{address}/release")
    desk.sit("tess").post(f"{address}/claim")

    answer = ina.post(address, ANSWERS)

    assert answer.status_code == 409
    assert "Tess has taken it" in answer.text and "kept as your draft" in answer.text
    with desk.office.database.reading() as session:
        kept = cases.draft(session, int(address.rsplit("/", 1)[1]), desk.office.cast["ina"].id or 0)
    assert kept["note"] == ["Call her."]


def test_a_case_that_cannot_go_on_keeps_what_was_typed_and_tells_those_who_can_mend_it(desk: Desk) -> None:
    ina, address = taken(desk)
    desk.only_in("hugo", "Reviewer")

    answer = ina.post(address, ANSWERS)

    assert answer.status_code == 500
    assert "The case could not go on" in answer.text and "Call her." in answer.text
    assert "Nobody works in the group Handler" in desk.sit("carl").get("/incidents").text
    desk.only_in("hugo", "Handler")
    assert "Call her.</textarea>" in ina.get(address).text
    assert ina.post(address, ANSWERS).status_code == 303


def test_who_decided_neither_opens_nor_does_the_review(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.assess(case)
    desk.office.do("hugo", case, "Investigate and decide", **DECISION)
    address = desk.task(case, "Four-eyes review")
    hugo = desk.sit("hugo")

    opened, sent = hugo.get(address), hugo.post(address, {"decision": "approve"})
    draft = hugo.post(f"{address}/draft", {"decision": "approve"})

    assert (opened.status_code, sent.status_code, draft.status_code) == (403, 403, 403)
    assert case.reference not in opened.text
    assert desk.office.tasks(case) == ["Four-eyes review"]


def test_a_task_that_never_was_is_not_there(desk: Desk) -> None:
    ina = desk.sit("ina")

    assert ina.get("/tasks/999").status_code == 404
    assert ina.post("/tasks/999", ANSWERS).status_code == 404
    assert ina.post("/tasks/999/claim").status_code == 404


def test_what_the_complainant_sent_since_stands_with_every_task(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.send(case, "more_info", text="The bank wrote to me again.")

    page = desk.sit("ina").get(desk.task(case, "Initial assessment")).text

    assert "What they sent since" in page and "The bank wrote to me again." in page


def test_what_was_typed_before_the_sign_in_ran_out_is_given_back(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")
    address = desk.task(case, "Initial assessment")
    ina.post(f"{address}/claim")
    with desk.office.database.transaction() as session:
        session.execute(update(SignIn).values(ended_at=desk.office.now))

    answer = ina.post(address, {"note": "They called twice this morning."})

    assert answer.status_code == 401
    assert "They called twice this morning." in answer.text and "You were signed out" in answer.text
    assert desk.office.tasks(case) == ["Initial assessment"]
