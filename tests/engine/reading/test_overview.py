"""One case at a glance."""

import pytest

from engine import attachments, cases, overview, public, sealing
from engine.errors import NotFound
from tests.engine.cases.office import DECISION, Office


def test_the_head_names_topic_owner_and_final_date_in_words(office: Office) -> None:
    case = office.complain(topic="insurance")

    with office.database.reading() as session:
        head = overview.head(session, case.reference)

    assert (head.topic, head.owner) == ("Insurance", "Ina")
    assert head.final_at is not None and head.final_at > office.now
    assert [one.due_at for one in head.deadlines] == sorted(one.due_at for one in head.deadlines)


def test_a_reference_that_no_case_has_leads_nowhere(office: Office) -> None:
    with office.database.reading() as session, pytest.raises(NotFound):
        overview.head(session, "C-2026-ZZZZZZ")


@pytest.mark.parametrize("typed", ["{reference}", "  {lower} ", "{end}"])
def test_a_case_is_found_by_its_reference_or_the_last_part_of_it(office: Office, typed: str) -> None:
    reference = office.complain().reference
    text = typed.format(reference=reference, lower=reference.lower(), end=reference.rsplit("-", 1)[1])

    with office.database.reading() as session:
        assert overview.find(session, text, office.now.year) == reference
        assert overview.find(session, "nothing", office.now.year) is None


def test_facts_are_told_by_the_question_that_asked_and_the_answer_in_words(office: Office) -> None:
    case = office.complain(wanted=["apology", "refund"], hide_identity=True)

    with office.database.reading() as session:
        head = overview.head(session, case.reference)
        told = dict(overview.facts(overview.known(session, case.case_id), head.pack))

    assert told["What would put it right?"] == "An apology, My money back"
    assert told["Do not show my name to the people I am complaining about"] is True


def test_neither_a_colleague_nor_the_database_learns_the_code_of_the_complainant_from_a_letter(office: Office) -> None:
    opened = office.complain()

    with office.database.reading() as session:
        case = overview.head(session, opened.reference).case
        letter = overview.letters(session, case)[0]
        theirs = public.first_letter(session, opened.case_id)

    for text in (letter.message.text, letter.message.html, letter.text):
        assert opened.code not in text and sealing.grouped(opened.code) not in text
    assert opened.reference in letter.text
    assert theirs is not None and sealing.grouped(opened.code) in theirs.text and opened.code in theirs.html


def test_the_review_of_ones_own_decision_is_not_among_the_open_work(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.do("hugo", case, "Investigate and decide", **DECISION)

    with office.database.reading() as session:
        his = overview.work(session, case.case_id, office.cast["hugo"].id or 0)
        hers = overview.work(session, case.case_id, office.cast["rita"].id or 0)

    assert ([one.name for one in his], [one.name for one in hers]) == ([], ["Four-eyes review"])


def test_a_message_that_nothing_waited_for_is_shown_with_the_case(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        message_id = cases.receive(session, case.case_id, "accepted", {"comment": "Fine."}, office.now)
    with office.database.transaction() as session:
        taken = cases.deliver(session, message_id, office.now)
        cases.unclaimed(session, message_id, office.now)

    with office.database.reading() as session:
        found = overview.unclaimed(session, case.case_id)

    assert not taken
    assert [(message.name, data) for message, data in found] == [("accepted", {"comment": "Fine."})]


def test_a_file_of_a_complaint_that_was_not_sent_yet_is_nobodys_to_read(office: Office) -> None:
    case = office.complain()
    with office.database.transaction() as session:
        loose = attachments.keep(session, "bill.txt", b"12.50", 10, "Complainant", office.now).id
        kept = attachments.keep(session, "bill.txt", b"12.50", 10, "Complainant", office.now, case_id=case.case_id).id

    with office.database.reading() as session:
        _file, content = overview.file(session, kept)
        with pytest.raises(NotFound):
            overview.file(session, loose)

    assert content == b"12.50"
