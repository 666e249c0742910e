"""The library's workflows as ours: trees of tasks that know their host, and leave nothing behind.

Every walk of the library stops at 1,000 steps without a word (trap 21) and looks a task up by asking
every subprocess; here walks are flat, and a subprocess knows the task that stands for it.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.util.subworkflow import BpmnSubWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.frames import FRAME, Frame, ascribe


class _Leaves:
    """What both kinds of trees do alike."""

    tasks: dict[UUID, Task]
    spec: Any
    completed: bool
    success: bool
    top_workflow: Any

    def update_waiting_tasks(self) -> None:
        """Asked after every task: only the end of a tree waits for what happens elsewhere in it."""
        for task in list(self.tasks.values()):
            if task.state == TaskState.WAITING and task.task_spec is self.spec.end:
                task.task_spec._update(task)

    def cancel(self) -> list[Task]:
        """End everything in this tree."""
        self.completed, self.success = True, False
        return self.cancel_rest()

    def cancel_rest(self, but: Task | None = None) -> list[Task]:
        """Cancel every unfinished task, except one."""
        gone = [one for one in self.tasks.values() if one is not but and not one.has_state(TaskState.FINISHED_MASK)]
        for task in gone:
            if task.id in self.tasks:
                task.cancel()
        return gone

    def take_out(self, first: Task) -> None:
        """Remove a task and all below it; the library's way fails on long paths, by recursion."""
        ahead, found = [first], []
        while ahead:
            found.append(task := ahead.pop())
            ahead += task.children
        for task in found:
            self.top_workflow.let_go(task)
            del self.tasks[task.id]
        self.tasks[first._parent]._children.remove(first.id)

    def _task_removed_notify(self, task: Task) -> None:
        self.top_workflow.let_go(task)


class Branch(_Leaves, BpmnSubWorkflow):  # type: ignore[misc]
    """A subprocess or called process at work; `host` is the task that stands for it."""

    def __init__(self, spec: Any, host: Task, top: "Tree", **rest: Any) -> None:
        self.host = host
        super().__init__(spec, host.id, top, **rest)

    def _calculate_depth(self) -> int:
        return int(self.host.workflow.depth) + 1

    @property
    def parent_workflow(self) -> Any:
        return self.host.workflow


class Tree(_Leaves, BpmnWorkflow):  # type: ignore[misc]
    """A run: its own tree, and those of its subprocesses by the id of their host."""

    host = None

    def __init__(self, spec: Any, subprocesses: Any, engine: Any, *, deserializing: bool = False) -> None:
        super().__init__(spec, subprocesses, script_engine=engine, deserializing=deserializing)

    def open_frame(self, given: Mapping[str, Any]) -> None:
        """The run's own frame, with what is known from the start."""
        root = self.task_tree
        frame = root.internal_data[FRAME] = Frame(alone=True)
        frame.say(root.id.hex, given)

    def create_subprocess(self, my_task: Task, spec_name: str) -> Branch:
        branch = self.subprocesses[my_task.id] = Branch(self.subprocess_specs[spec_name], my_task, self)
        return branch

    def find(self, identity: UUID) -> Task | None:
        """A task by its id, wherever it is."""
        for tree in self.trees():
            if identity in tree.tasks:
                return tree.tasks[identity]
        return None

    def trees(self) -> list[Any]:
        """The trees at work, deepest first; the run's own comes last."""
        return [*sorted(self.get_active_subprocesses(), key=lambda one: -int(one.depth)), self]

    def let_go(self, task: Task) -> None:
        """A task was taken out: nothing waits for it, and what it stood for ends with it."""
        if not task.has_state(TaskState.FINISHED_MASK):
            task._set_state(TaskState.CANCELLED)
        self.event_manager.remove_task(task)
        branch = self.subprocesses.pop(task.id, None)
        if branch is not None:
            branch.completed = True
            for one in branch.tasks.values():
                self.let_go(one)

    def drop_finished(self) -> None:
        """Forget subprocesses whose host is done. What was said in them stays, as said by the host."""
        for branch in [one for one in self.subprocesses.values() if one.host.has_state(TaskState.FINISHED_MASK)]:
            host = branch.host
            if self.subprocesses.get(host.id) is not branch:
                continue
            tokens = {one.id.hex for one in self.tokens(branch)}
            self.let_go(host)
            ascribe(tokens, host)

    def tokens(self, branch: Branch) -> list[Task]:
        """All tasks of a subprocess, and of those within it."""
        found = []
        for task in branch.tasks.values():
            found.append(task)
            inner = self.subprocesses.get(task.id)
            if inner is not None:
                found += self.tokens(inner)
        return found
