"""Our own events and tasks inside the library: timers on the clock of the case, messages for one
waiting task, boundaries that listen again, operations and tables by name."""

from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.defaults import BoundaryEvent
from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import expressions
from engine.errors import StepFailed
from engine.process import durations


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """A timer on the case's clock, fired at its exact due instant (trap 1). One that asks for a
    deadline is live: it is read again each time, so re-dating the deadline re-dates the timer; any
    other is fixed when the token arrives. Each keeps its moment under its own key, so that several
    behind one event gateway do not share one (trap 9)."""

    def __init__(self, element: str, text: str) -> None:
        super().__init__(element, text)
        self.parsed = expressions.parse(text)
        self.live = "deadline" in self.parsed.calls
        self.key = f"due:{element}"

    def due(self, task: Task) -> datetime | None:
        """The moment at which this timer fires for this token; None: never."""
        if self.live:
            return self._ask(task)
        if self.key not in task.internal_data:
            moment = self._ask(task)
            task.internal_data[self.key] = moment.isoformat() if moment else None
        kept = task.internal_data[self.key]
        return datetime.fromisoformat(kept) if kept else None

    def _ask(self, task: Task) -> datetime | None:
        scripting = task.workflow.script_engine
        value = scripting.moment(task, self.parsed)
        if isinstance(value, str):
            value = durations.add(scripting.clock, value)
        if value is not None and not isinstance(value, datetime):
            raise StepFailed(f"The timer {self.expression} gives {value!r}, which is no moment.")
        return value.astimezone(UTC) if value else None

    def has_fired(self, task: Task) -> bool:
        due = self.due(task)
        return due is not None and due <= task.workflow.script_engine.clock

    def catches(self, task: Task, event: Any = None) -> bool:
        return False

    def reset(self, task: Task) -> None:
        """Nothing to undo: a timer that has fired keeps its moment."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Timer) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


class Message(EventDefinition):  # type: ignore[misc]
    """A message for the one waiting task it is handed to, never broadcast by name (traps 16, 43)."""

    def __init__(self, element: str, name: str, variable: str) -> None:
        super().__init__()
        self.element = element
        self.name = name
        self.variable = variable

    def catches(self, task: Task, event: Any = None) -> bool:
        return event is not None and event.event_definition is self

    def catch(self, task: Task, event: Any = None) -> None:
        task._set_internal_data(event_fired=True)
        task.internal_data["payload"] = event.payload

    def update_task_data(self, task: Task) -> None:
        payload = task.internal_data.pop("payload", None)
        if payload is not None and self.variable:
            task.data[self.variable] = payload

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and other.element == self.element

    def __hash__(self) -> int:
        return hash(self.element)


class Boundary(BoundaryEvent):  # type: ignore[misc]
    """A boundary event; a non-interrupting message one listens again after each message (trap 41)."""

    def _run_hook(self, task: Task) -> Any:
        result = super()._run_hook(task)
        if not self.cancel_activity and isinstance(self.event_definition, Message):
            again = task.parent._add_child(self, TaskState.MAYBE)
            # without the prediction the work behind the event is lost silently (trap 41)
            self._predict(again, mask=TaskState.NOT_FINISHED_MASK)
            again._set_state(TaskState.WAITING)
            self._update(again)
        return result


def timers(task: Task) -> list[Timer]:
    """The timers of a catching task, also those behind an event gateway."""
    return [one for one in _events(task) if isinstance(one, Timer)]


def messages(task: Task) -> list[Message]:
    """The messages a catching task waits for."""
    return [one for one in _events(task) if isinstance(one, Message)]


def _events(task: Task) -> list[Any]:
    if not isinstance(task.task_spec, CatchingEvent):
        return []
    definition = task.task_spec.event_definition
    return getattr(definition, "event_definitions", None) or [definition]


class OperationTask(SpiffBpmnTask):  # type: ignore[misc]
    """A service task: asks the floor above for a named operation."""

    def __init__(self, spec: Any, name: str, operation: str, parameters: dict[str, str], **rest: Any) -> None:
        super().__init__(spec, name, **rest)
        self.operation = operation
        self.parameters = {key: expressions.parse(text) for key, text in parameters.items()}

    def _run_hook(self, task: Task) -> bool:
        task.workflow.script_engine.operate(task, self.operation, self.parameters)
        return True


class RuleTask(SpiffBpmnTask):  # type: ignore[misc]
    """A business rule task: decides by a table; its outputs become facts."""

    def __init__(self, spec: Any, name: str, decision: str, **rest: Any) -> None:
        super().__init__(spec, name, **rest)
        self.decision = decision

    def _run_hook(self, task: Task) -> bool:
        task.workflow.script_engine.decide(task, self.decision)
        return True
