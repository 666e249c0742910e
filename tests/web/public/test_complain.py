"""Making a complaint."""

import re

from sqlalchemy import func, select

from engine.model import Attachment, Case, IntakeDraft, Message
from tests.engine.cases.office import Office
from tests.web.public.conftest import PNG, WHAT_HAPPENED, WHAT_I_WANT, WHO_I_AM, shown
from web.public.complain import DRAFTS_AN_HOUR


def count(office: Office, row: type) -> int:
    with office.database.reading() as session:
        return session.execute(select(func.count()).select_from(row)).scalar_one()


def test_looking_at_the_form_keeps_nothing(visitor, office):
    page = visitor.get("/complain")

    assert page.status == 200
    assert count(office, IntakeDraft) == 0


def test_a_complaint_goes_page_by_page_to_a_reference_and_a_code(visitor, office):
    page = visitor.complains()

    reference, code = page.by_id["reference"].strip(), page.by_id["code"].split()
    assert re.fullmatch(r"C-\d{4}-\w{6}", reference)
    assert [len(group) for group in code] == [4, 4, 4, 4, 4, 4, 2]
    assert "Dear Zoë Quist" in page.html, "the acknowledgement is on the page at once"
    assert count(office, Case) == 1


def test_the_page_that_does_not_fit_comes_back_with_all_that_was_typed_and_each_error_at_its_field(visitor):
    page = visitor.post(visitor.writes(WHAT_HAPPENED, WHAT_I_WANT) + "/3", {"email": "zoe at home", "phone": "01 23"})

    assert page.status == 422
    fields = page.form().fields
    assert (fields["email"].value, fields["phone"].value) == ("zoe at home", "01 23")
    assert "Write an e-mail address" in page.by_id["f-email-error"]
    assert {"#f-name", "#f-email", "#f-country"} <= set(page.links), "the summary links to each field"
    assert "Your name – Please answer this." in page.by_id["errors"]


def test_what_is_wrong_on_a_page_is_kept_with_the_draft_all_the_same(visitor):
    draft = visitor.writes(WHAT_HAPPENED)
    visitor.post(f"{draft}/3", {"email": "zoe at home"})

    assert visitor.get(f"{draft}/3").form().fields["email"].value == "zoe at home"


def test_a_date_that_is_none_is_given_back_as_it_was_typed(visitor):
    page = visitor.post("/complain", {**WHAT_HAPPENED, "happened_on": "last Tuesday"})

    field = page.form().fields["happened_on"]
    assert (field.kind, field.value) == ("text", "last Tuesday")


def test_what_is_said_to_have_happened_next_year_is_refused(visitor):
    page = visitor.post("/complain", {**WHAT_HAPPENED, "happened_on": "2101-01-01"})

    assert page.status == 422
    assert "This day is still to come." in page.by_id["f-happened_on-error"]


def test_a_box_that_is_no_longer_ticked_takes_its_tick_back(visitor):
    draft = visitor.writes(WHAT_HAPPENED, WHAT_I_WANT)
    visitor.post(f"{draft}/3", {**WHO_I_AM, "vulnerable": "true"})
    visitor.post(f"{draft}/3", WHO_I_AM)

    page = visitor.get(f"{draft}/check")

    assert "Something makes this harder or more urgent for me No" in shown(page)


def test_answers_are_kept_while_one_types_without_being_judged(visitor):
    visitor.post("/complain", {"description": "I was", "keep": "1"})
    address = visitor.answer.text

    assert visitor.answer.status_code == 201
    assert visitor.get(address).form().fields["description"].value == "I was"


def test_a_file_too_large_says_the_limit_and_costs_nothing_else(visitor, office):
    page = visitor.post("/complain", WHAT_HAPPENED, [("scan.png", PNG), ("film.pdf", b"%PDF-" + bytes(10_000_000))])

    assert page.status == 422
    assert "film.pdf was not added: it is larger than 10 MB." in page.by_id["f-files-error"]
    assert page.form().fields["description"].value == WHAT_HAPPENED["description"]
    assert "scan.png" in page.html
    assert count(office, Attachment) == 1


def test_a_file_is_taken_by_what_it_holds_not_by_what_it_is_called(visitor, office):
    page = visitor.post("/complain", WHAT_HAPPENED, [("harmless.pdf", b"MZ this is a program")])

    assert "harmless.pdf was not added: we take only DOCX" in page.by_id["f-files-error"]
    assert count(office, Attachment) == 0


