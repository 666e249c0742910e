"""A process that is killed at any moment leaves nothing half done, and takes back nothing it has said (R1)."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from threading import Timer

import pytest
from sqlalchemy import select

from engine import clock, deadlines, doctor, packs, publishing
from engine.config import ROOT
from engine.db import Database
from engine.model import Case, Message, Task
from engine.people import SYSTEM
from tests.engine import anybody
from tests.engine.busy import at_work
from tests.engine.cases.office import Office
from tests.packs import SMALL

KILLS = int(os.environ.get("AMENDS_TEST_KILLS", "6"))
"""How often; a nightly run takes a hundred."""
PATIENCE = 60
SEED = 7


class Busy:
    """An instance at work in a process of its own, as `tests.engine.busy` describes it."""

    def __init__(self, url: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.engine.busy", url], cwd=ROOT, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )

    def work_until_killed(self, seed: int, steps: int, moment: float) -> list[list[str]]:
        """Let it acknowledge some steps, kill it a moment (in seconds) later; gives all that it said."""
        watch = Timer(PATIENCE, self._process.kill)
        watch.start()
        try:
            assert self._process.stdin is not None
            print(seed, file=self._process.stdin, flush=True)
            said: list[list[str]] = []
            worker = int(self._next("started", said)[1])
            while len(said) < steps:
                said.append(self._line())
                assert said[-1][0] != "gone", "it ended before it was killed"
            time.sleep(moment)
            os.kill(worker, signal.SIGKILL)
            assert int(self._next("gone", said)[1]) == -signal.SIGKILL
        finally:
            watch.cancel()
        return said

    def close(self) -> None:
        self._process.communicate()

    def _next(self, word: str, others: list[list[str]]) -> list[str]:
        while (line := self._line())[0] != word:
            others.append(line)
        return line

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        words = self._process.stdout.readline().split()
        assert words, "it ended by itself"
        return words


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An organisation with the shipped pack, whose clock can be moved."""
    database = at_work(database_url)
    with database.transaction() as session:
        publishing.publish(session, packs.read_folder(SMALL), SYSTEM, clock.real())
        Office.hire(session, clock.real())
    yield database
    database.close()


@pytest.fixture
def busy(database: Database, database_url: str) -> Iterator[Busy]:
    instance = Busy(database_url)
    yield instance
    instance.close()


def missing(database: Database, said: list[list[str]]) -> list[list[str]]:
    """What was acknowledged and is not there."""
    with database.reading() as session:
        there = {
            "case": set(session.scalars(select(Case.id))), "message": set(session.scalars(select(Message.id))),
            "task": set(session.scalars(select(Task.id).where(Task.status == "done"))),
            "clock": set(range(int(clock.offset(session).total_seconds()) + 1)),
        }
    return [line for line in said if line[0] in there and int(line[1]) not in there[line[0]]]


def faults(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_a_killed_process_leaves_every_case_whole_and_everything_it_acknowledged(
    database: Database, busy: Busy
) -> None:
    dice, said = Random(SEED), list[list[str]]()

    for kill in range(1, KILLS + 1):
        said += busy.work_until_killed(dice.randrange(10**6), dice.randint(1, 12), dice.uniform(0, 0.04))

        assert faults(database) == [], f"after kill {kill}"
        assert missing(database, said) == [], f"after kill {kill}"

    assert len({line[0] for line in said}) > 1, "it did something of each kind"


def test_the_work_goes_on_after_a_kill_where_it_stopped(database: Database, busy: Busy) -> None:
    dice = Random(SEED)
    busy.work_until_killed(SEED, 10, 0.01)

    with database.transaction() as session:
        now = clock.advance(session, timedelta(days=90))
        anybody.complain(session, dice, now)
    deadlines.sweep(database)
    with database.transaction() as session:
        done = anybody.do_a_task(session, dice, clock.business(session))

    assert done is not None
    assert deadlines.sweep(database) == 0
    assert faults(database) == []
