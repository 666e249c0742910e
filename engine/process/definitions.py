"""What events wait for and throw: timers on the clock of the case, messages for one waiting task,
errors and escalations for whoever stands round them."""

from datetime import UTC, datetime
from typing import Any

from SpiffWorkflow.bpmn.specs.event_definitions.base import EventDefinition
from SpiffWorkflow.bpmn.specs.event_definitions.timer import TimerEventDefinition
from SpiffWorkflow.bpmn.specs.mixins.events.event_types import CatchingEvent
from SpiffWorkflow.bpmn.specs.mixins.events.intermediate_event import BoundaryEvent
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import expressions
from engine.errors import ExpressionInvalid, StepFailed
from engine.process import durations
from engine.process.frames import say
from engine.process.instances import stands_for


class Timer(TimerEventDefinition):  # type: ignore[misc]
    """A timer on the case's clock, fired at its exact due instant (trap 1). One that asks for a
    deadline is live: it is read again each time, so re-dating the deadline re-dates the timer; any
    other is fixed when the token arrives. Each keeps its moment under its own key, so that several
    behind one event gateway do not share one (trap 9)."""

    repeats = False

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
        value = scripting.asked(task, self.parsed, self.name)
        if isinstance(value, str):
            try:
                value = durations.add(scripting.clock, value)
            except ExpressionInvalid as wrong:
                raise StepFailed(wrong.message, element=self.name) from wrong
        if value is not None and not isinstance(value, datetime):
            raise StepFailed(f"The timer {self.expression} gives {value!r}, which is no moment.", element=self.name)
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


class Cycle(Timer):
    """A timer that fires again and again: `"R3/P5D"` three times, or with a deadline each time that
    deadline has moved on. Moments that passed while nobody looked are one firing, at the first of them
    (trap 8)."""

    repeats = True
    FIRED, SEEN, TURN, BEGAN = "fired", "seen", "turn", "began"

    def __init__(self, element: str, text: str) -> None:
        super().__init__(element, text)
        self.repeat = None if self.live else durations.repeat(text)

    def due(self, task: Task) -> datetime | None:
        kept = task.internal_data
        if self.repeat is None:
            moment = self._ask(task)
            return moment if moment is None or self.FIRED not in kept else self._after(moment, kept)
        began = kept.setdefault(self.BEGAN, task.workflow.script_engine.clock.isoformat())
        return durations.add(datetime.fromisoformat(began), self.repeat.every, kept.setdefault(self.TURN, 1))

    def _after(self, moment: datetime, kept: dict[str, Any]) -> datetime | None:
        """The next moment of a deadline for which this has fired: never while it stays; and where it
        has moved on, but not beyond what was slept through, as if it went on so until then."""
        fired, seen = datetime.fromisoformat(kept[self.FIRED]), datetime.fromisoformat(kept[self.SEEN])
        if moment <= fired:
            return None
        if moment <= seen:
            moment += (moment - fired) * ((seen - moment) // (moment - fired) + 1)
        return moment

    def next_turn(self, task: Task) -> dict[str, Any] | None:
        """What the token that listens next has to know, once this one has fired; None: it was the last time."""
        engine = task.workflow.script_engine
        seen = max(engine.clock, engine.around.now)
        if self.repeat is None:
            due = self.due(task)
            return {self.FIRED: (due or engine.clock).isoformat(), self.SEEN: seen.isoformat()}
        began, turn = task.internal_data[self.BEGAN], task.internal_data[self.TURN] + 1
        while turn <= self.repeat.times:
            if durations.add(datetime.fromisoformat(began), self.repeat.every, turn) > seen:
                return {self.BEGAN: began, self.TURN: turn}
            turn += 1
        return None


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
            say(task, {self.variable: payload})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Message) and other.element == self.element

    def __hash__(self) -> int:
        return hash(self.element)


class Code(EventDefinition):  # type: ignore[misc]
    """An error or escalation. It goes up from where it is thrown, to the nearest host that listens for
    it on its edge; the library would tell everybody (trap 12). `code` is empty where any will do."""

    def __init__(self, element: str, kind: str, code: str) -> None:
        super().__init__()
        self.element = element
        self.name = self.code = code
        self.kind = kind

    def catches(self, task: Task, event: Any = None) -> bool:
        return False

    def throw(self, task: Task) -> None:
        """Wake the nearest event that catches this; the run goes there at once.

        Raises:
            StepFailed: nothing catches it.
        """
        host = task.workflow.host
        while host is not None:
            found = self._caught(stands_for(host))
            if found is not None:
                found.task_spec.catch(found, None)
                found.task_spec._update(found)
                task.workflow.script_engine.caught.append(found)
                return
            host = host.workflow.host
        raise StepFailed(f"The {self.kind} {self.code} is caught by nothing round it.")

    def _caught(self, main: Task) -> Task | None:
        """The event on the edge of a task that listens for this code, else for any."""
        edge = [
            one for one in main.parent.children
            if one.state == TaskState.WAITING and isinstance(one.task_spec, BoundaryEvent)
            and isinstance(one.task_spec.event_definition, Code)
            and one.task_spec.event_definition.kind == self.kind
            and one.task_spec.event_definition.code in ("", self.code)
        ]
        return max(edge, key=lambda one: bool(one.task_spec.event_definition.code), default=None)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Code) and other.element == self.element

    def __hash__(self) -> int:
        return hash(self.element)


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
