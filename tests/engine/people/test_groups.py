"""Groups are the lanes of the diagrams: who is in one sees and does its work."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from engine import people
from engine.db import Database
from engine.errors import Excluded, NotYourLane
from engine.model import Group, Person, Task
from engine.people import COMPLAINANT

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"


@pytest.fixture
def eve(database: Database) -> Person:
    """Eve Lund handles and reviews."""
    with database.transaction() as session:
        return people.add(session, "Eve Lund", "Eve@Office.example ", PASSWORD, ["Handler", "Reviewer"], NOON)


def test_groups_named_twice_count_once(database: Database, eve: Person) -> None:
    with database.transaction() as session:
        people.set_groups(session, session.get_one(Person, eve.id), ["Handler", "Handler", "Intake"])
        rob = people.add(session, "Rob", "rob@office.example", PASSWORD, ["Intake", "Intake"], NOON)

    with database.reading() as session:
        assert people.lanes(session, eve.id) == {"Handler", "Intake"}
        assert people.members(session, "Intake") == [eve.id, rob.id]
        assert people.members(session, "Reviewer") == []
        assert len(session.scalars(select(Group)).all()) == 3


def test_somebody_who_left_is_in_no_group_that_work_is_given_to(database: Database, eve: Person) -> None:
    with database.transaction() as session:
        people.deactivate(session, session.get_one(Person, eve.id), NOON)

    with database.reading() as session:
        assert people.members(session, "Handler") == []


@pytest.mark.parametrize(("lane", "excluded", "refusal"), [
    ("Handler", "", None), ("Intake", "", NotYourLane), ("", "", NotYourLane), ("Handler", ",{eve},", Excluded),
    ("Handler", ",1{eve},", None), ("Intake", ",{eve},", NotYourLane),
])
def test_a_task_is_for_its_group_and_not_for_whom_it_must_be_independent_of(
    database: Database, eve: Person, lane: str, excluded: str, refusal: type[Exception] | None
) -> None:
    task = Task(name="Review", lane=lane, excluded=excluded.format(eve=eve.id))

    with database.reading() as session:
        if refusal is None:
            people.require_lane(session, people.as_actor(eve), task)
        else:
            with pytest.raises(refusal):
                people.require_lane(session, people.as_actor(eve), task)


def test_a_task_is_never_for_somebody_who_is_no_person(database: Database) -> None:
    with database.reading() as session, pytest.raises(NotYourLane):
        people.require_lane(session, COMPLAINANT, Task(name="Review", lane="Handler", excluded=""))
