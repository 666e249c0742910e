"""Lives in which it matters who does what: a manager complained about, a handler on leave."""

from datetime import timedelta

from sqlalchemy import select

from engine.model import Absence, Person
from tests.acceptance.lives.town import Town


def person(town: Town, login: str) -> Person:
    with town.database.reading() as session:
        return session.scalars(select(Person).where(Person.email.startswith(f"{login}@"))).one()


def test_whoever_is_complained_about_neither_reads_nor_handles_it_and_the_page_says_why(town: Town) -> None:
    one = town.complain(topic="staff")
    about = person(town, "ingrid")

    town.do(one, "Initial assessment", staff_concerned=True, subject_level="staff", subject_people=[str(about.id)])

    desk = town.desk("ingrid")
    assert one.reference not in desk.get("/inbox").html
    assert one.reference not in desk.get("/cases").html
    page = desk.get(f"/cases/{one.reference}")
    assert page.status in (403, 404) and "charged my account" not in page.html
    case = town.finish(one)
    assert case.outcome == "upheld"
    assert "Ingrid Sjöberg" not in set().union(*(
        town.who(one, name) for name in ("Gather evidence", "Draft the answer", "Close the case")))
    assert "L11_staff" in town.letters(one)


def test_a_complaint_about_the_complaints_manager_goes_to_the_next_level(town: Town) -> None:
    one = town.complain(topic="staff")
    about = person(town, "zofia")

    town.do(one, "Initial assessment", staff_concerned=True, subject_level="manager", subject_people=[str(about.id)])

    owner = town.case(one).owner_id
    assert owner == person(town, "margaret").id or owner != about.id
    assert town.finish(one).outcome == "upheld"


def test_while_a_handler_is_away_the_deputy_sees_the_tasks_and_afterwards_the_handler_has_them_again(
    town: Town
) -> None:
    one = town.complain()
    town.do(one, "Initial assessment")
    handler = town.somebody(town.open(one, "Plan the investigation")[0])
    task = town.open(one, "Plan the investigation")[0]
    town.desk(handler).post(f"/tasks/{task.id}/claim", {}, "/inbox")
    deputy = next(login for login in ("daan", "ingrid", "elif") if login != handler)
    today = town.now.date()
    with town.database.transaction() as session:
        session.add(Absence(
            person_id=person(town, handler).id, deputy_id=person(town, deputy).id, starts_on=today,
            ends_on=today + timedelta(days=7), note="", created_at=town.now, created_by=None,
        ))

    meanwhile = town.desk(deputy).get("/inbox?view=mine").html
    town.later(days=9)
    afterwards = town.desk(deputy).get("/inbox?view=mine").html

    assert one.reference in meanwhile and one.reference not in afterwards
    assert one.reference in town.desk(handler).get("/inbox?view=mine").html
