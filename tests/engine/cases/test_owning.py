"""Handing a case to somebody else: for a reason, to somebody who may own it (ISO 10002 4.12)."""

import pytest

from engine import cases, people
from engine.cases import Opened
from engine.db import Database
from engine.errors import ClosedToYou, NotFit, NotFound, NotInCharge, Refused
from engine.model import Person
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import TOMORROW, away, drawn, hire, limit, needs, owner, reports_to, task_row, who
from tests.engine.cases.test_independence import ABOUT_US, PEOPLE, about, claim

WHY = "Hugo moves to another unit."


@pytest.fixture
def house(database: Database) -> Office:
    office = drawn(database, MONDAY, ABOUT_US, **PEOPLE, tess=["Team lead"])
    limit(office, "hanna", 0)  # what comes in goes to Hugo
    return office


@pytest.fixture
def case(house: Office) -> Opened:
    """A case of Hugo's."""
    case = about(house)
    limit(house, "hanna", None)
    assert owner(house, case) == "hugo"
    return case


def hand_over(office: Office, by: str, case: Opened, to: str, reason: str = WHY) -> None:
    with office.database.transaction() as session:
        cases.hand_over(session, case.case_id, who(office, to), reason, office.cast[by], office.now)


@pytest.mark.parametrize("by", ["hugo", "tess", "carl"])
def test_the_owner_and_those_in_charge_hand_a_case_over_for_a_reason(house: Office, case: Opened, by: str) -> None:
    hand_over(house, by, case, "hanna")

    [(_, _, told, actor)] = house.journal(case, "owner.handed_over")
    assert owner(house, case) == "hanna"
    assert (actor.lower(), told["owner"], told["before"], told["reason"]) == (by, "Hanna", "Hugo", WHY)
    assert house.faults() == []


@pytest.mark.parametrize("by", ["hanna", "rita", "ina"])
def test_a_colleague_cannot_hand_over_what_is_not_theirs(house: Office, case: Opened, by: str) -> None:
    with pytest.raises(NotInCharge):
        hand_over(house, by, case, "hanna")

    assert owner(house, case) == "hugo"


def test_whoever_stands_in_for_the_owner_may_hand_over_while_they_are_away(house: Office, case: Opened) -> None:
    away(house, "hugo", deputy="rita")

    hand_over(house, "rita", case, "hanna")

    assert owner(house, case) == "hanna"


def test_somebody_in_charge_who_is_named_hands_nothing_over(house: Office) -> None:
    case = about(house, "tess")

    with pytest.raises(ClosedToYou):
        hand_over(house, "tess", case, "hanna")


@pytest.mark.parametrize(("what", "why"), [
    (lambda house: away(house, "hanna"), "away"), (lambda house: limit(house, "hanna", 0), "full"),
])
def test_the_successor_has_to_be_there_and_to_have_room(house: Office, case: Opened, what: object, why: str) -> None:
    what(house)  # type: ignore[operator]

    with pytest.raises(NotFit) as refused:
        hand_over(house, "carl", case, "hanna")

    assert refused.value.about["bar"].why == why
    assert owner(house, case) == "hugo"


def test_the_successor_is_independent_of_whom_the_complaint_is_about(house: Office) -> None:
    hire(house, "henry", "Handler")
    reports_to(house, "henry", "carl")
    case = about(house, "carl")

    with pytest.raises(NotFit, match="Henry reports to Carl"):
        hand_over(house, "tess", case, "henry")
    with pytest.raises(NotFit, match="Carl is named in the complaint"):
        hand_over(house, "tess", case, "carl")


def test_the_successor_is_of_the_group_or_of_a_higher_level(house: Office, case: Opened) -> None:
    with pytest.raises(NotFit, match="Rita is not in the group Handler"):
        hand_over(house, "carl", case, "rita")

    hand_over(house, "carl", case, "mona")

    assert owner(house, case) == "mona"


@pytest.mark.parametrize("reason", ["", " \n ", "x" * 2001])
def test_nothing_is_handed_over_without_saying_why(house: Office, case: Opened, reason: str) -> None:
    with pytest.raises(Refused, match="Say why"):
        hand_over(house, "hugo", case, "hanna", reason)


