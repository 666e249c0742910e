"""The bench of a check times a pack, a diagram of 200 nodes that can be published, and a whole command."""

import sys

from engine import bench
from tests.packs import SMALL

COMMAND = (sys.executable, "-c", "pass")


def test_a_check_is_timed_on_the_pack_and_on_a_large_diagram():
    figures = bench.bench_check(SMALL, COMMAND, 2)

    assert figures["runs"] == 2
    assert figures["nodes"] > 0 and figures["files"] > 0
    for what in ("pack", "diagram", "command"):
        assert 0 < figures[f"{what}_min_ms"] <= figures[f"{what}_median_ms"]


def test_the_large_diagram_has_200_nodes_and_could_be_published():
    figures = bench.bench_check(SMALL, COMMAND, 1)

    assert (figures["diagram_nodes"], figures["diagram_causes"]) == (200, 0)
