"""What a run waits for, as frozen values."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.process.compiling import Compiled
from engine.process.definitions import Message, Timer, messages
from engine.process.definitions import timers as timers_of
from engine.process.values import Awaited, DueTimer, OpenTask, View


def view(workflow: BpmnWorkflow, compiled: Compiled, engine: Any) -> View:
    """The open tasks, timers and awaited messages of a run."""
    timers: dict[tuple[str, str], DueTimer] = {}
    awaits: dict[tuple[str, str], Awaited] = {}
    for task in workflow.event_manager.tasks.values():
        for timer in timers_of(task):
            _add_timer(timers, task, timer, compiled)
        for message in messages(task):
            _add_await(awaits, task, message, compiled)
    tasks = {
        task.id.hex: _open_task(task, compiled, engine)
        for one in (workflow, *workflow.subprocesses.values())
        for task in one.tasks.values() if task.state == TaskState.READY and task.task_spec.manual
    }
    return View(tasks, timers, awaits)


def _add_timer(timers: dict[tuple[str, str], DueTimer], task: Task, timer: Timer, compiled: Compiled) -> None:
    due = timer.due(task)
    if due is None:
        return
    element = compiled.elements[timer.name]
    token = task.id.hex
    timers[token, element.id] = DueTimer(
        token, element.id, element.label, element.properties.get("deadline", ""), due
    )


def _add_await(awaits: dict[tuple[str, str], Awaited], task: Task, message: Message, compiled: Compiled) -> None:
    element = compiled.elements[message.element]
    token = task.id.hex
    status = element.properties.get("public_status", "")
    awaits[token, element.id] = Awaited(token, element.id, message.name, element.form, status)


def note_opening(task: Task, compiled: Compiled, engine: Any) -> None:
    """Fix, at the moment a user task becomes ready, when that was and what its own due moment is.

    A due moment that asks for a deadline stays live (architecture: Profile)."""
    if "opened" in task.internal_data:
        return
    task.internal_data["opened"] = engine.clock.isoformat()
    own = compiled.dues.get(task.task_spec.name)
    if own is not None and "deadline" not in own.calls:
        moment = engine.moment(task, own)
        task.internal_data["due"] = moment.isoformat() if moment is not None else None


def _open_task(task: Task, compiled: Compiled, engine: Any) -> OpenTask:
    element = compiled.elements[task.task_spec.name]
    return OpenTask(
        token=task.id.hex, element=element.id, name=element.label, lane=element.lane, form=element.form,
        opened=datetime.fromisoformat(task.internal_data["opened"]), due=_due(task, compiled, engine),
        not_by=element.not_by, public_status=element.properties.get("public_status", ""),
    )


def _due(task: Task, compiled: Compiled, engine: Any) -> datetime | None:
    """A task's due moment: its own, else its earliest boundary timer, else that of the scope around."""
    own = compiled.dues.get(task.task_spec.name)
    moment: datetime | None = None
    if own is not None and "deadline" in own.calls:
        moment = engine.moment(task, own)
    elif task.internal_data.get("due"):
        moment = datetime.fromisoformat(task.internal_data["due"])
    return moment if moment is not None else _timer_around(task)


def _timer_around(task: Task | None) -> datetime | None:
    while task is not None:
        siblings = task.parent.children if task.parent is not None else []
        dues: list[datetime] = [
            due for sibling in siblings if sibling.state == TaskState.WAITING
            and isinstance(getattr(sibling.task_spec, "event_definition", None), Timer)
            and (due := sibling.task_spec.event_definition.due(sibling)) is not None
        ]
        if dues:
            return min(dues)
        host = getattr(task.workflow, "parent_task_id", None)
        task = task.workflow.top_workflow.get_task_from_id(host) if host is not None else None
    return None
