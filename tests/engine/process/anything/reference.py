"""What a random diagram means, told apart from the engine: each block that is at work is one object,
which tells the one round it when it is done."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from tests.engine.process.anything.blocks import Again, Block, Both, Choice, Edge, Note, Part, Person, Row, Throw, Wait

Timer = tuple[datetime, bool, Callable[[], None]]


class Life:
    """A run: its clock, how often each milestone was reached, and when."""

    def __init__(self, whole: Part, now: datetime) -> None:
        self.clock = self.look = now
        self.times: Counter[str] = Counter()
        self.journal: Counter[tuple[str, datetime]] = Counter()
        self.over = False
        self.root = Scope(self, None, whole, ())
        self.root.then = self._end
        self.root.begin()

    def _end(self) -> None:
        self.over = True

    def reach(self, milestone: str) -> None:
        self.times[milestone] += 1
        self.journal[milestone, self.clock] += 1

    def open(self) -> Iterator["At"]:
        if not self.over:
            yield from self.root.open()

    def at(self, now: datetime) -> None:
        """Everything due by now, earliest first; what interrupts last."""
        self.look = now
        while not self.over:
            due = [one for one in self.root.timers() if one[0] <= now]
            if not due:
                break
            moment, _, fire = min(due, key=lambda one: one[:2])
            self.clock = moment
            fire()
        self.clock = now


class At:
    """A block at work. `outer` is what it stands in, `things` which of several things it is about."""

    def __init__(self, life: Life, outer: "At | None", block: object, things: tuple[str, ...]) -> None:
        self.life, self.outer, self.block, self.things = life, outer, block, things
        self.then: Callable[[], None] = lambda: None

    def begin(self) -> None: ...

    def open(self) -> Iterator["At"]:
        return iter(())

    def timers(self) -> Iterator[Timer]:
        return iter(())

    def inner(self, block: Block, then: Callable[[], None]) -> "At":
        kind = {Person: Asked, Note: Noted, Row: InRow, Choice: Chosen, Both: Beside, Again: Repeated, Wait: Waiting,
                Throw: Thrown, Part: Hosted}[type(block)]
        found = kind(self.life, self, block, self.things)
        found.then = then
        return found

    def scope(self) -> "Scope":
        found: At = self
        while not isinstance(found, Scope):
            assert found.outer is not None
            found = found.outer
        return found


class Within(At):
    """A block with others inside."""

    def __init__(self, *about: object) -> None:
        super().__init__(*about)  # type: ignore[arg-type]
        self.at_work: list[At] = []

    def open(self) -> Iterator[At]:
        for one in self.at_work:
            yield from one.open()

    def timers(self) -> Iterator[Timer]:
        for one in self.at_work:
            yield from one.timers()

    def go_on(self, block: Block, then: Callable[[], None]) -> None:
        def done() -> None:
            self.at_work.remove(found)
            then()
        found = self.inner(block, done)
        self.at_work.append(found)
        found.begin()


class Scope(Within):
    """The inside of a part: done when its way and all ways beside it are done."""

    block: Part

    def begin(self) -> None:
        self.go_on(self.block.body, self._main_done)

    def _main_done(self) -> None:
        if self.block.terminate:
            self.at_work.clear()
            self.then()
        else:
            self.side_done()

    def side_done(self) -> None:
        if not self.at_work:
            self.then()


class Asked(At):
    block: Person

    def open(self) -> Iterator[At]:
        yield self

    @property
    def key(self) -> tuple[str, str]:
        return self.block.id, "/".join(self.things)

    def answer(self, number: int) -> None:
        self.life.reach(self.block.id)
        self.then()


class Noted(At):
    block: Note

    def begin(self) -> None:
        self.life.reach(self.block.id)
        self.then()


class InRow(Within):
    block: Row

    def begin(self, number: int = 0) -> None:
        if number == len(self.block.parts):
            self.then()
        else:
            self.go_on(self.block.parts[number], lambda: self.begin(number + 1))


class Asking(Within):
    """A block that begins, or goes on, by what a person answers."""

    def ask(self, identity: str, then: Callable[[int], None]) -> None:
        person = Asked(self.life, self, Person(identity), self.things)

        def answer(number: int) -> None:
            self.at_work.remove(person)
            self.life.reach(identity)
            then(number)
        person.answer = answer  # type: ignore[method-assign]
        self.at_work.append(person)


class Chosen(Asking):
    block: Choice

    def begin(self) -> None:
        parts = self.block.parts
        self.ask(self.block.id, lambda number: self.go_on(parts[number % len(parts)], self.then))


class Beside(Within):
    block: Both

    def begin(self) -> None:
        self.left = len(self.block.parts)
        for part in self.block.parts:
            self.go_on(part, self._one_done)

    def _one_done(self) -> None:
        self.left -= 1
        if not self.left:
            self.then()


class Repeated(Asking):
    block: Again

    def begin(self) -> None:
        self.go_on(self.block.part, lambda: self.ask(self.block.id, self._answered))

    def _answered(self, number: int) -> None:
        if number % 2 == 1 and self.life.times[self.block.id] <= self.block.most:
            self.begin()
        else:
            self.then()


class Waiting(At):
    block: Wait

    def begin(self) -> None:
        self.due = self.life.clock + timedelta(minutes=self.block.hours)

    def open(self) -> Iterator[At]:
        yield self

    @property
    def key(self) -> tuple[str, str]:
        return self.block.id, "/".join(self.things)

    def come(self) -> None:
        self.life.reach(f"{self.block.id}_m")
        self.then()

    def timers(self) -> Iterator[Timer]:
        yield self.due, False, self._late

    def _late(self) -> None:
        self.life.reach(f"{self.block.id}_t")
        self.then()


class Thrown(Asking):
    block: Throw

    def begin(self) -> None:
        self.ask(self.block.id, self._answered)

    def _answered(self, number: int) -> None:
        if number % 2:
            self.then()
            return
        self.life.reach(f"{self.block.id}_u")
        alive = self._throw()
        if alive and self.block.kind == "escalation":
            self.then()

    def _throw(self) -> bool:
        """Wake who catches it; false when that ended the thrower."""
        at: At | None = self
        while at is not None:
            outer = at.outer
            if isinstance(at, Scope) and isinstance(outer, Hosted):
                for edge in outer.listening:
                    if (edge.block.kind, f"C_{edge.block.id}") == (self.block.kind, self.block.code):
                        edge.come()
                        return not edge.block.interrupting
            at = outer
        raise AssertionError(f"nothing catches {self.block.code}")


class Listening(At):
    """An event on the edge of a part."""

    block: Edge

    def __init__(self, life: Life, host: "Hosted", block: Edge, things: tuple[str, ...]) -> None:
        super().__init__(life, host, block, things)
        self.host, self.turn = host, 1
        self.began = life.clock

    @property
    def key(self) -> tuple[str, str]:
        return self.block.id, "/".join(self.things)

    def come(self) -> None:
        self.life.reach(self.block.id)
        if self.block.interrupting:
            self.host.interrupted(self.block)
            return
        if self.block.kind == "timer":
            self.host.listening.remove(self)
        scope = self.host.scope_round()
        scope.go_on(self.block.part, scope.side_done)

    def open(self) -> Iterator[At]:
        if self.block.kind == "message":
            yield self

    def timers(self) -> Iterator[Timer]:
        every = timedelta(minutes=self.block.hours)
        if self.block.kind == "timer":
            yield self.began + every, self.block.interrupting, self.come
        elif self.block.kind == "cycle" and self.turn <= 3:
            yield self.began + self.turn * every, False, self._again

    def _again(self) -> None:
        every = timedelta(minutes=self.block.hours)
        while self.turn <= 3 and self.began + self.turn * every <= self.life.look:
            self.turn += 1
        self.come()


class Hosted(Within):
    """A part, with the events on its edge."""

    block: Part

    def begin(self) -> None:
        self.listening = [Listening(self.life, self, edge, self.things) for edge in self.block.edges]
        self.number = 0
        if self.block.items is None:
            self._open(self.things)
        elif self.block.items == 0:
            self._all_done()
        elif self.block.sequential:
            self._next()
        else:
            self.left = self.block.items
            for number in range(self.block.items):
                self._open((*self.things, str(number)))

    def scope_round(self) -> Scope:
        assert self.outer is not None
        return self.outer.scope()

    def _open(self, things: tuple[str, ...]) -> None:
        one = Scope(self.life, self, self.block, things)

        def done() -> None:
            self.at_work.remove(one)
            self._one_done()
        one.then = done
        self.at_work.append(one)
        one.begin()

    def _next(self) -> None:
        self.number += 1
        self._open((*self.things, str(self.number - 1)))

    def _one_done(self) -> None:
        if self.block.items and self.block.sequential and self.number < self.block.items:
            self._next()
        elif self.block.items is None or self.block.sequential:
            self._all_done()
        else:
            self.left -= 1
            if not self.left:
                self._all_done()

    def _all_done(self) -> None:
        self.listening.clear()
        self.life.reach(self.block.id)
        self.then()

    def interrupted(self, edge: Edge) -> None:
        self.listening.clear()
        self.at_work.clear()
        self.go_on(edge.part, self.then)

    def open(self) -> Iterator[At]:
        yield from super().open()
        for one in self.listening:
            yield from one.open()

    def timers(self) -> Iterator[Timer]:
        yield from super().timers()
        for one in list(self.listening):
            yield from one.timers()
