"""The bench measures the full verb path beside the same rows by raw SQL, and leaves nothing behind."""

from pathlib import Path

import pytest
from sqlalchemy import inspect, make_url, select, text

from engine import bench
from engine.bench import task, throwaway
from engine.bench.twin import Twin, recorded
from engine.db import Base
from engine.model import Case, Entry, Run, Task


def test_the_figures_are_those_that_were_asked_for(database):
    figures = bench.bench_task(database, 2)

    assert set(figures) == {
        "database", "cases", "tasks", "median_ms", "p95_ms", "raw_median_ms", "ratio", "cases_per_s", "bytes_per_case"}
    assert figures["tasks"] == 12
    assert 0 < figures["raw_median_ms"] < figures["median_ms"] <= figures["p95_ms"]


def test_a_case_of_the_bench_goes_through_all_its_tasks_to_the_end(database):
    with throwaway.throw_away(database) as ours, throwaway.throw_away(database) as other, recorded(ours) as writes:
        run = task._Bench(ours, Twin(other), writes)
        run.one_case()
        run.twin.close()

        with ours.reading() as session:
            assert session.execute(select(Task.element, Task.status).order_by(Task.id)).all() == [
                (f"T{number}", "done") for number in range(1, 7)]
            assert session.execute(select(Run.state)).scalar_one() is None
            assert session.execute(select(Case.status)).scalar_one() == "closed"
            assert session.execute(select(Entry.kind).order_by(Entry.seq)).scalars().all()[-1] == "run.ended"


def test_raw_sql_writes_the_same_rows(database):
    with throwaway.throw_away(database) as ours, throwaway.throw_away(database) as other, recorded(ours) as writes:
        run = task._Bench(ours, Twin(other), writes)
        run.one_case()
        run.twin.close()

        rows = {name: (content(ours, one), content(other, one)) for name, one in Base.metadata.tables.items()}

    assert [name for name, (written, copied) in rows.items() if written != copied] == []
    assert len(rows["entry"][1]) > 6


def test_what_is_submitted_is_half_a_kilobyte():
    assert 480 <= len(task.REMARK["text"]) <= 512


def test_nothing_is_left_of_a_throw_away_database(database):
    before = neighbours(database)

    with pytest.raises(ZeroDivisionError), throwaway.throw_away(database) as ours:
        during = neighbours(database)
        with ours.reading() as session:
            assert session.execute(select(Case)).all() == []
        raise ZeroDivisionError

    assert len(during) == len(before) + 1
    assert neighbours(database) == before


def test_the_real_database_is_left_as_it_was(database):
    bench.bench_task(database, 1)

    with database.reading() as session:
        assert session.execute(select(Case.id)).all() == []


def content(database, table):
    with database.reading() as session:
        return sorted(map(repr, session.execute(select(table))))


def neighbours(database):
    """Files beside a SQLite database, schemas beside a PostgreSQL one."""
    if database.sqlite:
        folder = Path(make_url(database.engine.url).database).parent
        return sorted(path.name for path in folder.iterdir() if path.is_dir())
    with database.engine.connect() as connection:
        connection.execute(text("select 1"))
        return sorted(inspect(connection).get_schema_names())