def test_a_file_can_be_taken_away_and_what_is_typed_stays(visitor, office):
    draft = visitor.writes(WHAT_HAPPENED)
    visitor.post(f"{draft}/1", WHAT_HAPPENED, [("scan.png", PNG)])
    [file] = re.findall(r'name="remove" value="(\d+)"', visitor.get(f"{draft}/1").html)

    visitor.post(f"{draft}/1", {**WHAT_HAPPENED, "description": "Something else.", "remove": file})

    page = visitor.follow()
    assert "scan.png" not in page.html
    assert page.form().fields["description"].value == "Something else."


def test_the_same_file_sent_twice_is_one_file(visitor, office):
    draft = visitor.writes(WHAT_HAPPENED)
    for _ in range(2):
        visitor.post(f"{draft}/1", WHAT_HAPPENED, [("scan.png", PNG)])

    assert count(office, Attachment) == 1


def test_files_of_a_draft_belong_to_the_case_once_it_is_sent(visitor, office):
    visitor.post("/complain", WHAT_HAPPENED, [("scan.png", PNG)])
    draft = visitor.answer.location.rsplit("/", 1)[0]
    visitor.post(f"{draft}/3", WHO_I_AM)

    visitor.post(f"{draft}/check", {})

    with office.database.reading() as session:
        assert session.execute(select(Attachment.case_id)).scalar_one() is not None


def test_sent_twice_it_is_one_complaint_with_one_reference(visitor, office):
    draft = visitor.writes(WHAT_HAPPENED, WHAT_I_WANT, WHO_I_AM)

    pages = []
    for _ in range(2):
        visitor.post(f"{draft}/check", {})
        pages.append(visitor.follow().by_id["reference"])

    assert pages[0] == pages[1]
    assert (count(office, Case), count(office, Message)) == (1, 1)


def test_a_complaint_with_gaps_is_not_sent_and_each_gap_leads_to_its_page(visitor, office):
    draft = visitor.writes(WHAT_HAPPENED)

    page = visitor.post(f"{draft}/check", {})

    assert page.status == 422
    assert {f"{draft}/3#f-name", f"{draft}/3#f-country"} <= set(page.links)
    assert count(office, Case) == 0


def test_what_was_sent_can_not_be_changed_through_its_draft(visitor, office):
    draft = visitor.writes(WHAT_HAPPENED, WHAT_I_WANT, WHO_I_AM)
    visitor.post(f"{draft}/check", {})

    visitor.post(f"{draft}/1", {**WHAT_HAPPENED, "description": "Something quite different."}, [("scan.png", PNG)])

    assert "/received/" in visitor.answer.location
    assert count(office, Attachment) == 0
    with office.database.reading() as session:
        assert session.execute(select(Case.description)).scalar_one() == WHAT_HAPPENED["description"]


def test_a_question_that_hangs_on_an_answer_is_not_asked_for_without_it(visitor):
    draft = visitor.writes(WHAT_HAPPENED, WHAT_I_WANT, WHO_I_AM)
    assert "Whom are you writing for?" not in visitor.get(f"{draft}/check").html

    page = visitor.post(f"{draft}/3", {**WHO_I_AM, "on_behalf": "true"})

    assert "Please answer this." in page.by_id["f-on_behalf_name-error"]


def test_what_strangers_type_is_shown_as_text(visitor):
    odd = "<script>alert(1)</script> & 'so' {{ 7*7 }}"
    draft = visitor.writes({**WHAT_HAPPENED, "description": odd})

    page = visitor.get(f"{draft}/1")

    assert "<script>alert" not in page.html
    assert page.form().fields["description"].value == odd


def test_a_draft_that_is_not_there_is_answered_like_any_wrong_address(visitor):
    assert visitor.get("/complain/nothing-here/1").status == 404
    assert visitor.post("/complain/nothing-here/1", WHAT_HAPPENED).status == 404
    assert visitor.get(visitor.writes(WHAT_HAPPENED) + "/9").status == 404


def test_one_address_can_begin_only_so_many_complaints_an_hour(visitor, monkeypatch):
    monkeypatch.setattr("web.public.complain.DRAFTS_AN_HOUR", 1)
    visitor.post("/complain", WHAT_HAPPENED)

    page = visitor.post("/complain", WHAT_HAPPENED)

    assert page.status == 429
    assert 0 < int(visitor.answer.headers["Retry-After"]) <= 3601
    assert DRAFTS_AN_HOUR > 20, "a library or an office shares one address"
