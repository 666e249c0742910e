"""Letting somebody take part who must keep out: only two people together, for a reason, and the journal has it
(security S21); doing without a training likewise needs somebody else's word (ISO 10002 4.14)."""

import pytest

from engine import cases
from engine.cases import Opened
from engine.db import Database
from engine.errors import ClosedToYou, Excluded, NotAllowed, NotFound, NotYourLane, Refused, Untrained
from engine.people import is_closed_to
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import away, drawn, hire, listed, needs, owner, reports_to, task_row, trained, who
from tests.engine.cases.test_independence import ABOUT_US, PEOPLE, about, claim

WHY = "Nobody else knows the contract."


@pytest.fixture
def house(database: Database) -> Office:
    """An office that keeps out whom a complaint is about, with two complaints managers."""
    office = drawn(database, MONDAY, ABOUT_US, **PEOPLE)
    hire(office, "cleo", "Complaints manager")
    return office


def ask(office: Office, by: str, case: Opened, name: str, reason: str = WHY) -> None:
    with office.database.transaction() as session:
        cases.ask_to_lift(session, case.case_id, who(office, name), reason, office.cast[by], office.now)


def agree(office: Office, by: str, case: Opened, name: str) -> None:
    with office.database.transaction() as session:
        cases.agree_to_lift(session, case.case_id, who(office, name), office.cast[by], office.now)


def turn_down(office: Office, by: str, case: Opened, name: str) -> None:
    with office.database.transaction() as session:
        cases.keep_out(session, case.case_id, who(office, name), office.cast[by], office.now)


def allow(office: Office, by: str, case: Opened, name: str, skill: str, reason: str = WHY) -> None:
    with office.database.transaction() as session:
        cases.allow_untrained(session, case.case_id, who(office, name), skill, reason, office.cast[by], office.now)


