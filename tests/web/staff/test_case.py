"""The pages of one case."""

import pytest
from sqlalchemy import select

from engine import attachments, cases, publishing
from engine.cases import Opened
from engine.model import Timer
from engine.people import SYSTEM
from tests.engine.cases.office import CLOSE, DECISION
from tests.web.staff.desk import Desk

SIDES = ("", "/timeline", "/letters", "/files", "/diagram")


@pytest.mark.parametrize("side", SIDES)
def test_every_side_of_a_case_stands_under_its_head(desk: Desk, side: str) -> None:
    case = desk.office.complain()

    answer = desk.sit("rita").get(f"/cases/{case.reference}{side}")

    assert answer.status_code == 200
    assert case.reference in answer.text and "Owner: Ina" in answer.text and "Not assessed yet" in answer.text


@pytest.mark.parametrize("side", (*SIDES, "/diagram.bpmn"))
def test_who_is_in_no_group_reads_no_case(desk: Desk, side: str) -> None:
    case = desk.office.complain()
    desk.only_in("mona")

    answer = desk.sit("mona").get(f"/cases/{case.reference}{side}")

    assert answer.status_code == 403
    assert case.reference not in answer.text


@pytest.mark.parametrize("side", (*SIDES, "/diagram.bpmn"))
def test_a_case_that_never_was_is_not_there(desk: Desk, side: str) -> None:
    assert desk.sit("ina").get(f"/cases/C-2026-ZZZZZZ{side}").status_code == 404


def test_markup_in_what_people_write_stays_text(desk: Desk) -> None:
    case = desk.office.complain(wanted_text="<script>alert(1)</script>")
    ina = desk.sit("ina")
    ina.post(f"/cases/{case.reference}/notes", {"note": "<img src=x onerror=alert(2)>"})

    overview, timeline = ina.get(f"/cases/{case.reference}").text, ina.get(f"/cases/{case.reference}/timeline").text

    assert "<script>alert" not in overview and "&lt;script&gt;alert(1)" in overview
    assert "<img src=x" not in timeline and "&lt;img src=x" in timeline


def test_every_date_tells_how_it_came_about(desk: Desk) -> None:
    case = desk.office.complain()

    page = desk.sit("ina").get(f"/cases/{case.reference}").text

    since = "counted from Monday 23 November 2026, 09:00 GMT"
    assert f"15 working days, {since}: our own promise for urgency “Normal”." in page
    assert "30 days, counted from Monday 23 November 2026, 09:00 GMT: Our own promise." in page
    assert "Final date" in page and "Skipped" in page and "If it is missed" in page


def test_the_final_date_that_passed_is_said_in_words(desk: Desk) -> None:
    case = desk.office.complain()

    page = desk.later(days=40).sit("ina").get(f"/cases/{case.reference}").text

    assert "The final date has passed" in page and "missed" in page


def test_every_mark_on_the_bar_of_time_is_named_on_it_and_in_a_list(desk: Desk) -> None:
    case = desk.office.complain()

    page = desk.sit("ina").get(f"/cases/{case.reference}/timeline").text
    picture, dates = page.split('<div class="timebar">')[1].split("</details>")[0].split("</svg>", 1)

    assert picture.count('class="tick') == dates.count("<li>") > 3
    for name in ("Confirm receipt", "Our own target", "Final date"):
        assert f">{name} · " in picture and f">{name}</span>" in dates
    assert 'done</span> <time datetime="2026-11-2' in dates


def test_the_timeline_tells_who_did_what_when_and_why(desk: Desk) -> None:
    case = desk.office.complain()
    desk.later(hours=1)
    desk.office.assess(case)
    desk.office.do("hugo", case, "Investigate and decide", **DECISION)

    page = desk.sit("rita").get(f"/cases/{case.reference}/timeline").text

    assert "“Initial assessment” was done. <span class=\"note\">· Ina</span>" in page
    assert "Monday 23 November 2026, 10:00" in page
    assert "“Urgency” gave: Urgency: U3" in page and "Is the complaint justified?" in page and "Yes, in full" in page


