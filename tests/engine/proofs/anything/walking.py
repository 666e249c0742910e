"""Random walks of a drawing on the real engine: people act early, at the last moment, or never; and what a promise
means on such a walk, told apart from the proofs."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from engine.packs import MAIN, Pack
from engine.process import Running, State, Surroundings, durations, load, start, step
from engine.proofs import conditions
from engine.proofs.promises import (
    ABSENCE,
    ANYBODY,
    BETWEEN,
    CLOCK,
    EXISTENCE,
    PRECEDENCE,
    RESPONSE,
    Promise,
)
from tests.engine.process.drawing import CALENDAR, KEY, MONDAY
from tests.engine.proofs.anything.graphs import Sketch
from tests.engine.proofs.anything.playing import options

ENDED = "·ended"
A_MINUTE, LONG = timedelta(minutes=1), timedelta(days=400)
ROUNDS = 40
"""So many timers come one after another while nobody does anything; then a circle of timers goes on for ever."""


@dataclass(frozen=True)
class Event:
    """A milestone, work of a person that begins (ANYBODY), or the end."""

    name: str
    at: datetime
    facts: dict[str, Any]


@dataclass
class Walk:
    """One case on its way. From the event `quiet_from` on nobody did anything any more; `goes_on`: timers would
    have come for ever."""

    sketch: Sketch
    pack: Pack
    dice: random.Random
    now: datetime = MONDAY
    facts: dict[str, Any] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    acts: list[str] = field(default_factory=list)
    state: State = field(init=False)
    quiet_from: int = 0
    goes_on: bool = False

    def __post_init__(self) -> None:
        names = [*self.sketch.choices, *self.sketch.lists]
        self.facts = {name: self.dice.choice(options(self.sketch, name)) for name in names}
        self.acts.append(str(self.facts))
        self._keep(start(self.pack.process(MAIN), self._around(), KEY))

    def go(self, most: int) -> None:
        """So many moves; then nobody does anything any more."""
        for _ in range(most):
            if self.state.ended:
                return
            self._move()
        self.quiet_from = len(self.events)
        for _ in range(ROUNDS):
            if self.state.ended or not self._dues() or min(self._dues()) > MONDAY + LONG:
                break
            self._until(max(min(self._dues()), self.now))
        else:
            self.goes_on = True

    def _move(self) -> None:
        view = self.state.after
        open_ = [*view.tasks.values(), *view.awaits.values()]
        dues = [one for one in self._dues() if one < MONDAY + LONG]
        if dues and (not open_ or self.dice.random() < .4):
            self._until(max(min(dues), self.now))
            return
        if not open_:
            self._until(self.now + A_MINUTE)
            return
        if dues and self.dice.random() < .5:
            self.now = max(self.now, min(dues) - A_MINUTE)
        one = self.dice.choice(open_)
        data = {name: self.dice.choice(options(self.sketch, name)) for name in self.sketch.nodes[one.element].asks}
        self.facts.update(data)
        self.acts.append(f"{one.element} {data or ''} at {self.now:%d %H:%M}")

        def act(running: Running) -> None:
            if one.token in view.tasks:
                running.complete(one.token, None)
            else:
                running.deliver(one.token, one.element, None)
        self._step(act)

    def _dues(self) -> list[datetime]:
        return [one.due for one in self.state.after.timers.values()]

    def _until(self, moment: datetime) -> None:
        self.now = moment
        self.acts.append(f"wait until {moment:%d %H:%M}")
        self._step(lambda _: None)

    def _step(self, act: Any) -> None:
        assert self.state.blob is not None
        running = load(self.pack.process(MAIN), self.state.blob, self._around(), KEY)
        self._keep(step(running, running.fire_due, lambda: act(running)))

    def _around(self) -> Surroundings:
        return Surroundings(self.now, self.facts, {}, {}, CALENDAR, "C-1")

    def _keep(self, state: State) -> None:
        self.state = state
        known = dict(self.facts)
        self.events += [Event(one.name, one.at, known) for one in state.log if one.kind == "milestone"]
        if state.after.tasks.keys() - state.before.tasks.keys():
            self.events.append(Event(ANYBODY, self.now, known))
        if state.ended:
            self.events.append(Event(ENDED, state.ended_at or self.now, known))


def breaks(promise: Promise, walk: Walk) -> bool:
    """Whether a walk breaks a promise."""
    names = [one.name for one in walk.events]
    if promise.pattern == EXISTENCE:
        return ENDED in names and not set(names) & set(promise.reach) and _holds(promise, walk.events[-1])
    if promise.pattern == PRECEDENCE:
        first = next((number for number, one in enumerate(names) if one in promise.first), len(names))
        return any(one.name in promise.before and _holds(promise, one) for one in walk.events[:first])
    if promise.pattern == ABSENCE:
        return any(one.name in promise.never and _holds(promise, one) for one in walk.events)
    if promise.pattern == BETWEEN:
        return any(one.name in promise.never and _holds(promise, one) and _is_between(promise, names[:number])
                   for number, one in enumerate(walk.events))
    if promise.pattern == RESPONSE:
        return _is_late(promise, walk)
    assert promise.pattern == CLOCK
    return _is_forgotten(promise, walk)


def _holds(promise: Promise, event: Event) -> bool:
    return not promise.when or conditions.read(promise.when)(event.facts) is True


def _is_between(promise: Promise, before: Sequence[str]) -> bool:
    after = max((number for number, one in enumerate(before) if one in promise.after), default=-1)
    until = max((number for number, one in enumerate(before) if one in promise.until), default=-1)
    return after > until


def _is_late(promise: Promise, walk: Walk) -> bool:
    begun = next((one.at for one in walk.events if one.name in promise.after), None) if promise.after else MONDAY
    if begun is None:
        return False
    place = next((n for n, one in enumerate(walk.events) if one.name in promise.after), -1) if promise.after else -1
    came = next((one.at for one in walk.events[place + 1:] if one.name in (*promise.reach, *promise.until)), None)
    owed = durations.add(begun, promise.within)
    return came > owed if came is not None else walk.now > owed or not walk.goes_on


def _is_forgotten(promise: Promise, walk: Walk) -> bool:
    """Whether nobody did anything any more while it was open, and no timer called anybody."""
    done = {*promise.reach, *promise.until}
    open_ = not promise.after
    for number, one in enumerate(walk.events):
        if open_ and one.name in done:
            return False
        if one.name == ENDED:
            return False  # nothing waits any more
        if one.name in promise.after:
            open_ = True
        if number >= walk.quiet_from:
            break
    later = [one.name for one in walk.events[walk.quiet_from:]]
    return open_ and not walk.goes_on and not any(one in done or one == ENDED for one in later)


def promise(sketch: Sketch, dice: random.Random, timed: bool) -> Promise:
    """A random promise about a drawing."""
    bearing = [one.id for one in sketch.nodes.values() if not one.kind.endswith("Gateway")]
    dice.shuffle(bearing)

    def some(most: int = 2, anybody: bool = False) -> tuple[str, ...]:
        """No milestone is named twice."""
        if anybody and dice.random() < .2:
            return (ANYBODY,)
        return tuple(bearing.pop() for _ in range(dice.randint(1, most)) if bearing)
    when = ""
    if sketch.choices and dice.random() < .3:
        when = f'{dice.choice(sorted(sketch.choices))} == "1"'
    about = {"id": "it", "says": "It is so."}
    after = some(1) if dice.random() < .5 else ()
    if timed:
        if dice.random() < .3:
            return Promise(**about, pattern=CLOCK, after=after, until=some(), reach=some(3))
        return Promise(**about, pattern=RESPONSE, after=after, reach=some(4), within=f"PT{dice.randint(5, 150)}H")
    match dice.choice((EXISTENCE, PRECEDENCE, ABSENCE, BETWEEN, BETWEEN)):
        case "existence":
            return Promise(**about, pattern=EXISTENCE, reach=some(4), when=when)
        case "precedence":
            return Promise(**about, pattern=PRECEDENCE, first=some(1), before=some(2, True), when=when)
        case "absence":
            return Promise(**about, pattern=ABSENCE, never=some(1, True), when=when)
    return Promise(**about, pattern=BETWEEN, after=some(1), until=some(2), never=some(2, True), when=when)
