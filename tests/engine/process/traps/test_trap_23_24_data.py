"""Traps 23 and 24: the library merges lists and overwrites what parallel ways wrote. Traps 25 to 27: what is
stored is read back as what it was, and what cannot be stored does not come in."""

from datetime import date
from decimal import Decimal

import pytest

from engine.errors import StepFailed
from engine.process import start
from tests.engine.process.drawing import (
    KEY,
    MONDAY,
    Act,
    Play,
    diagram,
    flow,
    message,
    node,
    path,
    process,
    properties,
    script,
    timer,
)

FORM = properties("form")


def parallel(a: str, b: str) -> bytes:
    return diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "a", properties(a))
        + node("userTask", "b", properties(b)) + node("parallelGateway", "join") + node("userTask", "after")
        + node("endEvent", "e") + path("s", "fork", "a", "join", "after", "e") + path("fork", "b", "join")
    )


def again(text: str = "") -> bytes:
    """The same form as often as one likes."""
    return diagram(
        node("startEvent", "s") + node("userTask", "work", FORM) + node("exclusiveGateway", "g", default="g_work")
        + node("endEvent", "e") + path("s", "work", "g", "work") + flow("g", "e", 'form["over"]')
    )


@pytest.mark.parametrize("first", ["a", "b"])
def test_what_two_ways_wrote_is_there_after_they_met_whichever_was_first(away, first):
    play = away(parallel("left", "right"))

    for one in sorted("ab", key=lambda one: one != first):
        play.complete(one, says=one)

    assert play.told("left") == {"says": "a"}
    assert play.told("right") == {"says": "b"}


@pytest.mark.parametrize(("first", "counts"), [("a", "b"), ("b", "a")])
def test_of_two_answers_under_one_name_the_later_one_counts(away, first, counts):
    play = away(parallel("form", "form"))

    for one in sorted("ab", key=lambda one: one != first):
        play.complete(one, says=one)

    assert play.told("form") == {"says": counts}


def test_a_change_made_beside_a_way_that_took_longer_is_not_undone_by_it(away):
    """The way that joins last knew the old value only; the library would write that one back."""
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "first", FORM) + node("parallelGateway", "fork")
        + node("userTask", "change", FORM) + node("userTask", "slow") + node("parallelGateway", "join")
        + node("userTask", "after") + node("endEvent", "e")
        + path("s", "first", "fork", "change", "join", "after", "e") + path("fork", "slow", "join")
    ))

    play.complete("first", says="old", also=1).complete("change", says="new").complete("slow")

    assert play.told("form") == {"says": "new"}


@pytest.mark.parametrize(("before", "after"), [
    (["a", "b"], ["c", "d"]), ([1, 2], [10, 10]), (["a", "b", "c"], ["a"]), ([{"x": 1}], [{"y": 2}]), ([], ["a"]),
    (1, True), (True, 1), (0, False), (1, 1.0), ("1", 1), ({"a": 1, "b": 2}, {"a": 1}), (None, 0),
])
def test_an_answer_given_again_replaces_the_whole_of_the_earlier_one(away, before, after):
    play = away(again())

    play.complete("work", over=False, says=before).complete("work", over=False, says=after)

    assert repr(play.told("form")["says"]) == repr(after)


def test_one_and_true_are_not_the_same_also_in_scripts(away):
    play = away(diagram(
        node("startEvent", "s") + node("scriptTask", "one", script("flag = 1")) + node("userTask", "work")
        + node("scriptTask", "two", script("flag = true")) + node("userTask", "check") + node("endEvent", "e")
        + path("s", "one", "work", "two", "check", "e")
    )).complete("work")

    assert play.told("flag") is True


def test_the_order_of_fields_stays_as_it_was_typed(away):
    play = away(again()).complete("work", over=False, b=1, a=2).complete("work", over=False, z=1, a=2)

    assert list(play.told("form")) == ["over", "z", "a"]


def test_a_way_beside_sees_its_own_answers_first_and_the_main_way_sees_the_latest(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("userTask", "finish") + node("endEvent", "e")
        + node("subProcess", "all", node("startEvent", "is") + node("userTask", "deep") + node("endEvent", "ie")
               + path("is", "deep", "ie"))
        + node("boundaryEvent", "info", message("more_info"), attachedToRef="all", cancelActivity="false")
        + node("userTask", "read", properties(about='more_info["note"]'))
        + node("userTask", "answer", properties(about='more_info["note"]')) + node("endEvent", "e2")
        + path("s", "all", "e") + path("info", "read", "answer", "e2"), ("more_info",),
    ))

    play.deliver("more_info", note="first").deliver("more_info", note="second")
    play.complete("read", about="first").complete("read", about="second")

    answers = [one for one in play.state.after.tasks.values() if one.element == "answer"]
    assert sorted(one.about for one in answers) == ["first", "second"]
    assert play.told("more_info") == {"note": "second"}


def test_what_was_said_in_a_part_that_was_interrupted_is_not_lost(away):
    play = away(diagram(
        node("startEvent", "s") + node("callActivity", "handle", calledElement="c")
        + node("boundaryEvent", "late", timer('"P5D"'), attachedToRef="handle") + node("userTask", "chief")
        + node("endEvent", "e") + node("endEvent", "e2") + path("s", "handle", "e") + path("late", "chief", "e2"),
        called=process("c", node("startEvent", "cs") + node("userTask", "find", FORM) + node("userTask", "draft")
                       + node("endEvent", "ce") + path("cs", "find", "draft", "ce")),
    )).complete("find", says="upheld").at(MONDAY.replace(month=12))

    assert play.tasks == ["chief"]
    assert play.told("form") == {"says": "upheld"}


@pytest.mark.parametrize("value", [
    date(2026, 1, 1), MONDAY, Decimal("1.5"), float("nan"), float("inf"), 10**30, {"typename": "x"},
    {"deep": {"typename": 1}}, {1: "a"}, b"bytes", {"a", "b"}, "lone \ud800 surrogate",
    [[[[[[[[[[[[[[[[[[[[[[[[["deep"]]]]]]]]]]]]]]]]]]]]]]]]],
])
def test_what_could_not_be_read_back_does_not_come_in(value):
    play = Play(again())

    with pytest.raises(StepFailed, match="cannot be kept"):
        play.complete("work", over=False, says=value)
    with pytest.raises(StepFailed, match="cannot be kept"):
        start(play.compiled, play.around(MONDAY), KEY, {"given": value})
    assert play.tasks == ["work"]


def test_what_a_message_brings_is_held_to_the_same_rule():
    play = Play(diagram(
        node("startEvent", "s") + node("intermediateCatchEvent", "wait", message("info")) + node("endEvent", "e")
        + path("s", "wait", "e"), ("info",),
    ))

    with pytest.raises(StepFailed, match="typename"):
        play.at(MONDAY, Act("deliver", "info", data={"typename": "x"}))
