"""Importing: whole batches, each one transaction; what was imported before is passed over.

A killed import leaves whole batches, and running it again goes on where it stopped. A batch in
which a case cannot start is undone and taken row by row, so that one bad row costs only itself.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from engine import cases, publishing
from engine.cases import Intake
from engine.db import Database
from engine.errors import StepFailed
from engine.imports import cfpb, table
from engine.imports.cfpb import RowRefused
from engine.model import Case
from engine.packs import Pack
from engine.people import SYSTEM

BATCH = 100
INTAKE = "intake"

Progress = Callable[[int, int, float, float], None]


@dataclass
class Result:
    """How an import went: cases opened, rows known from before, and rows refused as (line, reason)."""

    imported: int = 0
    known: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.imported + self.known + len(self.rejected)


@dataclass(frozen=True)
class _New:
    line: int
    intake: Intake


def import_cfpb(database: Database, path: Path, now: datetime, progress: Progress | None = None) -> Result:
    """Open a case on the current pack for every complaint in a CFPB file that is not known yet; the
    case keeps its day of receipt, its clock starts `now`.

    `progress` is told after each batch: rows done, all rows, rows a second, seconds left.

    Raises:
        FileRefused: this is no such file; nothing was imported.
        NotFound: nothing has been published yet.
    """
    cfpb.require_columns(table.heading(path))
    total = table.count(path)
    with database.reading() as session:
        pack_id, pack = publishing.current(session)
        known = set(session.scalars(select(Case.source_id).where(Case.source == cfpb.SOURCE)))
    result, began = Result(), time.monotonic()
    for batch in _batches(path, pack, known, now, result):
        _open(database, pack_id, batch, now, result)
        if progress is not None:
            rate = result.rows / max(time.monotonic() - began, 1e-6)
            progress(result.rows, total, rate, (total - result.rows) / rate if rate else 0.0)
    result.rejected.sort()
    return result


def _batches(path: Path, pack: Pack, known: set[str | None], now: datetime, result: Result) -> Iterator[list[_New]]:
    """New complaints in batches; the others are counted in `result`."""
    zone = ZoneInfo(pack.calendar(cfpb.COUNTRY).zone)
    topics = _topics(pack)
    lines: dict[str, int] = {}
    batch: list[_New] = []
    for row in table.rows(path):
        try:
            new = _read(row, zone, topics, lines, now)
        except RowRefused as wrong:
            result.rejected.append((row.line, str(wrong)))
            continue
        if new.intake.source_id in known:
            result.known += 1
            continue
        batch.append(new)
        if len(batch) == BATCH:
            yield batch
            batch = []
    yield batch


def _read(row: table.Row, zone: ZoneInfo, topics: frozenset[str], lines: dict[str, int], now: datetime) -> _New:
    if row.wrong:
        raise RowRefused(row.wrong)
    number = cfpb.identity(row.fields)
    if number in lines:
        raise RowRefused(f"it is complaint {number} again, which line {lines[number]} has")
    intake = cfpb.intake(row.fields, zone, now, topics)
    lines[number] = row.line
    return _New(row.line, intake)


def _topics(pack: Pack) -> frozenset[str]:
    """What complainants may choose as a topic in this pack."""
    fields = pack.forms[INTAKE].fields if INTAKE in pack.forms else ()
    return frozenset(option.text for field in fields if field.column == "topic" for option in field.options)


def _open(database: Database, pack_id: int, batch: Sequence[_New], now: datetime, result: Result) -> None:
    if not batch:
        return
    try:
        with database.transaction() as session:
            pack = publishing.by_id(session, pack_id)
            cases.open_many(session, pack_id, pack, [new.intake for new in batch], SYSTEM, now)
    except (StepFailed, IntegrityError) as wrong:
        if len(batch) == 1:
            _count_failed(batch[0], wrong, result)
            return
        for one in batch:
            _open(database, pack_id, [one], now, result)
    else:
        result.imported += len(batch)


def _count_failed(new: _New, wrong: StepFailed | IntegrityError, result: Result) -> None:
    """An integrity error is a twin that another import put in meanwhile."""
    if isinstance(wrong, IntegrityError):
        result.known += 1
    else:
        element = wrong.about.get("element") or "its beginning"
        result.rejected.append((new.line, f"its case could not start, at {element}: {wrong.message}"))
