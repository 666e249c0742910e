"""A closed complaint that is not settled comes back as a new case that belongs to the old one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from engine import cases, overview
from engine.cases import Opened
from engine.errors import Refused
from engine.model import Case, CaseLink, Party
from engine.people import COMPLAINANT, Actor
from tests.engine.cases.office import Office


@pytest.fixture
def closed(office: Office) -> Opened:
    case = office.complain("credit", vulnerable=True, wanted=["refund"])
    office.assess(case, vulnerable=True)
    office.decide(case)
    office.send(case, "accepted")
    office.do("hugo", case, "Close the case", all_points_answered=True)
    return case


def again(office: Office, case: Opened, actor: Actor = COMPLAINANT) -> Opened:
    with office.database.transaction() as session:
        return cases.reopen(session, case.case_id, {"text": "It happened again."}, actor, office.now)


def links(office: Office) -> list[tuple[int, int, str]]:
    with office.database.reading() as session:
        return [(one.case_id, one.other_id, one.kind) for one in session.scalars(select(CaseLink))]


def test_it_comes_back_with_who_complains_about_what_and_with_what_happened_since(
    office: Office, closed: Opened
) -> None:
    new = again(office.later(days=3), closed)

    row, old = office.case(new), office.case(closed)
    assert (row.status, row.topic, row.country, row.received_at) == ("open", old.topic, old.country, office.now)
    assert row.description == f"It happened again.\n\n{closed.reference}:\n{old.description}"
    assert office.tasks(new) == ["Initial assessment"]
    with office.database.reading() as session:
        assert session.get_one(Party, new.case_id).email == "zoe@home.example"


def test_what_was_told_at_intake_is_known_and_what_was_found_out_is_asked_anew(
    office: Office, closed: Opened
) -> None:
    new = again(office, closed)

    with office.database.reading() as session:
        known = overview.known(session, new.case_id)
    assert (known["vulnerable"], known["wanted"]) == (True, ["refund"])
    assert not {"outcome", "severity", "findings"} & known.keys()


def test_both_cases_say_that_they_belong_together(office: Office, closed: Opened) -> None:
    new = again(office, closed)

    assert links(office) == [(new.case_id, closed.case_id, "reopened")]
    for here, there in ((new, closed), (closed, new)):
        [(_, _, data, actor)] = office.journal(here, "case.linked")
        assert (data["other"], data["link"], actor) == (there.reference, "reopened", "Complainant")
    assert office.faults() == []


def test_staff_can_open_it_again_too(office: Office, closed: Opened) -> None:
    new = again(office, closed, office.cast["carl"])

    [(_, _, _, actor)] = office.journal(new, "case.linked")
    assert actor == "Carl"


def test_as_long_as_the_new_one_is_open_asking_again_gives_the_same(office: Office, closed: Opened) -> None:
    first = again(office, closed)

    second = again(office.later(days=1), closed)

    assert second == first
    assert len(links(office)) == 1
    assert office.faults() == []


def test_when_the_new_one_is_closed_as_well_it_can_be_opened_once_more(office: Office, closed: Opened) -> None:
    first = again(office, closed)
    office.send(first, "withdrawn")
    office.do("hugo", first, "Confirm withdrawal", note="Yes.")
    office.do("hugo", first, "Close the case", all_points_answered=True)

    second = again(office.later(days=1), closed)

    assert second.case_id != first.case_id
    assert office.faults() == []


def test_a_complaint_that_is_open_cannot_be_opened_again(office: Office) -> None:
    case = office.complain()

    with pytest.raises(Refused, match="still being worked on"):
        again(office, case)


def test_ten_clicks_at_once_open_it_again_once(office: Office, closed: Opened) -> None:
    with ThreadPoolExecutor(10) as clicks:
        opened = set(clicks.map(lambda _: again(office, closed), range(10)))

    assert len(opened) == 1
    with office.database.reading() as session:
        assert len(session.scalars(select(Case.id)).all()) == 2
    assert office.faults() == []


def test_the_new_case_follows_the_process_of_today(office: Office, closed: Opened) -> None:
    new = again(office.later(days=400), closed)

    assert office.case(new).opened_at - office.case(closed).opened_at >= timedelta(days=400)
