"""Trap 42: the library hangs where a multi-instance is finished by another process than the one that
started it. Traps 24, 34, 43, 44: its instances share data, stop without an output, take each other's
messages, and lose their properties."""

import pytest

from engine.errors import StepFailed
from tests.engine.process.drawing import (
    Play,
    days,
    diagram,
    each,
    flow,
    message,
    node,
    path,
    process,
    properties,
    script,
    timer,
)

POINTS = ["fee", "tone", "delay"]
INNER = (
    node("startEvent", "is") + node("userTask", "gather", properties("gathered", about="point", milestone="gathered"))
    + node("exclusiveGateway", "g", default="g_find") + node("endEvent", "silent")
    + node("userTask", "find", properties("finding", about='text(loop_number) + ": " + point')) + node("endEvent", "ie")
    + path("is", "gather", "g", "find", "ie") + flow("g", "silent", 'gathered["nothing"]')
)


def drawn(kind: str, sequential: bool = False) -> bytes:
    """Once for each point, inside a subprocess or by a call; then a draft."""
    repeated = each("points", "point", "findings", "finding", sequential)
    about = properties(milestone="investigated")
    host = (node("subProcess", "investigate", about + repeated + INNER) if kind == "subProcess"
            else node("callActivity", "investigate", about + repeated, calledElement="inner"))
    return diagram(
        node("startEvent", "s") + host + node("userTask", "draft") + node("endEvent", "e")
        + path("s", "investigate", "draft", "e"),
        called=process("inner", INNER) if kind == "callActivity" else "",
    )


@pytest.mark.parametrize("kind", ["subProcess", "callActivity"])
def test_points_are_investigated_side_by_side_and_come_out_in_order(away, kind):
    play = away(drawn(kind), facts={"points": POINTS})

    for point in ("delay", "fee", "tone"):
        play.complete("gather", about=point, nothing=False)
    before = (play.tasks, play.milestones())
    for number, point in ((2, "tone"), (3, "delay"), (1, "fee")):
        play.complete("find", about=f"{number}: {point}", says=point.upper())

    assert before == (["find"] * 3, ["gathered"] * 3)
    assert play.tasks == ["draft"]
    assert play.told("findings") == [{"says": "FEE"}, {"says": "TONE"}, {"says": "DELAY"}]
    assert play.milestones() == ["gathered"] * 3 + ["investigated"]
    assert play.complete("draft").state.ended


@pytest.mark.parametrize("kind", ["subProcess", "callActivity"])
def test_points_are_investigated_one_after_another(away, kind):
    play = away(drawn(kind, sequential=True), facts={"points": POINTS})

    for number, point in enumerate(POINTS, start=1):
        play.complete("gather", about=point, nothing=False)
        play.complete("find", about=f"{number}: {point}", says=point)

    assert play.told("findings") == [{"says": point} for point in POINTS]
    assert play.milestones() == ["gathered"] * 3 + ["investigated"]


def test_an_instance_that_found_nothing_gives_null_and_holds_nobody_up(away):
    play = away(drawn("subProcess"), facts={"points": POINTS})

    for point in POINTS:
        play.complete("gather", about=point, nothing=point != "tone")
    play.complete("find", says="rude")

    assert play.told("findings") == [None, {"says": "rude"}, None]
    assert play.tasks == ["draft"]


@pytest.mark.parametrize("nothing", [None, []])
@pytest.mark.parametrize("sequential", [False, True])
def test_without_points_the_case_goes_straight_on(nothing, sequential):
    play = Play(drawn("subProcess", sequential), facts={"points": nothing})

    assert play.tasks == ["draft"]
    assert play.told("findings") == []
    assert play.milestones() == ["investigated"]


def test_a_name_that_the_run_knows_comes_before_a_fact():
    play = Play(diagram(
        node("startEvent", "s") + node("scriptTask", "list", script('points = ["from the run"]'))
        + node("userTask", "look", properties(about="point") + each("points", "point")) + node("endEvent", "e")
        + path("s", "list", "look", "e")
    ), facts={"points": ["from the case"]})

    assert play.about == ["from the run"]


def test_what_an_instance_says_is_not_heard_by_the_others_nor_outside(away):
    play = away(drawn("subProcess"), facts={"points": POINTS})

    play.complete("gather", about="fee", nothing=False)
    alone = play.told("gathered")
    play.complete("gather", about="tone", nothing=True)

    assert alone is None
    assert play.about == ["1: fee", "delay"]