def test_nobody_hands_a_case_to_its_owner_or_to_nobody(house: Office, case: Opened) -> None:
    with pytest.raises(Refused, match="theirs already"):
        hand_over(house, "carl", case, "hugo")
    with pytest.raises(NotFound), house.database.transaction() as session:
        cases.hand_over(session, case.case_id, 999, WHY, house.cast["carl"], house.now)


def test_what_the_owner_held_goes_with_the_case(house: Office, case: Opened) -> None:
    claim(house, "hugo", case, "Look into it")

    hand_over(house, "hugo", case, "hanna")

    assert task_row(house, house.task(case, "Look into it")).assignee_id == who(house, "hanna")
    assert [data["to"] for _, _, data, _ in house.journal(case, "task.handed_over")] == ["Hanna"]


def test_what_the_successor_cannot_do_goes_back_to_its_group(house: Office, case: Opened) -> None:
    claim(house, "hugo", case, "Look into it")

    hand_over(house, "hugo", case, "mona")

    assert task_row(house, house.task(case, "Look into it")).assignee_id is None
    assert len(house.journal(case, "task.released")) == 1


def test_those_who_could_take_a_case_are_shown_with_what_speaks_against_the_others(house: Office, case: Opened) -> None:
    away(house, "carl")

    with house.database.reading() as session:
        found = {one.name: (one.lane, one.bar.why if one.bar else "") for one in cases.successors(
            session, case.case_id, house.now)}

    assert found == {"Hanna": ("Handler", ""), "Carl": ("Complaints manager", "away"), "Mona": ("Management", "")}


def test_whom_the_last_choice_passed_over_can_be_read_with_the_reasons(house: Office) -> None:
    away(house, "hugo")
    limit(house, "hanna", None)
    case = about(house)

    with house.database.reading() as session:
        before = cases.refusals(session, case.case_id)
    hand_over(house, "carl", case, "mona")
    with house.database.reading() as session:
        after = cases.refusals(session, case.case_id)

    assert [(lane, [str(bar) for bar in bars]) for lane, bars in before] == [
        ("Handler", ["Hugo is away until 2026-11-27"]),
    ]
    assert after == []


def test_the_cases_of_somebody_who_left_get_owners_who_are_there(house: Office, case: Opened) -> None:
    limit(house, "hanna", 0)
    other = about(house)
    limit(house, "hanna", None)
    with house.database.transaction() as session:
        people.deactivate(session, session.get_one(Person, who(house, "hugo")), house.now)
        left = cases.owned(session, who(house, "hugo"))
    for case_id in left:
        with house.database.transaction() as session:
            cases.find_owner(session, case_id, house.now)

    assert left == [case.case_id, other.case_id]
    assert {owner(house, case), owner(house, other)} == {"hanna"}
    assert house.faults() == []


def test_an_owner_who_is_still_fit_for_it_keeps_the_case(house: Office, case: Opened) -> None:
    with house.database.transaction() as session:
        cases.find_owner(session, case.case_id, house.now)

    assert owner(house, case) == "hugo"
    assert len(house.journal(case, "owner.named")) == 2, "the intake, then Hugo"


def test_what_the_owner_held_goes_to_a_successor_who_was_let_do_without_its_training(
    house: Office, case: Opened
) -> None:
    claim(house, "hugo", case, "Look into it")
    task = needs(house, house.task(case, "Look into it"), "payments")
    with house.database.transaction() as session:
        hanna, carl = who(house, "hanna"), house.cast["carl"]
        cases.allow_untrained(session, case.case_id, hanna, "payments", WHY, carl, house.now)

    hand_over(house, "carl", case, "hanna")

    assert task_row(house, task).assignee_id == who(house, "hanna")


def test_who_is_away_is_judged_by_the_day_of_the_organisation_not_of_the_case(house: Office, database_url: str) -> None:
    """Monday afternoon in London is Tuesday already in Kiritimati, where the organisation is."""
    house.database = Database(database_url, key="k" * 32, zone="Pacific/Kiritimati")
    house.later(hours=4)
    away(house, "hugo", last=TOMORROW, first=TOMORROW)
    limit(house, "hanna", 9)

    case = about(house)

    assert owner(house, case) == "hanna"
    with pytest.raises(NotFit, match="away"):
        hand_over(house, "carl", case, "hugo")
    house.database.close()
