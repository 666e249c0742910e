"""What people are trained for, and until when (ISO 10002 4.14)."""

from datetime import UTC, date, datetime

import pytest

from engine import people
from engine.db import Database
from engine.errors import NotAllowed, NotFound, Refused
from engine.people import SYSTEM, Actor

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LAST = date(2026, 11, 23)


@pytest.fixture
def hugo(database: Database) -> Actor:
    with database.transaction() as session:
        return people.as_actor(people.add(session, "Hugo", "hugo@x.example", "long enough", ["Handler"], NOON))


def note(database: Database, actor: Actor, until: date | None = None, name: str = "payments") -> None:
    with database.transaction() as session:
        people.set_skill(session, actor.id or 0, name, until, "", SYSTEM)


def why_not(database: Database, actor: Actor, day: date, skill: str = "payments") -> str:
    with database.reading() as session:
        bar = people.lacking(session, actor.id or 0, actor.name, skill, day)
        return bar.why if bar else ""


def test_a_training_counts_up_to_and_including_its_last_day(database: Database, hugo: Actor) -> None:
    note(database, hugo, LAST)

    found = [why_not(database, hugo, date(2026, 11, day)) for day in (22, 23, 24)]

    assert found == ["", "", "expired"]


def test_a_training_without_an_end_does_not_expire(database: Database, hugo: Actor) -> None:
    note(database, hugo)

    assert why_not(database, hugo, date(2099, 1, 1)) == ""


def test_who_never_had_it_is_told_so_and_who_needs_nothing_lacks_nothing(database: Database, hugo: Actor) -> None:
    assert why_not(database, hugo, LAST) == "untrained"
    assert why_not(database, hugo, LAST, "") == ""


def test_the_same_training_again_renews_it(database: Database, hugo: Actor) -> None:
    note(database, hugo, LAST, "  law  of   sales ")
    note(database, hugo, date(2027, 11, 23), "law of sales")

    with database.reading() as session:
        rows = people.skills_of(session, hugo.id or 0)
    assert [(row.name, row.expires_on) for row in rows] == [("law of sales", date(2027, 11, 23))]


@pytest.mark.parametrize("name", ["", "  ", "x" * 201])
def test_a_training_has_a_name(database: Database, hugo: Actor, name: str) -> None:
    with pytest.raises(Refused) as refused:
        note(database, hugo, name=name)

    assert refused.value.about["why"] == "name"


def test_nobody_trains_themselves(database: Database, hugo: Actor) -> None:
    with pytest.raises(NotAllowed), database.transaction() as session:
        people.set_skill(session, hugo.id or 0, "payments", None, "", hugo)
    note(database, hugo)
    with pytest.raises(NotAllowed), database.transaction() as session:
        people.remove_skill(session, hugo.id or 0, "payments", hugo)


def test_nobody_who_is_not_there_is_trained(database: Database, hugo: Actor) -> None:
    with pytest.raises(NotFound), database.transaction() as session:
        people.set_skill(session, 999, "payments", None, "", SYSTEM)
