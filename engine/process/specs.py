"""The kinds of tasks inside the library, as ours.

The library lays out the whole way ahead of every token: a tree that doubles with each parallel
block (trap 20) and is stored with every step. Here a task lays out what follows when it is done, and
no sooner; so a run holds what was done and what waits, nothing else.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs import defaults as plain
from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.control import BpmnStartTask, SimpleBpmnTask, _EndJoin
from SpiffWorkflow.bpmn.specs.event_definitions.simple import TerminateEventDefinition
from SpiffWorkflow.specs.base import TaskSpec
from SpiffWorkflow.spiff.specs import defaults as spiff
from SpiffWorkflow.spiff.specs.spiff_task import SpiffBpmnTask
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import expressions


class Sparse(TaskSpec):  # type: ignore[misc]
    """Nothing is laid out ahead of the token."""

    def _predict(self, my_task: Task, *rest: Any, **more: Any) -> None:
        """The library would lay out the way here."""


class Onward(Sparse):
    """When done, everything goes on that follows."""

    def _on_complete_hook(self, my_task: Task) -> None:
        my_task._sync_children(self.outputs, TaskState.FUTURE)
        super()._on_complete_hook(my_task)


class Start(Onward, BpmnStartTask):  # type: ignore[misc]
    """Where a tree begins, before the start that is drawn."""


class Last(Onward, SimpleBpmnTask):  # type: ignore[misc]
    """What the library calls End: a tree is complete with it."""


class EndJoin(Onward, _EndJoin):  # type: ignore[misc]
    """Waits until nothing else is at work in its tree; the newest one waits for all."""

    def _update_hook(self, my_task: Task) -> bool:
        rest = [one for one in my_task.workflow.tasks.values()
                if one is not my_task and not one.has_state(TaskState.FINISHED_MASK)]
        for one in [one for one in rest if one.task_spec is self]:
            one.cancel()
        if any(one.task_spec is not self for one in rest):
            my_task._set_state(TaskState.WAITING)
            return False
        return True

    def _run_hook(self, my_task: Task) -> bool:
        return True


class ProcessSpec(BpmnProcessSpec):  # type: ignore[misc]
    """A process or subprocess with our start and end."""

    def __init__(self, **about: Any) -> None:
        super().__init__(**about)
        self.task_specs.clear()
        self.start = Start(self, "Start")
        self.end = EndJoin(self, f"{self.name}.EndJoin")
        self.end.connect(Last(self, "End"))


class PlainStart(Onward, plain.StartEvent):  # type: ignore[misc]
    """The start that is drawn."""


class Throw(Onward, plain.IntermediateThrowEvent):  # type: ignore[misc]
    """Throws an escalation and goes on."""


class End(Onward, plain.EndEvent):  # type: ignore[misc]
    """An end; one with terminate ends the rest of its process or subprocess, also what is deeper
    than the library would look."""

    @property
    def terminates(self) -> bool:
        return isinstance(self.event_definition, TerminateEventDefinition)

    def _on_complete_hook(self, my_task: Task) -> None:
        if not self.terminates:
            super()._on_complete_hook(my_task)
            return
        TaskSpec._on_complete_hook(self, my_task)
        my_task.workflow.cancel_rest(but=my_task)
        my_task.workflow._mark_complete(my_task)


class Terminate(TerminateEventDefinition):  # type: ignore[misc]
    """The library would broadcast it; its end does all there is to do."""

    def throw(self, my_task: Task) -> None:
        """Nobody listens for it."""


class UserTask(Onward, spiff.UserTask):  # type: ignore[misc]
    """Waits for a person with a form."""


class ManualTask(Onward, spiff.ManualTask):  # type: ignore[misc]
    """Waits for a person."""


class ScriptTask(Onward, spiff.ScriptTask):  # type: ignore[misc]
    """Assigns values."""


class Subprocess(Onward, spiff.SubWorkflowTask):  # type: ignore[misc]
    """Stands for a subprocess."""


class Call(Onward, spiff.CallActivity):  # type: ignore[misc]
    """Stands for a called process."""


class Exclusive(Sparse, plain.ExclusiveGateway):  # type: ignore[misc]
    """Goes one way, the first whose condition holds."""


class EventGateway(Sparse, plain.EventBasedGateway):  # type: ignore[misc]
    """Goes the way of what comes first."""

    def _run_hook(self, my_task: Task) -> bool:
        definitions = self.event_definition.event_definitions
        event = my_task.internal_data["seen_events"][0]
        number = definitions.index(event.event_definition)
        definitions[number].catch(my_task, event)
        definitions[number].update_task_data(my_task)
        my_task._sync_children([self.outputs[number]], TaskState.FUTURE)
        return True


class OperationTask(Onward, SpiffBpmnTask):  # type: ignore[misc]
    """A service task: asks the floor above for a named operation."""

    def __init__(self, spec: Any, name: str, operation: str, parameters: dict[str, str], **rest: Any) -> None:
        super().__init__(spec, name, **rest)
        self.operation = operation
        self.parameters = {key: expressions.parse(text) for key, text in parameters.items()}

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.script_engine.operate(my_task, self.operation, self.parameters)
        return True


class RuleTask(Onward, SpiffBpmnTask):  # type: ignore[misc]
    """A business rule task: decides by a table; its outputs become facts."""

    def __init__(self, spec: Any, name: str, decision: str, **rest: Any) -> None:
        super().__init__(spec, name, **rest)
        self.decision = decision

    def _run_hook(self, my_task: Task) -> bool:
        my_task.workflow.script_engine.decide(my_task, self.decision)
        return True
