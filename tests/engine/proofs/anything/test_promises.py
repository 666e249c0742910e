"""Random promises about random drawings: what is said to be kept, no walk on the engine breaks; what is said to be
broken is broken there, on the way that is shown."""

import random

import pytest

from engine.check import obligations_kept
from engine.proofs import BROKEN, KEPT, Prover
from tests.engine.proofs.anything.graphs import HOURS, Sketch, Wishes
from tests.engine.proofs.anything.judged import PARTS, accepted
from tests.engine.proofs.anything.walking import Walk, breaks, promise

FEW, WALKS, PROMISES = 48, 6, 10
WISHES = Wishes(timers=HOURS, milestones=True, data=True)


def one_order(sketch: Sketch) -> bool:
    """Whether a way can be gone just as it is found: no two timers of which one is always first, and no automatic
    steps beside each other, for which the engine has one order and the proof takes any."""
    timers = sum(bool(one.timer) for one in sketch.nodes.values())
    return timers < 2 and not any(one.kind == "parallelGateway" for one in sketch.nodes.values())


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("timed", [False, True])
def test_what_is_proved_of_a_promise_is_so(part: int, timed: bool) -> None:
    for one in accepted(part, FEW, WISHES):
        dice = random.Random(one.seed)
        walks = [Walk(one.sketch, one.pack, random.Random(f"{one.seed} {number}")) for number in range(WALKS)]
        for walk in walks:
            walk.go(dice.randint(0, 12))
        prover = Prover(one.pack, obligations_kept.content(one.parts))
        for _ in range(PROMISES):
            asked = promise(one.sketch, dice, timed)
            proof = prover.prove(asked)
            if proof.verdict == KEPT:
                assert not [walk.acts for walk in walks if breaks(asked, walk)], (one.seed, asked)
            elif proof.verdict == BROKEN and one_order(one.sketch):
                assert proof.replay is not None and proof.replay.confirmed, (one.seed, asked, proof.why)
