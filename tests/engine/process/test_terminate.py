"""A terminate end ends its own process or subprocess, and nothing outside."""

import pytest

from tests.engine.process.drawing import TERMINATE, days, diagram, each, node, path, process, properties, timer

INNER = (
    node("startEvent", "is") + node("parallelGateway", "fork") + node("userTask", "decide") + node("userTask", "check")
    + node("subProcess", "deeper", node("startEvent", "ds") + node("userTask", "deep") + node("endEvent", "de")
           + path("ds", "deep", "de"))
    + node("endEvent", "ie") + node("endEvent", "stop", TERMINATE, name="Decided")
    + path("is", "fork", "decide", "stop") + path("fork", "check", "ie") + path("fork", "deeper", "ie")
)


@pytest.mark.parametrize("kind", ["subProcess", "callActivity"])
def test_the_rest_of_its_part_ends_and_the_case_goes_on_behind_it(away, kind):
    host = (node(kind, "host", INNER) if kind == "subProcess" else node(kind, "host", calledElement="inner"))
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "both") + host + node("userTask", "beside")
        + node("userTask", "after") + node("endEvent", "e") + node("endEvent", "e2")
        + path("s", "both", "host", "after", "e") + path("both", "beside", "e2"),
        called=process("inner", INNER) if kind == "callActivity" else "",
    ))
    before = {task.element: token for token, task in play.state.after.tasks.items()}

    play.complete("decide")

    assert play.tasks == ["after", "beside"]
    assert play.state.left[before["check"]] == (days(0), "end: Decided")
    assert play.state.left[before["deep"]] == (days(0), "end: Decided")


def test_at_the_top_everything_ends(away):
    play = away(diagram(INNER.replace("inner", "p")))

    play.complete("decide")

    assert play.state.ended
    assert [why for _, why in play.state.left.values()] == ["end: Decided"] * 2


def test_one_instance_ends_and_the_others_go_on(away):
    inner = (
        node("startEvent", "is") + node("parallelGateway", "fork") + node("userTask", "ask", properties(about="person"))
        + node("userTask", "listen", properties(about="person")) + node("endEvent", "ie")
        + node("endEvent", "stop", TERMINATE) + path("is", "fork", "ask", "stop") + path("fork", "listen", "ie")
    )
    play = away(diagram(
        node("startEvent", "s") + node("subProcess", "each_person", each("people", "person") + inner)
        + node("endEvent", "e") + path("s", "each_person", "e")
    ), facts={"people": ["Ada", "Bob"]})

    play.complete("ask", about="Ada")

    assert sorted((one.element, one.about) for one in play.state.after.tasks.values()) == [
        ("ask", "Bob"), ("listen", "Bob"),
    ]
    assert play.complete("ask", about="Bob").state.ended


def test_what_a_timer_led_to_says_the_timer(away):
    play = away(diagram(
        node("startEvent", "s") + node("parallelGateway", "fork") + node("userTask", "work") + node("endEvent", "e")
        + node("intermediateCatchEvent", "wait", timer('"P5D"'), name="Five days") + node("endEvent", "stop", TERMINATE)
        + path("s", "fork", "work", "e") + path("fork", "wait", "stop")
    ))
    work = next(iter(play.state.after.tasks))

    play.at(days(9))

    assert play.state.left[work] == (days(5), "timer: Five days")
    assert play.state.ended and play.state.ended_at == days(5)
