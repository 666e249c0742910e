"""Traps 28, 29 and 42: a compiled diagram is shared by all cases of a process; none of them may change it."""

from typing import Any

from tests.engine.process.drawing import (
    Play,
    cycle,
    days,
    diagram,
    each,
    error,
    escalation,
    flow,
    message,
    node,
    path,
    process,
    properties,
    timer,
)

INNER = (
    node("startEvent", "is") + node("userTask", "look", properties("seen", about="point"))
    + node("exclusiveGateway", "g", default="g_ie") + node("endEvent", "up", escalation("HELP"))
    + node("endEvent", "lost", error("LOST")) + node("endEvent", "ie") + path("is", "look", "g", "ie")
    + flow("g", "up", 'seen["is"] == "hard"') + flow("g", "lost", 'seen["is"] == "lost"')
)
ALL = diagram(
    node("startEvent", "s") + node("parallelGateway", "fork") + node("parallelGateway", "join")
    + node("callActivity", "all", each("points", "point", "seen_all", "seen"), calledElement="inner")
    + node("boundaryEvent", "help", escalation("HELP"), attachedToRef="all", cancelActivity="false")
    + node("userTask", "helped") + node("endEvent", "he")
    + node("boundaryEvent", "failed", error("LOST"), attachedToRef="all") + node("userTask", "lost_do")
    + node("boundaryEvent", "again", cycle('"R2/P1D"'), attachedToRef="all", cancelActivity="false")
    + node("endEvent", "ae") + node("eventBasedGateway", "either")
    + node("intermediateCatchEvent", "told", message("info"))
    + node("intermediateCatchEvent", "silence", timer('"P9D"')) + node("exclusiveGateway", "meet")
    + node("endEvent", "e") + node("endEvent", "fe")
    + path("s", "fork", "all", "join", "e") + path("fork", "either", "told", "meet", "join")
    + path("either", "silence", "meet") + path("help", "helped", "he") + path("failed", "lost_do", "fe")
    + path("again", "ae"), ("info",), ("HELP", "LOST"), process("inner", INNER),
)


def print_of(compiled: Any) -> list[Any]:
    """Everything that tasks of a specification know, and who listens to them."""
    found = []
    for spec in (compiled.spec, *compiled.subprocesses.values()):
        for name, task in sorted(spec.task_specs.items()):
            events = [one.n_subscribers() for one in (task.completed_event, task.ready_event, task.update_event)]
            rest = {key: repr(value) for key, value in vars(task).items() if "object at" not in repr(value)}
            found.append((spec.name, name, events, list(task._inputs), list(task._outputs), rest))
    return found


def test_cases_leave_a_diagram_as_it_was_compiled():
    fresh = Play(ALL, facts={"points": []})
    before = print_of(fresh.compiled)

    for outcome in ("hard", "lost", "fine"):
        play = Play(ALL, facts={"points": ["a", "b"]})
        play.compiled = fresh.compiled
        play.complete("look", about="a", **{"is": outcome}).at(days(3))
        play.deliver("info", now=days(4))
        if "look" in play.tasks:
            play.complete("look", now=days(4), about="b", **{"is": "fine"})

    assert print_of(fresh.compiled) == before


def test_cases_on_one_diagram_know_nothing_of_each_other():
    one, other = Play(ALL, facts={"points": ["a", "b"]}), Play(ALL, facts={"points": ["c"]})
    other.compiled = one.compiled

    one.complete("look", about="a", **{"is": "fine"})
    other.complete("look", about="c", **{"is": "fine"})

    assert one.about == ["b"]
    assert other.tasks == []
    assert other.told("seen_all") == [{"is": "fine"}]
