"""Whether the database itself is sound, and somebody wakes the cases."""

from collections.abc import Iterator
from datetime import timedelta

import zstandard
from sqlalchemy import func, or_, select, text

from engine.db import table
from engine.doctor.chart import Round
from engine.doctor.finding import Finding
from engine.dossier import CASE
from engine.model import Pack, Run
from engine.packs import content_hash, files_of

RUN = table(Run)
ASLEEP = timedelta(minutes=1)
FULL = 2


def storage_is_sound(around: Round) -> Iterator[Finding]:
    """SQLite: pages, indexes and references hold, and a commit survives a power loss. PostgreSQL looks
    after its own pages; a commit must wait for the disk there too."""
    if around.session.get_bind().dialect.name == "sqlite":
        yield from _sqlite(around)
    else:
        yield from _postgresql(around)


def _sqlite(around: Round) -> Iterator[Finding]:
    for row in around.session.execute(text("pragma integrity_check(20)")):
        if row[0] != "ok":
            yield Finding("storage-is-sound", "", f"SQLite says: {row[0]}.")
    for row in around.session.execute(text("pragma foreign_key_check")):
        yield Finding("storage-is-sound", "", f"Row {row[1]} of the table {row[0]} names a {row[2]} that does not "
                                              "exist.")
    level = around.session.execute(text("pragma synchronous")).scalar_one()
    if level < FULL:
        yield Finding("storage-is-sound", "", f"SQLite runs with synchronous={level}: the last commits may be lost "
                                              "when the power goes.")


def _postgresql(around: Round) -> Iterator[Finding]:
    for setting in ("fsync", "synchronous_commit"):
        value = around.session.execute(select(func.current_setting(setting))).scalar_one()
        if value == "off":
            yield Finding("storage-is-sound", "", f"PostgreSQL runs with {setting}=off: commits may be lost when the "
                                                  "power goes.", warning=True)


def packs_are_unchanged(around: Round) -> Iterator[Finding]:
    """Every published pack is what was published; read from its row, not from what this process remembers."""
    for pack_id, published, content in around.session.execute(select(Pack.id, Pack.hash, Pack.content)):
        try:
            intact = content_hash(files_of(content)) == published
        except (zstandard.ZstdError, ValueError, AttributeError):
            intact = False
        if not intact:
            yield Finding("packs-are-unchanged", "", f"Pack {pack_id} was changed after it was published.")


def worker_is_awake(around: Round) -> Iterator[Finding]:
    """Timers fire within a minute of their moment, unless an incident holds the run back."""
    late = (
        RUN.c.next_due_at < around.now - ASLEEP, RUN.c.ended_at.is_(None),
        or_(RUN.c.held_until.is_(None), RUN.c.held_until < around.real - ASLEEP),
    )
    count = around.session.execute(select(func.count()).select_from(RUN).where(*late)).scalar_one()
    if not count:
        return
    oldest = around.session.execute(
        select(CASE.c.reference, RUN.c.next_due_at).join(CASE, CASE.c.id == RUN.c.case_id).where(*late)
        .order_by(RUN.c.next_due_at).limit(1)
    ).one()
    yield Finding("worker-is-awake", "", f"{count} runs are overdue, the oldest, {oldest.reference}, since "
                                         f"{oldest.next_due_at}; is a worker running?", warning=True)
