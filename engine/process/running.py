"""A run in motion: fire what is due, do one thing, go on to the next human step.

The order is that of the house: first everything due, earliest first, each at its own due moment
(trap 1), then the one thing. Any failure discards the whole copy (trap 34): the caller keeps the
state it had.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine import expressions, tables
from engine.errors import AmendsError, NothingWaits, Refused, StepFailed, TaskGone
from engine.expressions import Expression
from engine.process import blob, viewing
from engine.process.compiling import Compiled
from engine.process.definitions import Message, messages, timers
from engine.process.scripting import Scripting
from engine.process.values import Call, Happened, State, Surroundings, View

STEP_BUDGET = 2000


class Engine(Scripting):
    """Scripting plus what a run may ask of the floor above: operations and tables."""

    def __init__(self, compiled: Compiled, around: Surroundings) -> None:
        super().__init__(around)
        self.compiled = compiled

    def operate(self, task: Task, operation: str, parameters: Mapping[str, Expression]) -> None:
        do = self.around.operations.get(operation)
        if do is None:
            raise StepFailed(f"There is no operation called {operation!r}.")
        names, element = self.names(task), self.compiled.elements[task.task_spec.name]
        values = {key: expressions.evaluate(text, names, self.functions()) for key, text in parameters.items()}
        facts = do(Call(operation, values, element.id, element.label, self.clock))
        self.around.facts.update(facts or {})

    def decide(self, task: Task, decision: str) -> None:
        table = self.compiled.tables.get(decision)
        if table is None:
            raise StepFailed(f"There is no table called {decision!r}.")
        hit = tables.decide(table, self.names(task), self.functions())
        self.around.facts.update(hit.outputs)
        rule = f"{decision} row {', '.join(map(str, hit.rows))}" if hit.rows else f"{decision}, no row"
        self.decided(task, "table", rule, hit.inputs, hit.outputs)


class Running:
    """One run between load and store."""

    def __init__(self, workflow: BpmnWorkflow, compiled: Compiled, engine: Engine, key: bytes) -> None:
        self._workflow = workflow
        self._compiled = compiled
        self._engine = engine
        self._key = key
        self._path: list[str] = []
        self._steps = 0
        self._at_element = ""
        self._before = View()
        self._open: set[str] = set()
        self._left: dict[str, tuple[datetime, str]] = {}
        self._ended_at: datetime | None = None

    @property
    def element(self) -> str:
        """The element at work, for the incident when it fails."""
        return self._at_element

    @property
    def elsewhere(self) -> tuple[type[Exception], ...]:
        """Errors that say nothing about this run."""
        return self._engine.around.not_the_runs_fault

    def view(self) -> View:
        """What the run waits for now."""
        return viewing.view(self._workflow, self._compiled, self._engine)

    def fire_due(self) -> None:
        """Fire every timer due by now, earliest first, each at its own due moment."""
        now = self._engine.around.now
        for _ in range(STEP_BUDGET):
            due = self._next_due()
            if due is None or due > now:
                break
            self._engine.clock = due
            self._settle()
        else:
            raise StepFailed("The timers of this case do not come to rest.")
        self._engine.clock = now

    def complete(self, token: str, data: Any) -> None:
        """A person completed a task.

        Raises:
            TaskGone: it is not open (any more); the library itself would run it again (trap 43).
        """
        task = self._find(token)
        if task is None or task.state != TaskState.READY or not task.task_spec.manual:
            raise TaskGone()
        element = self._compiled.elements[task.task_spec.name]
        if element.data_name and data is not None:
            task.data[element.data_name] = data
        self._run(task)
        self._settle()

    def deliver(self, token: str, element: str, payload: Any) -> None:
        """Hand a message to the one task that waits for it.

        Raises:
            NothingWaits: it does not wait (any more).
        """
        task = self._find(token)
        message = self._message(task, element)
        if task is None or message is None or task.state != TaskState.WAITING:
            raise NothingWaits()
        self._log("message", element, message.name)
        self._at_element = element
        task.task_spec.event_definition.catch(task, SimpleNamespace(event_definition=message, payload=payload))
        task.task_spec._update(task)
        self._settle()

    def state(self) -> State:
        """Where the run stands now, sealed."""
        ended = bool(self._workflow.completed)
        return State(
            blob=None if ended else blob.dump(self._workflow, self._compiled, self._key),
            before=self._before, after=View() if ended else self.view(), log=tuple(self._engine.log),
            path=tuple(self._path), ended=ended, left=self._left, ended_at=self._ended_at,
        )

    def _next_due(self) -> datetime | None:
        return min(
            (due for task in self._workflow.event_manager.tasks.values()
             for timer in timers(task) if (due := timer.due(task)) is not None),
            default=None,
        )

    def _settle(self) -> None:
        """Run everything that needs no person; a due timer takes two rounds (trap 6)."""
        workflow = self._workflow
        while True:
            workflow.refresh_timers()
            ready, waiting = self._ready()
            if not ready:
                self._note_left(waiting)
                return
            for task in ready:
                if task.state == TaskState.READY:
                    self._run(task)
            for sub in sorted(workflow.get_active_subprocesses(), key=lambda one: one.depth, reverse=True):
                host = workflow.get_task_from_id(sub.parent_task_id)
                host.task_spec._update(host)

    def _note_left(self, now_open: set[str]) -> None:
        """When and by what each user task left, and when the run ended: by the clock of that moment, also
        when a late look fires several moments at once."""
        cause = next((one for one in reversed(self._engine.log) if one.kind in ("timer", "message")), None)
        why = f"{cause.kind}: {cause.name}" if cause is not None else "the process went on without it"
        for token in self._open - now_open:
            self._left[token] = (self._engine.clock, why)
        self._open = now_open
        if self._workflow.completed and self._ended_at is None:
            self._ended_at = self._engine.clock
            self._log("ended", self._compiled.process, self._compiled.process)

    def _ready(self) -> tuple[list[Task], set[str]]:
        """What can run without a person, deepest first, and the tokens of what waits for one; a flat look,
        since the library's walk stops at 1,000 steps (trap 21)."""
        ready: list[Task] = []
        waiting: set[str] = set()
        active = sorted(self._workflow.get_active_subprocesses(), key=lambda one: one.depth, reverse=True)
        for workflow in (*active, self._workflow):
            for task in workflow.tasks.values():
                if task.state != TaskState.READY:
                    continue
                if task.task_spec.manual:
                    viewing.note_opening(task, self._compiled, self._engine)
                    waiting.add(task.id.hex)
                else:
                    ready.append(task)
        return ready, waiting

    def _run(self, task: Task) -> None:
        self._steps += 1
        if self._steps > STEP_BUDGET:
            raise StepFailed("This diagram goes round without a person, a message or a timer to stop it.")
        name = task.task_spec.name
        element = self._compiled.elements.get(name)
        if element is not None:
            self._at_element = name
        task.run()
        if element is None:
            return
        self._path.append(name)
        if element.event == "timer":
            data = {"deadline": element.properties.get("deadline", "")}
            self._log("timer", name, element.label, data)
        for milestone in element.milestones:
            self._log("milestone", name, milestone, {"outcome": element.properties.get("outcome", "")})

    def _log(self, kind: str, element: str, name: str, data: Mapping[str, Any] | None = None) -> None:
        self._engine.log.append(Happened(kind, self._engine.clock, element, name, data or {}))

    def _find(self, token: str) -> Task | None:
        identity = UUID(hex=token)
        for workflow in (self._workflow, *self._workflow.subprocesses.values()):
            if identity in workflow.tasks:
                return workflow.tasks[identity]
        return None

    def _message(self, task: Task | None, element: str) -> Message | None:
        return next((m for m in messages(task) if m.element == element), None) if task is not None else None


