"""Whom a complaint is about neither reads nor counts nor touches it, on any page there is; everybody else reads who
must keep out and why; two people together lift it (ISO 10002 4.7, 4.10, S10, S21)."""

from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select
from werkzeug.routing import Rule

from engine import cases
from engine.cases import Opened
from engine.db import Database
from engine.errors import StepFailed
from engine.model import Attachment, Incident, Person, Task
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.staffing import drawn, hire, listed, needs, reports_to, who
from tests.engine.cases.test_independence import ABOUT_US, PEOPLE, about
from tests.web.staff.conftest import config
from tests.web.staff.desk import Desk
from web.app import create_app

STORY = "I was charged twice."


@pytest.fixture
def desk(clock: time_machine.Traveller, database: Database, tmp_path: Path) -> Desk:
    """An office that keeps out whom a complaint is about, with two complaints managers."""
    office = drawn(database, MONDAY, ABOUT_US, **PEOPLE)
    hire(office, "cleo", "Complaints manager")
    return Desk(office, create_app(config(tmp_path, "production"), office.database), clock)


@pytest.fixture
def case(desk: Desk) -> Opened:
    """A complaint about Hugo, who is in every group, with a file, a letter, a note, an incident and open work."""
    case = about(desk.office, "hugo")
    everything = ["Intake", "Handler", "Reviewer", "Team lead", "Complaints manager", "Management"]
    desk.only_in("hugo", *everything)
    with desk.office.database.transaction() as session:
        cases.note(session, case.case_id, "A note about it.", desk.office.cast["ina"], desk.office.now)
        session.add(Attachment(case_id=case.case_id, draft_id=None, name="proof.txt", media_type="text/plain", size=5,
                               sha256="0" * 64, content=b"proof", added_by="Zoë", added_at=desk.office.now))
        run_id = session.scalars(select(Task.run_id).where(Task.case_id == case.case_id)).first()
        cases.record(session, StepFailed("It stopped here.", case_id=case.case_id, run_id=run_id), "timer",
                     desk.office.now)
    return case


def address(rule: Rule, case: Opened, ids: dict[str, int]) -> str:
    """A route's address with everything in it that belongs to the case."""
    found = rule.rule
    for argument in rule.arguments:
        value = str(ids.get(argument, 1)) if argument != "reference" else case.reference
        found = found.replace(f"<int:{argument}>", value).replace(f"<{argument}>", value)
    return found


def belonging(desk: Desk, case: Opened) -> dict[str, int]:
    """The numbers under which pages ask for what belongs to the case."""
    with desk.office.database.reading() as session:
        def first(row: type) -> int:
            return int(session.scalars(select(row.id).where(row.case_id == case.case_id)).first() or 0)  # type: ignore[attr-defined]
        return {"task_id": first(Task), "file_id": first(Attachment), "incident_id": first(Incident)}


def test_no_page_that_is_about_a_case_shows_it_to_whom_it_is_about_or_lets_them_touch_it(
    desk: Desk, case: Opened
) -> None:
    hugo, ids = desk.sit("hugo"), belonging(desk, case)
    about_a_case = [
        rule for rule in desk.app.url_map.iter_rules()
        if {"reference", "task_id", "file_id", "incident_id", "message_id"} & set(rule.arguments)
        and desk.app.view_functions[rule.endpoint].amends_access == "staff"  # type: ignore[attr-defined]
    ]
    before = desk.office.journal(case)

    open_to_him = []
    for rule in about_a_case:
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            typed = {"csrf_token": hugo.token, "reason": "Let me.", "note": "Let me."}
            answer = hugo.client.open(address(rule, case, ids), method=method, data=typed if method == "POST" else None,
                                      follow_redirects=True)
            shown = STORY in answer.text or "It stopped here." in answer.text or "proof.txt" in answer.text
            if shown or (answer.status_code == 200 and case.reference in answer.text):
                open_to_him.append((method, rule.rule, answer.status_code))

    assert len(about_a_case) > 15
    assert open_to_him == []
    assert desk.office.journal(case) == before, "nothing he sent has changed anything"


