"""What goes wrong is said, with the element, and changes nothing (traps 21, 31-34, S29)."""

import pytest

from engine.errors import StateForged, StepFailed
from engine.process import load, step
from tests.engine.process.drawing import KEY, MONDAY, Play, diagram, flow, node, operation, path

BROKEN = diagram(
    node("startEvent", "s") + node("userTask", "work") + node("serviceTask", "call", operation("broken"))
    + node("endEvent", "e") + path("s", "work", "call", "e")
)


def test_an_operation_that_fails_names_the_element_and_the_cause() -> None:
    play = Play(BROKEN)

    with pytest.raises(StepFailed, match="this operation is broken") as failed:
        play.complete("work")

    assert failed.value.about["element"] == "call"


def test_a_step_that_failed_left_nothing_behind() -> None:
    play = Play(BROKEN)
    kept = play.state.blob
    with pytest.raises(StepFailed):
        play.complete("work")

    assert play.state.blob == kept
    assert play.tasks == ["work"]


def test_an_operation_that_nobody_knows_is_said() -> None:
    body = (
        node("startEvent", "s") + node("userTask", "work") + node("serviceTask", "call", operation("fax"))
        + node("endEvent", "e") + path("s", "work", "call", "e")
    )

    with pytest.raises(StepFailed, match="fax"):
        Play(diagram(body)).complete("work")


def test_an_unknown_name_in_a_condition_is_said_with_its_gateway() -> None:
    body = (
        node("startEvent", "s") + node("userTask", "work") + node("exclusiveGateway", "g", default="g_e")
        + node("endEvent", "e") + node("endEvent", "e2") + path("s", "work", "g")
        + flow("g", "e2", "severty &gt; 3") + flow("g", "e")
    )

    with pytest.raises(StepFailed, match="severty") as failed:
        Play(diagram(body)).complete("work")

    assert failed.value.about["element"] == "g"


def test_a_loop_that_nobody_stops_is_stopped() -> None:
    body = (
        node("startEvent", "s") + node("userTask", "work") + node("exclusiveGateway", "g", default="g_call")
        + node("serviceTask", "call", operation("note")) + node("endEvent", "e")
        + path("s", "work", "g") + flow("g", "e", "False") + path("g", "call", "g")
    )

    with pytest.raises(StepFailed, match="goes round"):
        Play(diagram(body)).complete("work")


@pytest.mark.parametrize("spoil", [
    lambda blob: blob[:-1] + bytes([blob[-1] ^ 1]), lambda blob: b"A0" + blob[2:], lambda blob: blob[:34] + b"",
])
def test_a_state_that_was_altered_is_refused_before_it_is_read(spoil) -> None:  # type: ignore[no-untyped-def]
    play = Play(BROKEN)

    with pytest.raises(StateForged):
        load(play.compiled, spoil(play.state.blob), play.around(MONDAY), KEY)


def test_a_state_of_another_instance_is_refused() -> None:
    play = Play(BROKEN)

    with pytest.raises(StateForged):
        load(play.compiled, play.state.blob or b"", play.around(MONDAY), b"x" * 32)


def test_a_step_can_be_taken_again_after_the_repair() -> None:
    play = Play(BROKEN)
    with pytest.raises(StepFailed):
        play.complete("work")
    around = play.around(MONDAY)
    running = load(play.compiled, play.state.blob or b"", type(around)(
        around.now, {}, {}, {"broken": lambda call: None}, around.calendar
    ), KEY)

    state = step(running, lambda: running.complete(next(iter(running.view().tasks)), None))

    assert state.ended
