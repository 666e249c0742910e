"""A drawing on the real engine, where whoever plays decides everything: who acts, which date comes, which way each
gateway leads, whether a list has members."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.packs import MAIN, Pack
from engine.process import Compiled, Running, State, Surroundings, load, start, step
from engine.process.joins import Parallel
from tests.engine.process.drawing import CALENDAR, KEY, MONDAY
from tests.engine.proofs.anything.graphs import Sketch

NEVER = datetime(2090, 1, 1, tzinfo=UTC)
FULL = ["0", "1"]

Seen = frozenset[tuple[str, int]]
"""What a case waits for: the ids of open steps, awaited messages and timers, and of gateways at which ways wait for
others, each with how many."""


class Dice(dict[str, Any]):
    """Facts that are decided when they are first asked for: as `wanted` says, else the first value."""

    def __init__(self, sketch: Sketch, wanted: Mapping[str, Any], known: Mapping[str, Any]) -> None:
        super().__init__(known)
        self.sketch, self.wanted, self.asked = sketch, wanted, dict[str, Any]()

    def __missing__(self, name: str) -> Any:
        raise KeyError(name)

    def __contains__(self, name: object) -> bool:
        return self._known(name) or super().__contains__(name)

    def __getitem__(self, name: str) -> Any:
        if not self._known(name):
            return super().__getitem__(name)
        if name not in self.asked:
            self.asked[name] = self.wanted.get(name, options(self.sketch, name)[0])
        return self.asked[name]

    def _known(self, name: object) -> bool:
        return name in self.sketch.choices or name in self.sketch.lists


def options(sketch: Sketch, name: str) -> list[Any]:
    """The values that a fact can have."""
    count = sketch.choices.get(name)
    if count is not None:
        return [str(number) for number in range(count)]
    return [[], FULL[:1]]


@dataclass(frozen=True)
class Act:
    """What somebody does: completes a step, sends a message, or lets a date come."""

    verb: str
    element: str


@dataclass(frozen=True)
class Came:
    """What came of a move: the state after it, what was passed, and what was decided on the way."""

    state: State
    seen: Seen
    decided: tuple[tuple[str, str], ...]

    @property
    def path(self) -> tuple[str, ...]:
        return self.state.path


class Player:
    """One drawing."""

    def __init__(self, sketch: Sketch, pack: Pack) -> None:
        self.sketch = sketch
        self.compiled: Compiled = pack.process(MAIN)
        self.moves = 0

    def begin(self) -> Iterator[Came]:
        """Every way in which a case can begin."""
        yield from self._each(None, None)

    def after(self, state: State, act: Act) -> Iterator[Came]:
        """Every way in which a case can go on after an act."""
        yield from self._each(state, act)

    def acts(self, state: State) -> set[Act]:
        """Everything that can be done."""
        view = state.after
        return {Act("complete", one.element) for one in view.tasks.values()} | \
            {Act("deliver", one.element) for one in view.awaits.values()} | \
            {Act("fire", one.element) for one in view.timers.values()}

    def _each(self, state: State | None, act: Act | None) -> Iterator[Came]:
        """Once for each combination of what is decided on the way."""
        ahead: list[dict[str, Any]] = [{}]
        while ahead:
            wanted = ahead.pop()
            came, asked = self._once(state, act, wanted)
            yield came
            before: dict[str, Any] = {}
            for name, value in asked.items():
                if name not in wanted:
                    ahead += [{**before, name: other} for other in options(self.sketch, name) if other != value]
                before[name] = value

    def _once(self, state: State | None, act: Act | None, wanted: Mapping[str, Any]) -> tuple[Came, dict[str, Any]]:
        self.moves += 1
        facts = Dice(self.sketch, wanted, {})
        dates = {one.timer[10:-2]: NEVER for one in self.sketch.nodes.values() if one.timer}
        now = MONDAY + timedelta(minutes=self.moves)  # a date that comes again has moved on
        around = Surroundings(now, facts, dates, {}, CALENDAR, "C-1")
        if state is None or act is None:
            after = start(self.compiled, around, KEY)
            seen = seen_in(load(self.compiled, after.blob, around, KEY)) if after.blob is not None else frozenset()
        else:
            assert state.blob is not None
            running = load(self.compiled, state.blob, around, KEY)
            after = step(running, lambda: self._do(running, act, dates, now))
            seen = seen_in(running) if not after.ended else frozenset()
        return Came(after, seen, tuple((name, str(value)) for name, value in facts.asked.items())), facts.asked

    def _do(self, running: Running, act: Act, dates: dict[str, datetime], now: datetime) -> None:
        view = running.view()
        if act.verb == "complete":
            running.complete(next(one.token for one in view.tasks.values() if one.element == act.element), None)
        elif act.verb == "deliver":
            token = next(one.token for one in view.awaits.values() if one.element == act.element)
            running.deliver(token, act.element, None)
        else:
            node = self.sketch.nodes[act.element]
            name = node.timer[10:-2]
            dates[name] = now
            _, task = running._next_due()
            assert task is not None
            running._wake(task)
            if node.cycle:
                running._settle()  # it notes for which date it came
                dates[name] = NEVER
            else:
                dates[name] = NEVER
                running._settle()


def seen_in(running: Running) -> Seen:
    """What a run waits for."""
    view = running.view()
    found = Counter(one.element for one in (*view.tasks.values(), *view.awaits.values(), *view.timers.values()))
    for tree in running._tree.trees():
        for task in tree.tasks.values():
            if isinstance(task.task_spec, Parallel) and task.state == TaskState.WAITING:
                found[task.task_spec.bpmn_id] += 1
    return frozenset(found.items())
