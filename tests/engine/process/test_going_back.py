"""Back to an earlier step of a person: what came after it ends, what was said before it stays."""

import pytest

from engine.errors import TaskGone
from tests.engine.process.drawing import (
    Play,
    cycle,
    days,
    diagram,
    each,
    flow,
    message,
    node,
    operation,
    path,
    process,
    properties,
    script,
    timer,
)

HANDLING = (
    node("startEvent", "hs") + node("userTask", "plan", properties("plan", milestone="planned"))
    + node("userTask", "find", properties("found")) + node("userTask", "review", properties("review"))
    + node("exclusiveGateway", "g", default="g_he") + node("endEvent", "he")
    + path("hs", "plan", "find", "review", "g", "he") + flow("g", "find", 'review["return"]')
)
WHOLE = diagram(
    node("startEvent", "s") + node("userTask", "assess", properties("assessed"))
    + node("callActivity", "handle", calledElement="handling")
    + node("boundaryEvent", "final", timer('"P30D"'), attachedToRef="handle") + node("userTask", "chief")
    + node("userTask", "close") + node("endEvent", "e") + node("endEvent", "e2")
    + path("s", "assess", "handle", "close", "e") + path("final", "chief", "e2"),
    called=process("handling", HANDLING),
)


def test_what_lies_on_the_way_to_what_waits_can_be_done_again_the_last_step_first(away):
    play = away(WHOLE).complete("assess", now=days(1)).complete("plan", now=days(2)).complete("find", now=days(3))

    assert [(one.element, one.at) for one in play.load(days(4)).steps_back()] == [
        ("find", days(3)), ("plan", days(2)), ("assess", days(1)),
    ]


def test_the_step_opens_again_and_what_came_after_it_ends_with_the_reason(away):
    play = away(WHOLE).complete("assess").complete("plan", points=1).complete("find", says="A")
    review = next(iter(play.state.after.tasks))

    play.go_back("plan", now=days(1))

    assert play.tasks == ["plan"]
    assert play.state.left[review] == (days(1), "gone_back: plan")
    assert ("gone_back", "plan", days(1)) in play.happened
    assert play.told("plan") is None and play.told("found") is None
    assert play.told("assessed") is None


def test_what_was_said_before_the_step_stays_and_what_was_said_earlier_counts_again(away):
    play = away(WHOLE).complete("assess", first=True).complete("plan", points=1).complete("find", says="A")
    play.complete("review", **{"return": True}).complete("find", says="B")
    second = play.told("found")

    play.go_back("find")

    assert second == {"says": "B"}
    assert play.told("found") == {"says": "A"}
    assert play.told("plan") == {"points": 1}
    assert play.told("assessed") == {"first": True}
    assert play.complete("find", says="C").told("found") == {"says": "C"}


def test_going_back_out_of_a_called_process_ends_it_with_its_timers(away):
    play = away(WHOLE).complete("assess", first=True).complete("plan")

    play.go_back("assess", now=days(2))

    assert play.tasks == ["assess"]
    assert play.state.after.timers == {}
    assert play.told("assessed") is None
    play.complete("assess", now=days(3))
    assert play.tasks == ["plan"]
    assert play.due("final") == days(33)


def test_a_finished_part_of_the_process_is_not_opened_again(away):
    play = away(WHOLE).complete("assess").complete("plan").complete("find").complete("review", **{"return": False})

    assert play.tasks == ["close"]
    assert play.steps_back() == ["assess"]


def test_what_was_said_in_a_finished_part_is_unsaid_with_it(away):
    play = away(WHOLE).complete("assess").complete("plan", points=1).complete("find", says="A")
    play.complete("review", **{"return": False})
    known = play.told("plan")

    play.go_back("assess")

    assert known == {"points": 1}
    assert play.told("plan") is None and play.told("found") is None


def test_milestones_that_were_reached_stay_reached_and_are_reached_again(away):
    play = away(WHOLE).complete("assess").complete("plan").go_back("plan").complete("plan")

    assert play.milestones() == ["planned", "planned"]


def test_the_clock_of_a_step_that_opens_again_begins_anew_and_its_reminders_too(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "work", properties("work")) + node("userTask", "check")
        + node("boundaryEvent", "late", timer('"P3D"'), attachedToRef="work", cancelActivity="false")
        + node("userTask", "nudge") + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "work", "check", "e") + path("late", "nudge", "e2")
    )).complete("work", now=days(4))
    before = play.tasks

    play.go_back("work", now=days(10))

    assert before == ["check", "nudge"]
    assert play.tasks == ["work"]
    assert play.due("late") == days(13)


def test_ways_beside_it_go_on_and_what_they_said_stays(away):
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "a", properties("a"))
        + node("userTask", "a2") + node("userTask", "b", properties("b")) + node("userTask", "b2")
        + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "fork", "a", "a2", "e") + path("fork", "b", "b2", "e2")
    )).complete("a", says="A").complete("b", says="B")

    play.go_back("a")

    assert play.tasks == ["a", "b2"]
    assert play.told("a") is None and play.told("b") == {"says": "B"}


