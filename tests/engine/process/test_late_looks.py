"""A late look writes each end at the moment it came, by what brought it."""

from tests.engine.process.drawing import Play, days, diagram, node, path, timer


def test_each_task_left_when_its_own_deadline_took_it_and_the_run_ended_when_it_ended() -> None:
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "first") + node("endEvent", "e")
        + node("boundaryEvent", "five", timer('"P5D"'), attachedToRef="first", name="Five days")
        + node("userTask", "second") + node("endEvent", "e2")
        + node("boundaryEvent", "three", timer('"P3D"'), attachedToRef="second", name="Three more")
        + node("endEvent", "e3")
        + path("s", "first", "e") + path("five", "second", "e2") + path("three", "e3")
    ))
    first = next(iter(play.state.after.tasks))

    play.at(days(40))

    assert play.state.left[first] == (days(5), "timer: Five days")
    assert play.state.ended and play.state.ended_at == days(8)
    assert ("ended", "p", days(8)) in play.happened
