"""A drawing that the check accepts runs as it is drawn: the engine goes where the proofs say that a case can go,
and nowhere else."""

import pytest

from engine import check
from engine.check.soundness import BY_KIND
from engine.errors import ERROR
from engine.tokens import DEAD
from tests.engine.proofs.anything.graphs import Sketch
from tests.engine.proofs.anything.judged import PARTS, Judged, accepted, judged, seeds
from tests.engine.proofs.anything.playing import Player
from tests.engine.proofs.anything.predicting import Compared, Comparing, races, whole_game

FEW, MOVES = 160, 60


def compared(one: Judged) -> Compared:
    return Comparing(one.sketch, Player(one.sketch, one.pack), whole_game(one.parts), MOVES).run()


def beside(sketch: Sketch) -> set[str]:
    """What stands on ways that something beside a step begins, and so can be under way several times."""
    ahead = [one.id for one in sketch.nodes.values() if one.host and not one.interrupting]
    found: set[str] = set()
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            node = sketch.nodes[here]
            inner = node.called or node.id
            ahead += [*sketch.outs(here), *(one.id for one in sketch.inside(inner)),
                      *(one.id for one in sketch.nodes.values() if one.host == here)]
    return found


def without_edges(sketch: Sketch) -> set[str]:
    """What a case can come to without anything that happens on the edge of a part: a part may be over at once, and
    then nothing can happen on its edge."""
    ahead = [one.id for one in sketch.inside("complaint") if one.kind == "startEvent"]
    found: set[str] = set()
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            node = sketch.nodes[here]
            ahead += [*sketch.outs(here), *(one.id for one in sketch.inside(node.called or node.id)
                                            if one.kind == "startEvent")]
    return found


@pytest.mark.parametrize("part", range(PARTS))
def test_the_engine_goes_where_the_proofs_foretell_and_nowhere_else(part: int) -> None:
    looked = 0

    for one in accepted(part, FEW):
        found = compared(one)
        looked += 1
        assert not found.wrong, (one.seed, found.wrong)
        assert found.twice <= beside(one.sketch), (one.seed, found.twice)
        if found.whole and not races(one.sketch):
            assert found.foretold | without_edges(one.sketch) <= found.reached, one.seed

    assert looked > 15


@pytest.mark.parametrize("part", range(PARTS))
def test_what_never_comes_never_comes(part: int) -> None:
    for seed in seeds(part, FEW):
        one = judged(seed)
        if {finding.rule for finding in one.played.findings} == {DEAD}:
            wrong = [cause for cause in check.judge(one.parts) if cause.severity == ERROR]
            if all(cause.rule == BY_KIND[DEAD] for cause in wrong):
                found = compared(one)
                assert not found.done & {finding.at.id for finding in one.played.findings}, seed