def test_two_people_together_let_somebody_named_take_part(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    before = listed(house, "hugo")

    agree(house, "mona", case, "hugo")

    assert before == []
    claim(house, "hugo", case, "Look into it")
    told = {kind: (actor, data) for kind, _, data, actor in house.journal(case, "exclusion.asked", "exclusion.lifted")}
    assert told["exclusion.asked"][0] == "Carl" and told["exclusion.asked"][1]["reason"] == WHY
    assert told["exclusion.lifted"][0] == "Mona" and told["exclusion.lifted"][1]["asked_by"] == "Carl"
    assert house.faults() == []


def test_who_asks_cannot_agree_as_well(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")

    with pytest.raises(Refused, match="Somebody else has to agree"):
        agree(house, "carl", case, "hugo")

    with house.database.reading() as session:
        assert is_closed_to(session, case.case_id, who(house, "hugo"))


@pytest.mark.parametrize("name", ["hanna", "rita", "ina"])
def test_only_the_complaints_manager_and_management_may_ask_or_agree(house: Office, name: str) -> None:
    case = about(house, "hugo")
    with pytest.raises(NotAllowed):
        ask(house, name, case, "hugo")
    ask(house, "carl", case, "hugo")

    with pytest.raises(NotAllowed):
        agree(house, name, case, "hugo")


def test_who_is_named_neither_asks_nor_agrees(house: Office) -> None:
    case = about(house, "carl", "hugo")

    with pytest.raises(ClosedToYou):
        ask(house, "carl", case, "carl")
    with pytest.raises(ClosedToYou):
        ask(house, "carl", case, "hugo")
    ask(house, "cleo", case, "carl")
    with pytest.raises(ClosedToYou):
        agree(house, "carl", case, "carl")


def test_who_reports_to_somebody_named_neither_asks_nor_agrees(house: Office) -> None:
    reports_to(house, "cleo", "carl")
    case = about(house, "carl")

    with pytest.raises(NotAllowed):
        ask(house, "cleo", case, "carl")


def test_somebody_kept_out_by_the_reporting_line_can_be_let_in_too(house: Office) -> None:
    reports_to(house, "hugo", "hanna")
    case = about(house, "hanna")
    with pytest.raises(NotYourLane):
        claim(house, "hugo", case, "Look into it")

    ask(house, "carl", case, "hugo")
    agree(house, "cleo", case, "hugo")

    with house.database.transaction() as session:
        cases.hand_over(session, case.case_id, who(house, "hugo"), WHY, house.cast["carl"], house.now)
    assert owner(house, case) == "hugo"
    claim(house, "hugo", case, "Look into it")
    [(_, _, told, _)] = house.journal(case, "task.returned")
    assert (told["lane"], told["to"]) == ("Complaints manager", "Handler"), "its group can do it again"
    assert house.faults() == []


def test_who_was_let_in_as_a_report_and_is_named_later_is_kept_out_again(house: Office) -> None:
    reports_to(house, "hugo", "hanna")
    case = about(house, "hanna")
    ask(house, "carl", case, "hugo")
    agree(house, "cleo", case, "hugo")

    house.do("ina", case, "Somebody else", subject_people=[who(house, "hugo")])

    with house.database.reading() as session:
        assert is_closed_to(session, case.case_id, who(house, "hugo"))


def test_what_was_lifted_stays_lifted_when_the_names_are_looked_at_again(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    agree(house, "mona", case, "hugo")

    house.do("ina", case, "Somebody else", subject_people=[who(house, "hugo")])

    claim(house, "hugo", case, "Look into it")


def test_what_was_asked_can_be_turned_down_and_asked_anew(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    with pytest.raises(Refused, match="already"):
        ask(house, "cleo", case, "hugo")

    turn_down(house, "mona", case, "hugo")

    with pytest.raises(NotFound):
        agree(house, "mona", case, "hugo")
    ask(house, "cleo", case, "hugo")
    agree(house, "mona", case, "hugo")


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001])
def test_it_is_asked_for_a_reason(house: Office, reason: str) -> None:
    case = about(house, "hugo")

    with pytest.raises(Refused, match="Say why"):
        ask(house, "carl", case, "hugo", reason)


def test_nothing_is_lifted_that_keeps_nobody_out(house: Office) -> None:
    case = about(house, "hugo")

    with pytest.raises(NotFound):
        ask(house, "carl", case, "hanna")


def test_what_needs_a_training_is_done_by_who_holds_it(house: Office) -> None:
    case = about(house)
    needs(house, house.task(case, "Look into it"), "payments")
    trained(house, "hanna", "payments")

    with pytest.raises(Untrained, match="Hugo has no training “payments”"):
        claim(house, "hugo", case, "Look into it")
    with pytest.raises(Untrained):
        house.do("hugo", case, "Look into it", text="So.")
    house.do("hanna", case, "Look into it", text="So.")


def test_a_training_that_expired_no_longer_counts(house: Office) -> None:
    case = about(house)
    needs(house, house.task(case, "Look into it"), "payments")
    trained(house, "hugo", "payments", house.now.date())

    house.later(days=1)

    with pytest.raises(Untrained, match="expired on 2026-11-23"):
        claim(house, "hugo", case, "Look into it")


def test_a_deputy_needs_the_training_too(house: Office) -> None:
    case = about(house)
    task = needs(house, house.task(case, "Look into it"), "payments")
    trained(house, "hanna", "payments")
    claim(house, "hanna", case, "Look into it")
    away(house, "hanna", deputy="hugo")

    with pytest.raises(Untrained):
        house.do("hugo", case, "Look into it", text="So.")

    assert task_row(house, task).status == "open"


def test_the_complaints_manager_lets_somebody_do_without_a_training_in_one_case(house: Office) -> None:
    case, other = about(house), about(house)
    for one in (case, other):
        needs(house, house.task(one, "Look into it"), "payments")

    allow(house, "carl", case, "hugo", "payments")

    house.do("hugo", case, "Look into it", text="So.")
    [(_, _, told, actor)] = house.journal(case, "skill.allowed")
    assert (actor, told["name"], told["skill"], told["reason"]) == ("Carl", "Hugo", "payments", WHY)
    with pytest.raises(Untrained):
        house.do("hugo", other, "Look into it", text="So.")


def test_nobody_lets_themselves_do_without_a_training_nor_does_a_colleague(house: Office) -> None:
    case = about(house)

    for by in ("hanna", "hugo"):
        with pytest.raises(NotAllowed):
            allow(house, by, case, "hugo", "payments")
    with pytest.raises(NotAllowed):
        allow(house, "carl", case, "carl", "payments")
    with pytest.raises(Refused, match="Say why"):
        allow(house, "carl", case, "hugo", "payments", " ")


def test_somebody_named_is_not_let_in_by_way_of_a_training(house: Office) -> None:
    case = about(house, "hugo")
    needs(house, house.task(case, "Look into it"), "payments")
    allow(house, "carl", case, "hugo", "payments")

    with pytest.raises(Excluded):
        claim(house, "hugo", case, "Look into it")
