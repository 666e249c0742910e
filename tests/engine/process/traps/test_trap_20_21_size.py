"""Trap 20: the library lays out the whole way ahead, twice with each parallel block. Trap 21: beyond a
thousand steps it loses tasks without a word."""

from itertools import pairwise

import pytest

from engine.errors import StepFailed
from tests.engine.process.drawing import Play, diagram, flow, message, node, path, properties, script, timer


def test_twenty_parallel_blocks_one_after_another_take_no_more_than_they_are(away):
    blocks = "".join(
        node("parallelGateway", f"f{n}") + node("userTask", f"a{n}") + node("userTask", f"b{n}")
        + node("parallelGateway", f"j{n}") + path(f"f{n}", f"a{n}", f"j{n}") + path(f"f{n}", f"b{n}", f"j{n}")
        for n in range(20)
    )
    between = "".join(path(f"j{one}", f"f{other}") for one, other in pairwise(range(20)))
    play = away(diagram(
        node("startEvent", "s") + blocks + between + node("endEvent", "e") + path("s", "f0") + path("j19", "e")
    ))
    small = len(play.state.blob)

    for n in range(20):
        play.complete(f"a{n}").complete(f"b{n}")

    assert small < 1_000
    assert play.state.ended


LONG = tuple(f"step{n}" for n in range(50))
STEPS = "".join(node("scriptTask", one, script("x = 1")) for one in LONG)


def test_a_loop_that_comes_back_thirty_times_loses_nothing(away):
    """Some 1,700 steps: the library looks no further than 1,000."""
    play = Play(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + STEPS
        + node("userTask", "draft", properties("draft")) + node("userTask", "review", properties("review"))
        + node("boundaryEvent", "late", timer('"P900D"'), attachedToRef="review", cancelActivity="false")
        + node("exclusiveGateway", "g", default="g_e") + node("parallelGateway", "pass")
        + node("intermediateCatchEvent", "beside", message("info")) + node("endEvent", "e") + node("endEvent", "e2")
        + node("endEvent", "e3") + path("s", "fork", "draft", *LONG, "pass", "review", "g", "e")
        + flow("g", "draft", 'review["return"]') + path("fork", "beside", "e2") + path("late", "e3"), ("info",),
    ))

    for number in range(30):
        play.complete("draft", says=number).complete("review", **{"return": True})
    elsewhere = away(play.data)
    elsewhere.state = play.state
    elsewhere.complete("draft", says=30).complete("review", **{"return": False})

    assert elsewhere.told("draft") == {"says": 30}
    assert (elsewhere.tasks, elsewhere.awaits, elsewhere.state.ended) == ([], ["info"], False)
    assert elsewhere.deliver("info").state.ended


def test_a_case_that_comes_back_without_end_is_stopped_before_it_is_too_heavy():
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e") + STEPS
        + node("exclusiveGateway", "g", default="g_work") + path("s", "work", *LONG, "g", "work")
        + flow("g", "e", "false")
    ))

    with pytest.raises(StepFailed, match=r"longer than 2,000 steps"):
        for _ in range(45):
            play.complete("work")

    assert play.tasks == ["work"]