def test_a_note_is_kept_with_the_name_of_who_left_it(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")

    answer = ina.post(f"/cases/{case.reference}/notes", {"note": "  She called again.  "})
    page = ina.get(f"/cases/{case.reference}/timeline?topic=notes").text

    assert answer.status_code == 303
    assert "She called again." in page and "· Ina" in page


@pytest.mark.parametrize(("typed", "fault"), [
    ("   ", "Write what you want to note."), ("x" * 5001, "Write at most 5000 characters."),
    ("bell \x07", "a character that cannot be stored"),
])
def test_a_note_that_cannot_be_kept_comes_back_with_the_reason(desk: Desk, typed: str, fault: str) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")

    answer = ina.post(f"/cases/{case.reference}/notes", {"note": typed})

    assert answer.status_code == 422
    assert fault in answer.text
    assert desk.office.journal(case, "note.added") == []


def test_a_letter_that_waits_says_so_and_hides_the_complainants_code(desk: Desk) -> None:
    case = desk.office.complain()

    page = desk.sit("ina").get(f"/cases/{case.reference}/letters").text

    assert "Waiting to be sent" in page and "zoe@home.example" in page and "••••" in page
    assert case.code not in page.replace(" ", "")


def keep(desk: Desk, case: Opened, name: str, content: bytes) -> int:
    with desk.office.database.transaction() as session:
        return attachments.keep(session, name, content, 1, "Complainant", desk.office.now, case_id=case.case_id).id


def test_a_file_is_a_download_that_no_browser_opens_by_itself(desk: Desk) -> None:
    case = desk.office.complain()
    file_id = keep(desk, case, "näide “1”.txt", b"<script>alert(1)</script>")

    answer = desk.sit("ina").get(f"/files/{file_id}")

    assert answer.data == b"<script>alert(1)</script>"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_files_are_for_the_staff_only(desk: Desk) -> None:
    file_id = keep(desk, desk.office.complain(), "bill.txt", b"12.50")
    desk.only_in("mona")

    assert desk.stranger().get(f"/files/{file_id}").status_code == 303
    assert desk.sit("mona").get(f"/files/{file_id}").status_code == 403
    assert desk.sit("ina").get("/files/999").status_code == 404


def test_a_message_that_nothing_waited_for_stands_on_the_case(desk: Desk) -> None:
    case = desk.office.complain()
    with desk.office.database.transaction() as session:
        message_id = cases.receive(session, case.case_id, "accepted", {}, desk.office.now)
    with desk.office.database.transaction() as session:
        cases.unclaimed(session, message_id, desk.office.now)

    page = desk.sit("ina").get(f"/cases/{case.reference}").text

    assert "A message that nothing waited for" in page


def test_the_diagram_says_the_same_in_words_for_whoever_sees_no_picture(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.assess(case)

    answer = desk.sit("ina").get(f"/cases/{case.reference}/diagram")
    table = answer.text.split("<table>")[1]

    assert "Initial assessment" in table and "Ina" in table and "Investigate and decide" in table
    assert "style-src-attr 'unsafe-inline'" in answer.headers["Content-Security-Policy"]
    assert "'unsafe-inline'" not in desk.sit("ina").get("/inbox").headers["Content-Security-Policy"]


def test_the_drawing_comes_as_it_was_published(desk: Desk) -> None:
    case = desk.office.complain()

    answer = desk.sit("ina").get(f"/cases/{case.reference}/diagram.bpmn")

    assert answer.mimetype == "application/xml"
    assert b'id="initial_assessment"' in answer.data


def test_a_closed_case_can_still_be_read(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.send(case, "withdrawn")
    desk.office.do("hugo", case, "Confirm withdrawal", note="She said so on the phone.")
    desk.office.do("hugo", case, "Close the case", **CLOSE)
    ina = desk.sit("ina")

    for side in SIDES:
        answer = ina.get(f"/cases/{case.reference}{side}")
        assert answer.status_code == 200 and "Closed" in answer.text


def test_a_case_says_for_whom_it_waits_and_until_when(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.assess(case)
    desk.office.decide(case)
    with desk.office.database.reading() as session:
        until = session.execute(select(Timer.due_at).where(Timer.element == "no_reaction")).scalar_one()

    page = desk.sit("ina").get(f"/cases/{case.reference}").text

    assert "Nobody has anything to do on this case now. It waits for the complainant." in " ".join(page.split())
    assert f"If nothing comes by {until:%A} {until.day} {until:%B %Y}" in page


def test_a_case_says_which_pack_it_runs_on_and_whether_new_ones_follow_another(desk: Desk) -> None:
    case = desk.office.complain()
    ina = desk.sit("ina")
    before = ina.get(f"/cases/{case.reference}").text

    with desk.office.database.transaction() as session:
        _number, pack = publishing.current(session)
        regimes = pack.files["bpmn/regimes.toml"].replace(b'"4 WH"', b'"3 WH"')
        publishing.publish(session, pack.changed("bpmn/regimes.toml", regimes), SYSTEM, desk.office.now)
    after = ina.get(f"/cases/{case.reference}").text

    assert ">pack 1</a>" in before and "New cases follow" not in before
    assert ">pack 1</a>" in after and "New cases follow pack 2" in after
