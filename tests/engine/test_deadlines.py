"""What is due fires by itself, once, oldest first; a case that cannot go on holds up no other (R5, R6, R8, R14)."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import insert, select, update

from engine import cases, deadlines, doctor
from engine.cases import Opened
from engine.config import ROOT
from engine.db import Database
from engine.model import Entry, Fact, Incident, Run
from engine.model import Pack as PackRow
from tests.databases import KEY
from tests.engine.poisons import ASKING, POISONS, beside, nobody, poisoned, rules
from tests.engine.tiny_house import FIVE_DAYS, NOW, TinyHouse, task_of

SECOND = timedelta(seconds=1)
LONG_AGO = datetime(2020, 1, 6, 9, 0, tzinfo=UTC)
"""So that a process with the machine's own clock finds its cases due."""

SWEEPING = """
import sys
from engine import deadlines
from engine.db import Database

database = Database(sys.argv[1], key=sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
print(deadlines.sweep(database))
"""


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The machine's clock, to be moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return TinyHouse(session)


def opened(database: Database, house: TinyHouse, at: datetime = NOW) -> Opened:
    with database.transaction() as session:
        return house.opened(session, at)


def fired(database: Database, *kinds: str) -> list[tuple[int, datetime]]:
    """Which cases' timers fired, and for which moment, in the order in which they were written."""
    with database.reading() as session:
        rows = session.execute(
            select(Entry.case_id, Entry.at).where(Entry.kind.in_(kinds or ("timer.fired",))).order_by(Entry.id)
        )
        return [(row.case_id, row.at) for row in rows]


def at_work(database: Database, case: Opened) -> str:
    """The name of the case's open task."""
    with database.reading() as session:
        return task_of(session, case.case_id).name


def incident(database: Database) -> Incident:
    with database.reading() as session:
        return session.scalars(select(Incident)).one()


def healthy(database: Database) -> bool:
    return not [finding for finding in doctor.examine(database) if not finding.warning]


# --- what fires, and when ----------------------------------------------------------------------------

