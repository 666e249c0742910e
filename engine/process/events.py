"""Events that wait: on the edge of a step, and on the way."""

from SpiffWorkflow.bpmn.specs import defaults as plain
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.definitions import Code, Cycle, Message
from engine.process.frames import FRAME, Frame
from engine.process.joins import EdgeSplit
from engine.process.specs import Onward


class Catch(Onward, plain.IntermediateCatchEvent):  # type: ignore[misc]
    """Waits on the way."""


class Boundary(Onward, plain.BoundaryEvent):  # type: ignore[misc]
    """Listens on the edge of a step. One that does not interrupt listens again after it has come: the
    library would lose the second message and the second escalation (trap 41)."""

    def _run_hook(self, my_task: Task) -> bool:
        if not self.cancel_activity:
            my_task.internal_data[FRAME] = Frame(alone=False)
            self._listen_again(my_task)
        return bool(super()._run_hook(my_task))

    def _listen_again(self, my_task: Task) -> None:
        kept = self._kept(my_task)
        split = my_task.parent
        main = next(one for one in split.children if not isinstance(one.task_spec, Boundary))
        if kept is None or main.has_state(TaskState.FINISHED_MASK):
            return
        again = split._add_child(self, TaskState.FUTURE)
        again.internal_data.update(kept)
        self._update(again)

    def _kept(self, my_task: Task) -> dict[str, object] | None:
        """What the next one has to know; None: there is no next one."""
        definition = self.event_definition
        if isinstance(definition, Cycle):
            return definition.next_turn(my_task)
        return {} if isinstance(definition, Message | Code) else None


def edge_of(main: Task) -> list[Task]:
    """The events on the edge of a step, come or waiting."""
    split = main.parent
    if split is None or not isinstance(split.task_spec, EdgeSplit):
        return []
    return [one for one in split.children if isinstance(one.task_spec, Boundary)]
