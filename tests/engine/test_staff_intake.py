"""What staff take down is kept under the mark of their page, and becomes one case (R20)."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import func, select

from engine import attachments, intake
from engine.cases import Opened
from engine.model import Attachment, Case, IntakeDraft
from tests.engine.cases.office import Office

KEY = "the mark of one page"
SAID = {
    "description": ["She was charged twice."], "topic": ["payments"], "country": ["GB"], "name": ["Zoë Quist"],
    "wanted": ["refund"], "channel": ["phone"], "csrf": ["dropped"],
}


def taken_down(office: Office, key: str = KEY) -> Opened:
    with office.database.transaction() as session:
        intake.take_down(session, key, SAID, office.now)
        form = intake.staff_form(session)
        asked = intake.as_intake(form, form.parse(SAID).data, office.now)
        return intake.record(session, key, replace(asked, channel="phone"), office.cast["ina"], office.now)


def test_it_is_a_case_in_the_name_of_who_took_it_down(office: Office) -> None:
    case = taken_down(office)

    [(_, at, data, actor)] = office.journal(case, "case.received")
    assert (at, data["channel"], actor) == (office.now, "phone", "Ina")
    assert office.written(case) == ["L1_ack"]
    assert office.faults() == []


def test_sent_ten_times_at_once_it_is_the_same_case(office: Office) -> None:
    with ThreadPoolExecutor(10) as clicks:
        opened = set(clicks.map(lambda _: taken_down(office), range(10)))

    with office.database.reading() as session:
        cases, drafts = (session.execute(select(func.count()).select_from(one)).scalar() for one in (Case, IntakeDraft))
    assert (len(opened), cases, drafts) == (1, 1, 1)
    assert office.faults() == []


def test_two_pages_are_two_cases(office: Office) -> None:
    assert taken_down(office, "one").case_id != taken_down(office, "other").case_id


def test_what_is_typed_is_kept_as_far_as_somebody_is_asked_for_it(office: Office) -> None:
    with office.database.transaction() as session:
        writing = intake.take_down(session, KEY, {**SAID, "received_reason": ["It lay about."]}, office.now)

    assert writing.sent is None
    assert writing.typed["received_reason"] == ["It lay about."]
    assert "csrf" not in writing.typed


def test_papers_come_along_with_the_name_of_who_scanned_them(office: Office) -> None:
    with office.database.transaction() as session:
        intake.take_down(session, KEY, SAID, office.now)
        intake.add_file(session, KEY, "letter.pdf", b"%PDF-1.7\n", 1, office.now, "Ina")

    case = taken_down(office)

    with office.database.reading() as session:
        file = session.scalars(select(Attachment)).one()
        assert (file.case_id, file.added_by) == (case.case_id, "Ina")
        assert attachments.fingerprints(session, case.case_id) == {file.sha256}


def test_the_time_of_a_complaint_that_came_in_earlier_counts_from_then(office: Office) -> None:
    before = office.now - timedelta(days=3)
    with office.database.transaction() as session:
        intake.take_down(session, KEY, SAID, office.now)
        form = intake.staff_form(session)
        asked = intake.as_intake(form, form.parse(SAID).data, office.now)
        case = intake.record(session, KEY, replace(asked, received_at=before, reason="It lay about over the weekend."),
                             office.cast["ina"], office.now)

    [(_, at, data, _)] = office.journal(case, "case.received")
    assert (at, data["reason"]) == (before, "It lay about over the weekend.")
    assert office.case(case).received_at == before
    assert office.faults() == []
