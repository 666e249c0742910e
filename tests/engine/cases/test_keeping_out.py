"""Who must keep out of a case by the reporting line may read it and change nothing in it (ISO 10002 4.7, annex D;
security S21), whichever way they try and however the line has changed meanwhile."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, overview, people
from engine.cases import Arrival, Opened
from engine.db import Database
from engine.errors import Excluded, NotInCharge, Refused
from engine.model import Exclusion, Incident, Message, Person, Run
from engine.people import COMPLAINANT
from tests.engine.cases.conftest import MONDAY
from tests.engine.cases.office import Office
from tests.engine.cases.staffing import drawn, hire, listed, reports_to, who
from tests.engine.cases.test_excluding import agree, ask
from tests.engine.cases.test_independence import ABOUT_US, PEOPLE, about, claim

WHY = "It was assessed for the wrong unit."


@pytest.fixture
def house(database: Database) -> Office:
    """An office with a team lead and two complaints managers."""
    office = drawn(database, MONDAY, ABOUT_US, **PEOPLE, tess=["Team lead"])
    hire(office, "cleo", "Complaints manager")
    return office


@pytest.fixture
def case(house: Office) -> Opened:
    """A case about Hanna, to whom Tess and Cleo report."""
    for name in ("tess", "cleo"):
        reports_to(house, name, "hanna")
    return about(house, "hanna")


def close(office: Office, case: Opened) -> None:
    office.do("hugo", case, "Look into it", text="So.")
    office.do("ina", case, "Somebody else", subject_people=[])
    office.do("rita", case, "Review", text="Fine.")


def again(office: Office, case: Opened, by: str = "") -> Opened:
    with office.database.transaction() as session:
        return cases.reopen(session, case.case_id, {}, office.cast[by] if by else COMPLAINANT, office.now)


def back(session: Session, office: Office, case: Opened, by: str) -> None:
    step = cases.earlier_steps(session, case.case_id, office.now)[0]
    cases.go_back(session, case.case_id, step.run_id, step.token, WHY, office.cast[by], office.now)


def unclaimed(office: Office, case: Opened) -> int:
    with office.database.transaction() as session:
        message_id = cases.receive(session, case.case_id, "more_info", {"text": "More."}, office.now)
        cases.unclaimed(session, message_id, office.now)
    return message_id


def stopped(office: Office, case: Opened) -> int:
    """A case that could not go on."""
    with office.database.transaction() as session:
        run_id = session.execute(select(Run.id).where(Run.case_id == case.case_id)).scalar_one()
        row = Incident(case_id=case.case_id, run_id=run_id, kind="timer", element="", token="", cause="x", what="{}",
                       trace_hash="", opened_at=office.now, attempts=1)
        session.add(row)
        session.flush()
        return row.id


# --- changing a case by other ways than a task ---------------------------------------------------------------

def test_who_reports_to_somebody_named_records_nothing_that_arrived(house: Office, case: Opened) -> None:
    with pytest.raises(Excluded, match="Tess reports to Hanna"), house.database.transaction() as session:
        cases.take(session, case.case_id, Arrival("more_info", {"text": "More."}), house.cast["tess"], house.now)

    with house.database.reading() as session:
        assert session.scalars(select(Message).where(Message.direction == "in")).all() == []


@pytest.mark.parametrize("verb", [
    lambda session, at, actor, now: cases.hand_to(session, at, "", actor, now),
    lambda session, at, actor, now: cases.dealt_with(session, at, "Read.", actor, now),
])
def test_who_reports_to_somebody_named_neither_hands_on_nor_settles_what_arrived(
    house: Office, case: Opened, verb: Callable[..., Any]
) -> None:
    message_id = unclaimed(house, case)

    with pytest.raises(Excluded, match="Tess reports to Hanna"), house.database.transaction() as session:
        verb(session, message_id, house.cast["tess"], house.now)


def test_who_reports_to_somebody_named_does_not_set_the_case_back(house: Office, case: Opened) -> None:
    for name in ("tess", "cleo"):
        with pytest.raises(Excluded, match="reports to Hanna"), house.database.transaction() as session:
            back(session, house, case, name)

    with house.database.transaction() as session:
        back(session, house, case, "carl")
    assert house.tasks(case) == ["Assess"]


def test_only_those_who_watch_over_cases_set_one_back(house: Office) -> None:
    case = about(house)

    for name in ("hugo", "ina", "rita"):
        with pytest.raises(NotInCharge), house.database.transaction() as session:
            back(session, house, case, name)


def test_who_reports_to_somebody_named_does_not_try_again_what_stopped(house: Office, case: Opened) -> None:
    incident = stopped(house, case)

    with pytest.raises(Excluded, match="Tess reports to Hanna"), house.database.transaction() as session:
        cases.retry(session, incident, house.cast["tess"], house.now)


def test_a_complaints_manager_who_reports_to_somebody_named_lets_nobody_do_without_a_training(
    house: Office, case: Opened
) -> None:
    with pytest.raises(Excluded, match="Cleo reports to Hanna"), house.database.transaction() as session:
        cases.allow_untrained(session, case.case_id, who(house, "hugo"), "law", WHY, house.cast["cleo"], house.now)


def test_the_manager_of_somebody_named_acts_only_as_the_next_level(house: Office) -> None:
    for manager in ("tess", "carl"):
        reports_to(house, "hanna" if manager == "tess" else "hugo", manager)
    case = about(house, "hanna", "hugo")

    with pytest.raises(Excluded, match="Tess is the manager of Hanna"), house.database.transaction() as session:
        back(session, house, case, "tess")
    with house.database.transaction() as session:
        back(session, house, case, "carl")


# --- a case that comes back ------------------------------------------------------------------------------------

def test_a_case_that_comes_back_is_closed_to_whom_it_is_about_from_its_first_step_on(
    house: Office, case: Opened
) -> None:
    close(house, case)

    new = again(house, case)

    with house.database.reading() as session:
        assert people.is_closed_to(session, new.case_id, who(house, "hanna"))
    [(_, _, told, actor)] = house.journal(new, "person.excluded")
    assert (told["name"], told["why"], actor) == ("Hanna", "named", "Amends")
    assert listed(house, "hanna") == []
    assert house.faults() == []


def test_what_two_people_lifted_stays_lifted_when_the_case_comes_back(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    agree(house, "mona", case, "hugo")
    close(house, case)

    new = again(house, case)
    house.do("ina", new, "Assess", subject_people=[])

    claim(house, "hugo", new, "Look into it")
    [lifted] = _rows(house, new)
    assert (lifted.lifted_by, lifted.asked_by) == (who(house, "mona"), who(house, "carl"))


def test_a_case_that_comes_back_knows_whom_it_is_about(house: Office) -> None:
    case = about(house, "hanna")
    house.do("hugo", case, "Look into it", text="So.")
    house.do("ina", case, "Somebody else", subject_people=[who(house, "hanna")])
    house.do("rita", case, "Review", text="Fine.")

    new = again(house, case)

    with house.database.reading() as session:
        assert overview.known(session, new.case_id)["subject_people"] == [who(house, "hanna")]


def test_who_reports_to_somebody_named_does_not_open_the_case_again(house: Office, case: Opened) -> None:
    close(house, case)

    with pytest.raises(Excluded, match="Tess reports to Hanna"):
        again(house, case, "tess")
    assert again(house, case, "carl").case_id != case.case_id


def _rows(office: Office, case: Opened) -> list[Exclusion]:
    with office.database.reading() as session:
        return list(session.scalars(select(Exclusion).where(Exclusion.case_id == case.case_id)))


# --- the line changes ------------------------------------------------------------------------------------------

def test_who_comes_to_report_to_somebody_named_keeps_out_of_what_was_open_before(house: Office) -> None:
    case = about(house, "hanna")
    claim(house, "hugo", case, "Look into it")

    reports_to(house, "hugo", "hanna")

    with pytest.raises(Excluded, match="Hugo reports to Hanna"):
        house.do("hugo", case, "Look into it", text="So.")


def test_no_change_of_the_line_lets_somebody_into_an_open_case(house: Office, case: Opened) -> None:
    with pytest.raises(Refused, match=case.reference):
        _moved(house, "tess", "carl", by="mona")

    close(house, case)
    _moved(house, "tess", "carl", by="mona")


def test_whoever_two_people_let_in_can_report_to_somebody_else(house: Office, case: Opened) -> None:
    ask(house, "carl", case, "tess")
    agree(house, "mona", case, "tess")

    _moved(house, "tess", "carl", by="mona")


def test_the_manager_of_somebody_named_stays_kept_out_when_the_line_changes(house: Office) -> None:
    reports_to(house, "hanna", "tess")
    case = about(house, "hanna")

    with pytest.raises(Refused, match=case.reference):
        _moved(house, "hanna", "carl", by="mona")


def test_who_is_named_does_not_learn_of_the_case_by_changing_a_line(house: Office) -> None:
    reports_to(house, "tess", "carl")
    case = about(house, "carl")

    with pytest.raises(Refused) as refused:
        _moved(house, "tess", "mona", by="carl")

    assert case.reference not in refused.value.message and refused.value.about["reference"] == ""


def _moved(office: Office, name: str, manager: str, by: str) -> None:
    with office.database.transaction() as session:
        person = session.get_one(Person, who(office, name))
        people.set_manager(session, person, who(office, manager), office.cast[by])


# --- named anew, asked by somebody who left -----------------------------------------------------------------------

def test_who_was_let_in_and_is_named_anew_keeps_out_again(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    agree(house, "mona", case, "hugo")
    _forget_who_is_named(house, case)

    house.do("ina", case, "Somebody else", subject_people=[who(house, "hugo")])

    with house.database.reading() as session:
        assert people.is_closed_to(session, case.case_id, who(house, "hugo"))
    assert [data["name"] for _, _, data, _ in house.journal(case, "person.excluded")] == ["Hugo", "Hugo"]
    ask(house, "carl", case, "hugo")
    assert house.faults() == []


def _forget_who_is_named(office: Office, case: Opened) -> None:
    """The case goes back, and is assessed as about nobody."""
    with office.database.transaction() as session:
        step = next(one for one in cases.earlier_steps(session, case.case_id, office.now) if one.name == "Assess")
        cases.go_back(session, case.case_id, step.run_id, step.token, WHY, office.cast["carl"], office.now)
    office.do("ina", case, "Assess", subject_people=[])


def test_nobody_is_let_in_by_the_word_of_somebody_who_has_left(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "carl", case, "hugo")
    with house.database.transaction() as session:
        people.deactivate(session, session.get_one(Person, who(house, "carl")), house.now)

    with pytest.raises(Refused, match="asked anew"):
        agree(house, "mona", case, "hugo")


def test_nobody_is_let_in_by_the_word_of_somebody_who_must_keep_out_meanwhile(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "cleo", case, "hugo")
    reports_to(house, "cleo", "hugo")

    with pytest.raises(Refused, match="asked anew"):
        agree(house, "mona", case, "hugo")


def test_nobody_is_let_in_by_the_word_of_somebody_who_changed_groups(house: Office) -> None:
    case = about(house, "hugo")
    ask(house, "cleo", case, "hugo")
    with house.database.transaction() as session:
        people.set_groups(session, session.get_one(Person, who(house, "cleo")), ["Handler"])

    with pytest.raises(Refused, match="asked anew"):
        agree(house, "mona", case, "hugo")
