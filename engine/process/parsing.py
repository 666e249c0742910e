"""The library's parser with our own events and tasks in it."""

from typing import Any

from SpiffWorkflow.bpmn.parser.BpmnParser import full_tag
from SpiffWorkflow.bpmn.parser.util import first
from SpiffWorkflow.bpmn.specs.defaults import IntermediateCatchEvent, StartEvent
from SpiffWorkflow.bpmn.specs.event_definitions.simple import NoneEventDefinition
from SpiffWorkflow.spiff.parser import event_parsers
from SpiffWorkflow.spiff.parser.process import SpiffBpmnParser
from SpiffWorkflow.spiff.parser.task_spec import BusinessRuleTaskParser, SpiffTaskParser

from engine.errors import StepFailed
from engine.process.definitions import Boundary, Message, OperationTask, RuleTask, Timer


class _OwnEvents:
    """Timers and messages of ours instead of the library's."""

    node: Any
    xpath: Any
    process_parser: Any

    def parse_timer_event(self, event: Any) -> Timer:
        for kind in ("timeDate", "timeDuration"):
            text = first(self.xpath(f".//bpmn:{kind}"))
            if text is not None:
                return Timer(self.node.get("id"), (text.text or "").strip())
        raise StepFailed(f"The timer {self.node.get('id')} has no date and no duration.")

    def parse_message_event(self, event: Any) -> Message:
        identity = self.node.get("id")
        element = self.process_parser.parser.known[identity]
        return Message(identity, element.message, element.data_name)


class _Start(event_parsers.SpiffStartEventParser):  # type: ignore[misc]
    """Every start is plain to the library: a run is started by us, also when a message starts it."""

    def get_event_definition(self, xpaths: Any) -> NoneEventDefinition:
        return NoneEventDefinition()


class _Catch(_OwnEvents, event_parsers.SpiffIntermediateCatchEventParser):  # type: ignore[misc]
    pass


class _Boundary(_OwnEvents, event_parsers.SpiffBoundaryEventParser):  # type: ignore[misc]
    pass


class _Service(SpiffTaskParser):  # type: ignore[misc]
    def create_task(self) -> OperationTask:
        element = self.process_parser.parser.known[self.bpmn_id]
        return OperationTask(
            self.spec, self.bpmn_id, element.operation, dict(element.parameters), **self.bpmn_attributes
        )


class _Rule(BusinessRuleTaskParser):  # type: ignore[misc]
    def create_task(self) -> RuleTask:
        element = self.process_parser.parser.known[self.bpmn_id]
        return RuleTask(self.spec, self.bpmn_id, element.decision, **self.bpmn_attributes)


class Parser(SpiffBpmnParser):  # type: ignore[misc]
    """Parses BPMN; `known` are the elements as engine.diagram read them, by id."""

    OVERRIDE_PARSER_CLASSES = {  # noqa: RUF012 - the library's own name
        **SpiffBpmnParser.OVERRIDE_PARSER_CLASSES,
        full_tag("startEvent"): (_Start, StartEvent),
        full_tag("intermediateCatchEvent"): (_Catch, IntermediateCatchEvent),
        full_tag("boundaryEvent"): (_Boundary, Boundary),
        full_tag("serviceTask"): (_Service, OperationTask),
        full_tag("businessRuleTask"): (_Rule, RuleTask),
    }

    def __init__(self, known: dict[str, Any]) -> None:
        super().__init__()
        self.known = known
