"""Promises about time: what the system guarantees, whatever people do.

A person may complete any step at any moment or never; timers fire exactly when due if what they stand on
still waits; automatic steps take no time. So while an answer is owed, each position has to have a clock
that brings it about: either a timer on the promised date itself, which leads to the answer by automatic
steps, or, where there is none, timers whose times add up to no more than what was promised, reckoned for
every class of cases and from receipts on days that make a difference.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from engine.proofs import conditions, moments, narrowing, reckoning, slicing
from engine.proofs.charting import Chart, Timer, chart_of, heard, is_open, watch
from engine.proofs.classes import ALWAYS, LATER, Class
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage
from engine.proofs.game import Game, Move, Position, TooLarge
from engine.proofs.knowledge import Facts
from engine.proofs.moments import Moment
from engine.proofs.narrowing import NO_CASE, TOO_MANY_FACTS, TOO_MANY_WAYS, Step
from engine.proofs.net import NOBODY, WAITS, Net
from engine.proofs.promises import CLOCK, Promise
from engine.proofs.reckoning import Late, Room
from engine.proofs.trails import bits
from engine.proofs.watching import BROKEN, KEPT, Observer

ROUNDS = 12
MOST_STEPS = 80_000
"""More steps than this are not followed: where every wait is played there are more than for an order."""

TRIED = 6
"""So many ways to waits without a clock are tried before more facts are followed."""



@dataclass(frozen=True)
class Timed:
    """What was found: kept, or broken (`late`; `steps` with every answer where a case can go that way), or neither.
    `by_date`: it is kept by a timer on the promised date itself; else `worst`, the time it takes at most."""

    kept: bool
    late: Late | None = None
    steps: tuple[Step, ...] | None = None
    why: str = ""
    by_date: bool = False
    worst: Room | None = None


def prove(
    promise: Promise, content: Content, net: Net, beside: bool, all_classes: Iterable[Class],
    confirmed: Callable[[Timed], bool],
) -> Timed:
    """Prove a promise about time for one process. `confirmed` says of a way with every answer whether the engine goes
    it too and the promise is broken there."""
    names: set[str] = set()
    limit = moments.within(promise.within) if promise.pattern != CLOCK else None
    counted: list[Class] | None = None
    for _ in range(ROUNDS):
        known = content.facts(sorted(names), {})
        made = slicing.cut(net, content, known, heard(promise), every_wait=True)
        game = Game(made, watch(promise), MOST_STEPS)
        try:
            chart = chart_of(game, content.begin(known, beside))
        except TooLarge:
            return Timed(False, why=TOO_MANY_WAYS)
        if promise.pattern == CLOCK:
            lates, worst = _unclocked(chart), None
        elif not _gaps(chart, limit):
            return Timed(True, by_date=True)
        else:
            counted = _concerned(promise, all_classes) if counted is None else counted
            late, worst = reckoning.too_late(chart, limit, counted, [] if limit is None or limit.date else _sure(chart))
            lates = [late] if late is not None else []
        if not lates:
            return Timed(True, worst=worst)
        way = lates[0].way
        behind = narrowing.next_names(content, made, (), _behind_timers(chart, way[-1].position))
        if behind:
            # what the timers lead to hangs on more facts; a case that is seen to wait there needs none of them
            for found in _goable(promise, content, made, lates, beside):
                if confirmed(found):
                    return found
            names |= set(behind)
            continue
        further = narrowing.next_names(content, made, way)
        for found in _goable(promise, content, made, lates, beside, thorough=not further):
            return found
        if not further:
            return Timed(False, lates[0], why=NO_CASE)
        names |= set(further)
    return Timed(False, why=TOO_MANY_FACTS)


def _goable(
    promise: Promise, content: Content, made: slicing.Slice, lates: Iterable[Late], beside: bool, thorough: bool = False
) -> Iterator[Timed]:
    """Those ways that a case can go, each with every answer."""
    for late in lates:
        steps = _played(promise, content, made, late.way, beside, thorough)
        if steps is not None:
            yield Timed(False, late, steps)


def _concerned(promise: Promise, classes: Iterable[Class]) -> list[Class]:
    """The classes of cases that a promise is for, as far as its condition is about what makes a class."""
    if not promise.when:
        return list(classes)
    when = conditions.read(promise.when)
    return [one for one in classes if when(one.facts) is not False]


def bounds(
    promise: Promise, content: Content, net: Net, beside: bool, limit: Moment, counted: Iterable[Class],
) -> Iterator[tuple[str, float, float]]:
    """For each class of cases, in how many days at most a promise is kept that was proved, and in how many it has to
    be."""
    made = slicing.cut(net, content, content.facts([], {}), heard(promise), every_wait=True)
    chart = chart_of(Game(made, watch(promise)), content.begin(made.known, beside))
    yield from reckoning.bounds(chart, limit, _concerned(promise, counted), _sure(chart))


def _behind_timers(chart: Chart, here: Position) -> list[int]:
    """The nodes that the timers of a position lead through."""
    moves = {timer.move for timer in chart.timers.get(here, ())}
    return [one for edge in chart.edges.get(here, ()) if edge.move in moves for one in edge.entered]


# --- a timer on the promised date ------------------------------------------------------------------------

def _gaps(chart: Chart, limit: Moment | None) -> list[Position]:
    """The positions in which no timer on the promised date leads to the answer."""
    return [here for here in chart.timers if not _answered(chart, here, limit)]


def _sure(chart: Chart) -> list[str]:
    """The dates of which each brings the answer about wherever it is owed."""
    dates = {one.date for timers in chart.timers.values() for timer in timers for one in timer.moments if one.date}
    found = (name for name in dates if not _gaps(chart, Moment(date=name)))
    return sorted(found, key=lambda name: (name != "final", name))


def _answered(chart: Chart, here: Position, limit: Moment | None) -> bool:
    for timer in chart.timers[here]:
        on_date = limit is not None and limit.date and any(one.date == limit.date for one in timer.moments)
        if on_date and all(edge.to[1] == KEPT for edge in chart.edges[here] if edge.move == timer.move):
            return True
    return False


# --- any clock at all ------------------------------------------------------------------------------------

def _unclocked(chart: Chart) -> list[Late]:
    """Ways to where nobody acts and nobody else is called, none where from each position timers alone lead there."""
    clocked = _clocked(chart)
    left = [here for here in chart.explored.came if here in chart.timers and here not in clocked]
    ways = [chart.explored.way(here) for here in _shown(chart, left)[:TRIED]] if left else []
    return [Late(way, (None,) * len(way), None, None, None, None) for way in ways]


def _clocked(chart: Chart, done: int = NOBODY) -> set[Position]:
    """The positions from which timers alone lead to the answer, or where the case is over; as if one step were always
    `done`."""
    clocked: set[Position] = set()
    while True:
        more = {
            here for here in chart.timers.keys() - clocked
            if here[1] == BROKEN or any(_calls(chart, here, timer, clocked) for timer in chart.timers[here])
            or (done != NOBODY and here[0] >> done & 1 and _leads(chart, here, Move(done), clocked))
        }
        if not more:
            return clocked
        clocked |= more


def _shown(chart: Chart, left: list[Position]) -> list[Position]:
    """The positions that show best that nobody else is called. Where a timer leads on to a step that nobody has to do,
    that step is what is to be shown: if it were always done, the first of these positions would have a clock."""
    marks = 0
    for here in left:
        marks |= here[0]
    for step in bits(marks & ~left[0][0]):
        if left[0] in _clocked(chart, step):
            return _different(here for here in left if here[0] >> step & 1)
    return _different(here for here in left if not chart.timers[here]) or left[:1]


def _different(positions: Iterable[Position]) -> list[Position]:
    """Of positions that differ only in what is known, the first."""
    return list({here[:2]: here for here in reversed(list(positions))}.values())[::-1]


def _calls(chart: Chart, here: Position, timer: Timer, clocked: set[Position]) -> bool:
    sure = any(not one.date or one.date in ALWAYS or one.date in LATER for one in timer.moments)
    return sure and _leads(chart, here, timer.move, clocked)


def _leads(chart: Chart, here: Position, move: Move, clocked: set[Position]) -> bool:
    """Whether a move surely leads to the answer or to a position with a clock."""
    found = [edge.to for edge in chart.edges[here] if edge.move == move]
    return bool(found) and all(to[1] == KEPT or to in clocked for to in found)


def _played(
    promise: Promise, content: Content, made: slicing.Slice, way: Sequence[Stage], beside: bool, thorough: bool
) -> tuple[Step, ...] | None:
    """The way with every answer: to where the answer is owed and the same steps wait, or the case is over. Better one
    on which none of the others waits that were played: they might bring the answer about."""
    waiting, nodes, is_over = way[-1].position[0], made.net.nodes, way[-1].position[1] == BROKEN
    others = [node.number for node in nodes
              if node.kind in WAITS and made.keep[node.number] and not waiting >> node.number & 1]

    def there(position: Position) -> bool:
        if is_over:
            return position[1] == BROKEN
        return is_open(position) and all(position[0] >> node.number & 1 for node in nodes if waiting >> node.number & 1)

    def alone(position: Position) -> bool:
        return there(position) and not any(position[0] >> number & 1 for number in others)

    def observe(_: Facts) -> Observer:
        return watch(promise)
    for goal in (alone, there):
        steps = narrowing.played(content, made, way, narrowing.Asking(heard(promise), observe, beside, goal), thorough)
        if steps is not None:
            return steps
    return None
