"""A way that breaks a promise, gone again on the real engine with a clock of its own: what happens there is what
would happen to a case.

Operations only do what a drawing can see: they date the case by its regimes and change facts. People answer as
the way asks, and what else a form requires with anything that it takes.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

from engine import regimes
from engine.contract import LOOKED_UP, OPERATIONS
from engine.errors import AmendsError
from engine.forms import Field, Form
from engine.packs import MAIN, Pack
from engine.process import Call, OpenTask, Running, State, Surroundings, load, start, step
from engine.proofs import conditions
from engine.proofs.classes import LATER, Class
from engine.proofs.conditions import TIMES
from engine.proofs.effects import BROUGHT, UNKNOWN_BY
from engine.proofs.knowledge import OTHER
from engine.proofs.narrowing import NO_CASE, Step
from engine.proofs.net import NOBODY, Net, Node
from engine.proofs.promises import ANYBODY, BETWEEN, EXISTENCE, LETTER, Promise

KEY = b"of a replay; nothing is stored" + b"."
SHARES = (0.01, 0.04, 0.08, 0.15, 0.3, 0.7)
"""Cases that are in samples of different sizes: each is tried where a way asks for a sample."""

A_MOMENT = timedelta(minutes=1)
LONG = timedelta(days=400)
"""So long nobody does anything where no date says by when something has to happen."""

CASE: Mapping[str, Any] = {
    "country": "GB", "language": "en", "channel": "web", "topic": "other", "repeats_90d": 0, "legal_days_left": 30,
    "same_matter_open": False, "duplicate_of": "",
}


class NotGone(Exception):
    """The engine does not go this way."""


@dataclass
class Event:
    """Something that counts for a promise: a milestone, work of a person that begins, the end; `facts` as they are
    after the step in which it came, with the answers that the run keeps and how often each milestone was reached."""

    name: str
    at: datetime
    facts: Mapping[str, Any]


ENDED, AT = "·ended", "·at "
"""Names of events that are no milestones: the end of a run, and an element that was done, with its id."""


@dataclass(frozen=True)
class Replay:
    """What came of it: whether the promise was broken, when each stage came, and what was waited for at the end."""

    confirmed: bool
    at: tuple[datetime, ...] = ()
    received: datetime | None = None
    of: Class | None = None
    tasks: tuple[OpenTask, ...] = ()
    why: str = ""


@dataclass
class Run:
    """A run on the engine with nothing round it but what the way says."""

    pack: Pack
    process: str
    of: Class
    received: datetime
    seed: str
    values: Mapping[str, Any]
    now: datetime = field(init=False)
    facts: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    deadlines: dict[str, datetime] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    state: State = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.received.astimezone(UTC)
        given = {name: value for name, value in self.values.items() if "." not in name}
        self.facts = {
            **dict.fromkeys(self.pack.facts), **CASE, "received_at": self.now.isoformat(), "regimes": [*self.of.ids],
            "urgency": self.of.urgency.name, "outcome": None, **given,
        }
        if self.process != MAIN:
            self._date()
        self._keep(start(self.pack.process(self.process), self._around(), KEY))

    def complete(self, element: str) -> None:
        """A person completes a step."""
        def act(running: Running) -> None:
            task = next((one for one in running.view().tasks.values() if one.element == element), None)
            if task is None:
                raise NotGone(element)
            running.complete(task.token, self._answer(task.form, self._name(element)))
        self._move(act)

    def make_way(self, element: str, on_the_way: frozenset[str]) -> None:
        """What is open beside the way is done first, where the part it stands in waits for it."""
        for _ in range(20):
            beside = [one.element for one in self.tasks if one.element not in on_the_way]
            if any(one.element == element for one in self.tasks) or not beside:
                return
            self.complete(beside[0])

    def deliver(self, element: str) -> None:
        """A message arrives."""
        def act(running: Running) -> None:
            awaited = next((one for one in running.view().awaits.values() if one.element == element), None)
            if awaited is None:
                raise NotGone(element)
            running.deliver(awaited.token, element, self._answer(awaited.form, self._name(element)))
        self._move(act)

    def wait_for(self, element: str) -> None:
        """Time passes until a timer fires; of others that are due earlier, those come too."""
        for _ in range(200):
            timer = next((one for one in self.state.after.timers.values() if one.element == element), None)
            if timer is None:
                raise NotGone(element)
            due = min(one.due for one in self.state.after.timers.values())
            self.until(max(min(due, timer.due), self.now))
            if element in self.state.path:
                return
        raise NotGone(element)

    def until(self, moment: datetime) -> None:
        """Nobody does anything until then; timers fire."""
        self.now = max(self.now, moment.astimezone(UTC))
        if self.state.blob is not None:
            self._move(lambda running: None)

    @property
    def tasks(self) -> tuple[OpenTask, ...]:
        return tuple(self.state.after.tasks.values())

    def _name(self, element: str) -> str:
        return self.pack.elements[element].data_name

    def _around(self) -> Surroundings:
        operations = dict.fromkeys(OPERATIONS, self._operate)
        return Surroundings(self.now, self.facts, self.deadlines, operations, self.of.calendar, self.seed)

    def _move(self, act: Callable[[Running], None]) -> None:
        if self.state.blob is None:
            raise NotGone("it has ended")
        running = load(self.pack.process(self.process), self.state.blob, self._around(), KEY)
        self._keep(step(running, running.fire_due, lambda: act(running)))

    def _keep(self, state: State) -> None:
        self.state = state
        for one in state.log:
            if one.kind == "milestone" and one.data.get("outcome") and (
                    self.pack.elements[one.element].kind != "endEvent" or not self.facts.get("outcome")):
                self.facts["outcome"] = one.data["outcome"]
        known = self.facts | self.answers
        for one in state.log:
            if one.kind == "milestone":
                self.answers[TIMES + one.name] = self.answers.get(TIMES + one.name, 0) + 1
                known = known | {TIMES + one.name: self.answers[TIMES + one.name]}
                self.events.append(Event(one.name, one.at, known))
        self.events += [Event(AT + element, self.now, known) for element in state.path]
        if state.after.tasks.keys() - state.before.tasks.keys():
            self.events.append(Event(ANYBODY, self.now, known))
        if state.ended:
            self.events.append(Event(ENDED, self.now, known))

    def _operate(self, call: Call) -> Mapping[str, Any] | None:
        if call.parameters.get("letter") and call.parameters.get("to") in (None, "", "complainant"):
            self.events.append(Event(f"{LETTER}{call.parameters['letter']}", call.at, dict(self.facts)))
        if call.operation in ("register", "set_deadlines"):
            self._date()
        for name, setting in LATER.items():
            due = self.of.later(name, self.received, call.at) if setting == call.operation else None
            if due is not None:
                self.deadlines[name] = due
        if call.operation == "send_progress":
            binding = self.of.known.for_case(self.of.ids, self.received.date())
            self.deadlines["next_update"] = regimes.next_update(
                binding, self.of.urgency, call.at, self.of.calendar).due
        found = {name: values[0] for name, values in BROUGHT.get(call.operation, {}).items()}
        if call.operation == "grant_as_asked":
            found["remedies"] = self.facts.get("wanted") or [OTHER]
        changed = UNKNOWN_BY.get(call.operation, frozenset()) | (LOOKED_UP if "look" in call.operation else frozenset())
        return found | {name: self.values[name] for name in changed if name in self.values}

    def _date(self) -> None:
        for name in self.deadlines.keys() - LATER.keys():
            del self.deadlines[name]
        self.deadlines.update(self.of.dates(self.received))

    def _answer(self, form_name: str, data_name: str) -> dict[str, Any] | None:
        """What a person answers: as the way asks, else anything that is taken where something has to be said."""
        form = self.pack.forms.get(form_name)
        if form is None:
            return None
        data: dict[str, Any] = {}
        for one in form.fields:
            if one.is_shown(data):
                value = self._said(one, data_name)
                if value is not None:
                    data[one.name] = value
        self.facts.update(form.facts(data))
        self.answers.update({f"{data_name}.{one.name}": data.get(one.name) for one in form.fields})
        return form.workflow(data) or None

    def _said(self, one: Field, data_name: str) -> Any:
        for name in (one.fact, f"{data_name}.{one.name}"):
            if name and name in self.values:
                value = self.values[name]
                return value if value != OTHER else _anything(one)
        open_ = not one.required and not (one.type == "boolean" and one.widget != "radio")
        return one.default if open_ else _anything(one)


def _anything(one: Field) -> Any:
    """An answer that a question takes."""
    if one.type == "boolean":
        return False
    if one.options:
        return [one.options[0].value] if one.type == "choices" else one.options[0].value
    if one.type in ("integer", "number"):
        low = one.minimum if one.minimum is not None else 1
        return min(low, one.maximum) if one.maximum is not None else low
    if one.type == "lines":
        return ["What was said"]
    if one.type == "people":
        return []
    if one.type == "date":
        return "2026-03-02"
    if one.type == "email":
        return "somebody@example.org"
    return ("What was said about it. " * (one.min_length // 20 + 1))[:max(one.max_length, 20) or None]


def ordered(
    promise: Promise, pack: Pack, net: Net, steps: Sequence[Step], all_classes: Sequence[Class],
) -> Replay:
    """Go a way that breaks a promise about the order of milestones."""
    return _first(pack, net, steps, all_classes, lambda run: _broken(promise, run.events))


def late(
    promise: Promise, pack: Pack, net: Net, steps: Sequence[Step], of: Sequence[Class], owed: Callable[[Run], datetime],
    at: Sequence[datetime | None] = (),
) -> Replay:
    """Go a way on which an answer comes too late: as fast as it can be gone, or each stage just before the moment
    that `at` names; then nobody does anything until it was owed."""
    def missed(run: Run) -> bool:
        run.until(owed(run) + timedelta(seconds=1))
        return _is_owed(promise, run.events)
    return _first(pack, net, steps, of, missed, at)


def _is_owed(promise: Promise, events: Sequence[Event]) -> bool:
    """Whether an answer is still owed after what happened; what came before it was asked for is no answer."""
    owed = not promise.after
    for event in events:
        if owed and event.name in (*promise.reach, *promise.until):
            return False
        owed = owed or event.name in promise.after
    return owed


def _first(
    pack: Pack, net: Net, steps: Sequence[Step], of: Sequence[Class], judge: Callable[[Run], bool],
    at: Sequence[datetime | None] = (),
) -> Replay:
    """The first class of cases and sample for which the way is gone and the promise is broken."""
    why = NO_CASE
    for one in of:
        for seed in _seeds(pack, net, steps):
            received = next(iter(one.receipts), None)
            if received is None:
                continue
            try:
                run, moments = _gone(pack, net, steps, one, received, seed, at)
                if judge(run):
                    return Replay(True, tuple(moments), received, one, run.tasks)
            except (NotGone, AmendsError) as wrong:
                why = str(wrong)
    return Replay(False, why=why)


def _gone(
    pack: Pack, net: Net, steps: Sequence[Step], of: Class, received: datetime, seed: str,
    at: Sequence[datetime | None],
) -> tuple[Run, list[datetime]]:
    run = Run(pack, net.process, of, received, seed, steps[0].values)
    on_the_way = frozenset(net.nodes[number].element.id for one in steps for number in one.nodes)
    moments = [run.now]
    for number, one in enumerate(steps[1:], 1):
        run.values = one.values
        if one.move is not None and one.move.node != NOBODY:
            wanted = at[number] if number < len(at) else None
            node = net.nodes[one.move.node]
            if node.element.event == "timer":
                run.wait_for(node.element.id)
            else:
                run.until(run.now + A_MOMENT if wanted is None else max(run.now, wanted - A_MOMENT))
                if node.element.event == "message":
                    run.deliver(node.element.id)
                else:
                    run.make_way(node.element.id, on_the_way)
                    run.complete(node.element.id)
        moments.append(run.now)
    return run, moments


def _seeds(pack: Pack, net: Net, steps: Sequence[Step]) -> Iterator[str]:
    """Cases of different luck where a way or a table on it asks for a sample, else one that is in none."""
    yield _with_draw(0.95, 1.0)
    nodes = [net.nodes[number] for one in steps for number in one.nodes]
    asked = any("sample(" in flow.condition for node in nodes for _, flow in node.outs)
    if asked or any("sample" in pack.tables[node.element.decision].calls for node in nodes
                    if node.element.decision in pack.tables):
        for share in SHARES:
            yield _with_draw(share / 2, share)


@cache
def _with_draw(low: float, high: float) -> str:
    return next(seed for number in count() if low <= _draw(seed := f"C-{number}") < high)


def _draw(seed: str) -> float:
    return int.from_bytes(hashlib.sha256(seed.encode()).digest()[:8]) / 2**64


def _broken(promise: Promise, events: Sequence[Event]) -> bool:
    """Whether what happened breaks a promise about the order of milestones."""
    seen: set[str] = set()
    open_ = False
    for event in events:
        if promise.pattern == EXISTENCE:
            if event.name == ENDED:
                return not seen & set(promise.reach) and _holds(promise, event)
        elif promise.pattern == BETWEEN:
            if open_ and event.name in promise.until:
                open_ = False
            elif open_ and event.name in promise.never and _holds(promise, event):
                return True
            elif event.name in promise.after:
                open_ = True
        elif event.name in (*promise.before, *promise.never) and not seen & set(promise.first) \
                and _holds(promise, event):
            return True
        seen.add(event.name)
    return False


def _holds(promise: Promise, event: Event) -> bool:
    if not promise.when:
        return True
    when = conditions.read(promise.when)
    return when({**dict.fromkeys((name for name in when.names if name.startswith(TIMES)), 0), **event.facts}) is True


def form_of(pack: Pack, node: Node) -> Form | None:
    """The form that is filled in at a node."""
    return pack.forms.get(node.element.form)
