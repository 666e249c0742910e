"""Twelve points, three people, and a machine that is switched off twice."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest
from sqlalchemy import select

from engine import doctor
from engine.config import ROOT
from engine.db import Database
from engine.model import Case, Entry, Task
from tests.acceptance.lives.hands import HANDS, POINTS
from tests.databases import BASE_URL, KEY


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_twelve_points_are_looked_into_by_three_people_over_two_restarts_and_no_finding_is_lost(
    _databases: Any, tmp_path: Path, kind: str
) -> None:
    url = _databases[kind].fresh()

    reference = ""
    for spell in ("begin", "go_on", "come_to_an_end"):
        reference = work(url, tmp_path, spell, reference)

    database = Database(url, key=KEY, base_url=BASE_URL, demo=True, zone="Europe/London")
    with database.reading() as session:
        case = session.execute(select(Case).where(Case.reference == reference)).scalar_one()
        done = [orjson.loads(entry.data) for entry in session.scalars(
            select(Entry).where(Entry.case_id == case.id, Entry.kind == "task.completed"))]
        by = set(session.scalars(select(Task.done_by).where(Task.name == "Findings on the point")))
        reached = [orjson.loads(data)["name"] for data in session.scalars(
            select(Entry.data).where(Entry.kind == "milestone.reached").order_by(Entry.seq))]
    assert sorted(one["data"]["why"] for one in done if one["name"] == "Findings on the point") == sorted(
        f"On {point}" for point in POINTS)
    assert len(by) == len(HANDS)
    assert reached.count("investigated") == 1, "the points are done when all are done"
    assert case.communicated_at is not None
    assert [str(one) for one in doctor.examine(database) if not one.warning] == []
    database.close()
    _databases[kind].drop(url)


def work(url: str, home: Path, spell: str, reference: str) -> str:
    """A spell of work in a process of its own that is killed after its last click."""
    command = [sys.executable, "-m", "tests.acceptance.lives.hands", url, str(home), spell, *filter(None, [reference])]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == -9, done.stderr[-3000:]
    return done.stdout.strip()