def test_a_way_that_has_met_another_parts_again_and_they_meet_again(away):
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "a", properties("a"))
        + node("userTask", "b", properties("b")) + node("parallelGateway", "join") + node("userTask", "after")
        + node("endEvent", "e") + path("s", "fork", "a", "join", "after", "e") + path("fork", "b", "join")
    )).complete("a", says="A").complete("b", says="B")

    play.go_back("b")
    again = play.tasks
    play.complete("b", says="B2")

    assert again == ["b"]
    assert play.tasks == ["after"]
    assert play.told("a") == {"says": "A"} and play.told("b") == {"says": "B2"}


def test_of_three_ways_that_met_one_is_gone_again_and_the_others_wait_for_it(away):
    ways = "".join(node("userTask", one) + path("fork", one, "join") for one in ("a", "b", "c"))
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + ways + node("parallelGateway", "join")
        + node("userTask", "after") + node("endEvent", "e") + path("s", "fork") + path("join", "after", "e")
    )).complete("b").complete("c").complete("a")

    for one in ("b", "a", "c", "b"):
        assert play.go_back(one).tasks == [one]
        assert play.complete(one).tasks == ["after"]

    assert play.complete("after").state.ended


@pytest.mark.parametrize("first", ["a", "b"])
def test_whichever_way_came_first_its_step_can_be_done_again(away, first):
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "a", properties("a"))
        + node("userTask", "b", properties("b")) + node("parallelGateway", "join")
        + node("userTask", "after", properties("after")) + node("userTask", "last")
        + node("endEvent", "e") + path("s", "fork", "a", "join", "after", "last", "e") + path("fork", "b", "join")
    ))
    for one in sorted("ab", key=lambda one: one != first):
        play.complete(one, says=one)
    play.complete("after", says="too early")

    offered = sorted(play.steps_back())
    play.go_back(first)
    again, unsaid = play.tasks, play.told("after")
    play.complete(first, says="anew").complete("after", says="now")

    assert offered == ["a", "after", "b"]
    assert (again, unsaid) == ([first], None)
    assert play.tasks == ["last"]
    assert play.told(first) == {"says": "anew"}


def test_within_an_instance_the_others_stay_as_they_are(away):
    inner = (
        node("startEvent", "is") + node("userTask", "gather", properties("gathered", about="point"))
        + node("userTask", "find", properties("finding", about="point")) + node("endEvent", "ie")
        + path("is", "gather", "find", "ie")
    )
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "all", each("points", "point", "findings", "finding") + inner)
        + node("endEvent", "e") + path("s", "all", "e")
    ), facts={"points": ["x", "y"]}).complete("gather", about="x").complete("gather", about="y")

    def back_to_x(running):
        step = running.steps_back()
        waiting = [one for one in running.view().tasks.values() if one.about == "x"]
        running.go_back(next(one.token for one in step if one.element == "gather"))
        assert len(waiting) == 1

    play.state = play._kept(Play.at(play, days(1), back_to_x).state)

    assert sorted(one.element for one in play.state.after.tasks.values()) == ["find", "gather"]


def test_before_a_list_was_gone_through_means_all_of_it_again(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "plan", properties("points"))
        + node("scriptTask", "take", script('list = points["lines"]'))
        + node("userTask", "find", properties("finding", about="point") + each("list", "point", "findings", "finding"))
        + node("endEvent", "e") + path("s", "plan", "take", "find", "e")
    )).complete("plan", lines=["a", "b"]).complete("find", about="a")

    play.go_back("plan").complete("plan", lines=["c"])

    assert play.about == ["c"]


def test_what_was_already_done_outside_is_done_again_when_the_way_leads_there_again(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "decide") + node("serviceTask", "send", operation("note"))
        + node("userTask", "close") + node("endEvent", "e") + path("s", "decide", "send", "close", "e")
    )).complete("decide").go_back("decide").complete("decide")

    assert len(play.calls) == 2


def test_what_waits_for_a_message_is_dropped_and_listens_again_when_it_is_its_turn(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "ask") + node("eventBasedGateway", "g")
        + node("intermediateCatchEvent", "answer", message("info"))
        + node("intermediateCatchEvent", "silence", timer('"P9D"'))
        + node("userTask", "read") + node("endEvent", "e")
        + path("s", "ask", "g", "answer", "read", "e") + path("g", "silence", "read"), ("info",),
    )).complete("ask")

    play.go_back("ask", now=days(1))
    dropped = (play.awaits, play.state.after.timers)
    play.complete("ask", now=days(2)).deliver("info", now=days(3))

    assert dropped == ([], {})
    assert play.tasks == ["read"]


def test_a_step_that_is_not_on_the_way_cannot_be_opened_again(away):
    play = away(WHOLE).complete("assess")
    done = play.load(days(0)).steps_back()[0].token
    running = play.load(days(0))
    running.go_back(done)

    with pytest.raises(TaskGone):
        running.go_back(done)
    with pytest.raises(TaskGone):
        play.load(days(0)).go_back("0" * 32)


def test_a_reminder_that_repeats_begins_to_count_again(away):
    play = away(diagram(
        node("startEvent", "s") + node("userTask", "work") + node("userTask", "check") + node("endEvent", "e")
        + node("boundaryEvent", "again", cycle('"R2/P5D"'), attachedToRef="work", cancelActivity="false", name="Again")
        + node("endEvent", "e2") + path("s", "work", "check", "e") + path("again", "e2")
    )).complete("work", now=days(6)).go_back("work", now=days(7)).at(days(30))

    assert play.fired("Again") == [days(5), days(12)]
