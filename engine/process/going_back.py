"""Back to an earlier step of a person, within what is still at work.

The library resets a step by its data and starts every clock round it anew (trap 35), and walks by
recursion. Here the step and its edge begin afresh under the task before it, and what the dropped
tasks said is unsaid.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.compiling import Compiled
from engine.process.frames import frames
from engine.process.instances import stands_for
from engine.process.joins import EdgeSplit, met, part
from engine.process.tree import Tree
from engine.process.values import StepBack
from engine.process.viewing import waiting

DONE = "done"


def note_done(task: Task, at: datetime) -> None:
    """Keep when a person did a step."""
    task.internal_data[DONE] = at.isoformat()


def steps(tree: Tree, compiled: Compiled) -> list[StepBack]:
    """The steps that lie on the way to what waits now, the last one first. Those of a subprocess or
    called process that is over are not among them, nor single instances of a step."""
    found: dict[str, StepBack] = {}
    seen: set[UUID] = set()
    ahead = list(waiting(tree))
    while ahead:
        task = ahead.pop()
        if task.id in seen:
            continue
        seen.add(task.id)
        if task.state == TaskState.COMPLETED and DONE in task.internal_data and stands_for(task) is task:
            element, at = compiled.elements[task.task_spec.bpmn_id], task.internal_data[DONE]
            found[task.id.hex] = StepBack(task.id.hex, element.id, element.label, datetime.fromisoformat(at))
        before = task.parent if task.parent is not None else task.workflow.host
        ahead += met(task) if before is None else [before, *met(task)]
    return sorted(found.values(), key=lambda one: one.at, reverse=True)


def open_again(tree: Tree, task: Task) -> None:
    """Open a step again, with the events on its edge; whatever came after it goes."""
    first = task.parent if isinstance(task.parent.task_spec, EdgeSplit) else task
    before, spec, workflow = first.parent, first.task_spec, first.workflow
    gone = _below(tree, [first])
    reopened = _reopened(tree, workflow, gone)
    tokens = {one.id.hex for one in gone.values()}
    for frame in frames(before):
        frame.unsay(tokens)
    for one in list(gone.values()):
        part(one)
    for one in reopened:
        part(one)
        one._set_state(TaskState.WAITING)
        for child in one.children:
            workflow.take_out(child)
    workflow.take_out(first)
    again = before._add_child(spec, TaskState.FUTURE)
    spec._update(again)


def _reopened(tree: Tree, workflow: Any, gone: dict[UUID, Task]) -> list[Task]:
    """Gateways at which a token that goes had met one that stays: that one waits again, and what came
    after them goes too."""
    reopened: list[Task] = []
    while True:
        more = [
            one for one in workflow.tasks.values()
            if one.id not in gone and one not in reopened and any(other.id in gone for other in met(one))
        ]
        if not more:
            return [one for one in reopened if one.id not in gone]
        reopened += more
        gone.update(_below(tree, [child for one in more for child in one.children]))


def _below(tree: Tree, firsts: list[Task]) -> dict[UUID, Task]:
    """These tasks and all that came of them, also in subprocesses."""
    found, ahead = dict[UUID, Task](), list(firsts)
    while ahead:
        task = ahead.pop()
        found[task.id] = task
        ahead += task.children
        branch = tree.subprocesses.get(task.id)
        if branch is not None:
            ahead.append(branch.task_tree)
    return found
