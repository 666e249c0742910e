"""A late look writes each end at the moment it came, by what brought it; and what is due at one moment
happens in one order."""

from datetime import timedelta

import pytest

from engine.errors import StepFailed, TaskGone
from engine.process import load, step
from tests.engine.process.drawing import (
    KEY,
    Act,
    Play,
    cycle,
    days,
    diagram,
    message,
    moment,
    node,
    operation,
    path,
    timer,
)


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


def edges(**events: tuple[str, str]) -> bytes:
    """Work with timers on its edge, each leading to an end of its own."""
    body = node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e") + path("s", "work", "e")
    for name, (definition, interrupting) in events.items():
        body += node("boundaryEvent", name, definition, attachedToRef="work", cancelActivity=interrupting, name=name)
        body += node("userTask", f"{name}_do") + node("endEvent", f"{name}_e") + path(name, f"{name}_do", f"{name}_e")
    return diagram(body)


@pytest.mark.parametrize("drawn_first", ["warning", "end"])
def test_a_warning_at_the_moment_of_the_end_still_comes_and_comes_first(away, drawn_first) -> None:
    both = {"warning": (timer('"P5D"'), "false"), "end": (timer('"P5D"'), "true")}
    play = away(edges(**dict(sorted(both.items(), key=lambda one: one[0] != drawn_first))))

    play.at(days(9))

    assert [name for kind, name, _ in play.happened if kind == "timer"] == ["warning", "end"]
    assert play.tasks == ["end_do", "warning_do"]


def test_of_two_deadlines_at_one_moment_only_one_takes_the_work(away) -> None:
    play = away(edges(one=(timer('"P5D"'), "true"), other=(timer('"P5D"'), "true"))).at(days(5))

    assert len(play.tasks) == 1


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_a_deadline_that_has_passed_when_the_work_begins_still_comes(away, interrupting) -> None:
    """Also on the edge of a step that needs nobody and is over at once."""
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "first") + node("serviceTask", "work", operation("note"))
        + node("boundaryEvent", "late", moment('deadline("final")'), attachedToRef="work", cancelActivity=interrupting)
        + node("boundaryEvent", "again", cycle('deadline("final")'), attachedToRef="work", cancelActivity="false")
        + node("userTask", "chief") + node("endEvent", "e") + node("endEvent", "e2") + node("endEvent", "e3")
        + path("s", "first", "work", "e") + path("late", "chief", "e2") + path("again", "e3")
    ), deadlines={"final": days(-1)}).complete("first")

    assert play.state.after.timers == {}
    assert play.tasks == (["chief"] if interrupting == "false" else [])
    assert play.state.ended or play.complete("chief").state.ended


def test_a_deadline_that_was_set_into_the_past_happens_when_it_was_set(away) -> None:
    play = away(edges(final=(moment('deadline("final")'), "true")), deadlines={"final": days(30)})
    play.at(days(10))

    play.deadlines["final"] = days(4)
    play.at(days(10) + timedelta(seconds=1))

    assert play.fired("final") == [days(10)]


def test_someone_who_comes_late_finds_that_the_deadline_took_the_work(away) -> None:
    play = away(edges(final=(timer('"P5D"'), "true")))
    token = next(iter(play.state.after.tasks))
    running = play.load(days(6))
    running.fire_due()

    with pytest.raises(TaskGone):
        running.complete(token, None)

    assert [one.element for one in running.view().tasks.values()] == ["final_do"]


WAITING_TWICE = diagram(
    node("startEvent", "s") + node("subProcess", "first", node("startEvent", "fs") + node("userTask", "offer")
                                   + node("intermediateCatchEvent", "early", message("info")) + node("endEvent", "fe")
                                   + path("fs", "offer", "early", "fe"))
    + node("boundaryEvent", "over", timer('"P5D"'), attachedToRef="first")
    + node("intermediateCatchEvent", "late", message("info")) + node("userTask", "read") + node("endEvent", "e")
    + node("endEvent", "e2") + path("s", "first", "e") + path("over", "late", "read", "e2"), ("info",),
)


def test_a_message_that_comes_when_a_deadline_is_due_goes_to_whoever_waits_after_it(away) -> None:
    play = away(WAITING_TWICE).complete("offer")

    play.deliver("info", now=days(6), note="here it is")

    assert play.tasks == ["read"]
    assert play.told("info") == {"note": "here it is"}
    assert [(kind, at) for kind, _, at in play.happened] == [("timer", days(5)), ("message", days(6))]


BROKEN = edges(first=(timer('"P3D"'), "false"), second=(timer('"P5D"'), "false")).replace(
    node("userTask", "first_do").encode(), node("serviceTask", "first_do", operation("broken")).encode()
)


def test_a_timer_that_cannot_be_followed_is_named_and_can_be_put_aside() -> None:
    play = Play(BROKEN)
    timers = {one.name: one.token for one in play.state.after.timers.values()}

    with pytest.raises(StepFailed, match="this operation is broken") as failed:
        play.at(days(6))
    running = load(play.compiled, play.state.blob or b"", play.around(days(6)), KEY)
    state = step(running, lambda: running.fire_due(frozenset({timers["first"]})))

    assert failed.value.about["timer"] == timers["first"]
    assert failed.value.about["element"] == "first_do"
    assert [one.name for one in state.log if one.kind == "timer"] == ["second"]
    assert [one.name for one in state.after.timers.values()] == ["first"]


def test_a_timer_that_was_put_aside_does_not_come_with_the_next_click_either() -> None:
    play = Play(BROKEN)
    aside = frozenset(one.token for one in play.state.after.timers.values() if one.name == "first")

    running = load(play.compiled, play.state.blob or b"", play.around(days(6)), KEY)
    state = step(running, lambda: running.fire_due(aside), lambda: Act("complete", "work")(running))

    assert "first" not in [one.name for one in state.log]
    assert state.after.timers == {}


def test_a_click_that_fails_blames_no_timer() -> None:
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("serviceTask", "call", operation("broken"))
        + node("boundaryEvent", "nudge", timer('"P3D"'), attachedToRef="work", cancelActivity="false")
        + node("endEvent", "e") + node("endEvent", "e2") + path("s", "work", "call", "e") + path("nudge", "e2")
    ))

    with pytest.raises(StepFailed) as failed:
        play.complete("work", now=days(4))

    assert failed.value.about["timer"] == ""
