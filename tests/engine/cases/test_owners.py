"""One owner at all times: there, with room, trained and independent; else it goes up (ISO 10002 4.3, 4.12, 4.14)."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from engine import cases, people, publishing
from engine.cases import Intake
from engine.db import Database
from engine.errors import StepFailed
from engine.model import Case, Person
from engine.people import COMPLAINANT
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import FRIDAY, TOMORROW, away, drawn, hire, limit, owner, refused, trained, who, work
from tests.engine.process.drawing import diagram, node, operation, path

SKILLED = diagram(
    node("startEvent", "came") + node("serviceTask", "take_up", operation("register"))
    + node("serviceTask", "give", operation("assign_owner", lane="&quot;Handler&quot;", skill="&quot;payments&quot;"))
    + node("userTask", "look", work("Handler"), name="Look into it") + node("endEvent", "done")
    + path("came", "take_up", "give", "look", "done")
)


@pytest.fixture
def house(office: Office) -> Office:
    """The office with a second handler."""
    hire(office, "hanna", "Handler")
    return office


@pytest.fixture
def skilled(database: Database) -> Office:
    """An office that gives each case to a handler trained for payments."""
    return drawn(database, MONDAY, SKILLED, ina=["Intake"], hugo=["Handler"], hanna=["Handler"],
                 carl=["Complaints manager"], mona=["Management"])


def owners(office: Office) -> list[str]:
    """The owners of all cases, in the order in which the cases came in."""
    names = {actor.id: name for name, actor in office.cast.items()}
    with office.database.reading() as session:
        return [names[one] for one in session.scalars(select(Case.owner_id).order_by(Case.id)) if one is not None]


def test_a_case_belongs_to_the_intake_first_and_to_a_handler_after_its_assessment(house: Office) -> None:
    case = house.complain()
    first = owner(house, case)

    house.assess(case)

    assert first == "ina"
    assert owner(house, case) in ("hugo", "hanna")
    assert house.faults() == []


def test_a_handler_on_leave_is_passed_over_and_the_journal_says_until_when(house: Office) -> None:
    away(house, "hugo")

    for _ in range(4):
        case = house.complain()
        house.assess(case)

    [(_, _, told, _)] = house.journal(case, "owner.refused")
    assert set(owners(house)) == {"hanna"}
    assert [(one["name"], one["why"], one["day"]) for one in told["people"]] == [("Hugo", "away", "2026-11-27")]


def test_who_is_back_gets_cases_again(house: Office) -> None:
    for name in ("hugo", "hanna"):
        away(house, name, last=FRIDAY)
    house.later(days=5)

    case = house.complain()
    house.assess(case)

    assert owner(house, case) in ("hugo", "hanna")
    assert refused(house, case) == []


def test_an_absence_begins_with_the_day_of_the_organisation_wherever_the_case_is(house: Office) -> None:
    for name in ("hugo", "hanna"):
        away(house, name, first=TOMORROW)
    house.now = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)  # Monday evening in New York, Tuesday here

    there, here = house.complain(country="US"), house.complain(country="GB")
    for case in (there, here):
        house.assess(case)

    assert (owner(house, there), owner(house, here)) == ("carl", "carl")


def test_whoever_has_least_to_do_for_their_limit_gets_the_next_case(house: Office) -> None:
    limit(house, "hugo", 2)
    limit(house, "hanna", 6)

    for _ in range(8):
        house.assess(house.complain())

    assert Counter(owners(house)) == {"hugo": 2, "hanna": 6}
    assert Counter(owners(house)[:4]) == {"hugo": 1, "hanna": 3}


def test_without_limits_they_take_turns(house: Office) -> None:
    for _ in range(6):
        house.assess(house.complain())

    assert Counter(owners(house)) == {"hugo": 3, "hanna": 3}


def test_who_has_no_limit_is_weighed_by_the_largest_of_the_others(house: Office) -> None:
    limit(house, "hugo", 3)

    for _ in range(6):
        house.assess(house.complain())

    assert Counter(owners(house)) == {"hugo": 3, "hanna": 3}


def test_whoever_owns_as_many_as_they_may_is_refused_until_one_is_closed(house: Office) -> None:
    limit(house, "hugo", 1)
    limit(house, "hanna", 1)
    first, second, third = (house.complain() for _ in range(3))
    for case in (first, second, third):
        house.assess(case)
    full = owner(house, first)
    house.send(first, "withdrawn")
    house.do("hugo", first, "Confirm withdrawal", note="Yes.")
    house.do("hugo", first, "Close the case", all_points_answered=True)

    fourth = house.complain()
    house.assess(fourth)

    assert sorted(refused(house, third)) == [("Handler", "Hanna", "full"), ("Handler", "Hugo", "full")]
    assert (owner(house, third), owner(house, fourth)) == ("carl", full)


def test_cases_that_come_in_together_are_counted_as_they_come_in(house: Office) -> None:
    hire(house, "ivo", "Intake")
    limit(house, "ina", 2)
    limit(house, "ivo", 8)
    intake = Intake(description="It broke.", topic="payments", country="GB", received_at=house.now)

    with house.database.transaction() as session:
        pack_id, pack = publishing.current(session)
        cases.open_many(session, pack_id, pack, [intake] * 12, COMPLAINANT, house.now)

    assert Counter(owners(house)) == {"ina": 2, "ivo": 8, "carl": 2}
    assert house.faults() == []


def test_a_case_that_no_handler_can_take_goes_to_the_complaints_manager(house: Office) -> None:
    for name in ("hugo", "hanna"):
        away(house, name)

    case = house.complain()
    house.assess(case)

    [(_, _, told, _)] = house.journal(case, "owner.escalated")
    assert owner(house, case) == "carl"
    assert (told["lane"], told["to"]) == ("Handler", "Complaints manager")
    assert house.faults() == []


def test_somebody_higher_up_answers_for_a_case_even_while_they_are_away(house: Office) -> None:
    for name in ("hugo", "hanna", "carl", "mona"):
        away(house, name)

    case = house.complain()
    house.assess(case)

    assert owner(house, case) == "carl"


def test_of_those_higher_up_who_is_there_comes_first(house: Office) -> None:
    hire(house, "cleo", "Complaints manager")
    for name in ("hugo", "hanna", "carl"):
        away(house, name)

    for _ in range(3):
        house.assess(house.complain())

    assert set(owners(house)) == {"cleo"}


def test_a_group_without_anybody_is_a_fault_and_no_reason_to_escalate(house: Office) -> None:
    case = house.complain()
    with house.database.transaction() as session:
        for name in ("hugo", "hanna"):
            people.set_groups(session, session.get_one(Person, who(house, name)), ["Reviewer"])

    with pytest.raises(StepFailed, match="Nobody works in the group Handler"):
        house.assess(case)


def test_a_case_goes_to_whoever_is_trained_for_it(skilled: Office) -> None:
    trained(skilled, "hanna", "payments")

    case = skilled.complain()

    assert owner(skilled, case) == "hanna"
    assert refused(skilled, case) == [("Handler", "Hugo", "untrained")]


def test_a_training_holds_up_to_its_last_day(skilled: Office) -> None:
    trained(skilled, "hugo", "payments", date(2026, 11, 22))
    trained(skilled, "hanna", "payments", date(2026, 11, 23))

    today = skilled.complain()
    tomorrow = skilled.later(days=1).complain()

    assert owner(skilled, today) == "hanna"
    assert refused(skilled, today) == [("Handler", "Hugo", "expired")]
    assert refused(skilled, tomorrow) == [("Handler", "Hugo", "expired"), ("Handler", "Hanna", "expired")]
    assert owner(skilled, tomorrow) == "carl", "who answers for it higher up needs no training for it"


def test_an_owner_who_is_fit_for_it_stays(skilled: Office) -> None:
    for name in ("hugo", "hanna"):
        trained(skilled, name, "payments")
        with skilled.database.transaction() as session:
            people.set_groups(session, session.get_one(Person, who(skilled, name)), ["Intake", "Handler"])
    limit(skilled, "ina", 0)
    limit(skilled, "hugo", 1)
    limit(skilled, "hanna", 0)

    case = skilled.complain()

    assert owner(skilled, case) == "hugo"
    assert len(skilled.journal(case, "owner.named")) == 1, "the limit does not count the case against itself"
