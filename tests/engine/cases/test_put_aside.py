"""A timer that cannot be followed holds up nobody: it is put aside, and everything else goes on (R14)."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from engine import cases, clock, deadlines, delivery, doctor
from engine.cases import Opened
from engine.db import Database
from engine.model import Entry, Incident, Run, Task
from engine.packs import Pack
from tests.engine.cases.test_incidents import ODD, press_retry, repair
from tests.engine.poisons import beside, poisoned
from tests.engine.process.drawing import node, path, timer
from tests.engine.tiny_house import FIVE_DAYS, NOW, PACK, TinyHouse, task_of, work

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)

WATCH = (
    node("boundaryEvent", "warn", timer('"P6D"'), attachedToRef="look", cancelActivity="false")
    + node("userTask", "watch", work("Team lead"), name="Watch over it") + node("endEvent", "watched")
    + path("warn", "watch", "watched")
)
BESIDE = (
    node("boundaryEvent", "odd_late", timer('"P5D"'), attachedToRef="look", cancelActivity="false")
    + node("endEvent", "odd_end") + path("odd_late", "odd", "odd_end")
)


def watched(broken: str = "interrupting") -> Pack:
    """After five days something fails, after six the team lead watches; `broken`: whether what fails would
    have ended the handler's task."""
    if broken == "interrupting":
        return poisoned(ODD + WATCH)
    files = poisoned(ODD + BESIDE + WATCH, path("late", "chief")).files
    # the usual interrupting one comes later here, so that it is not in the way
    diagram = files["bpmn/complaint.bpmn"].replace(
        b'attachedToRef="look" cancelActivity="true"><bpmn:timerEventDefinition><bpmn:timeDuration>"P5D"',
        b'attachedToRef="look" cancelActivity="true"><bpmn:timerEventDefinition><bpmn:timeDuration>"P9D"')
    assert diagram != files["bpmn/complaint.bpmn"]
    return Pack({**files, "bpmn/complaint.bpmn": diagram})


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return beside(session, TinyHouse(session), watched())


@pytest.fixture
def case(database: Database, house: TinyHouse) -> Opened:
    with database.transaction() as session:
        return house.opened(session)


def incidents(database: Database) -> list[Incident]:
    with database.reading() as session:
        return list(session.scalars(select(Incident).order_by(Incident.id)))


def tasks(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Task.name).where(Task.status == "open")))


def fired(database: Database) -> list[tuple[str, datetime]]:
    with database.reading() as session:
        rows = session.execute(
            select(Entry.element, Entry.at).where(Entry.kind == "timer.fired").order_by(Entry.seq))
        return [(row.element, row.at) for row in rows]


def healthy(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_a_deadline_that_cannot_be_followed_does_not_stop_the_others(
    database: Database, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + 7 * DAY)

    deadlines.sweep(database)

    assert tasks(database) == ["Look into it", "Watch over it"]
    assert fired(database) == [("warn", NOW + 6 * DAY)]
    [incident] = incidents(database)
    assert (incident.element, incident.kind, incident.resolved_at) == ("odd", "timer", None)
    assert healthy(database) == []


def test_later_deadlines_fire_on_their_day_while_one_is_put_aside(
    database: Database, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + FIVE_DAYS)
    deadlines.sweep(database)
    before = tasks(database)
    now.move_to(NOW + 6 * DAY)

    deadlines.sweep(database)

    assert (before, tasks(database)) == (["Look into it"], ["Look into it", "Watch over it"])
    assert healthy(database) == []


def test_what_is_put_aside_is_tried_again_by_itself_and_fires_after_the_repair_at_its_own_moment(
    database: Database, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + FIVE_DAYS)
    deadlines.sweep(database)
    [incident] = incidents(database)
    assert incident.retry_at is not None
    now.move_to(incident.retry_at - SECOND)
    deadlines.sweep(database)
    tries = incidents(database)[0].attempts
    now.move_to(incident.retry_at)
    deadlines.sweep(database)
    assert (tries, incidents(database)[0].attempts) == (1, 2)
    repair(database)
    now.move_to(NOW + 5 * DAY + timedelta(hours=3))

    deadlines.sweep(database)

    assert tasks(database) == ["Look at what was left"]
    assert fired(database) == [("late", NOW + FIVE_DAYS)]
    assert incidents(database)[0].resolved_at == NOW + 5 * DAY + timedelta(hours=3)
    assert healthy(database) == []


def test_a_person_can_work_on_although_a_deadline_of_the_case_cannot_be_followed(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + FIVE_DAYS)  # nobody has looked yet: the click itself comes upon the deadline

    with database.transaction() as session:
        house.done(session, case.case_id, clock.real())

    with database.reading() as session:
        assert session.scalars(select(Run.ended_at)).one() == NOW + FIVE_DAYS
    [incident] = incidents(database)
    # the task is done, so nothing waits for that deadline any more
    assert incident.resolved_at is not None
    assert healthy(database) == []


def test_a_message_is_taken_although_a_deadline_of_the_case_cannot_be_followed(
    database: Database, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + FIVE_DAYS)
    with database.transaction() as session:
        cases.receive(session, case.case_id, "more_info", {"text": "More."}, clock.real())

    taken = delivery.hand_over(database)

    assert taken == 1
    assert [one.resolved_at for one in incidents(database)] == [None]
    assert healthy(database) == []


def test_the_button_tries_the_one_that_was_put_aside(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    now.move_to(NOW + FIVE_DAYS)
    deadlines.sweep(database)
    repair(database)
    now.shift(SECOND)

    press_retry(database, house)

    assert tasks(database) == ["Look at what was left"]
    assert incidents(database)[0].resolved_by == house.chief.id
    assert healthy(database) == []


def test_what_is_beside_the_work_and_fails_leaves_the_deadline_that_decides(
    database: Database, now: time_machine.Traveller
) -> None:
    with database.transaction() as session:
        house = beside(session, TinyHouse(session), watched("beside"))
        house.opened(session)
    now.move_to(NOW + 9 * DAY)

    deadlines.sweep(database)

    assert tasks(database) == ["Look at what was left", "Watch over it"]
    assert fired(database) == [("warn", NOW + 6 * DAY), ("late", NOW + 9 * DAY)]
    # what failed was on the edge of a task that is over: nothing waits for it any more
    assert [one.resolved_at for one in incidents(database)] == [NOW + 9 * DAY]
    assert healthy(database) == []


def test_other_cases_go_on(database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller) -> None:
    well = copy_of_well(database, house)
    now.move_to(NOW + FIVE_DAYS)

    deadlines.sweep(database)

    with database.reading() as session:
        assert task_of(session, well.case_id).name == "Look at what was left"


def copy_of_well(database: Database, house: TinyHouse) -> Opened:
    """A case on the pack without the fault."""
    with database.transaction() as session:
        healthy_pack = Pack({**PACK.files, "forms/letters/en/L_x.md": b"Subject: x\n\nx\n"})
        return beside(session, house, healthy_pack).opened(session)
