"""What comes from outside reaches the one task that waits for it (traps 16, 41, 43)."""

import pytest

from engine.errors import NothingWaits, TaskGone
from tests.engine.process.drawing import MONDAY, Play, diagram, message, node, path

WHOLE_CASE = diagram(
    node("startEvent", "s")
    + node("subProcess", "whole", node("startEvent", "s1") + node("userTask", "work") + node("userTask", "finish")
           + node("endEvent", "e1") + path("s1", "work", "finish", "e1"))
    + node("boundaryEvent", "info", message("more_info"), attachedToRef="whole", cancelActivity="false")
    + node("boundaryEvent", "gone", message("withdrawn"), attachedToRef="whole")
    + node("userTask", "read") + node("endEvent", "e2") + node("userTask", "confirm") + node("endEvent", "e3")
    + node("endEvent", "e") + path("s", "whole", "e") + path("info", "read", "e2") + path("gone", "confirm", "e3"),
    ("more_info", "withdrawn"),
)


def test_more_information_can_be_added_again_and_again() -> None:
    play = Play(WHOLE_CASE)

    for _ in range(4):
        play.deliver("more_info", note="another page")

    assert play.tasks == ["read", "read", "read", "read", "work"]
    assert play.awaits == ["more_info", "withdrawn"]


def test_what_was_added_is_still_read_after_the_work_is_finished() -> None:
    play = Play(WHOLE_CASE).deliver("more_info")

    play.complete("work").complete("finish")

    assert play.tasks == ["read"]
    assert not play.state.ended
    assert play.complete("read").state.ended


def test_a_withdrawal_ends_the_work() -> None:
    play = Play(WHOLE_CASE)

    play.deliver("withdrawn", reason="solved")

    assert play.tasks == ["confirm"]


def test_a_message_for_a_wait_that_is_over_is_refused() -> None:
    play = Play(WHOLE_CASE)
    waiting = next(one for one in play.state.after.awaits.values() if one.message == "withdrawn")
    play.deliver("withdrawn")

    running = play.load(MONDAY)

    with pytest.raises(NothingWaits):
        running.deliver(waiting.token, waiting.element, {})


def test_a_task_that_was_done_cannot_be_done_again() -> None:
    play = Play(WHOLE_CASE)
    token = next(iter(play.state.after.tasks))
    play.complete("work")

    running = play.load(MONDAY)

    with pytest.raises(TaskGone):
        running.complete(token, None)


def test_a_run_goes_on_in_another_process_from_its_state_alone() -> None:
    """The blob holds no specification; a fresh process compiles its own (traps 28, 42)."""
    import pickle
    import subprocess
    import sys

    play = Play(WHOLE_CASE).deliver("more_info")
    script = (
        "import pickle, sys\n"
        "from tests.engine.process.drawing import Play, CALENDAR, KEY, MONDAY\n"
        "from engine.process import compile_process, load, step, Surroundings\n"
        "data, blob = pickle.load(sys.stdin.buffer)\n"
        "compiled = compile_process({'p.bpmn': data}, 'p', {}, 'hash')\n"
        "for name in ('work', 'finish', 'read'):\n"
        "    running = load(compiled, blob, Surroundings(MONDAY, {}, {}, {}, CALENDAR), KEY)\n"
        "    token = next(t.token for t in running.view().tasks.values() if t.element == name)\n"
        "    state = step(running, running.fire_due, lambda: running.complete(token, None))\n"
        "    blob = state.blob\n"
        "print(state.ended)\n"
    )

    done = subprocess.run([sys.executable, "-c", script], input=pickle.dumps((WHOLE_CASE, play.state.blob)),
                          capture_output=True, check=False)

    assert done.stdout.decode().strip() == "True", done.stderr.decode()
