"""Trap 12: the library tells an error or escalation to everybody; here the nearest catcher round it takes it.
Trap 41: the library catches a second escalation no more."""

import pytest

from engine.errors import StepFailed
from tests.engine.process.drawing import (
    Play,
    diagram,
    each,
    error,
    escalation,
    flow,
    node,
    path,
    process,
    properties,
)


def thrower(identity: str, thrown: str) -> str:
    """A subprocess's inside: a draft, from which a person throws or ends."""
    return (
        node("startEvent", f"{identity}_s") + node("userTask", f"{identity}_draft", properties(identity))
        + node("exclusiveGateway", f"{identity}_g", default=f"{identity}_g_{identity}_e")
        + node("endEvent", f"{identity}_throw", thrown) + node("endEvent", f"{identity}_e")
        + path(f"{identity}_s", f"{identity}_draft", f"{identity}_g", f"{identity}_e")
        + flow(f"{identity}_g", f"{identity}_throw", f'{identity}["up"]')
    )


def caught(identity: str, host: str, definition: str, interrupting: str = "true") -> str:
    """An event on an edge that leads to a person."""
    return (
        node("boundaryEvent", identity, definition, attachedToRef=host, cancelActivity=interrupting)
        + node("userTask", f"{identity}_do") + node("endEvent", f"{identity}_end")
        + path(identity, f"{identity}_do", f"{identity}_end")
    )


def test_an_error_reaches_the_edge_of_its_own_call_and_not_that_of_its_neighbour(away):
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("parallelGateway", "join")
        + node("callActivity", "one", calledElement="c1") + caught("one_failed", "one", error("CONFLICT"))
        + node("callActivity", "two", calledElement="c2") + caught("two_failed", "two", error("CONFLICT"))
        + node("endEvent", "e") + path("s", "fork", "one", "join", "e") + path("fork", "two", "join"),
        codes=("CONFLICT",),
        called=process("c1", thrower("a", error("CONFLICT"))) + process("c2", thrower("b", error("CONFLICT"))),
    ))

    play.complete("a_draft", up=True)

    assert play.tasks == ["b_draft", "one_failed_do"]


def test_an_error_goes_up_through_calls_until_somebody_catches_it(away):
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "whole", (
            node("startEvent", "ws") + node("callActivity", "one", calledElement="c1") + node("endEvent", "we")
            + caught("other", "one", error("OTHER")) + path("ws", "one", "we")
        )) + caught("failed", "whole", error("CONFLICT")) + node("endEvent", "e") + path("s", "whole", "e"),
        codes=("CONFLICT", "OTHER"), called=process("c1", thrower("a", error("CONFLICT"))),
    ))

    play.complete("a_draft", up=True)

    assert play.tasks == ["failed_do"]


def test_the_nearest_catcher_takes_it_and_of_two_on_one_edge_the_one_that_names_it(away):
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "outer", (
            node("startEvent", "os") + node("subProcess", "inner", thrower("a", error("CONFLICT")))
            + node("boundaryEvent", "any", "<bpmn:errorEventDefinition/>", attachedToRef="inner")
            + node("userTask", "any_do") + caught("named", "inner", error("CONFLICT"))
            + node("endEvent", "oe") + path("os", "inner", "oe") + path("any", "any_do", "oe")
        )) + caught("far", "outer", error("CONFLICT")) + node("endEvent", "e") + path("s", "outer", "e"),
        codes=("CONFLICT",),
    ))

    play.complete("a_draft", up=True)

    assert play.tasks == ["named_do"]


def test_an_error_that_nothing_catches_stops_the_step_and_says_which():
    play = Play(diagram(
        node("startEvent", "s") + node("subProcess", "inner", thrower("a", error("CONFLICT")))
        + node("endEvent", "e") + path("s", "inner", "e"), codes=("CONFLICT",),
    ))

    with pytest.raises(StepFailed, match="error CONFLICT is caught by nothing") as failed:
        play.complete("a_draft", up=True)

    assert failed.value.about["element"] == "a_throw"


