"""How long a click takes: a task completed in the full verb path, beside its rows by raw SQL.

The diagram is of its own (`content/`): six tasks with a five-day timer each, two scripts and a
gateway; half a kilobyte is submitted with every task. Engine and driver take turns in one run, so
that both meet the same disk and the same load.
"""

import statistics
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, clock, people
from engine.bench.throwaway import size, throw_away
from engine.bench.twin import Twin, Write, recorded
from engine.cases import Intake
from engine.db import Database, insert_row, table
from engine.model import Pack as PackRow
from engine.model import Task
from engine.packs import Pack, read_folder
from engine.people import COMPLAINANT, Actor

CONTENT = Path(__file__).parent / "content"
LANE = "Bench"
TASKS = 6
WARM_UP = 3
REMARK = {"text": ("The quick brown fox jumps over the lazy dog, and complains. " * 9)[:490]}
"""About half a kilobyte as JSON."""


def bench_task(database: Database, n: int = 200) -> dict[str, Any]:
    """Complete six tasks in each of n cases, on a throw-away database beside this one.

    Gives milliseconds a task (`median_ms`, `p95_ms`, and `raw_median_ms` for the same rows by raw
    SQL), their `ratio`, whole cases a second with their opening, and the bytes a closed case takes.
    """
    with throw_away(database) as ours, throw_away(database) as other, recorded(ours) as writes:
        bench = _Bench(ours, Twin(other), writes)
        try:
            for _ in range(WARM_UP):
                bench.one_case()
            bench.forget()
            before = size(ours)
            for _ in range(n):
                bench.one_case()
            return {
                "database": database.engine.dialect.name, "cases": n, "tasks": len(bench.tasks),
                **bench.figures(), "bytes_per_case": round((size(ours) - before) / n),
            }
        finally:
            bench.twin.close()


class _Bench:
    """One run: what it works on, and the seconds it has taken so far."""

    def __init__(self, database: Database, twin: Twin, writes: list[Write]) -> None:
        self.database, self.twin, self._writes = database, twin, writes
        self._now = clock.real()
        self.forget()
        with database.transaction() as session:
            self._pack, self._pack_id, self._actor = _set_up(session, self._now)
        self._mirror()

    def forget(self) -> None:
        self.tasks: list[float] = []
        self.raw: list[float] = []
        self.opening: list[float] = []

    def one_case(self) -> None:
        """Open a case and complete its six tasks, each in a transaction of its own."""
        began = time.perf_counter()
        with self.database.transaction() as session:
            opened = cases.open_on(session, self._pack_id, self._pack, _intake(self._now), COMPLAINANT, self._now)
        self.opening.append(time.perf_counter() - began)
        self._mirror()
        for _ in range(TASKS):
            self._complete(opened.case_id)

    def figures(self) -> dict[str, float]:
        median, raw = statistics.median(self.tasks), statistics.median(self.raw)
        return {
            "median_ms": _ms(median), "p95_ms": _ms(_p95(self.tasks)), "raw_median_ms": _ms(raw),
            "ratio": round(median / raw, 2),
            "cases_per_s": round(len(self.opening) / (sum(self.opening) + sum(self.tasks)), 1),
        }

    def _complete(self, case_id: int) -> None:
        with self.database.reading() as session:
            waiting = select(Task.id).where(Task.case_id == case_id, Task.status == "open")
            task_id = session.execute(waiting).scalar_one()
        self._now += timedelta(seconds=1)
        began = time.perf_counter()
        with self.database.transaction() as session:
            cases.complete(session, task_id, REMARK, self._actor, self._now)
        self.tasks.append(time.perf_counter() - began)
        self.raw.append(self._mirror())

    def _mirror(self) -> float:
        seconds = self.twin.write(self._writes)
        self._writes.clear()
        return seconds


def _set_up(session: Session, now: datetime) -> tuple[Pack, int, Actor]:
    """The bench's own pack, unchecked (it is no complaint process), and somebody to work."""
    pack = read_folder(CONTENT)
    pack_id = insert_row(session, table(PackRow), {
        "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "bench",
        "published_at": now, "current_since": now,
    })
    person = people.add(session, "Bench", "bench@example.org", "nobody signs in here", [LANE], now)
    return pack, pack_id, people.as_actor(person)


def _intake(now: datetime) -> Intake:
    return Intake(description="A bench complaint.", topic="other", country="GB", received_at=now)


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 3)