def test_a_deadline_fires_when_it_is_due_and_not_a_second_before(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = opened(database, house)

    now.move_to(NOW + FIVE_DAYS - SECOND)
    before = deadlines.sweep(database), at_work(database, case)
    now.move_to(NOW + FIVE_DAYS)
    after = deadlines.sweep(database), at_work(database, case)

    assert before == (0, "Look into it")
    assert after == (1, "Look at what was left")
    assert deadlines.sweep(database) == 0


def test_the_case_that_has_waited_longest_is_first(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    younger = opened(database, house, NOW)
    older = opened(database, house, NOW - timedelta(days=1))
    oldest = opened(database, house, NOW - timedelta(days=2))
    now.move_to(NOW + FIVE_DAYS)

    first = deadlines.sweep(database, limit=1)
    rest = deadlines.sweep(database)

    assert (first, rest) == (1, 2)
    assert [case for case, _ in fired(database)] == [oldest.case_id, older.case_id, younger.case_id]


def test_after_a_week_down_each_deadline_fires_once_at_its_own_moment(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    due = {}
    for hours in range(12):
        at = NOW + timedelta(hours=hours)
        due[opened(database, house, at).case_id] = at + FIVE_DAYS
    now.move_to(NOW + FIVE_DAYS + timedelta(days=7))

    moved = deadlines.sweep(database)

    assert moved == len(due)
    assert fired(database) == sorted(due.items(), key=lambda one: one[1])
    assert deadlines.sweep(database) == 0
    assert healthy(database)


def test_a_case_that_was_done_in_time_is_left_alone(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = opened(database, house)
    with database.transaction() as session:
        house.done(session, case.case_id)
    now.move_to(NOW + 2 * FIVE_DAYS)

    assert deadlines.sweep(database) == 0


def test_a_clock_that_is_set_back_fires_nothing_twice_and_loses_nothing(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    late, early = opened(database, house, NOW - FIVE_DAYS), opened(database, house)
    deadlines.sweep(database)

    now.move_to(NOW - timedelta(days=1))
    back = deadlines.sweep(database)
    with database.transaction() as session:
        cases.complete(session, task_of(session, late.case_id).id, {"text": "Mended."}, house.chief,
                       NOW - timedelta(days=1))
    now.move_to(NOW + FIVE_DAYS)
    again = deadlines.sweep(database)

    assert (back, again) == (0, 1)
    assert [case for case, _ in fired(database)] == [late.case_id, early.case_id]
    assert healthy(database)


def test_a_sweep_stops_at_its_limit_so_that_messages_get_their_turn(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    for _ in range(5):
        opened(database, house)
    now.move_to(NOW + FIVE_DAYS)

    assert [deadlines.sweep(database, limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_a_sweep_stops_at_its_limit_also_when_no_case_can_go_on(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    """A pack with a fault may stop ten thousand cases at once; messages must still get their turn."""
    with database.transaction() as session:
        odd = beside(session, house, nobody())
    for _ in range(4):
        opened(database, odd)
    now.move_to(NOW + FIVE_DAYS)

    deadlines.sweep(database, limit=3)

    with database.reading() as session:
        assert len(session.scalars(select(Incident.id)).all()) == 3


# --- several at once -----------------------------------------------------------------------------------

def test_sweeps_at_once_in_one_process_fire_each_deadline_once(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    opened_cases = {opened(database, house).case_id for _ in range(12)}
    now.move_to(NOW + FIVE_DAYS)

    with ThreadPoolExecutor(3) as workers:
        moved = list(workers.map(lambda _: deadlines.sweep(database), range(3)))

    assert sum(moved) == len(opened_cases)
    assert sorted(case for case, _ in fired(database)) == sorted(opened_cases)
    assert healthy(database)


def test_sweeps_at_once_in_two_processes_fire_each_deadline_once(database: Database) -> None:
    with database.transaction() as session:
        house = TinyHouse(session)
    opened_cases = {opened(database, house, LONG_AGO).case_id for _ in range(12)}
    url = database.engine.url.render_as_string(hide_password=False)
    workers = [
        subprocess.Popen([sys.executable, "-c", SWEEPING, url, KEY], cwd=ROOT, text=True,
                         stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for worker in workers:
        assert worker.stdout is not None and worker.stdin is not None
        assert worker.stdout.readline() == "ready\n"
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()

    moved = [int(worker.communicate()[0]) for worker in workers]

    assert sum(moved) == len(opened_cases)
    assert sorted(case for case, _ in fired(database)) == sorted(opened_cases)
    assert healthy(database)


# --- a case that cannot go on ----------------------------------------------------------------------------

@pytest.mark.parametrize("poison", POISONS)
def test_a_case_that_cannot_go_on_becomes_an_incident_and_the_others_go_on(
    database: Database, house: TinyHouse, now: time_machine.Traveller, poison: str
) -> None:
    pack, says = POISONS[poison]
    with database.transaction() as session:
        odd = beside(session, house, pack)
    stuck, well = opened(database, odd, NOW - SECOND), opened(database, house)
    now.move_to(NOW + FIVE_DAYS)

    moved = deadlines.sweep(database)

    found = incident(database)
    assert moved == 1
    assert (at_work(database, stuck), at_work(database, well)) == ("Look into it", "Look at what was left")
    assert (found.case_id, found.element, found.kind, found.attempts) == (stuck.case_id, "odd", "timer", 1)
    assert says in found.cause
    assert [case for case, _ in fired(database, "incident.opened")] == [stuck.case_id]
    assert healthy(database)


DAMAGES = {
    "its pack was changed after it was published": (
        update(PackRow).where(PackRow.id == 2).values(
            content=select(PackRow.content).where(PackRow.id == 1).scalar_subquery()), "was changed"),
    "its pack cannot be unpacked": (update(PackRow).where(PackRow.id == 2).values(content=b"nothing"), "was changed"),
    "its state is not ours": (update(Run).where(Run.id == 1).values(state=b"A1" + bytes(100)), "seal"),
    "a fact of it cannot be read": (insert(Fact).values(case_id=1, name="f", value="{", set_at=NOW), "JSON"),
}


@pytest.mark.parametrize("what", DAMAGES)
def test_a_case_whose_rows_are_damaged_becomes_an_incident_too(
    database: Database, house: TinyHouse, now: time_machine.Traveller, what: str
) -> None:
    damage, says = DAMAGES[what]
    with database.transaction() as session:
        odd = beside(session, house, nobody())
    stuck, well = opened(database, odd, NOW - SECOND), opened(database, house)
    with database.transaction() as session:
        session.execute(damage)
    now.move_to(NOW + FIVE_DAYS)

    moved = [deadlines.sweep(database), deadlines.sweep(database)]

    found = incident(database)
    assert moved == [1, 0]
    assert at_work(database, well) == "Look at what was left"
    assert (found.case_id, found.attempts) == (stuck.case_id, 1), "it rests before it is tried again"
    assert says in found.cause


def test_a_value_that_its_column_cannot_hold_stops_no_other_case(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    if database.sqlite:
        pytest.skip("SQLite holds values of any length")
    with database.transaction() as session:
        odd = beside(session, house, poisoned(ASKING, rules=rules("-", "urgency", '"as soon as ever possible"')))
    opened(database, odd, NOW - SECOND)
    well = opened(database, house)
    now.move_to(NOW + FIVE_DAYS)

    deadlines.sweep(database)

    assert at_work(database, well) == "Look at what was left"
    assert "too long" in incident(database).cause
    assert healthy(database)
