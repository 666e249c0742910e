"""How far up a complaint has gone (ISO 10002 Annex G)."""

import pytest

from engine import overview
from engine.cases import Opened
from tests.engine.cases.office import Office


def level(office: Office, case: Opened) -> str:
    with office.database.reading() as session:
        return overview.head(session, case.reference).level


def test_a_complaint_begins_in_the_first_line_and_ends_closed(office: Office) -> None:
    case = office.complain()
    first = level(office, case)
    office.assess(case)
    office.decide(case)
    office.send(case, "accepted")
    answered = level(office, case)

    office.do("hugo", case, "Close the case", all_points_answered=True)

    assert (first, answered, level(office, case)) == ("first", "first", "closed")


@pytest.mark.parametrize(("days", "expected"), [(25, "team_lead"), (31, "management"), (60, "outside_open")])
def test_what_nobody_does_in_time_goes_up_level_by_level(office: Office, days: int, expected: str) -> None:
    case = office.complain("other")

    office.later(days=days).wake(case)

    assert level(office, case) == expected


def test_a_level_once_reached_stays_though_the_answer_goes_out(office: Office) -> None:
    case = office.complain("other")
    office.later(days=25).wake(case)
    office.assess(case)

    office.decide(case)

    assert level(office, case) == "team_lead"


def test_who_is_shown_the_way_outside_has_it_open(office: Office) -> None:
    case = office.complain()

    office.send(case, "edr_requested")

    assert level(office, case) == "outside_open"
