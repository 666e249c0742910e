"""How fast complaints come in: a file imported on the current pack, into a database thrown away."""

import time
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import insert, select

from engine.bench.throwaway import size, throw_away
from engine.db import Database, table
from engine.imports import import_cfpb
from engine.imports.importing import Progress
from engine.model import Group, Membership, Pack, Person

NEEDED = (Person, Group, Pack, Membership)
"""What a case needs to start: the packs, and the people who get it."""


def bench_import(database: Database, path: Path, now: datetime, progress: Progress | None = None) -> dict[str, Any]:
    """Import a CFPB file into a throw-away database that has this one's packs and people.

    Raises:
        FileRefused, NotFound: see `import_cfpb`.
    """
    with throw_away(database) as ours:
        _copy(database, ours)
        before, began = size(ours), time.perf_counter()
        result = import_cfpb(ours, path, now, progress)
        seconds = time.perf_counter() - began
        return {
            "database": database.engine.dialect.name, "rows": result.rows, "imported": result.imported,
            "rejected": len(result.rejected), "seconds": round(seconds, 3),
            "cases_per_s": round(result.imported / seconds, 1),
            "bytes_per_case": round((size(ours) - before) / max(result.imported, 1)),
        }


def _copy(database: Database, ours: Database) -> None:
    with database.reading() as session, ours.transaction() as into:
        for source in map(table, NEEDED):
            rows = [dict(row) for row in session.execute(select(source)).mappings()]
            if rows:
                into.execute(insert(source), rows)
