"""A complaint with several questions at once, long lists, many files; and what goes on after it is closed."""

import pytest
from flask import Flask
from sqlalchemy import insert, select, update

from engine import attachments, cases, clock, config
from engine.cases import Opened
from engine.db import Database, insert_row, table
from engine.model import Attachment, Entry, Message, Run
from engine.model import Pack as PackRow
from tests.databases import BASE_URL, KEY
from tests.engine.cases.asking import ASKING, places
from tests.engine.cases.beside import SURVEYING
from tests.engine.cases.office import Office
from tests.web.public.conftest import PNG, Visitor, follow_path, shown
from web.app import create_app


def working_by(database: Database, pack) -> Office:
    """An office that works by a tiny pack."""
    now = clock.real()
    with database.transaction() as session:
        insert_row(session, table(PackRow), {
            "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
            "published_at": now, "current_since": now,
        })
        return Office(database, Office.hire(session, now), now)


def visiting(database: Database) -> Visitor:
    app: Flask = create_app(config.load({"AMENDS_SECRET_KEY": KEY, "AMENDS_BASE_URL": BASE_URL}), database)
    return Visitor(app)


@pytest.fixture
def asked(database: Database) -> tuple[Office, Opened, Visitor]:
    """A complaint of two points with a question about each."""
    asking = working_by(database, ASKING)
    return asking, asking.complain(points=["the fee", "the delay"]), visiting(database)


def waiting(office: Office) -> set[str]:
    with office.database.reading() as session:
        return set(places(session, "info"))


def test_each_question_has_its_own_button_that_says_what_it_is_about(asked):
    _, case, visitor = asked

    page = visitor.get(follow_path(case))

    buttons = [link for link in page.links if "/do/info" in link]
    assert len(buttons) == len(set(buttons)) == 2
    assert "the delay" in shown(page) and "the fee" in shown(page)


def test_an_answer_goes_to_the_question_on_whose_page_it_was_written(asked):
    office, case, visitor = asked
    buttons = [link for link in visitor.get(follow_path(case)).links if "/do/info" in link]
    fee = next(link for link in buttons if "the fee" in visitor.get(link).html)
    fields = visitor.get(fee).form().fields

    visitor.post(fee.split("?")[0], {"text": "It was 20.", **{name: fields[name].value for name in ("at", "place")}})

    assert waiting(office) == {"the delay"}


def test_a_page_that_was_open_too_long_answers_no_other_question(asked):
    office, case, visitor = asked
    fee = next(link for link in visitor.get(follow_path(case)).links
               if "/do/info" in link and "the fee" in visitor.get(link).html)
    fields = visitor.get(fee).form().fields
    place = {name: fields[name].value for name in ("at", "place")}
    visitor.post(fee.split("?")[0], {"text": "It was 20.", **place})

    visitor.post(fee.split("?")[0], {"text": "It was 30.", **place})
    late = visitor.get(fee)

    assert waiting(office) == {"the delay"}
    assert late.status == 409
    with office.database.reading() as session:
        assert session.scalars(select(Message.status).order_by(Message.id.desc())).first() == "unclaimed"


def test_what_others_send_is_no_button_of_the_complainant(asked):
    _, case, visitor = asked

    assert "edr_notice" not in visitor.get(follow_path(case)).html
    assert visitor.get(f"{follow_path(case)}/do/edr_notice").status == 404
    assert visitor.post(f"{follow_path(case)}/do/edr_notice", {"body": "me"}).status == 404


def test_papers_that_staff_put_to_a_case_are_not_shown_to_the_complainant(asked):
    office, case, visitor = asked
    with office.database.transaction() as session:
        attachments.keep(session, "advice.pdf", b"%PDF-1", 1, "Hugo", office.now, case_id=case.case_id)
        attachments.keep(session, "mine.pdf", b"%PDF-2", 1, "Complainant", office.now, case_id=case.case_id)

    page = visitor.get(follow_path(case)).html

    assert "mine.pdf" in page and "advice.pdf" not in page


# --- long lists, many files --------------------------------------------------------------------------------

def test_a_long_history_is_shown_fifty_lines_at_a_time(visitor, office):
    case = office.complain()
    for number in range(60):
        office.send(case, "more_info", text=f"page {number}")

    first = visitor.get(follow_path(case))
    [older] = [link for link in first.links if "history=" in link]
    second = visitor.get(older.split("#")[0])

    assert first.html.count("You told us:") == 50
    assert second.html.count("You told us:") == 10
    assert "We received your complaint" in second.html


