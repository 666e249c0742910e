"""A run of the shipped process, walked step by step on the real engine, with fixed facts around it.

Tables decide as they are shipped; operations only change what a drawing asks about afterwards.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from engine import expressions
from engine.config import ROOT
from engine.contract import OPERATIONS
from engine.diagram import Diagram, Flow
from engine.packs import Pack, read_folder
from engine.process import Call, Running, State, Surroundings, load, start, step

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
SAMPLED, NOT_SAMPLED = "C-0045", "C-0001"
"""Seeds of a case that is in the sample of one in ten (and in twenty), and of one that is not."""

CASE: Mapping[str, Any] = {
    "country": "GB", "language": "en", "channel": "web", "topic": "other", "received_at": MONDAY.isoformat(),
    "urgency": "U3", "regimes": ["default"], "outcome": None, "repeats_90d": 0, "legal_days_left": 30,
    "same_matter_open": False, "duplicate_of": "",
}


@cache
def shipped() -> Pack:
    return read_folder(ROOT)


@cache
def drawn(process: str) -> Diagram:
    return next(one for one in shipped().diagrams.values() if process in one.processes)


class Walk:
    """One run, stored and loaded again between all moves, and what of the drawings it came through."""

    def __init__(
        self, process: str, facts: Mapping[str, Any] | None = None,
        deadlines: Mapping[str, datetime] | None = None, seed: str = NOT_SAMPLED,
    ) -> None:
        self.process, self.seed, self.now = process, seed, MONDAY
        self.facts: dict[str, Any] = {**dict.fromkeys(shipped().facts), **CASE, **(facts or {})}
        self.deadlines = dict(deadlines or {})
        self.calls: list[Call] = []
        self.path: list[str] = []
        self.arrows: set[str] = set()
        self.compiled = shipped().process(process)
        self._keep(start(self.compiled, self._around(), KEY))

    def do(self, element: str, about: str = "", **answers: Any) -> None:
        """A person completes a step with these answers."""
        def act(running: Running) -> None:
            task = next((one for one in running.view().tasks.values()
                         if one.element == element and about in ("", one.about)), None)
            assert task is not None, f"{element} is not open, but {self.tasks}"
            running.complete(task.token, self._taken_in(task.form, answers))
        self._move(act)

    def say(self, message: str, about: str = "", **answers: Any) -> None:
        """A message arrives with these answers."""
        def act(running: Running) -> None:
            awaited = next((one for one in running.view().awaits.values()
                            if one.message == message and about in ("", one.about)), None)
            assert awaited is not None, f"nothing awaits {message}, but {self.awaits}"
            running.deliver(awaited.token, awaited.element, self._taken_in(awaited.form, answers))
        self._move(act)

    def wait(self, days: float) -> None:
        """Time passes, and what is due fires."""
        self.now += timedelta(days=days)
        self._move(lambda running: None)

    @property
    def tasks(self) -> list[str]:
        return sorted(task.element for task in self.state.after.tasks.values())

    @property
    def awaits(self) -> list[str]:
        return sorted({one.message for one in self.state.after.awaits.values()})

    @property
    def letters(self) -> list[str]:
        return [call.parameters["letter"] for call in self.calls if "letter" in call.parameters]

    @property
    def operations(self) -> list[str]:
        return [call.operation for call in self.calls]

    def reached(self, milestone: str) -> int:
        return self._milestones.count(milestone)

    @property
    def came_through(self) -> set[str]:
        return self.arrows | set(self.path)

    def _around(self) -> Surroundings:
        operations = dict.fromkeys(OPERATIONS, self._operate)
        return Surroundings(self.now, self.facts, self.deadlines, operations, shipped().calendar("GB"), self.seed)

    def _operate(self, call: Call) -> Mapping[str, Any] | None:
        self.calls.append(call)
        dates = {
            "set_review_deadlines": {"review_final": 20}, "open_dispute": {"edr_warn": 10, "edr_reply": 20},
            "send_progress": {"next_update": 14},
        }.get(call.operation, {})
        self.deadlines.update({name: call.at + timedelta(days=days) for name, days in dates.items()})
        if call.operation == "grant_as_asked":
            return {"outcome": "upheld", "remedies": self.facts["wanted"] or []}
        return None

    def _taken_in(self, form: str, answers: Mapping[str, Any]) -> dict[str, Any] | None:
        """What the run gets of the answers; the facts among them go to the case."""
        if not form:
            return None
        read = shipped().forms[form]
        assert set(answers) <= read.names, f"{form} does not ask {set(answers) - read.names}"
        self.facts.update(read.facts(answers))
        return read.workflow(answers) or None

    def _move(self, act: Callable[[Running], None]) -> None:
        assert self.state.blob is not None, "the run has ended"
        running = load(self.compiled, self.state.blob, self._around(), KEY)
        self._keep(step(running, running.fire_due, lambda: act(running)))

    def _keep(self, state: State) -> None:
        self.state = state
        self.path += state.path
        self._milestones = [*getattr(self, "_milestones", []), *(o.name for o in state.log if o.kind == "milestone")]
        for process in [self.process, *CALLED.get(self.process, ())]:
            self.arrows |= _walked(drawn(process), state)


CALLED = {"complaint": ("internal_handling", "internal_review", "dispute", "remedy")}


def _walked(diagram: Diagram, state: State) -> set[str]:
    """The arrows that a step went along. Of an exclusive gateway, those whose condition was met; the default
    as often as none was."""
    walked = set()
    for element in set(state.path) & set(diagram.elements):
        ways = diagram.outgoing(element)
        kind = diagram.elements[element].kind
        if kind == "exclusiveGateway" and len(ways) > 1:
            walked |= _chosen(element, diagram.elements[element].default, ways, state)
        elif kind == "eventBasedGateway":
            walked |= {way.id for way in ways if way.target in state.path}
        else:
            walked |= {way.id for way in ways}
    return walked


def _chosen(gateway: str, default: str, ways: list[Flow], state: State) -> set[str]:
    by_condition = {expressions.parse(way.condition).source: way.id for way in ways if way.condition}
    asked = [o.data for o in state.log if o.kind == "decision" and o.element == gateway]
    met = [by_condition[one["rule"]] for one in asked if one["result"]]
    return {*met, *([default] if state.path.count(gateway) > len(met) else [])}


@dataclass(frozen=True)
class Way:
    """One way through a process: what is known at the start, what happens, and how it ends. `ends` are
    elements that it must have come to; `counts` says of some how often."""

    moves: Callable[[Walk], None]
    ends: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)
    deadlines: Mapping[str, datetime] = field(default_factory=dict)
    seed: str = NOT_SAMPLED
    over: bool = True


def walk(process: str, way: Way) -> Walk:
    """Go a way, and see that it comes out where it should."""
    one = Walk(process, way.facts, way.deadlines, way.seed)
    way.moves(one)
    for element in way.ends:
        assert element in one.path, f"it did not come to {element}; open are {one.tasks}, {one.awaits}"
    for element, count in way.counts.items():
        assert one.path.count(element) == count, f"it came to {element} {one.path.count(element)} times"
    assert one.state.ended == way.over, f"open are {one.tasks}, {one.awaits}"
    return one


def unwalked(process: str, walks: list[Walk]) -> set[str]:
    """What of a drawing none of these ways came through: arrows, steps, events, ends."""
    diagram = drawn(process)
    everything = {flow.id for flow in diagram.flows} | set(diagram.elements)
    return everything.difference(*(one.came_through for one in walks))


def days(n: float) -> datetime:
    return MONDAY + timedelta(days=n)
