"""Who is away on a day, who may say so, and who acts for them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import people
from engine.db import Database
from engine.errors import NotAllowed, NotFound, Refused
from engine.people import SYSTEM, Absences, Actor, Away
from tests.databases import KEY

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MONDAY, DAY = date(2026, 11, 23), timedelta(days=1)


@pytest.fixture
def cast(database: Database) -> dict[str, Actor]:
    """Two handlers, a complaints manager, a director."""
    groups = {"hugo": "Handler", "hanna": "Handler", "carl": "Complaints manager", "mona": "Management"}
    with database.transaction() as session:
        return {
            name: people.as_actor(people.add(session, name.title(), f"{name}@x.example", "long enough", [group], NOON))
            for name, group in groups.items()
        }


def enter(database: Database, cast: dict[str, Actor], name: str, first: date, last: date, deputy: str = "",
          by: str = "") -> int:
    with database.transaction() as session:
        deputy_id = cast[deputy].id if deputy else None
        return people.enter_absence(
            session, cast[name].id or 0, first, last, deputy_id, cast[by or name], NOON
        ).id


def away_on(database: Database, day: date) -> list[str]:
    with database.reading() as session:
        return [one.name for one in people.absences(session, day).away.values()]


def test_an_absence_holds_from_its_first_day_to_its_last(database: Database, cast: dict[str, Actor]) -> None:
    enter(database, cast, "hugo", MONDAY, MONDAY + 2 * DAY)

    days = [bool(away_on(database, MONDAY + n * DAY)) for n in range(-1, 4)]

    assert days == [False, True, True, True, False]


def test_each_enters_their_own_absence_and_the_complaints_manager_everybodys(
    database: Database, cast: dict[str, Actor]
) -> None:
    enter(database, cast, "hugo", MONDAY, MONDAY)
    enter(database, cast, "hugo", MONDAY + DAY, MONDAY + DAY, by="carl")

    with pytest.raises(NotAllowed):
        enter(database, cast, "hugo", MONDAY + 2 * DAY, MONDAY + 2 * DAY, by="hanna")


def test_nobody_changes_the_absence_of_a_colleague(database: Database, cast: dict[str, Actor]) -> None:
    absence = enter(database, cast, "hugo", MONDAY, MONDAY + DAY)

    with pytest.raises(NotAllowed), database.transaction() as session:
        people.change_absence(session, absence, MONDAY, None, cast["hanna"], NOON)


@pytest.mark.parametrize(("first", "last", "deputy", "why"), [
    (0, -1, "", "reversed"), (0, 0, "hugo", "self"), (1, 3, "", "overlap"), (-3, 9, "", "overlap"),
    (2, 2, "", "overlap"),
])
def test_an_absence_that_contradicts_itself_or_another_is_refused(
    database: Database, cast: dict[str, Actor], first: int, last: int, deputy: str, why: str
) -> None:
    enter(database, cast, "hugo", MONDAY + 2 * DAY, MONDAY + 4 * DAY)

    with pytest.raises(Refused) as refused:
        enter(database, cast, "hugo", MONDAY + first * DAY, MONDAY + last * DAY, deputy)

    assert refused.value.about["why"] == why


def test_a_deputy_is_somebody_who_works_here(database: Database, cast: dict[str, Actor]) -> None:
    with database.transaction() as session:
        people.deactivate(session, session.get_one(people.groups.Person, cast["hanna"].id), NOON)

    with pytest.raises(NotFound):
        enter(database, cast, "hugo", MONDAY, MONDAY, "hanna")
    with pytest.raises(NotFound), database.transaction() as session:
        people.change_absence(session, 999, MONDAY, None, SYSTEM, NOON)


def test_an_absence_that_ends_before_it_begins_is_taken_out(database: Database, cast: dict[str, Actor]) -> None:
    absence = enter(database, cast, "hugo", MONDAY, MONDAY + DAY)

    with database.transaction() as session:
        gone = people.change_absence(session, absence, MONDAY - DAY, None, cast["hugo"], NOON)

    assert gone is None
    assert away_on(database, MONDAY) == []


def test_a_longer_absence_may_not_run_into_the_next(database: Database, cast: dict[str, Actor]) -> None:
    absence = enter(database, cast, "hugo", MONDAY, MONDAY)
    enter(database, cast, "hugo", MONDAY + 2 * DAY, MONDAY + 2 * DAY)

    with pytest.raises(Refused), database.transaction() as session:
        people.change_absence(session, absence, MONDAY + 3 * DAY, None, cast["hugo"], NOON)


def test_days_are_those_of_the_organisations_own_zone(database_url: str) -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)
    there = Database(database_url, key=KEY, zone="Europe/Tallinn")

    with there.reading() as session:
        day = people.today(session, late)
    there.close()

    assert day == date(2026, 11, 24)


PEOPLE = st.integers(1, 7)


@given(st.dictionaries(PEOPLE, st.one_of(st.none(), PEOPLE)), PEOPLE)
def test_who_stands_in_is_there_and_is_somebody_else(deputies: dict[int, int | None], person: int) -> None:
    absences = Absences({one: Away(one, str(one), MONDAY, deputy) for one, deputy in deputies.items()})

    found = absences.stand_in(person)

    assert found is None or (found not in deputies and found != person)
    assert (found is None) == (person not in deputies or not reaches_somebody(deputies, person))


def reaches_somebody(deputies: dict[int, int | None], person: int) -> bool:
    """The same asked in another way: as many steps as there are people end a chain that does end."""
    at: int | None = person
    for _ in range(len(deputies) + 1):
        at = deputies.get(at, at)
        if at is None:
            return False
    return at not in deputies


@given(st.dictionaries(PEOPLE, st.one_of(st.none(), PEOPLE)))
def test_everybody_away_is_stood_for_by_one_or_by_nobody(deputies: dict[int, int | None]) -> None:
    absences = Absences({one: Away(one, str(one), MONDAY, deputy) for one, deputy in deputies.items()})

    stood_for = [away.person_id for one in range(1, 8) for away in absences.stood_for_by(one)]
    left = [away.person_id for away in absences.without_stand_in()]

    assert sorted(stood_for + left) == sorted(deputies)
