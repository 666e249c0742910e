"""Whatever people, complainants and the clock do, in any order: no case gets lost, nothing reached is unsaid."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random

import pytest
import time_machine
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from engine import cases, clock, deadlines, delivery, doctor, packs, people, publishing
from engine.errors import AlreadyClaimed, Excluded, NotClaimed, TaskGone
from engine.model import Case, Entry, Person, Task
from engine.model.cases import MILESTONE_COLUMNS
from engine.people import SYSTEM
from tests.databases import make_schema, opened
from tests.engine import anybody
from tests.engine.cases.office import Office
from tests.packs import SMALL

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LIVES, STEPS = 30, 20
DICE = st.integers(0, 2**16).map(Random)
COLUMNS = [getattr(Case, f"{name}_at") for name in MILESTONE_COLUMNS]


class Lives(RuleBasedStateMachine):
    """An organisation with the shipped pack, on a database of its own."""

    def __init__(self, fresh: Callable[[], str]) -> None:
        super().__init__()
        self.clock = time_machine.travel(MONDAY, tick=False)
        self.time = self.clock.start()
        self.database = opened(fresh())
        self.reached: dict[int, dict[str, datetime]] = {}
        self.entries: dict[int, int] = {}

    def teardown(self) -> None:
        try:
            assert [str(one) for one in doctor.examine(self.database) if not one.warning] == []
        finally:
            self.database.close()
            self.clock.stop()

    @initialize(dice=DICE)
    def it_begins_with_a_complaint(self, dice: Random) -> None:
        self.somebody_complains(dice)

    @rule(dice=DICE)
    def somebody_complains(self, dice: Random) -> None:
        with self.database.transaction() as session:
            anybody.complain(session, dice, clock.business(session))

    @rule(dice=DICE)
    def somebody_does_a_task(self, dice: Random) -> None:
        try:
            with self.database.transaction() as session:
                anybody.do_a_task(session, dice, clock.business(session))
        except TaskGone as gone:
            assert gone.message

    @rule(dice=DICE)
    def somebody_takes_a_task_or_gives_it_back(self, dice: Random) -> None:
        with self.database.transaction() as session:
            tasks = session.scalars(select(Task).where(Task.status == "open").order_by(Task.id)).all()
            if not tasks:
                return
            task = dice.choice(tasks)
            actor = people.as_actor(session.get_one(Person, dice.choice(people.members(session, task.lane))))
            verb = dice.choice((cases.claim, cases.release))
            try:
                verb(session, task.id, actor, clock.business(session))
            except (AlreadyClaimed, NotClaimed, Excluded):
                return

    @rule(dice=DICE, at_once=st.booleans())
    def a_complainant_sends_something(self, dice: Random, at_once: bool) -> None:
        with self.database.transaction() as session:
            sent = anybody.send_a_message(session, dice, clock.business(session))
        if sent is not None and at_once:
            delivery.hand_over_one(self.database, sent)

    @rule(dice=DICE)
    def a_complainant_withdraws(self, dice: Random) -> None:
        with self.database.transaction() as session:
            case_id = dice.choice(session.scalars(select(Case.id).order_by(Case.id)).all())
            sent = cases.receive(session, case_id, "withdrawn", {"reason": "Solved."}, clock.business(session))
        delivery.hand_over_one(self.database, sent)

    @rule(dice=DICE)
    def a_team_lead_sets_a_case_back(self, dice: Random) -> None:
        try:
            with self.database.transaction() as session:
                anybody.go_back(session, dice, clock.business(session))
        except TaskGone as gone:
            assert gone.message

    @rule(dice=DICE)
    def somebody_opens_a_closed_complaint_again(self, dice: Random) -> None:
        with self.database.transaction() as session:
            anybody.reopen(session, dice, clock.business(session))

    @rule(hours=st.integers(1, 24 * 20))
    def time_passes(self, hours: int) -> None:
        self.time.shift(timedelta(hours=hours))

    @rule()
    def the_worker_ticks(self) -> None:
        deadlines.sweep(self.database)
        delivery.hand_over(self.database)

    @invariant()
    def what_was_reached_stays_reached_and_what_was_told_stays_told(self) -> None:
        with self.database.reading() as session:
            rows = session.execute(select(Case.id, Case.entries, *COLUMNS)).all()
        for case_id, entries, *moments in rows:
            now = {name: at for name, at in zip(MILESTONE_COLUMNS, moments, strict=True) if at is not None}
            before = self.reached.get(case_id, {})
            assert before.items() <= now.items()
            assert self.entries.get(case_id, 0) <= entries
            self.reached[case_id], self.entries[case_id] = now, entries


@pytest.fixture
def fresh(tmp_path: Path) -> Callable[[], str]:
    """Databases with the organisation in them, one after another."""
    template, numbers = tmp_path / "template.db", count()
    make_schema(f"sqlite:///{template}")
    database = opened(f"sqlite:///{template}")
    with database.transaction() as session:
        publishing.publish(session, packs.read_folder(SMALL), SYSTEM, MONDAY)
        Office.hire(session, MONDAY)
    database.close()

    def copy() -> str:
        file = tmp_path / f"{next(numbers)}.db"
        shutil.copyfile(template, file)
        return f"sqlite:///{file}"
    return copy


def test_in_whatever_order_things_happen_no_case_is_lost(fresh: Callable[[], str]) -> None:
    run_state_machine_as_test(lambda: Lives(fresh), settings=settings(
        max_examples=LIVES, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None,
        suppress_health_check=list(HealthCheck),
    ))


def test_a_random_life_is_a_life(fresh: Callable[[], str]) -> None:
    """The rules above do move cases: within a while some are decided, some have escalated, some are over."""
    lives, dice = Lives(fresh), Random(3)
    lives.somebody_complains(dice)
    for _ in range(40):
        step = dice.choice((lives.somebody_complains, lives.somebody_does_a_task, lives.somebody_does_a_task,
                            lives.a_complainant_withdraws))
        step(dice)
        lives.time_passes(dice.randint(1, 300))
        lives.the_worker_ticks()

    with lives.database.reading() as session:
        kinds = set(session.scalars(select(Entry.kind)))
        reached = {name for name, column in zip(MILESTONE_COLUMNS, COLUMNS, strict=True)
                   if session.execute(select(Case.id).where(column.is_not(None)).limit(1)).first()}
    lives.teardown()

    assert {"timer.fired", "task.completed", "message.taken", "task.ended"} <= kinds
    assert {"assessed", "withdrawn", "informed_final"} <= reached
