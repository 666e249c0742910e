"""Promises about time: what the system guarantees, whatever people do.

A person may complete any step at any moment or never; timers fire exactly when due if what they stand on
still waits; automatic steps take no time. So while an answer is owed, each position has to have a clock
that brings it about: either a timer on the promised date itself, which leads to the answer by automatic
steps, or, where there is none, timers whose times add up to no more than what was promised, reckoned for
every class of cases and from receipts on days that make a difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.proofs import moments, narrowing, slicing
from engine.proofs.classes import ALWAYS, LATER, Class
from engine.proofs.effects import Content
from engine.proofs.exploring import Explored, Stage, explore
from engine.proofs.game import Game, Move, Position, TooLarge, passed
from engine.proofs.knowledge import Facts, Sets
from engine.proofs.moments import Moment
from engine.proofs.narrowing import Step
from engine.proofs.net import DONE, NOBODY, Net
from engine.proofs.promises import CLOCK, Promise
from engine.proofs.watching import BROKEN, KEPT, Observer, Stands

OPEN, DATED, REVIEWED, DISPUTED = 1, 2, 4, 8
"""Where the observer stands: an answer is owed, the case has its dates, those of the review, of a dispute."""

SETTING: Mapping[str, int] = {
    f"{DONE}register": DATED, f"{DONE}set_deadlines": DATED, f"{DONE}set_review_deadlines": REVIEWED,
    f"{DONE}open_dispute": DISPUTED,
}
FOR_EVER = timedelta(days=3_650)
"""What is put off for longer than this is put off for ever."""

ROUNDS = 12


@dataclass(frozen=True)
class Late:
    """A way on which it comes too late: the stages, when each of them is reached at the latest (`at`), when the
    answer was owed and when it comes (None: never), for which class of cases and which receipt."""

    way: tuple[Stage, ...]
    at: tuple[datetime | None, ...]
    owed: datetime | None
    comes: datetime | None
    of: Class | None
    received: datetime | None


@dataclass(frozen=True)
class Timed:
    """What was found: kept, or broken (`late`; `steps` with every answer where a case can go that way), or neither.
    `by_date`: it is kept by a timer on the promised date itself; else `worst`, the time it takes at most."""

    kept: bool
    late: Late | None = None
    steps: tuple[Step, ...] | None = None
    why: str = ""
    by_date: bool = False
    worst: tuple[timedelta, timedelta, Class] | None = None


@dataclass(frozen=True)
class Timer:
    """A timer that runs in a position, as a move, with the moments of which the earliest counts."""

    move: Move
    host: int
    moments: tuple[Moment, ...]


@dataclass(frozen=True)
class Edge:
    """A move from one position to another; `entered`: what begins to wait with it."""

    move: Move
    to: Position
    entered: frozenset[int]


@dataclass
class Chart:
    """Every position in which an answer is owed, with its timers and moves."""

    explored: Explored
    game: Game
    timers: dict[Position, list[Timer]]
    edges: dict[Position, list[Edge]]
    first: list[Position]


def prove(
    promise: Promise, content: Content, net: Net, beside: bool, all_classes: Iterable[Class],
) -> Timed:
    """Prove a promise about time for one process."""
    names: set[str] = set()
    limit = moments.within(promise.within) if promise.pattern != CLOCK else None
    counted: list[Class] | None = None
    for _ in range(ROUNDS):
        known = content.facts(sorted(names), {})
        made = slicing.cut(net, content, known, _heard(promise), every_wait=True)
        game = Game(made, watch(promise))
        try:
            chart = _chart(game, content.begin(known, beside))
        except TooLarge:
            return Timed(False, why="there are more ways through the drawing than can be looked at")
        if promise.pattern == CLOCK:
            found = _unclocked(chart)
        elif not _gaps(chart, limit):
            return Timed(True, by_date=True)
        else:
            counted = list(all_classes) if counted is None else counted
            found = _late(chart, limit, counted)
        if found.kept or found.late is None:
            return found
        way = found.late.way
        behind = narrowing.next_names(content, made, (), _behind_timers(chart, way[-1].position))
        if behind:
            names |= set(behind)
            continue
        further = narrowing.next_names(content, made, way)
        steps = _played(promise, content, made, way, beside, thorough=not further)
        if steps is not None:
            return Timed(False, found.late, steps)
        if not further:
            return Timed(False, found.late, why="no case was found that goes this way")
        names |= set(further)
    return Timed(False, why="too many facts have a say in it")


def _behind_timers(chart: Chart, here: Position) -> list[int]:
    """The nodes that the timers of a position lead through."""
    moves = {timer.move for timer in chart.timers.get(here, ())}
    return [one for edge in chart.edges.get(here, ()) if edge.move in moves for one in edge.entered]


def watch(promise: Promise) -> Observer:
    """Open between `after` and `reach` or `until`; also notes whether the case has its dates."""
    done = {*promise.reach, *promise.until}

    def reach(at: int, milestone: str, sets: Sets) -> Stands:
        if at & OPEN and milestone in done:
            return [(KEPT, sets)]
        if milestone in done and not promise.after:
            return [(KEPT, sets)]
        if milestone in promise.after:
            at |= OPEN
        return [(at | SETTING.get(milestone, 0), sets)]

    def same(at: int, sets: Sets) -> Stands:
        return [(at, sets)]

    def end(at: int, sets: Sets) -> Stands:
        return [(BROKEN if at & OPEN else KEPT, sets)]
    return Observer(reach, same, end, 0 if promise.after else OPEN)


def _heard(promise: Promise) -> frozenset[str]:
    return promise.milestones | set(SETTING)


def is_open(position: Position) -> bool:
    """Whether an answer is owed."""
    return (position[1] >= 0 and bool(position[1] & OPEN)) or position[1] == BROKEN


def _chart(game: Game, sets: Sets) -> Chart:
    explored = explore(game, sets, goal=lambda _: False)
    chart = Chart(explored, game, {}, {}, [])
    for here, (before, _, _) in explored.came.items():
        if not is_open(here):
            continue
        if before is None or not is_open(before):
            chart.first.append(here)
        moves = list(game.moves(here)) if here[1] != BROKEN else []
        chart.timers[here] = [timer for move in moves if (timer := _timer(game.slice.net, move, here)) is not None]
        chart.edges[here] = [
            Edge(move, to, frozenset(passed(trail))) for move in moves for to, trail in game.after(here, move)
        ]
    return chart


def _timer(net: Net, move: Move, here: Position) -> Timer | None:
    """A move by a timer that can come, as far as the case has its dates."""
    if move.node == NOBODY or net.nodes[move.node].element.event != "timer":
        return None
    element = net.nodes[move.node].element
    found = tuple(one for one in moments.read(element.timer, element.timer_kind) if _is_set(one, here[1]))
    return Timer(move, move.host if move.host != NOBODY else move.node, found)


def _is_set(moment: Moment, at: int) -> bool:
    if not moment.date:
        return True
    later = {"set_review_deadlines": REVIEWED, "open_dispute": DISPUTED}.get(LATER.get(moment.date, ""), DATED)
    return bool(at & later)


# --- a timer on the promised date ------------------------------------------------------------------------

def _gaps(chart: Chart, limit: Moment | None) -> list[Position]:
    """The positions in which no timer on the promised date leads to the answer."""
    return [here for here in chart.timers if not _answered(chart, here, limit)]


def _answered(chart: Chart, here: Position, limit: Moment | None) -> bool:
    for timer in chart.timers[here]:
        on_date = limit is not None and limit.date and any(one.date == limit.date for one in timer.moments)
        if on_date and all(edge.to[1] == KEPT for edge in chart.edges[here] if edge.move == timer.move):
            return True
    return False


# --- any clock at all ------------------------------------------------------------------------------------

def _unclocked(chart: Chart) -> Timed:
    """Whether somebody else is called wherever nobody acts: from each position timers alone lead there."""
    clocked: set[Position] = set()
    while True:
        more = {
            here for here in chart.timers.keys() - clocked
            if here[1] == BROKEN or any(_calls(chart, here, timer, clocked) for timer in chart.timers[here])
        }
        if not more:
            break
        clocked |= more
    for here in chart.explored.came:
        if here in chart.timers and here not in clocked:
            way = chart.explored.way(here)
            return Timed(False, Late(way, (None,) * len(way), None, None, None, None))
    return Timed(True)


def _calls(chart: Chart, here: Position, timer: Timer, clocked: set[Position]) -> bool:
    sure = any(not one.date or one.date in ALWAYS or one.date in LATER for one in timer.moments)
    return sure and all(
        edge.to[1] == KEPT or edge.to in clocked for edge in chart.edges[here] if edge.move == timer.move
    )


# --- times that add up -----------------------------------------------------------------------------------

def _late(chart: Chart, limit: Moment | None, counted: Sequence[Class]) -> Timed:
    """Whether the answer can come too late, for some class of cases and some receipt."""
    worst: tuple[timedelta, timedelta, Class] | None = None
    used = _dates_used(chart, limit)
    seen: set[tuple[object, ...]] = set()
    for one in counted:
        for received in one.receipts:
            dates = one.dates(received)
            owed = _owed(limit, one, received, dates)
            key = (one.calendar.name, received, *((name, dates.get(name)) for name in used))
            if owed is None or key in seen:
                continue
            seen.add(key)
            late, comes = _Reckoning(chart, one, received, dates, owed).run()
            if late is not None:
                return Timed(False, late)
            room = (comes - received, owed - received, one)
            if worst is None or room[1] - room[0] < worst[1] - worst[0]:
                worst = room
    return Timed(True, worst=worst)


def _dates_used(chart: Chart, limit: Moment | None) -> list[str]:
    found = {one.date for timers in chart.timers.values() for timer in timers for one in timer.moments if one.date}
    return sorted(found | ({limit.date} if limit is not None and limit.date else set()))


def _owed(limit: Moment | None, of: Class, received: datetime, dates: Mapping[str, datetime]) -> datetime | None:
    if limit is None:
        return None
    if limit.date in LATER:
        return of.later(limit.date, received, received)
    return dates.get(limit.date) if limit.date else moments.after(limit, received, of.calendar)


class _Reckoning:
    """When each position is come to at the latest, for one class of cases and one receipt."""

    def __init__(
        self, chart: Chart, of: Class, received: datetime, dates: Mapping[str, datetime], owed: datetime
    ) -> None:
        self.chart, self.of, self.received, self.dates, self.owed = chart, of, received, dates, owed
        self.entry: dict[Position, datetime] = {}
        self.since: dict[Position, dict[int, datetime]] = {}
        self.came: dict[Position, tuple[Position, Edge] | None] = {}

    def run(self) -> tuple[Late | None, datetime]:
        """A way on which it comes too late, if any; and when it comes at the latest where none does."""
        latest, ahead = self.received, list(self.chart.first)
        for here in ahead:
            self.entry[here], self.came[here] = self.received, None
            self.since[here] = {timer.host: self.received for timer in self.chart.timers[here]}
        while ahead:
            here = ahead.pop(0)
            if here[1] == BROKEN:
                return self._late(here, None), latest
            until = self._until(here)
            if until is None or until - self.received > FOR_EVER:
                return self._late(here, None), latest
            for edge in self.chart.edges[here]:
                if not self._can(here, edge.move, until):
                    continue
                if edge.to[1] == KEPT:
                    latest = max(latest, until)
                    if until > self.owed:
                        return self._late(here, until), latest
                elif self._joined(here, edge, until) and edge.to not in ahead:
                    ahead.append(edge.to)
        return None, latest

    def _until(self, here: Position) -> datetime | None:
        """How long a case can stay in a position: until its first timer; None: for ever."""
        dues = [due for timer in self.chart.timers[here] if (due := self._due(here, timer)) is not None]
        return max(min(dues), self.entry[here]) if dues else None

    def _due(self, here: Position, timer: Timer) -> datetime | None:
        since = self.since[here].get(timer.host, self.entry[here])
        found = [at for one in timer.moments if (at := self._at(one, since)) is not None]
        return max(min(found), since) if found else None

    def _at(self, moment: Moment, since: datetime) -> datetime | None:
        if moment.date in LATER:
            return self.of.later(moment.date, self.received, since)
        return self.dates.get(moment.date) if moment.date else moments.after(moment, since, self.of.calendar)

    def _can(self, here: Position, move: Move, until: datetime) -> bool:
        """A timer fires only if nothing that is due before it always comes first."""
        timer = next((one for one in self.chart.timers[here] if one.move == move), None)
        if timer is None:
            return True
        earliest = [self._at(one, self.received) for one in timer.moments if not one.unknown]
        known = [at for at in earliest if at is not None]
        return (bool(known) and min(known) <= until) or any(one.unknown for one in timer.moments)

    def _joined(self, here: Position, edge: Edge, at: datetime) -> bool:
        """Note that a position can be come to as late as this; whether that is news."""
        to, hosts = edge.to, {timer.host for timer in self.chart.timers[edge.to]}
        since = {
            host: self.since[here].get(host, at) if host not in edge.entered and host in self.since[here] else at
            for host in hosts
        }
        if to not in self.entry:
            self.entry[to], self.since[to], self.came[to] = at, since, (here, edge)
            return True
        before = self.since[to]
        merged = {host: max(since[host], before.get(host, since[host])) for host in hosts}
        if at <= self.entry[to] and merged == before:
            return False
        if at > self.entry[to]:
            self.came[to] = (here, edge)
        self.entry[to], self.since[to] = max(at, self.entry[to]), merged
        return True

    def _late(self, here: Position, comes: datetime | None) -> Late:
        """The way to a position, each stage as late as it can be."""
        way: list[tuple[Stage, datetime | None]] = []
        at: Position | None = here
        seen: set[Position] = set()
        while at is not None and at not in seen:
            seen.add(at)
            before = self.came.get(at)
            if before is None:
                break
            stage = Stage(before[1].move, tuple(_trail(self.chart, before[0], before[1])), at)
            way.append((stage, self.entry[at]))
            at = before[0]
        first = self.chart.explored.way(at if at is not None else here)
        stages = [*((one, self.received) for one in first), *way[::-1]]
        return Late(tuple(one for one, _ in stages), tuple(when for _, when in stages), self.owed, comes, self.of,
                    self.received)


def _trail(chart: Chart, here: Position, edge: Edge) -> list[int]:
    for to, trail in chart.game.after(here, edge.move):
        if to == edge.to:
            return passed(trail)
    return []


def _played(
    promise: Promise, content: Content, made: slicing.Slice, way: Sequence[Stage], beside: bool, thorough: bool
) -> tuple[Step, ...] | None:
    """The way with every answer: to where the answer is owed and the same steps wait."""
    waiting = way[-1].position[0]

    def there(position: Position) -> bool:
        return is_open(position) and all(position[0] >> number & 1 for number in range(len(made.net.nodes))
                                         if waiting >> number & 1)

    def observe(_: Facts) -> Observer:
        return watch(promise)
    asking = narrowing.Asking(_heard(promise), observe, beside, there)
    return narrowing.played(content, made, way, asking, thorough)
