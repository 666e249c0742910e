"""Where ways part and meet: parallel gateways, and the edge of a task with events on it."""

from collections import Counter
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn.specs import defaults as plain
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.specs import Onward

MET, JOINED = "met", "joined"


class Parallel(Onward, plain.ParallelGateway):  # type: ignore[misc]
    """Waits for one token on each incoming arrow, and sends one out on each outgoing. The token that
    came last goes on; the others end here. Data needs no merging: see frames.py (trap 24)."""

    def _update_hook(self, my_task: Task) -> bool:
        arrived = [one for one in my_task.workflow.tasks.values()
                   if one.task_spec is self and one is not my_task and one.state == TaskState.WAITING]
        missing: Counter[str] = Counter(self._inputs)
        met = []
        for one in (my_task, *arrived):
            came_from = one.parent.task_spec.name
            if missing[came_from] > 0:
                missing[came_from] -= 1
                met.append(one)
        if any(missing.values()):
            my_task._set_state(TaskState.WAITING)
            return False
        # going back has to part again what met here
        my_task.internal_data[MET] = [one.id.hex for one in met[1:]]
        for one in met[1:]:
            one.internal_data[JOINED] = 1
            one.cancel()
        return True

    def _run_hook(self, my_task: Task) -> bool:
        return True


def met(task: Task) -> list[Task]:
    """The tokens that ended where this one went on, at a parallel gateway."""
    there = task.workflow.tasks
    return [there[UUID(one)] for one in task.internal_data.get(MET, ()) if UUID(one) in there]


def part(task: Task) -> None:
    """Let the tokens that met here wait for each other again; those that are gone will come anew."""
    for one in met(task):
        one._set_state(TaskState.WAITING)
    task.internal_data.pop(MET, None)


class EdgeSplit(Onward, BpmnTaskSpec):  # type: ignore[misc]
    """Stands before a task with events on its edge: starts the task and lets the events listen."""


class EdgeJoin(Onward, BpmnTaskSpec):  # type: ignore[misc]
    """Stands behind such a task and behind each event that interrupts it: whichever comes first ends
    the others. An event that has come and does not interrupt still takes its way."""

    def _update_hook(self, my_task: Task) -> bool:
        for one in my_task.parent.parent.children:
            came = one.state == TaskState.READY and isinstance(one.task_spec, plain.BoundaryEvent)
            if not one.has_state(TaskState.FINISHED_MASK) and not (came and not one.task_spec.cancel_activity):
                one.cancel()
        return True


def with_edge(parser: Any, events: list[Any]) -> Any:
    """Put a split before the parser's task and joins behind it and its events; gives the split."""
    name = parser.bpmn_id
    split = EdgeSplit(parser.spec, f"{name}.BoundaryEventSplit")
    join = EdgeJoin(parser.spec, f"{name}.BoundaryEventJoin")
    split.connect(parser.task)
    parser.task.connect(join)
    for event in events:
        spec = parser.process_parser.parse_node(event)
        split.connect(spec)
        if spec.cancel_activity:
            # first of all what is interrupted ends, then the way behind the event begins
            spec._outputs.insert(0, join.name)
            join._connect_notify(spec)
    return split
