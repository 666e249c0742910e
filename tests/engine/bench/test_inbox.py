"""The bench of the inbox looks at the database as it is."""

from engine import bench
from tests.engine.tiny_house import TinyHouse


def test_the_inbox_is_timed_over_all_that_is_open(database):
    with database.transaction() as session:
        house = TinyHouse(session)
        for _ in range(3):
            house.opened(session)

    figures = bench.bench_inbox(database, 2)

    assert figures["open_tasks"] == 3
    assert figures["groups"] == 1
    assert 0 < figures["page_median_ms"] <= figures["page_p95_ms"]
    assert 0 < figures["counts_median_ms"] <= figures["counts_p95_ms"]


def test_an_empty_inbox_is_timed_as_well(database):
    assert bench.bench_inbox(database, 1)["open_tasks"] == 0
