"""Which drawn things this version runs, and how to draw the others instead."""

from collections.abc import Mapping
from types import MappingProxyType

NAMES: Mapping[str, str] = MappingProxyType({
    "startEvent": "start", "endEvent": "end", "userTask": "user task", "manualTask": "manual task",
    "serviceTask": "service task", "businessRuleTask": "business rule task", "scriptTask": "script task",
    "subProcess": "subprocess", "callActivity": "call activity", "exclusiveGateway": "exclusive gateway",
    "parallelGateway": "parallel gateway", "eventBasedGateway": "event gateway", "boundaryEvent": "boundary event",
    "intermediateCatchEvent": "catch event", "intermediateThrowEvent": "throw event",
})
"""Every kind of element that runs, as process owners call it."""

TASKS = ("task", "userTask", "manualTask", "serviceTask", "businessRuleTask", "scriptTask", "sendTask", "receiveTask")
FLOW_NODES = frozenset({
    *TASKS, "subProcess", "adHocSubProcess", "transaction", "callActivity",
    "startEvent", "endEvent", "boundaryEvent", "intermediateCatchEvent", "intermediateThrowEvent", "implicitThrowEvent",
    "event", "exclusiveGateway", "inclusiveGateway", "parallelGateway", "complexGateway", "eventBasedGateway",
    "choreographyTask", "subChoreography", "callChoreography",
    "globalTask", "globalUserTask", "globalManualTask", "globalScriptTask", "globalBusinessRuleTask",
})
"""Every tag of BPMN 2.0 that a token can come to."""

ACTIVITIES = frozenset({
    "userTask", "manualTask", "serviceTask", "businessRuleTask", "scriptTask", "subProcess", "callActivity",
})
GATEWAYS = frozenset({"exclusiveGateway", "parallelGateway", "eventBasedGateway"})

EVENTS: Mapping[str, frozenset[str]] = MappingProxyType({
    "startEvent": frozenset({"", "message"}), "endEvent": frozenset({"", "terminate", "error", "escalation"}),
    "boundaryEvent": frozenset({"timer", "message", "error", "escalation"}),
    "intermediateCatchEvent": frozenset({"timer", "message"}), "intermediateThrowEvent": frozenset({"escalation"}),
})
"""What each event may wait for or do."""

REPEATED = frozenset({"userTask", "subProcess", "callActivity"})
"""What may be done once for each member of a list."""

USER_TASK = "Draw a user task (a person with a form) or a service task (Amends does it) instead."
GATEWAY = "Draw exclusive gateways, one question after another, or a parallel gateway if everything is done."
DATA = "Keep the value in a field of a form with x-amends-fact; every later step then knows it by that name."
CATCH = "Draw a catch event with a timer or a message instead."

INSTEAD: Mapping[str, tuple[str, str]] = MappingProxyType({
    "task": ("a plain task does not say who does it", USER_TASK),
    "sendTask": ("nothing says what is sent", "Draw a service task with the operation send_letter instead."),
    "receiveTask": ("nothing says what it waits for", "Draw a catch event with a message instead."),
    "inclusiveGateway": ("it is not known how many of its ways will be taken", GATEWAY),
    "complexGateway": ("its rule is written nowhere", GATEWAY),
    "adHocSubProcess": ("its steps have no order", "Draw a subprocess with a start, an end and arrows."),
    "transaction": ("nothing is undone here", "Draw a plain subprocess."),
    "dataObject": ("data is not kept in drawn objects", DATA),
    "dataObjectReference": ("data is not kept in drawn objects", DATA),
    "dataStoreReference": ("data is not kept in drawn objects", DATA),
})
"""Known kinds that do not run: the reason, and what to draw."""

EVENTS_INSTEAD: Mapping[str, tuple[str, str]] = MappingProxyType({
    "error": ("an error is thrown at an end and caught on an edge", "Draw an end with the error."),
    "escalation": ("an escalation is thrown on the way or at an end, and caught on an edge",
                   "Draw a throw event or an end with the escalation."),
    "message": ("nothing says what is sent", "Draw a service task with the operation send_letter before it."),
    "signal": ("a signal would reach other cases", "Draw a message: it reaches this case only."),
    "link": ("the part behind a link is lost", "Draw the arrow itself, or move the part into a subprocess."),
    "compensate": ("nothing is undone here", "Draw the steps that put things right, behind an exclusive gateway."),
    "conditional": ("nobody watches a condition", "Draw an exclusive gateway where the question arises, or a timer."),
    "cancel": ("nothing is undone here", "Draw an interrupting message on the edge of a subprocess."),
    "multiple": ("it waits for several things at once", "Draw an event gateway with one catch event for each."),
    "timer": ("a case starts when it comes in", "Draw a plain start, and a catch event with the timer after it."),
    "terminate": ("only an end can stop the rest", "Draw an end with it."),
    "": ("it does not say what it waits for", CATCH),
})
"""Events that do not run where they are drawn."""

NOTHING_THROWN = (
    "nothing happens there", "Put the milestone on the step before it, or draw a service task that does something."
)
STANDARD_LOOP = (
    "it repeats as long as a condition holds, which nobody sees on the drawing",
    "Draw the step once, and an arrow back to it through an exclusive gateway.",
)
NOT_REPEATED = (
    "only user tasks, subprocesses and call activities are done once for each member of a list",
    "Draw a subprocess round it and repeat that.",
)
EVENT_SUBPROCESS = (
    "a subprocess that an event starts cannot be trusted to stop, or to start",
    "Draw a subprocess round the part it should watch, and the event on its edge.",
)
