"""How long the inbox takes: its first page and its counts, on the database as it is."""

import statistics
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from engine import clock, inbox
from engine.db import Database
from engine.inbox import Reader, Wish
from engine.model import Task


def bench_inbox(database: Database, n: int = 100) -> dict[str, Any]:
    """Milliseconds for the first page and for the counts, as somebody sees them who works in every
    group; nothing is written."""
    with database.reading() as session:
        now = clock.business(session)
        open_tasks, lanes = session.execute(
            select(func.count(), func.count(Task.lane.distinct())).where(Task.status == "open")
        ).one()
        names = tuple(session.scalars(select(Task.lane).where(Task.status == "open").distinct()))
    reader, wish = Reader(0, names), Wish("groups", now, now + timedelta(days=1))
    pages = _timed(database, n, lambda session: inbox.page(session, reader, wish))
    counts = _timed(database, n, lambda session: inbox.counts(session, reader, wish))
    return {
        "database": database.engine.dialect.name, "open_tasks": open_tasks, "groups": lanes,
        **_figures("page", pages), **_figures("counts", counts),
    }


def _timed(database: Database, n: int, look: Callable[[Any], object]) -> list[float]:
    """Seconds of n looks, each in a session of its own as a request has it."""
    seconds = []
    for _ in range(n):
        began = time.perf_counter()
        with database.reading() as session:
            look(session)
        seconds.append(time.perf_counter() - began)
    return seconds


def _figures(what: str, seconds: list[float]) -> dict[str, float]:
    worst = sorted(seconds)[min(len(seconds) - 1, int(len(seconds) * 0.95))]
    return {f"{what}_median_ms": round(statistics.median(seconds) * 1000, 3), f"{what}_p95_ms": round(worst * 1000, 3)}
