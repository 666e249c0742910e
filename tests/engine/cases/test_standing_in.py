"""While somebody is away their deputy sees and does their work; nothing is moved, so all of it is theirs again
when they come back (ISO 10002 4.12)."""

import pytest

from engine import cases, people
from engine.cases import Opened
from engine.errors import AlreadyClaimed, Excluded, NotClaimed, NotYourLane
from engine.people import SYSTEM
from tests.engine.cases.office import DECISION, Office
from tests.engine.cases.staffing import FRIDAY, TODAY, TOMORROW, away, hire, limit, listed, task_row, who

LOOK = "Investigate and decide"


@pytest.fixture
def house(office: Office) -> Office:
    """The office with two more handlers, and somebody of another group."""
    for name in ("hanna", "henry"):
        hire(office, name, "Handler")
        limit(office, name, 0)  # cases go to Hugo
    hire(office, "dora", "Team lead")
    return office


@pytest.fixture
def held(house: Office) -> Opened:
    """A case that Hugo owns, whose task he has taken."""
    case = house.complain()
    house.assess(case)
    claim(house, "hugo", case)
    return case


def claim(office: Office, name: str, case: Opened, task: str = LOOK) -> None:
    with office.database.transaction() as session:
        cases.claim(session, office.task(case, task), office.cast[name], office.now)


def release(office: Office, name: str, case: Opened, task: str = LOOK) -> None:
    with office.database.transaction() as session:
        cases.release(session, office.task(case, task), office.cast[name], office.now)


def holder(office: Office, case: Opened, task: str = LOOK) -> str:
    found = task_row(office, office.task(case, task)).assignee_id
    return next((name for name, actor in office.cast.items() if actor.id == found), "")


