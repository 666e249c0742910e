"""What a complainant can do with an open complaint."""

import json

from sqlalchemy import select

from engine import publishing
from engine.cases import Opened
from engine.model import Attachment, Message
from engine.packs import Pack
from engine.people import SYSTEM
from tests.engine.cases.conftest import shipped
from tests.engine.cases.office import Office
from tests.web.public.conftest import PNG, Visitor, follow_path, shown


def received(office: Office, case: Opened) -> list[tuple[str, str]]:
    with office.database.reading() as session:
        return [(row.name, row.status) for row in session.execute(
            select(Message.name, Message.status).where(Message.case_id == case.case_id, Message.direction == "in")
            .order_by(Message.id)
        )]


def answered(office: Office) -> Opened:
    """A complaint to which the decision has been sent."""
    case = office.complain()
    office.assess(case)
    office.decide(case)
    return case


def page_key(visitor: Visitor, path: str) -> dict[str, str]:
    return {"key": visitor.get(path).form().fields["key"].value}


def test_what_is_added_reaches_the_case_with_its_file(visitor, office):
    case = office.complain()

    visitor.post(f"{follow_path(case)}/do/more_info", {"text": "Here is the statement."}, [("statement.png", PNG)])

    page = visitor.follow()
    assert "This is now part of your complaint" in page.html
    assert received(office, case) == [("more_info", "delivered")]
    with office.database.reading() as session:
        assert session.execute(select(Attachment.case_id)).scalar_one() == case.case_id


def test_a_page_sent_twice_has_one_effect(visitor, office):
    case = office.complain()
    path = f"{follow_path(case)}/do/more_info"
    typed = {"text": "Here is the statement.", **page_key(visitor, path)}

    for _ in range(2):
        visitor.post(path, typed, [("statement.png", PNG)])

    assert received(office, case) == [("more_info", "delivered")]
    with office.database.reading() as session:
        assert len(session.scalars(select(Attachment.id)).all()) == 1


def test_something_can_be_added_more_than_once(visitor, office):
    case = office.complain()

    for text in ("First this.", "Then that."):
        visitor.post(f"{follow_path(case)}/do/more_info", {"text": text})

    assert received(office, case) == [("more_info", "delivered")] * 2


def test_a_rejection_needs_a_reason_and_keeps_the_key_of_its_page(visitor, office):
    path = f"{follow_path(answered(office))}/do/rejected"
    typed = page_key(visitor, path)

    page = visitor.post(path, typed)

    assert page.status == 422
    assert "What is wrong with our answer? – Please answer this." in page.by_id["errors"]
    assert page.form().fields["key"].value == typed["key"]


def test_a_refused_file_keeps_the_text_and_sends_nothing(visitor, office):
    case = office.complain()

    page = visitor.post(f"{follow_path(case)}/do/more_info", {"text": "See the film."}, [("film.avi", b"RIFF")])

    assert page.status == 422
    assert "film.avi was not added" in page.by_id["f-files-error"]
    assert page.form().fields["text"].value == "See the film."
    assert received(office, case) == []


def test_a_file_beside_a_refused_one_is_not_kept_without_the_message(visitor, office):
    case = office.complain()

    visitor.post(f"{follow_path(case)}/do/more_info", {"text": "See."}, [("a.png", PNG), ("film.avi", b"RIFF")])

    with office.database.reading() as session:
        assert session.scalars(select(Attachment.id)).all() == []


def test_files_chosen_beside_a_wrong_answer_must_be_chosen_again_and_the_page_says_so(visitor, office):
    case = office.complain()

    page = visitor.post(f"{follow_path(case)}/do/more_info", {}, [("statement.png", PNG)])

    assert "Please choose the files again." in page.by_id["f-files-error"]


def test_the_answer_can_be_accepted(visitor, office):
    case = answered(office)

    visitor.post(f"{follow_path(case)}/do/accepted", {})

    assert "Done: You accepted our decision." in shown(visitor.follow())


def test_the_answer_can_be_rejected_with_a_reason(visitor, office):
    case = answered(office)

    visitor.post(f"{follow_path(case)}/do/rejected", {"reason": "The second fee is still missing."})

    assert "Done: You told us that you do not accept our decision." in shown(visitor.follow())


def test_a_complaint_can_be_withdrawn_without_a_reason(visitor, office):
    case = office.complain()

    visitor.post(f"{follow_path(case)}/do/withdrawn", {})

    assert "Done: You withdrew your complaint." in shown(visitor.follow())


def test_dispute_resolution_outside_can_be_asked_for(visitor, office):
    case = office.complain()

    visitor.post(f"{follow_path(case)}/do/edr_requested", {})

    visitor.follow()
    assert office.case(case).edr_offered_at is not None


def test_a_button_that_no_longer_fits_says_so(visitor, office):
    case = office.complain()

    page = visitor.get(f"{follow_path(case)}/do/accepted")

    assert page.status == 409
    assert follow_path(case) in page.links


def test_what_comes_too_late_is_kept_with_the_case(visitor, office):
    case = office.complain()
    office.send(case, "withdrawn")

    visitor.post(f"{follow_path(case)}/do/rejected", {"reason": "I typed this before."})

    assert visitor.answer.status_code == 303
    assert [name for name, _ in received(office, case)] == ["withdrawn", "rejected"]


def test_a_message_that_the_pack_does_not_know_is_not_taken(visitor, office):
    case = office.complain()

    assert visitor.post(f"{follow_path(case)}/do/deadline_moved", {}).status == 404
    assert received(office, case) == []


def test_a_form_of_another_site_is_refused(visitor, office):
    case = office.complain()

    answer = visitor.client.post(f"{follow_path(case)}/do/withdrawn", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert received(office, case) == []


def test_our_own_forms_can_be_sent_from_a_page_that_hides_where_it_came_from(visitor, office):
    """Under `no-referrer` a browser says `Origin: null`, and our check would refuse our own form."""
    case = office.complain()

    for path in ("/complain", "/follow", f"{follow_path(case)}/do/more_info"):
        visitor.get(path)

        assert visitor.answer.headers["Referrer-Policy"] == "same-origin"


def test_who_asks_for_more_lines_loses_nothing_and_sends_nothing(visitor, office):
    asked = json.loads(shipped().files["forms/reaction.json"])
    asked["properties"]["open_points"] = {"title": "Not answered?", "type": "array", "items": {"type": "string"}}
    with office.database.transaction() as session:
        pack = Pack({**shipped().files, "forms/reaction.json": json.dumps(asked).encode()}, shipped().calendars)
        publishing.publish(session, pack, SYSTEM, office.now)
    path = f"{follow_path(answered(office))}/do/rejected"

    typed = {"reason": "", "open_points": ["the fee"], "more": "open_points"}
    page = visitor.post(path, {**page_key(visitor, path), **typed})

    assert visitor.answer.status_code == 200
    assert page.html.count('name="open_points"') == 4
    assert 'value="the fee"' in page.html
    assert "Please answer this." not in page.html