def test_who_knows_the_reference_reads_why_it_is_closed_and_nothing_of_the_case(desk: Desk, case: Opened) -> None:
    hugo = desk.sit("hugo")

    closed = hugo.get(f"/cases/{case.reference}")
    found = hugo.get(f"/cases?reference={case.reference}", follow_redirects=True)
    guessed = hugo.get(f"/cases?reference={case.reference[-6:]}", follow_redirects=True)

    assert "There is no case with the reference" in guessed.text, "a part of a reference is not completed for them"
    for answer in (closed, found):
        assert answer.status_code == 404
        assert "This case is closed to you" in answer.text and "You are named in the complaint." in answer.text
        assert STORY not in answer.text and "payments" not in answer.text and "Owner" not in answer.text


def test_a_guessed_number_tells_no_more_than_one_that_never_was(desk: Desk, case: Opened) -> None:
    hugo, ids = desk.sit("hugo"), belonging(desk, case)

    task = desk.task(case, "Look into it")
    pairs = [
        (hugo.get(task), hugo.get("/tasks/999999")),
        (hugo.post(f"{task}/draft", {"text": "So."}), hugo.post("/tasks/999999/draft", {"text": "So."})),
        (hugo.get(f"/tasks/{ids['task_id']}"), hugo.get("/tasks/999999")),
        (hugo.get(f"/files/{ids['file_id']}"), hugo.get("/files/999999")),
        (hugo.post(f"/tasks/{ids['task_id']}", {"text": "So."}), hugo.post("/tasks/999999", {"text": "So."})),
        (hugo.post(f"/tasks/{ids['task_id']}/claim"), hugo.post("/tasks/999999/claim")),
    ]

    for there, nowhere in pairs:
        assert (there.status_code, there.text) == (nowhere.status_code, nowhere.text)
        assert there.status_code == 404


def test_the_case_is_neither_listed_nor_counted_for_whom_it_is_about(desk: Desk, case: Opened) -> None:
    hugo, carl = desk.sit("hugo"), desk.sit("carl")

    his = [hugo.get(view).text for view in ("/inbox", "/inbox?view=unassigned", "/inbox?view=overdue", "/incidents")]

    assert all(case.reference not in page and STORY not in page for page in his)
    assert listed(desk.office, "hugo") == []
    assert case.reference in carl.get("/incidents").text
    assert '<span class="tally">' not in his[0], "the head counts no incident of it"


def test_what_he_had_typed_when_it_was_closed_to_him_is_given_back(desk: Desk) -> None:
    case = about(desk.office)
    hugo, task = desk.sit("hugo"), desk.task(case, "Look into it")
    hugo.post(f"{task}/claim")
    desk.office.do("ina", case, "Somebody else", subject_people=[who(desk.office, "hugo")])

    answer = hugo.post(task, {"text": "Three pages of findings."})

    assert answer.status_code == 404 and "Three pages of findings." in answer.text
    assert case.reference not in answer.text


def test_the_case_page_says_who_must_keep_out_and_why(desk: Desk) -> None:
    reports_to(desk.office, "hanna", "hugo")
    reports_to(desk.office, "hugo", "carl")
    case = about(desk.office, "hugo")

    page = desk.sit("rita").get(f"/cases/{case.reference}").text

    assert "Who may not work on this case" in page
    assert "Hugo is named in the complaint." in page and "They cannot read it either." in page
    assert "Hanna reports to Hugo, whom the complaint is about." in page
    assert "Carl is the manager of Hugo, whom the complaint is about." in page
    assert "Ask to let them take part" not in page, "Rita may read it, but not lift it"


def test_a_case_about_nobody_has_no_such_part(desk: Desk) -> None:
    case = about(desk.office)

    assert "Who may not work on this case" not in desk.sit("rita").get(f"/cases/{case.reference}").text