def test_what_somebody_away_holds_stands_in_the_inbox_of_their_deputy(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    [row] = listed(house, "dora", "standing_in")

    assert (row.name, row.reference, row.behalf, row.until) == (LOOK, held.reference, "Hugo", FRIDAY)
    assert [one.name for one in listed(house, "dora")] == [LOOK]
    assert [one.name for one in listed(house, "dora", "mine")] == [LOOK], "it is in her hands as long as he is away"


def test_a_deputy_of_the_same_group_sees_it_once(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="hanna")

    [row] = listed(house, "hanna")

    assert (row.behalf, row.until, row.free) == ("Hugo", FRIDAY, False)


def test_the_deputy_does_it_in_the_name_of_who_is_away(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    house.do("dora", held, LOOK, **DECISION)

    [*_, (_, _, told, actor)] = house.journal(held, "task.completed")
    assert (actor, told["behalf"]) == ("Dora", "Hugo")
    assert house.tasks(held) == ["Four-eyes review"]
    assert house.faults() == []


def test_whoever_decided_as_deputy_does_not_review_it(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="rita")
    house.do("rita", held, LOOK, **DECISION)

    with pytest.raises(Excluded, match="Rita did “Investigate and decide”"):
        house.do("rita", held, "Four-eyes review", decision="approve")


def test_what_a_deputy_takes_up_moves_no_row_and_is_theirs_no_more_when_the_absence_ends(
    house: Office, held: Opened
) -> None:
    away(house, "hugo", deputy="dora")
    claim(house, "dora", held)
    during = holder(house, held)

    house.later(days=5)

    [*_, (_, _, told, actor)] = house.journal(held, "task.claimed")
    assert (actor, told["behalf"]) == ("Dora", "Hugo")
    assert (during, holder(house, held)) == ("hugo", "hugo")
    assert [row.name for row in listed(house, "hugo", "mine")] == [LOOK]
    assert listed(house, "dora") == []
    with pytest.raises(NotYourLane):
        house.do("dora", held, LOOK, **DECISION)


def test_an_absence_that_is_shortened_ends_at_once(house: Office, held: Opened) -> None:
    absence = away(house, "hugo", deputy="dora")
    house.later(days=1)

    with house.database.transaction() as session:
        people.change_absence(session, absence, TODAY, who(house, "dora"), house.cast["hugo"], house.now)

    assert listed(house, "dora") == []
    house.do("hugo", held, LOOK, **DECISION)


def test_an_absence_not_begun_yet_changes_nothing(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora", first=TOMORROW)
    before = listed(house, "dora")

    house.later(days=1)

    assert before == []
    assert [row.name for row in listed(house, "dora")] == [LOOK]


def test_free_work_in_a_case_that_somebody_away_owns_is_their_deputys_too(house: Office) -> None:
    case = house.complain()
    house.assess(case)
    away(house, "hugo", deputy="dora")

    [row] = listed(house, "dora")
    claim(house, "dora", case)
    taken = holder(house, case)
    house.do("dora", case, LOOK, **DECISION)

    assert (row.name, row.behalf, row.free) == (LOOK, "Hugo", True)
    assert taken == "hugo", "it is his to go on with when he is back"
    assert house.tasks(case) == ["Four-eyes review"]


def test_a_deputy_does_not_get_work_of_groups_in_which_who_is_away_is_not(house: Office) -> None:
    case = house.complain()
    house.assess(case)
    house.later(days=24).wake(case)
    away(house, "hugo", deputy="ina")

    assert "Team lead check" in house.tasks(case)
    assert [row.name for row in listed(house, "ina", "standing_in")] == []
    with pytest.raises(NotYourLane):
        claim(house, "ina", case, "Team lead check")


def test_deputies_of_deputies_act_while_both_are_away(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="hanna")
    away(house, "hanna", deputy="dora", last=TODAY)

    first = [row.behalf for row in listed(house, "dora")]
    house.later(days=1)

    assert first == ["Hugo"]
    assert listed(house, "dora") == []
    assert [row.behalf for row in listed(house, "hanna")] == ["Hugo"]


def test_deputies_in_a_circle_give_the_work_back_to_the_group(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="hanna")
    away(house, "hanna", deputy="hugo")

    [row] = listed(house, "henry", "unassigned")
    house.do("henry", held, LOOK, **DECISION)

    assert (row.name, row.left, row.free) == (LOOK, True, True)
    [*_, (_, _, told, _)] = house.journal(held, "task.completed")
    assert told["left_by"] == "Hugo"


def test_what_somebody_away_without_a_deputy_holds_is_free_for_the_group(house: Office, held: Opened) -> None:
    before = listed(house, "hanna", "unassigned")
    away(house, "hugo")

    [row] = listed(house, "hanna", "unassigned")
    claim(house, "hanna", held)

    assert before == []
    assert (row.assignee, row.until) == ("Hugo", FRIDAY)
    assert holder(house, held) == "hanna"


def test_what_somebody_who_left_for_good_holds_is_free_for_the_group(house: Office, held: Opened) -> None:
    with house.database.transaction() as session:
        people.deactivate(session, session.get_one(people.groups.Person, who(house, "hugo")), house.now)

    claim(house, "hanna", held)

    assert holder(house, held) == "hanna"


def test_a_colleague_who_is_no_deputy_cannot_take_what_is_in_good_hands(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    assert listed(house, "hanna", "unassigned") == []
    with pytest.raises(AlreadyClaimed, match="Hugo"):
        claim(house, "hanna", held)


def test_a_deputy_who_must_keep_out_of_it_leaves_it_to_the_group(house: Office) -> None:
    hire(house, "ruth", "Reviewer")
    case = house.complain()
    house.assess(case)
    house.do("hugo", case, LOOK, **DECISION)
    claim(house, "rita", case, "Four-eyes review")
    away(house, "rita", deputy="hugo")

    hugos, ruths = listed(house, "hugo"), listed(house, "ruth", "unassigned")
    with pytest.raises(Excluded):
        claim(house, "hugo", case, "Four-eyes review")
    house.do("ruth", case, "Four-eyes review", decision="approve")

    assert hugos == []
    assert [row.name for row in ruths] == ["Four-eyes review"]


def test_a_deputy_gives_back_what_they_cannot_do(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    release(house, "dora", held)

    [*_, (_, _, told, actor)] = house.journal(held, "task.released")
    assert (actor, told["behalf"], holder(house, held)) == ("Dora", "Hugo", "")
    with pytest.raises(NotClaimed):
        release(house, "henry", held)


def test_who_is_away_can_still_do_their_own_work(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    house.do("hugo", held, LOOK, **DECISION)

    [*_, (_, _, told, actor)] = house.journal(held, "task.completed")
    assert actor == "Hugo" and "behalf" not in told


def test_the_system_stands_in_for_nobody(house: Office, held: Opened) -> None:
    away(house, "hugo", deputy="dora")

    with pytest.raises(NotYourLane), house.database.transaction() as session:
        cases.claim(session, house.task(held, LOOK), SYSTEM, house.now)
