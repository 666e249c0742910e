"""A run in motion: fire what is due, do one thing, go on to the next human step.

The order is that of the house: first everything due, earliest first, each at its own due moment
(trap 1), then the one thing. Any failure discards the whole copy (trap 34): the caller keeps the
state it had.
"""

from collections.abc import Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.diagram import CODED, Element
from engine.errors import NothingWaits, StepFailed, TaskGone
from engine.process import blob, frames, going_back, viewing
from engine.process.compiling import Compiled
from engine.process.definitions import Message, messages, timers
from engine.process.engine import Engine
from engine.process.events import Boundary
from engine.process.instances import stands_for
from engine.process.specs import End
from engine.process.tree import Tree
from engine.process.values import Happened, State, StepBack, View

STEP_BUDGET = 10_000
LOOK_BACK_EVERY = 100
TIMES, SEEN = "times", "seen"
NO_CAUSE = "the process went on without it"
NONE: frozenset[str] = frozenset()


class Running:
    """One run between load and store."""

    def __init__(self, tree: Tree, compiled: Compiled, engine: Engine, key: bytes) -> None:
        self._tree = tree
        self._compiled = compiled
        self._engine = engine
        self._key = key
        self._path: list[str] = []
        self._steps = 0
        self._at_element = ""
        self._timer = ""
        self._aside = NONE
        self._before = View()
        self._open: set[str] = set()
        self._left: dict[str, tuple[datetime, str]] = {}
        self._ended_at: datetime | None = None
        self._cause = ""
        seen = tree.data.get(SEEN)
        self._seen = datetime.fromisoformat(seen) if seen else engine.clock
        engine.times = tree.data.setdefault(TIMES, {})

    @property
    def element(self) -> str:
        """The element at work, for the incident when it fails."""
        return self._at_element

    @property
    def timer(self) -> str:
        """The token of the timer that is being fired, if any: what to put aside when it fails."""
        return self._timer

    @property
    def elsewhere(self) -> tuple[type[Exception], ...]:
        """Errors that say nothing about this run."""
        return self._engine.around.not_the_runs_fault

    def take_up(self) -> None:
        """Note where the run stood before anything is done."""
        self._before = self.view()
        self._open = set(self._before.tasks)

    def begin(self) -> None:
        """Go from the start to the first human step."""
        self._settle()

    def view(self) -> View:
        """What the run waits for now."""
        return viewing.view(self._tree, self._compiled, self._engine)

    def fire_due(self, aside: frozenset[str] = NONE) -> None:
        """Fire every timer due by now, earliest first, each at its own due moment; one that was re-dated
        into the past, at the moment when that was done. Those put `aside` (by token) do not fire, also not
        later in this step."""
        now, self._aside = self._engine.around.now, aside
        for _ in range(STEP_BUDGET):
            due, task = self._next_due()
            if task is None or due > now:
                break
            self._engine.clock = max(due, self._seen)
            self._wake(task)
            self._settle()
        else:
            raise StepFailed("The timers of this case do not come to rest.")
        self._timer = ""
        self._engine.clock = now

    def complete(self, token: str, data: Any) -> None:
        """A person completed a task.

        Raises:
            TaskGone: it is not open (any more); the library itself would run it again (trap 43).
            StepFailed: the data cannot be kept, or the run could not go on.
        """
        task = self._find(token)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise TaskGone()
        element = self._compiled.elements[task.task_spec.bpmn_id]
        self._at_element = element.id
        if element.data_name and data is not None:
            frames.say(task, {element.data_name: data})
        going_back.note_done(task, self._engine.clock)
        self._open.discard(token)
        self._run(task)
        self._settle()

    def deliver(self, token: str, element: str, payload: Any) -> None:
        """Hand a message to the one task that waits for it. Look up who waits (`view`) after `fire_due`.

        Raises:
            NothingWaits: it does not wait (any more).
            StepFailed: the payload cannot be kept, or the run could not go on.
        """
        task = self._find(token)
        message = self._message(task, element)
        if task is None or message is None or task.state != TaskState.WAITING:
            raise NothingWaits()
        self._log("message", element, message.name)
        self._cause = f"message: {message.name}"
        self._at_element = element
        task.task_spec.event_definition.catch(task, SimpleNamespace(event_definition=message, payload=payload))
        task.task_spec._update(task)
        self._settle()

    def steps_back(self) -> list[StepBack]:
        """The steps of people that can be done again, the last one first."""
        return going_back.steps(self._tree, self._compiled)

    def go_back(self, token: str) -> None:
        """Open a step of a person again: what came after it in its process or subprocess ends, and what
        was said since is forgotten. Milestones stay reached: they happened.

        Raises:
            TaskGone: this step is not among those that can be done again (any more).
        """
        step = next((one for one in self.steps_back() if one.token == token), None)
        task = self._find(token)
        if step is None or task is None:
            raise TaskGone()
        self._log("gone_back", step.element, step.name, {"done_at": step.at.isoformat()})
        self._at_element = step.element
        going_back.open_again(self._tree, task)
        self._note_left(f"gone_back: {step.name}")
        self._settle()

    def state(self) -> State:
        """Where the run stands now, sealed."""
        ended = bool(self._tree.completed)
        self._tree.data[SEEN] = self._engine.clock.isoformat()
        return State(
            blob=None if ended else blob.dump(self._tree, self._compiled, self._key),
            before=self._before, after=View() if ended else self.view(), log=tuple(self._engine.log),
            path=tuple(self._path), ended=ended, left=self._left, ended_at=self._ended_at,
        )

    def _wake(self, task: Task) -> None:
        """Let a due timer fire. One that came up in this very step cannot be put aside: it has no row yet."""
        if any(task.id.hex == token for token, _ in self._before.timers):
            self._timer = task.id.hex
        for one in self._tree.trees():
            for other in one.tasks.values():
                viewing.note_passed(other, self._engine.clock)
        task.task_spec._update(task)

    def _next_due(self) -> tuple[datetime, Task | None]:
        """The earliest timer. Of several at one moment, one that interrupts comes last."""
        found = [
            (due, isinstance(task.task_spec, Boundary) and bool(task.task_spec.cancel_activity), task)
            for task in self._tree.event_manager.tasks.values() if task.id.hex not in self._aside
            for timer in timers(task) if (due := timer.due(task)) is not None
        ]
        if not found:
            return self._engine.clock, None
        due, _, task = min(found, key=lambda one: one[:2])
        return due, task

    def _settle(self) -> None:
        """Run everything that needs no person, until only people, messages and moments are waited for."""
        while True:
            ready = self._ready()
            if not ready:
                due, task = self._next_due()
                if task is None or due > self._engine.clock:
                    break
                self._wake(task)
            for task in ready:
                if task.state == TaskState.READY:
                    self._run(task)
            self._tree.drop_finished()
        for task in self._tree.event_manager.tasks.values():
            viewing.note_waiting(task, self._compiled, self._engine)
        self._note_left()
        self._cause = ""
        if self._tree.completed and self._ended_at is None:
            self._ended_at = self._engine.clock
            self._log("ended", self._compiled.process, self._compiled.process)

    def _note_left(self, why: str = NO_CAUSE) -> None:
        """When and by what each user task left: by the clock of that moment, also when a late look fires
        several moments at once."""
        now_open = self._waiting_for_people()
        for token in self._open - now_open:
            self._left[token] = (self._engine.clock, why)
        self._open = now_open

    def _waiting_for_people(self) -> set[str]:
        found = set()
        for tree in self._tree.trees():
            for task in tree.tasks.values():
                if task.state == TaskState.READY and task.task_spec.manual:
                    viewing.note_opening(task, self._compiled, self._engine)
                    found.add(task.id.hex)
        return found

    def _ready(self) -> list[Task]:
        """What can run without a person, deepest first; a flat look, since the library's walk stops at
        1,000 steps (trap 21)."""
        return [
            task for tree in self._tree.trees() for task in tree.tasks.values()
            if task.state == TaskState.READY and not task.task_spec.manual
        ]

    def _run(self, task: Task) -> None:
        self._steps += 1
        if self._steps > STEP_BUDGET:
            raise StepFailed("This diagram goes round without a person, a message or a timer to stop it.")
        if self._steps % LOOK_BACK_EVERY == 0:
            blob.check_length(task.depth)
        element = viewing.element_of(task, self._compiled)
        if element is not None:
            self._at_element = element.id
        task.run()
        if element is not None:
            self._note_done(task, element)
        while self._engine.caught:
            self._run(self._engine.caught.pop())

    def _note_done(self, task: Task, element: Element) -> None:
        """What a step that is done means outside: its place on the path, its milestones, what it ended."""
        self._path.append(element.id)
        if element.event == "timer":
            data = {"deadline": element.properties.get("deadline", "")}
            self._log("timer", element.id, element.label, data)
            self._cause = f"timer: {element.label}"
        elif element.kind == "boundaryEvent" and element.event in CODED:
            self._cause = f"{element.event}: {element.label}"
        if stands_for(task) is not task:
            return
        for milestone in element.milestones:
            self._engine.times[milestone] = self._engine.times.get(milestone, 0) + 1
            self._log("milestone", element.id, milestone, {"outcome": element.properties.get("outcome", "")})
        if isinstance(task.task_spec, End) and task.task_spec.terminates:
            self._note_left(self._cause or f"end: {element.label}")
        elif isinstance(task.task_spec, Boundary) and task.task_spec.cancel_activity:
            self._note_left(self._cause)

    def _log(self, kind: str, element: str, name: str, data: Mapping[str, Any] | None = None) -> None:
        self._engine.log.append(Happened(kind, self._engine.clock, element, name, data or {}))

    def _find(self, token: str) -> Task | None:
        return self._tree.find(UUID(hex=token))

    def _message(self, task: Task | None, element: str) -> Message | None:
        return next((m for m in messages(task) if m.element == element), None) if task is not None else None
