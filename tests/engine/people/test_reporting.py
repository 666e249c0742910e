"""Who reports to whom, and how much somebody may own."""

from datetime import UTC, datetime

import pytest

from engine import people
from engine.db import Database
from engine.errors import NotAllowed, NotFound, Refused
from engine.model import Person
from engine.people import SYSTEM, Actor
from engine.people.reporting import Post, above

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GROUPS = {"hugo": "Handler", "tess": "Team lead", "carl": "Complaints manager"}


@pytest.fixture
def cast(database: Database) -> dict[str, Actor]:
    with database.transaction() as session:
        return {
            name: people.as_actor(people.add(session, name.title(), f"{name}@x.example", "long enough", [group], NOON))
            for name, group in GROUPS.items()
        }


def set_manager(database: Database, cast: dict[str, Actor], name: str, manager: int | None, by: Actor = SYSTEM) -> None:
    with database.transaction() as session:
        people.set_manager(session, session.get_one(Person, cast[name].id), manager, by)


def test_a_line_goes_up_nearest_first() -> None:
    known = {1: Post("Hugo", 2), 2: Post("Tess", 3), 3: Post("Carl", None)}

    assert (above(1, known), above(3, known), above(9, known)) == ([2, 3], [], [])


def test_a_line_that_goes_round_in_the_database_ends_all_the_same() -> None:
    assert above(1, {1: Post("Hugo", 2), 2: Post("Tess", 3), 3: Post("Carl", 2)}) == [2, 3]


def test_nobody_reports_to_themselves_or_to_who_reports_to_them(database: Database, cast: dict[str, Actor]) -> None:
    set_manager(database, cast, "hugo", cast["tess"].id)
    set_manager(database, cast, "tess", cast["carl"].id)

    for name, manager in (("carl", "hugo"), ("tess", "hugo"), ("hugo", "hugo")):
        with pytest.raises(Refused) as refused:
            set_manager(database, cast, name, cast[manager].id)
        assert refused.value.about["why"] == "circle"


def test_nobody_changes_whom_they_report_to_themselves(database: Database, cast: dict[str, Actor]) -> None:
    set_manager(database, cast, "carl", cast["tess"].id)

    with pytest.raises(Refused) as refused:
        set_manager(database, cast, "carl", None, cast["carl"])

    assert refused.value.about["why"] == "own"
    set_manager(database, cast, "carl", cast["tess"].id, cast["carl"])  # as it is: nothing changes


def test_the_log_keeps_who_changed_a_line(
    database: Database, cast: dict[str, Actor], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="amends.people"):
        set_manager(database, cast, "hugo", cast["tess"].id, cast["carl"])

    [line] = caplog.messages
    hugo, tess, carl = (cast[name].id for name in ("hugo", "tess", "carl"))
    assert line == f"person {hugo} reports to {tess}, no longer to None: changed by person {carl}"


def test_a_manager_is_somebody_who_is_there(database: Database, cast: dict[str, Actor]) -> None:
    with pytest.raises(NotFound):
        set_manager(database, cast, "hugo", 999)


@pytest.mark.parametrize("limit", [-1, 10_001])
def test_a_limit_is_a_number_of_cases(database: Database, cast: dict[str, Actor], limit: int) -> None:
    with pytest.raises(Refused), database.transaction() as session:
        people.set_limit(session, session.get_one(Person, cast["hugo"].id), limit, SYSTEM)


def test_only_those_who_look_after_people_set_limits_and_lines(database: Database, cast: dict[str, Actor]) -> None:
    set_manager(database, cast, "hugo", cast["tess"].id, cast["carl"])

    for by in (cast["hugo"], cast["tess"]):
        with pytest.raises(NotAllowed):
            set_manager(database, cast, "hugo", None, by)
        with pytest.raises(NotAllowed), database.transaction() as session:
            people.set_limit(session, session.get_one(Person, cast["hugo"].id), 5, by)
