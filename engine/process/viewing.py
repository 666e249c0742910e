"""What a run waits for, as frozen values."""

from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.diagram import Element
from engine.errors import StepFailed
from engine.process.compiling import Compiled
from engine.process.definitions import Message, Timer, messages
from engine.process.definitions import timers as timers_of
from engine.process.events import edge_of
from engine.process.instances import stands_for
from engine.process.scripting import in_words
from engine.process.tree import Tree
from engine.process.values import Awaited, DueTimer, OpenTask, View

LONGEST_ABOUT = 500
LONGEST_NAME = 100
PASSED = "passed"


def view(tree: Tree, compiled: Compiled, engine: Any) -> View:
    """The open tasks, timers and awaited messages of a run."""
    timers: dict[tuple[str, str], DueTimer] = {}
    awaits: dict[tuple[str, str], Awaited] = {}
    for task in tree.event_manager.tasks.values():
        for timer in timers_of(task):
            _add_timer(timers, task, timer, compiled)
        for message in messages(task):
            _add_await(awaits, task, message, compiled)
    tasks = {
        task.id.hex: _open_task(task, compiled, engine)
        for one in tree.trees() for task in one.tasks.values()
        if task.state == TaskState.READY and task.task_spec.manual
    }
    return View(tasks, timers, awaits)


def element_of(task: Task, compiled: Compiled) -> Element | None:
    """What is drawn of a task; None for those that the library needs between."""
    return compiled.elements.get(getattr(task.task_spec, "bpmn_id", None) or "")


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
    awaits[token, element.id] = Awaited(
        token, element.id, message.name, element.form, element.properties.get("public_status", ""),
        task.internal_data.get(f"about:{element.id}", ""),
    )


def note_opening(task: Task, compiled: Compiled, engine: Any) -> None:
    """Fix, at the moment a user task becomes ready, when that was, what it is about, who does it and
    what its own due moment is.

    A due moment that asks for a deadline stays live (architecture: Profile).

    Raises:
        StepFailed: a property gives something else than it should.
    """
    if "opened" in task.internal_data:
        return
    kept, element = task.internal_data, task.task_spec.bpmn_id
    kept["opened"] = engine.clock.isoformat()
    for name, expression in compiled.asked[element].items():
        if name != "due":
            longest = LONGEST_ABOUT if name == "about" else LONGEST_NAME
            kept[name] = _text(name, engine.asked(task, expression, element), longest, element)
        elif "deadline" not in expression.calls:
            moment = engine.asked(task, expression, element)
            kept["due"] = moment.isoformat() if moment is not None else None


def note_passed(task: Task, clock: datetime) -> None:
    """Keep, for work without a due moment of its own, the timer around it that is about to fire: from then
    on it is late, and the timer after that one is no new date for it."""
    if task.state == TaskState.READY and task.task_spec.manual and PASSED not in task.internal_data:
        moment = _timer_around(task)
        if moment is not None and moment <= clock:
            task.internal_data[PASSED] = moment.isoformat()


def note_waiting(task: Task, compiled: Compiled, engine: Any) -> None:
    """Fix, when an event begins to wait for a message, what that is about."""
    for message in messages(task):
        key = f"about:{message.element}"
        asked = compiled.asked[message.element].get("about")
        if asked is not None and key not in task.internal_data:
            value = engine.asked(task, asked, message.element)
            task.internal_data[key] = _text("about", value, LONGEST_ABOUT, message.element)


def _text(name: str, value: Any, longest: int, element: str) -> str:
    """What a property says, in a length that its row can hold."""
    try:
        text = " ".join(in_words(value).split())
    except ValueError:
        raise StepFailed(f"The property {name} gives {value!r}, and a text is needed.", element=element) from None
    if len(text) <= longest:
        return text
    if name != "about":
        raise StepFailed(
            f"The property {name} gives a name of {len(text)} characters; {longest} is the most.", element=element
        )
    return text[:longest - 1] + "…"


def _open_task(task: Task, compiled: Compiled, engine: Any) -> OpenTask:
    element, kept = compiled.elements[task.task_spec.bpmn_id], task.internal_data
    return OpenTask(
        token=task.id.hex, element=element.id, name=element.label, lane=kept.get("lane_from") or element.lane,
        form=element.form, opened=datetime.fromisoformat(kept["opened"]), due=_due(task, compiled, engine),
        not_by=element.not_by, public_status=element.properties.get("public_status", ""),
        about=kept.get("about", ""), skill=kept.get("skill", ""),
    )


def _due(task: Task, compiled: Compiled, engine: Any) -> datetime | None:
    """A task's due moment: its own, else the timer around it that passed first, else its earliest boundary
    timer, else that of the scope around."""
    element = compiled.elements[task.task_spec.bpmn_id]
    own = compiled.asked[element.id].get("due")
    moment: datetime | None = None
    if own is not None and "deadline" in own.calls:
        moment = engine.asked(task, own, element.id)
    elif task.internal_data.get("due"):
        moment = datetime.fromisoformat(task.internal_data["due"])
    if moment is None and PASSED in task.internal_data:
        moment = datetime.fromisoformat(task.internal_data[PASSED])
    return moment if moment is not None else _timer_around(task)


def _timer_around(task: Task | None) -> datetime | None:
    """The earliest timer on the nearest edge that has one; a timer that repeats is a reminder, no end."""
    while task is not None:
        dues: list[datetime] = [
            due for event in edge_of(stands_for(task)) if event.state == TaskState.WAITING
            for timer in timers_of(event) if not timer.repeats and (due := timer.due(event)) is not None
        ]
        if dues:
            return min(dues)
        task = task.workflow.host
    return None


def waiting(tree: Tree) -> list[Task]:
    """Everything that waits: for a person, a message or a moment."""
    return [
        task for one in tree.trees() for task in one.tasks.values()
        if (task.state == TaskState.READY and task.task_spec.manual)
        or (task.state == TaskState.WAITING and isinstance(task.task_spec, CatchingEvent))
    ]
