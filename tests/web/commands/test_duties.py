"""Limits, lines, trainings and absences at the command line."""

import pytest
from sqlalchemy import func, select

from engine import cases, clock, publishing
from engine.cases import Intake
from engine.model import Absence, Case, Person
from engine.people import COMPLAINANT

ADA = "ada@example.org"
EVE = "eve@example.org"


@pytest.fixture
def office(home):
    """Eve handles, Ada too; nothing is published."""
    home.employ("Handler")
    home.employ("Handler", email=ADA)
    return home


def shown(office, email=EVE):
    return office.amends("user", "show", email)


def test_a_limit_is_set_and_lifted(office):
    office.amends("user", "limit", EVE, 12)
    limited = shown(office)

    office.amends("user", "limit", EVE, "any")

    assert "open cases: 0 of 12" in limited
    assert "open cases: 0\n" in shown(office)


@pytest.mark.parametrize("number", ["many", "1.5", "10001"])
def test_a_limit_is_a_whole_number(office, number):
    assert "imit is a" in office.amends("user", "limit", EVE, number, code=1)


def test_people_report_to_somebody_but_not_to_each_other(office):
    office.amends("user", "manager", EVE, ADA)
    line = shown(office)

    assert "reports to: Eve Lund" in line
    assert "reports to Eve Lund" in office.amends("user", "manager", ADA, EVE, code=1)

    office.amends("user", "manager", EVE, "nobody")
    assert "reports to: nobody" in shown(office)


def test_a_training_is_noted_renewed_and_taken_out(office):
    office.amends("user", "skill", EVE, "payments", "--until", "2020-05-03", "--proof", "course 12")
    expired = shown(office)
    office.amends("user", "skill", EVE, "payments")
    renewed = shown(office)
    office.amends("user", "skill", EVE, "payments", "--remove")

    assert "trained: payments expired on 2020-05-03" in expired
    assert "trained: payments\n" in renewed
    assert "trained" not in shown(office)
    assert "no training “payments”" in office.amends("user", "skill", EVE, "payments", "--remove", code=1)


def test_an_absence_is_entered_shortened_and_taken_out(office):
    entered = office.amends("user", "absence", EVE, "2090-12-01", "2090-12-20", "--deputy", ADA, "--note", "Sailing")
    office.amends("user", "absence", EVE, "2090-12-01", "2090-12-10")
    shortened = shown(office)
    office.amends("user", "absence", EVE, "2090-12-01", "2090-11-30")

    assert "away from 2090-12-01 to 2090-12-20, Eve Lund stands in" in entered
    assert "away: 2090-12-01 to 2090-12-10\n" in shortened
    assert office.ask(select(func.count()).select_from(Absence)) == 0


def test_what_contradicts_itself_is_refused(office):
    office.amends("user", "absence", EVE, "2090-12-01", "2090-12-20")

    assert "already" in office.amends("user", "absence", EVE, "2090-12-05", "2090-12-06", code=1)
    assert "own deputy" in office.amends("user", "absence", EVE, "2091-01-05", "2091-01-06", "--deputy", EVE, code=1)
    assert "Nobody has the address" in office.amends("user", "absence", EVE, "2091-01-05", "2091-01-06", "--deputy",
                                                     "zoe@example.org", code=1)


@pytest.mark.parametrize("words", [
    ("limit", "zoe@example.org", "5"), ("manager", "zoe@example.org", "nobody"), ("show", "zoe@example.org"),
    ("skill", "zoe@example.org", "payments"), ("absence", "zoe@example.org", "2090-12-01", "2090-12-02"),
])
def test_an_unknown_address_is_told(office, words):
    assert "Nobody has the address" in office.amends("user", *words, code=1)


def test_the_cases_of_who_leaves_get_other_owners(office):
    office.amends("user", "groups", EVE, "Intake")
    office.amends("user", "groups", ADA, "Intake")
    office.amends("publish")
    with office._session() as session:
        pack_id, pack = publishing.current(session)
        intake = Intake(description="It broke.", topic="payments", country="GB", received_at=clock.real())
        cases.open_many(session, pack_id, pack, [intake] * 4, COMPLAINANT, clock.real())

    told = office.amends("user", "deactivate", EVE)

    eve, ada = (office.ask(select(Person.id).where(Person.email == email)) for email in (EVE, ADA))
    owned = select(func.count()).select_from(Case)
    assert "2 of 2 open cases have another owner" in told
    assert (office.ask(owned.where(Case.owner_id == eve)), office.ask(owned.where(Case.owner_id == ada))) == (0, 4)