def test_a_second_person_agrees_to_what_one_asked_and_the_page_says_who(desk: Desk, case: Opened) -> None:
    carl, mona = desk.sit("carl"), desk.sit("mona")
    page, lifting = f"/cases/{case.reference}", f"/cases/{case.reference}/kept-out/{who(desk.office, 'hugo')}"
    carl.get(page)

    asked = carl.post(f"{lifting}/ask", {"reason": "He was named by mistake."})
    for_carl, for_mona = carl.get(page).text, mona.get(page).text
    alone = carl.post(f"{lifting}/agree")
    told = carl.get(page).text
    agreed = mona.post(f"{lifting}/agree")
    after = mona.get(page).text

    assert asked.location == f"{page}#kept-out"
    assert "Carl asked to let them take part: He was named by mistake." in for_mona
    assert ">Agree<" in for_mona and ">Agree<" not in for_carl
    assert alone.status_code == 303 and "Somebody else has to agree" in told
    assert agreed.status_code == 303
    assert "Hugo may take part." in after and "Mona agreed." in after
    assert desk.sit("hugo").get(page).status_code == 200


def test_what_was_asked_can_be_left_as_it_is(desk: Desk, case: Opened) -> None:
    carl, mona = desk.sit("carl"), desk.sit("mona")
    lifting = f"/cases/{case.reference}/kept-out/{who(desk.office, 'hugo')}"
    carl.post(f"{lifting}/ask", {"reason": "By mistake."})

    mona.post(f"{lifting}/refuse")

    assert "Ask to let them take part" in mona.get(f"/cases/{case.reference}").text
    assert mona.post(f"{lifting}/agree").status_code == 404
    assert desk.sit("hugo").get(f"/cases/{case.reference}").status_code == 404


@pytest.mark.parametrize("name", ["hanna", "rita"])
def test_a_colleague_can_neither_ask_nor_agree(desk: Desk, case: Opened, name: str) -> None:
    colleague = desk.sit(name)
    lifting = f"/cases/{case.reference}/kept-out/{who(desk.office, 'hugo')}"

    answers = [colleague.post(f"{lifting}/{verb}", {"reason": "Why not"}) for verb in ("ask", "agree", "refuse")]

    assert [one.status_code for one in answers] == [403, 403, 403]


def test_it_is_not_asked_without_a_reason(desk: Desk, case: Opened) -> None:
    carl = desk.sit("carl")

    carl.post(f"/cases/{case.reference}/kept-out/{who(desk.office, 'hugo')}/ask", {"reason": " "})

    assert "Say why." in carl.get(f"/cases/{case.reference}").text
    assert desk.office.journal(case, "exclusion.asked") == []


def test_the_complaints_manager_lets_somebody_do_without_a_training(desk: Desk) -> None:
    case = about(desk.office)
    needs(desk.office, desk.office.task(case, "Look into it"), "payments")
    carl, hanna, page = desk.sit("carl"), desk.sit("hanna"), f"/cases/{case.reference}"
    allowing = f"{page}/kept-out/{who(desk.office, 'hanna')}/allow"

    for_hanna, for_carl = hanna.get(page).text, carl.get(page).text
    own = hanna.post(allowing, {"skill": "payments", "reason": "I can do it."})
    carl.post(allowing, {"skill": "payments", "reason": "The course is next week."})

    assert "Hanna has no training “payments”." in for_hanna and "Let them do it in this case" not in for_hanna
    assert "Let them do it in this case" in for_carl
    assert own.status_code == 403
    assert "Take this task" in hanna.get(desk.task(case, "Look into it")).text


def test_somebody_who_left_is_named_like_anybody_else(desk: Desk) -> None:
    with desk.office.database.transaction() as session:
        session.get_one(Person, who(desk.office, "hugo")).active = False
    case = about(desk.office, "hugo")

    assert "Hugo is named in the complaint." in desk.sit("rita").get(f"/cases/{case.reference}").text