def test_an_error_ends_what_runs_beside_it_before_anything_more_is_done(away):
    beside = (
        node("startEvent", "is") + node("parallelGateway", "fork") + node("userTask", "work")
        + node("userTask", "decide") + node("endEvent", "failed", error("GRANTED")) + node("endEvent", "ie")
        + path("is", "fork", "work", "ie") + path("fork", "decide", "failed")
    )
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "handling", beside)
        + caught("granted", "handling", error("GRANTED")) + node("endEvent", "e") + path("s", "handling", "e"),
        codes=("GRANTED",),
    ))
    work = next(token for token, task in play.state.after.tasks.items() if task.element == "work")

    play.complete("decide")

    assert play.tasks == ["granted_do"]
    assert play.state.left[work][1] == "error: granted"


UP_AND_ON = (
    node("startEvent", "is") + node("userTask", "draft", properties("answer"))
    + node("exclusiveGateway", "g", default="g_ie") + node("intermediateThrowEvent", "up", escalation("AUTHORITY"))
    + node("endEvent", "ie") + path("is", "draft", "g", "ie") + flow("g", "up", 'answer["up"]') + path("up", "draft")
)


def test_somebody_can_be_called_for_help_again_and_again_while_the_work_goes_on(away):
    play = away(diagram(
        node("startEvent", "s") + node("callActivity", "handle", calledElement="inner")
        + caught("help", "handle", escalation("AUTHORITY"), "false") + node("endEvent", "e") + path("s", "handle", "e"),
        codes=("AUTHORITY",), called=process("inner", UP_AND_ON),
    ))

    for _ in range(3):
        play.complete("draft", up=True)

    assert play.tasks == ["draft", "help_do", "help_do", "help_do"]
    play.complete("draft", up=False).complete("help_do").complete("help_do")
    assert not play.state.ended
    assert play.complete("help_do").state.ended


def test_an_escalation_that_interrupts_ends_the_work(away):
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "handle", UP_AND_ON)
        + caught("taken_over", "handle", escalation("AUTHORITY")) + node("endEvent", "e") + path("s", "handle", "e"),
        codes=("AUTHORITY",),
    ))

    play.complete("draft", up=True)

    assert play.tasks == ["taken_over_do"]


def test_instances_call_for_help_each_and_an_error_in_one_ends_all(away):
    inner = (
        node("startEvent", "is") + node("userTask", "look", properties("seen", about="point"))
        + node("exclusiveGateway", "g", default="g_ie") + node("endEvent", "up", escalation("HELP"))
        + node("endEvent", "lost", error("LOST")) + node("endEvent", "ie") + path("is", "look", "g", "ie")
        + flow("g", "up", 'seen["is"] == "hard"') + flow("g", "lost", 'seen["is"] == "lost"')
    )
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "all", each("points", "point") + inner)
        + caught("help", "all", escalation("HELP"), "false") + caught("failed", "all", error("LOST"))
        + node("endEvent", "e") + path("s", "all", "e"), codes=("HELP", "LOST"),
    ), facts={"points": ["a", "b", "c", "d"]})

    play.complete("look", about="a", **{"is": "hard"}).complete("look", about="c", **{"is": "hard"})
    helped = play.tasks
    play.complete("look", about="b", **{"is": "lost"})

    assert helped == ["help_do", "help_do", "look", "look"]
    assert play.tasks == ["failed_do", "help_do", "help_do"]


def test_two_instances_that_call_for_help_in_the_same_step_are_both_heard():
    inner = (
        node("startEvent", "is") + node("endEvent", "up", escalation("HELP")) + path("is", "up")
    )
    play = Play(diagram(
        node("startEvent", "s") + node("subProcess", "all", each("points", "point") + inner)
        + caught("help", "all", escalation("HELP"), "false") + node("endEvent", "e") + path("s", "all", "e"),
        codes=("HELP",),
    ), facts={"points": ["a", "b"]})

    assert play.tasks == ["help_do", "help_do"]