def start(compiled: Compiled, around: Surroundings, key: bytes, data: Mapping[str, Any] | None = None) -> State:
    """Start a process and go on to the first human step.

    Raises:
        StepFailed: an element could not be executed; nothing is kept.
    """
    engine = Engine(compiled, around)
    workflow = BpmnWorkflow(compiled.spec, compiled.subprocesses, script_engine=engine)
    workflow.task_tree.data.update(data or {})
    running = Running(workflow, compiled, engine, key)
    return step(running, running._settle)


def load(compiled: Compiled, data: bytes, around: Surroundings, key: bytes) -> Running:
    """Take up a run where it was stored.

    Raises:
        StateForged: see `blob.load`.
    """
    engine = Engine(compiled, around)
    running = Running(blob.load(data, compiled, key, engine), compiled, engine, key)
    running._before = running.view()
    running._open = set(running._before.tasks)
    return running


def step(running: Running, *moves: Callable[[], None]) -> State:
    """Make moves and give the state after them; a failure names the element it happened at.

    Raises:
        StepFailed: with element and cause; refusals (`Refused`) pass as they are.
    """
    try:
        for move in moves:
            move()
        return running.state()
    except StepFailed as wrong:
        wrong.about.setdefault("element", running.element)
        raise
    except AmendsError as wrong:
        if isinstance(wrong, Refused):
            raise
        raise StepFailed(wrong.message, **{**wrong.about, "element": running.element, "cause": wrong}) from wrong
    except Exception as wrong:
        # the library wraps and renames errors freely (trap 32, dependencies 2): the first cause is the one to show
        cause = _first_cause(wrong)
        for one in _chain(wrong):
            if isinstance(one, running.elsewhere):
                raise one from None
        if isinstance(cause, Refused):
            raise cause from None
        about = cause.about if isinstance(cause, AmendsError) else {}
        text = cause.message if isinstance(cause, AmendsError) else f"{type(cause).__name__}: {cause}"
        raise StepFailed(text, **{**about, "element": running.element, "cause": cause}) from wrong


def _chain(wrong: BaseException) -> Iterator[BaseException]:
    seen: BaseException | None = wrong
    while seen is not None:
        yield seen
        seen = getattr(seen, "inner_exception", None) or seen.__cause__ or seen.__context__


def _first_cause(wrong: BaseException) -> BaseException:
    while True:
        deeper = getattr(wrong, "inner_exception", None) or wrong.__cause__ or wrong.__context__
        if deeper is None or isinstance(wrong, AmendsError):
            return wrong
        wrong = deeper
