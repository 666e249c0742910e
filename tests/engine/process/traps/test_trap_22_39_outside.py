"""Traps 13, 14, 19 and 39: what the library runs otherwise than it is drawn is not built at all, also where no
check has looked. Trap 22: it looks without end for data that is drawn nowhere."""

import pytest

from engine.errors import PackInvalid
from engine.process import compile_process
from tests.engine.process.drawing import Play, diagram, node, path, timer

SIGNAL = '<bpmn:signalEventDefinition signalRef="x"/>'
ODD = {
    "ad hoc": node("adHocSubProcess", "odd", node("userTask", "inner")),
    "transaction": node("transaction", "odd", node("startEvent", "i") + node("endEvent", "ie") + path("i", "ie")),
    "inclusive": node("inclusiveGateway", "odd"), "complex": node("complexGateway", "odd"),
    "send": node("sendTask", "odd"), "receive": node("receiveTask", "odd"), "plain": node("task", "odd"),
    "caught signal": node("intermediateCatchEvent", "odd", SIGNAL),
    "thrown signal": node("intermediateThrowEvent", "odd", SIGNAL),
    "condition": node("intermediateCatchEvent", "odd",
                      "<bpmn:conditionalEventDefinition><bpmn:condition>x</bpmn:condition></bpmn:conditionalEventDefinition>"),
    "loop": node("userTask", "odd", '<bpmn:standardLoopCharacteristics loopMaximum="3"/>'),
    "timer without a time": node("intermediateCatchEvent", "odd", "<bpmn:timerEventDefinition/>"),
}


@pytest.mark.parametrize("kind", ODD)
def test_what_is_outside_the_profile_is_not_built(kind):
    body = node("startEvent", "s") + ODD[kind] + node("endEvent", "e") + path("s", "odd", "e")

    with pytest.raises(PackInvalid, match="cannot be built"):
        compile_process({"p.bpmn": diagram(body)}, "p", {}, "hash")


def test_a_subprocess_that_an_event_starts_is_not_built():
    body = (
        node("startEvent", "s") + node("userTask", "work") + node("endEvent", "e") + path("s", "work", "e")
        + node("subProcess", "watch", node("startEvent", "ws", timer('"P1D"')) + node("endEvent", "we")
               + path("ws", "we"), triggeredByEvent="true")
    )

    with pytest.raises(PackInvalid, match="started by an event"):
        compile_process({"p.bpmn": diagram(body)}, "p", {}, "hash")


def test_data_that_is_drawn_nowhere_does_not_hold_the_building_up():
    """The library would never come back from here."""
    asks = "<bpmn:dataInputAssociation><bpmn:sourceRef>nowhere</bpmn:sourceRef></bpmn:dataInputAssociation>"
    inner = (
        node("startEvent", "is") + node("userTask", "work", asks) + node("endEvent", "ie") + path("is", "work", "ie")
    )
    reference = node("dataObjectReference", "nowhere", dataObjectRef="nothing")

    play = Play(diagram(
        node("startEvent", "s") + node("subProcess", "part", inner + reference) + node("endEvent", "e")
        + path("s", "part", "e")
    ))

    assert play.tasks == ["work"]