def test_many_letters_and_files_are_shown_fifty_at_a_time(visitor, office):
    case = office.complain()
    with office.database.transaction() as session:
        letter = session.execute(select(Message).where(Message.direction == "out")).scalar_one()
        row = {column.name: getattr(letter, column.name) for column in table(Message).c if column.name != "id"}
        session.execute(insert(Message), [{**row, "subject": f"Letter {number}"} for number in range(60)])
        for number in range(60):
            attachments.keep(session, f"f{number}.txt", str(number).encode(), 1, "Complainant", office.now,
                             case_id=case.case_id)

    first = visitor.get(follow_path(case))
    [letters] = [link for link in first.links if "letters=" in link]
    [files] = [link for link in first.links if "files=" in link]

    assert (first.html.count("Letter "), first.html.count(".txt</span>")) == (50, 50)
    assert visitor.get(letters.split("#")[0]).html.count("Letter ") == 10
    assert visitor.get(files.split("#")[0]).html.count(".txt</span>") == 10


def test_a_complaint_that_holds_all_it_can_takes_no_more_files_and_says_so(visitor, office):
    case = office.complain()
    with office.database.transaction() as session:
        for number in range(attachments.MOST_FILES):
            attachments.keep(session, f"f{number}.txt", str(number).encode(), 1, "Complainant", office.now,
                             case_id=case.case_id)

    page = visitor.post(f"{follow_path(case)}/do/more_info", {"text": "One more."}, [("more.png", PNG)])

    assert page.status == 422
    assert "one complaint holds 100 files and 100 MB at most" in page.html and "One more." in page.html
    with office.database.reading() as session:
        assert len(session.scalars(select(Attachment.id)).all()) == attachments.MOST_FILES


def test_the_size_of_all_files_together_counts_too(visitor, office):
    case = office.complain()
    with office.database.transaction() as session:
        attachments.keep(session, "f.txt", b"x", 1, "Complainant", office.now, case_id=case.case_id)
        session.execute(update(Attachment).values(size=attachments.MOST_MEGABYTES * attachments.MEGABYTE))

    assert visitor.post(f"{follow_path(case)}/do/more_info", {"text": "More."}, [("more.png", PNG)]).status == 422


# --- after it is closed ------------------------------------------------------------------------------------

def closed(office: Office) -> Opened:
    case = office.complain()
    office.send(case, "withdrawn")
    office.do("hugo", case, "Confirm withdrawal", note="Yes.")
    office.do("hugo", case, "Close the case", all_points_answered=True)
    return case


def test_a_closed_complaint_that_is_not_settled_is_opened_again_as_a_new_one(visitor, office):
    case = closed(office)
    before = visitor.get(follow_path(case))

    visitor.post(f"{follow_path(case)}/do/reopen", {})
    new = visitor.answer.location.split("?")[0]
    after = visitor.get(follow_path(case))

    assert "This is not settled" in before.html and f"{follow_path(case)}/do/reopen" in before.links
    assert new != follow_path(case) and visitor.get(new).status == 200
    assert "This is not settled" not in after.html and new in after.links
    assert office.faults() == []


def test_ten_times_sent_it_is_the_same_new_complaint(visitor, office):
    case = closed(office)

    found = set()
    for _ in range(10):
        visitor.post(f"{follow_path(case)}/do/reopen", {})
        found.add(visitor.answer.location.split("?")[0])

    assert len(found) == 1


def test_an_open_complaint_is_not_opened_again(visitor, office):
    case = office.complain()

    assert "reopen" not in visitor.get(follow_path(case)).html
    assert visitor.get(f"{follow_path(case)}/do/reopen").status == 409
    assert visitor.post(f"{follow_path(case)}/do/reopen", {}).status == 409


def test_opening_again_needs_the_right_code(visitor, office):
    case = closed(office)

    assert visitor.post(f"/follow/{case.reference}/{'A' * len(case.code)}/do/reopen", {}).status == 404
    with office.database.reading() as session:
        assert session.scalars(select(Entry.id).where(Entry.kind == "case.linked")).all() == []


def test_a_survey_that_waits_has_its_button_on_the_closed_page_and_needs_no_sign_in(database):
    office = working_by(database, SURVEYING)
    case = office.complain()
    office.do("hugo", case, "Look into it", text="Mended.")
    visitor = visiting(database)
    before = visitor.get(follow_path(case)).links
    with database.transaction() as session:
        # it rests for a week
        survey = session.execute(select(Run.id).where(Run.process == "survey")).scalar_one()
        cases.fire_due(session, case.case_id, survey, office.later(days=8).now)

    page = visitor.get(follow_path(case))
    visitor.post(f"{follow_path(case)}/do/survey_answered", {})

    button = f"{follow_path(case)}/do/survey_answered"
    assert button not in before and button in page.links
    assert "Closed" in shown(page)
    with database.reading() as session:
        assert session.scalars(select(Message.status).where(Message.name == "survey_answered")).one() == "delivered"
    assert office.faults() == []
