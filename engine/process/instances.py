"""The same step once for each member of a list, side by side or one after another.

The library connects what ends an instance while the case runs, so a case that is taken up by another
process waits for ever (trap 42); it loses an instance without output (trap 34) and mixes the data of
all (trap 24). Here the connection is part of the specification, and each instance has a frame of its own.
"""

from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.bpmn_spec_mixin import BpmnSpecMixin
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.diagram import Loop
from engine.errors import StepFailed
from engine.process.frames import FRAME, Frame, frames, names, say
from engine.process.specs import Onward

NUMBER = "loop_number"
ITEMS = "items"
MOST = 1_000
"""Instances of one step; a longer list is a mistake, and each of them is stored with every step."""

ENDING = " [child]"
"""What the name of one instance's specification has more than that of the whole."""


class MultiInstance(Onward, BpmnSpecMixin):  # type: ignore[misc]
    """Stands for all instances of a step; `each` is the specification of one."""

    def __init__(self, spec: Any, name: str, loop: Loop, each: Any) -> None:
        super().__init__(spec, name)
        self.loop = loop
        self.each = each
        each.completed_event.connect(self._instance_done)

    def _update_hook(self, my_task: Task) -> bool:
        items = self._items(my_task)
        if not items:
            self._give_out(my_task)
            return True
        my_task._set_state(TaskState.STARTED)
        if self.loop.sequential:
            my_task.internal_data[ITEMS] = items
            self._open(my_task, 1, items[0])
        else:
            for number, item in enumerate(items, start=1):
                self._open(my_task, number, item)
        return False

    def _items(self, my_task: Task) -> list[Any]:
        name = self.loop.collection
        found = names(my_task, my_task.workflow.script_engine.around.facts).get(name) or []
        if not isinstance(found, list | tuple):
            raise StepFailed(f"{name} is no list, so there is nothing to go through one by one.", element=self.bpmn_id)
        if len(found) > MOST:
            raise StepFailed(f"{name} has {len(found):,} members, and {MOST:,} is the most.", element=self.bpmn_id)
        return list(found)

    def _open(self, my_task: Task, number: int, item: Any) -> None:
        one = my_task._add_child(self.each, TaskState.FUTURE)
        one.triggered = True
        frame = one.internal_data[FRAME] = Frame(alone=True)
        frame.say(one.id.hex, {**({self.loop.item: item} if self.loop.item else {}), NUMBER: number})
        self.each._update(one)

    def _instance_done(self, workflow: Any, one: Task) -> None:
        my_task = one.parent
        instances = _instances(my_task)
        if self.loop.sequential and len(instances) < len(my_task.internal_data[ITEMS]):
            self._open(my_task, len(instances) + 1, my_task.internal_data[ITEMS][len(instances)])
        elif all(each.has_state(TaskState.FINISHED_MASK) for each in instances):
            self._give_out(my_task)
            my_task._set_state(TaskState.READY)

    def _give_out(self, my_task: Task) -> None:
        """The outputs in the order of the items; what an instance has not said is null."""
        if self.loop.output:
            each = [next(frames(one)).values.get(self.loop.output_item) for one in _instances(my_task)]
            say(my_task, {self.loop.output: each})

    def _run_hook(self, my_task: Task) -> bool:
        """All instances are done: nothing refers to them any more."""
        my_task.internal_data.pop(ITEMS, None)
        for one in _instances(my_task):
            my_task.workflow._remove_task(one.id)
        return True


def _instances(my_task: Task) -> list[Task]:
    return [one for one in my_task.children if one.triggered]


def stands_for(task: Task) -> Task:
    """The task that has the edge: the multi-instance round an instance, else the task itself."""
    parent = task.parent
    return parent if parent is not None and isinstance(parent.task_spec, MultiInstance) else task