@pytest.mark.parametrize("sequential", [False, True])
def test_one_form_for_each_person_asked(away, sequential):
    play = away(diagram(
        node("startEvent", "s")
        + node("userTask", "ask", properties("answer", about="person", milestone="asked")
               + each("people", "person", "answers", "answer", sequential))
        + node("userTask", "read") + node("endEvent", "e") + path("s", "ask", "read", "e")
    ), facts={"people": ["Ada", "Bob"]})

    play.complete("ask", about="Ada", says=1).complete("ask", about="Bob", says=2)

    assert play.told("answers") == [{"says": 1}, {"says": 2}]
    assert play.milestones() == ["asked"]
    assert play.tasks == ["read"]


def test_a_message_reaches_the_instance_that_waits_and_no_other(away):
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "each_remedy", each("remedies", "remedy") + (
            node("startEvent", "is") + node("userTask", "do", properties(about="remedy"))
            + node("intermediateCatchEvent", "confirmed", properties(about="remedy") + message("remedy_confirmed"))
            + node("userTask", "thank", properties(about="remedy")) + node("endEvent", "ie")
            + path("is", "do", "confirmed", "thank", "ie")
        )) + node("endEvent", "e") + path("s", "each_remedy", "e"), ("remedy_confirmed",),
    ), facts={"remedies": ["refund", "apology", "repair"]})

    play.complete("do", about="refund").complete("do", about="repair")
    play.deliver("remedy_confirmed", about="repair")

    assert {one.about for one in play.state.after.awaits.values()} == {"refund"}
    assert sorted((one.element, one.about) for one in play.state.after.tasks.values()) == [
        ("do", "apology"), ("thank", "repair"),
    ]


def test_each_instance_has_its_own_deadline_and_one_round_all_ends_them_all(away):
    inner = (
        node("startEvent", "is") + node("userTask", "gather", properties(about="point"))
        + node("boundaryEvent", "nudge", timer('"P2D"'), attachedToRef="gather", cancelActivity="false")
        + node("userTask", "help", properties(about="point")) + node("endEvent", "ne") + node("endEvent", "ie")
        + path("is", "gather", "ie") + path("nudge", "help", "ne")
    )
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "all", each("points", "point") + inner)
        + node("boundaryEvent", "late", timer('"P9D"'), attachedToRef="all", name="Too late")
        + node("userTask", "chief") + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "all", "e") + path("late", "chief", "e2")
    ), facts={"points": POINTS})
    play.complete("gather", about="fee", now=days(1))

    nudged = play.at(days(3)).tasks
    open_then = set(play.state.after.tasks)
    play.at(days(10))

    assert nudged == ["gather", "gather", "help", "help"]
    assert play.tasks == ["chief"]
    assert {play.state.left[one] for one in open_then} == {(days(9), "timer: Too late")}
    assert list(play.state.after.timers) == []


def test_what_instances_wait_for_ends_with_them(away):
    inner = (
        node("startEvent", "is") + node("eventBasedGateway", "g")
        + node("intermediateCatchEvent", "told", message("info"))
        + node("intermediateCatchEvent", "silence", timer('"P20D"')) + node("endEvent", "ie")
        + path("is", "g", "told", "ie") + path("g", "silence", "ie")
    )
    play = away(diagram(
        node("startEvent", "s") + node("callActivity", "all", each("points", "point"), calledElement="inner")
        + node("boundaryEvent", "late", timer('"P9D"'), attachedToRef="all") + node("userTask", "chief")
        + node("endEvent", "e") + node("endEvent", "e2") + path("s", "all", "e") + path("late", "chief", "e2"),
        ("info",), called=process("inner", inner),
    ), facts={"points": POINTS})
    waited = play.awaits

    play.at(days(9))

    assert waited == ["info"] * 3
    assert (play.awaits, play.state.after.timers) == ([], {})
    assert play.complete("chief", now=days(30)).state.ended


@pytest.mark.parametrize(("points", "said"), [
    ("fee", "is no list"), ({"a": 1}, "is no list"), (list(range(1001)), "1,001 members"),
])
def test_what_cannot_be_gone_through_stops_the_case_and_says_why(points, said):
    with pytest.raises(StepFailed, match=said) as failed:
        Play(drawn("subProcess"), facts={"points": points})

    assert failed.value.about["element"] == "investigate"


def test_two_hundred_points_are_all_found_and_none_twice():
    points = [f"point {number}" for number in range(200)]
    play = Play(diagram(
        node("startEvent", "s") + node("userTask", "find", properties("finding", about="point")
                                       + each("points", "point", "findings", "finding"))
        + node("userTask", "draft") + node("endEvent", "e") + path("s", "find", "draft", "e")
    ), facts={"points": points})

    for point in reversed(points[100:]):
        play.complete("find", about=point, says=point)
    for point in points[:100]:
        play.complete("find", about=point, says=point)

    assert play.told("findings") == [{"says": point} for point in points]
    assert play.tasks == ["draft"]
