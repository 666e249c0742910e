"""The library's parser with our own events and tasks in it."""

from typing import Any, ClassVar

from SpiffWorkflow.bpmn.parser.BpmnParser import full_tag
from SpiffWorkflow.bpmn.parser.event_parsers import EventBasedGatewayParser
from SpiffWorkflow.bpmn.parser.task_parsers import ConditionalGatewayParser, GatewayParser
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.spiff.parser import event_parsers, task_spec
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser, SpiffProcessParser

from engine.diagram import Element
from engine.errors import StepFailed
from engine.process import events, instances, joins, specs
from engine.process.definitions import Code, Cycle, Message, Timer


class _Known:
    """A parser of one node that knows it as engine.diagram read it."""

    node: Any
    process_parser: Any
    bpmn_id: str

    @property
    def element(self) -> Element:
        found: Element = self.process_parser.parser.known[self.bpmn_id]
        return found

    def get_position(self, node: Any = None) -> dict[str, float]:
        """Nowhere: the library would ask conditions from the top of the picture to its foot, so that a moved shape
        changed what is decided (trap 18). In one place, arrows keep the order in which they stand in the file."""
        return {"x": 0.0, "y": 0.0}

    def parse_incoming_data_references(self) -> list[Any]:
        """Data is not kept in drawn objects; the library looks for one that is not there without end (trap 22)."""
        return []

    parse_outgoing_data_references = parse_incoming_data_references


class _Activity(_Known):
    """Steps, with events on their edge and once for each member of a list."""

    task: Any
    spec: Any

    def _add_boundary_event(self, events_on_edge: list[Any]) -> Any:
        return joins.with_edge(self, events_on_edge)

    def _add_multiinstance_task(self, characteristics: Any) -> None:
        loop, each = self.element.loop, self.spec.task_specs.pop(self.task.name)
        assert loop is not None
        self.task = instances.MultiInstance(self.spec, each.name, loop, each)
        each.name = f"{each.name}{instances.ENDING}"
        each.inputs = [self.task]
        self.spec.task_specs[each.name] = each

    def _add_loop_task(self, characteristics: Any) -> None:
        raise StepFailed(f"{self.bpmn_id} repeats by a condition, which Amends does not run.")


class _Event(_Known):
    """Events with our definitions instead of the library's."""

    spec_class: Any
    spec: Any
    bpmn_attributes: dict[str, Any]

    def parse_timer_event(self, event: Any) -> Timer:
        element = self.element
        if not element.timer:
            raise StepFailed(f"The timer {self.bpmn_id} does not say when.")
        return (Cycle if element.timer_kind == "timeCycle" else Timer)(element.id, element.timer)

    def parse_message_event(self, event: Any) -> Message:
        return Message(self.element.id, self.element.message, self.element.data_name)

    def parse_error_event(self, event: Any) -> Code:
        return Code(self.element.id, "error", self.element.code)

    def parse_escalation_event(self, event: Any) -> Code:
        return Code(self.element.id, "escalation", self.element.code)

    def parse_terminate_event(self, event: Any) -> specs.Terminate:
        return specs.Terminate()

    def parse_signal_event(self, event: Any) -> None:
        raise StepFailed(f"{self.bpmn_id} is an event of a kind that Amends does not run.")

    parse_conditional_event = parse_cancel_event = parse_signal_event


class _Start(_Known, event_parsers.SpiffStartEventParser):  # type: ignore[misc]
    """Every start is plain to the library: a run is started by us, also when a message starts it."""

    def get_event_definition(self, xpaths: Any) -> NoneEventDefinition:
        return NoneEventDefinition()


class _End(_Event, event_parsers.SpiffEndEventParser):  # type: ignore[misc]
    pass


class _Catch(_Event, event_parsers.SpiffIntermediateCatchEventParser):  # type: ignore[misc]
    pass


class _Throw(_Event, event_parsers.SpiffIntermediateThrowEventParser):  # type: ignore[misc]
    pass


class _Boundary(_Event, event_parsers.SpiffBoundaryEventParser):  # type: ignore[misc]
    pass


class _Task(_Activity, task_spec.SpiffTaskParser):  # type: ignore[misc]
    pass


class _Script(_Activity, task_spec.ScriptTaskParser):  # type: ignore[misc]
    pass


class _Subprocess(_Activity, task_spec.SubWorkflowParser):  # type: ignore[misc]
    def create_task(self) -> Any:
        if self.node.get("triggeredByEvent") == "true":
            raise StepFailed(f"{self.bpmn_id} is started by an event, which Amends does not run.")
        return super().create_task()


class _Call(_Activity, task_spec.CallActivityParser):  # type: ignore[misc]
    pass


class _Service(_Task):
    def create_task(self) -> specs.OperationTask:
        element = self.element
        return specs.OperationTask(
            self.spec, element.id, element.operation, dict(element.parameters), **self.bpmn_attributes
        )


class _Rule(_Activity, task_spec.BusinessRuleTaskParser):  # type: ignore[misc]
    def create_task(self) -> specs.RuleTask:
        return specs.RuleTask(self.spec, self.element.id, self.element.decision, **self.bpmn_attributes)


class _Gateway(_Known, GatewayParser):  # type: ignore[misc]
    pass


class _Choice(_Known, ConditionalGatewayParser):  # type: ignore[misc]
    pass


class _WhateverComes(_Known, EventBasedGatewayParser):  # type: ignore[misc]
    pass


class _Process(SpiffProcessParser):  # type: ignore[misc]
    def create_spec(self) -> specs.ProcessSpec:
        return specs.ProcessSpec(name=self.bpmn_id, description=self.get_name(), filename=self.filename)


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """Parses BPMN; `known` are the elements as engine.diagram read them, by id."""

    PROCESS_PARSER_CLASS = _Process
    OVERRIDE_PARSER_CLASSES: ClassVar[dict[str, Any]] = {}
    PARSER_CLASSES: ClassVar[dict[str, Any]] = {
        full_tag("startEvent"): (_Start, specs.PlainStart),
        full_tag("endEvent"): (_End, specs.End),
        full_tag("intermediateCatchEvent"): (_Catch, events.Catch),
        full_tag("intermediateThrowEvent"): (_Throw, specs.Throw),
        full_tag("boundaryEvent"): (_Boundary, events.Boundary),
        full_tag("userTask"): (_Task, specs.UserTask),
        full_tag("manualTask"): (_Task, specs.ManualTask),
        full_tag("serviceTask"): (_Service, specs.OperationTask),
        full_tag("businessRuleTask"): (_Rule, specs.RuleTask),
        full_tag("scriptTask"): (_Script, specs.ScriptTask),
        full_tag("subProcess"): (_Subprocess, specs.Subprocess),
        full_tag("callActivity"): (_Call, specs.Call),
        full_tag("exclusiveGateway"): (_Choice, specs.Exclusive),
        full_tag("parallelGateway"): (_Gateway, joins.Parallel),
        full_tag("eventBasedGateway"): (_WhateverComes, specs.EventGateway),
    }

    def __init__(self, known: dict[str, Element]) -> None:
        super().__init__()
        self.known = known
