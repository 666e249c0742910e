"""Trap 31: in the library a script that fails stops the other ways too, and leaves half of what it wrote.
Trap 33: it runs a task again that was done. Each move is made by another process than the one before."""

import pytest

from engine.errors import StepFailed, TaskGone
from tests.engine.process.drawing import MONDAY, diagram, node, path, properties, script

FORKED = diagram(
    node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "risky", properties("risky"))
    + node("scriptTask", "reckon", script('first = 1\nsecond = amount + 1')) + node("userTask", "calm")
    + node("userTask", "after") + node("parallelGateway", "join") + node("endEvent", "e")
    + path("s", "fork", "risky", "reckon", "join", "after", "e") + path("fork", "calm", "join")
)


def test_what_fails_leaves_everything_as_it_was_and_the_other_ways_go_on(away):
    play = away(FORKED, facts={"amount": None})
    kept = play.state.blob

    with pytest.raises(StepFailed, match="amount"):
        play.complete("risky", says=1)

    assert play.state.blob == kept
    assert play.complete("calm").tasks == ["risky"]
    assert play.told("risky") is None and play.told("first") is None


def test_after_the_repair_the_same_step_goes_through_and_the_ways_meet(away):
    play = away(FORKED, facts={"amount": None}).complete("calm")
    with pytest.raises(StepFailed):
        play.complete("risky", says=1)

    play.facts["amount"] = 41
    play.complete("risky", says=1)

    assert play.tasks == ["after"]
    assert (play.told("first"), play.told("second")) == (1, 42)


def test_a_step_that_was_done_is_not_done_again(away):
    play = away(FORKED, facts={"amount": 1})
    done = next(one.token for one in play.state.after.tasks.values() if one.element == "risky")
    play.complete("risky", says=1)

    with pytest.raises(TaskGone):
        play.load(MONDAY).complete(done, {"says": 2})

    assert play.told("risky") == {"says": 1}
