"""Where an answer is owed: every position in which it is, with its timers and the moves that lead on."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.proofs import moments
from engine.proofs.classes import LATER
from engine.proofs.exploring import Edge, Explored, explore
from engine.proofs.game import Game, Move, Position
from engine.proofs.knowledge import Sets
from engine.proofs.moments import Moment
from engine.proofs.net import DONE, NOBODY, Net
from engine.proofs.promises import Promise
from engine.proofs.watching import BROKEN, KEPT, Observer, Stands

OPEN, DATED, REVIEWED, DISPUTED = 1, 2, 4, 8
"""Where the observer stands: an answer is owed, the case has its dates, those of the review, of a dispute."""

SETTING: Mapping[str, int] = {
    f"{DONE}register": DATED, f"{DONE}set_deadlines": DATED, f"{DONE}set_review_deadlines": REVIEWED,
    f"{DONE}open_dispute": DISPUTED,
}

@dataclass(frozen=True)
class Timer:
    """A timer that runs in a position, as a move, with the moments of which the earliest counts."""

    move: Move
    host: int
    moments: tuple[Moment, ...]


@dataclass
class Chart:
    """Every position in which an answer is owed, with its timers and moves."""

    explored: Explored
    timers: dict[Position, list[Timer]]
    edges: dict[Position, list[Edge]]
    first: list[Position]
    later: bool = False
    """The answer comes to be owed some time after receipt: then dates that count from receipt may be past by then."""


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


def heard(promise: Promise) -> frozenset[str]:
    return promise.milestones | set(SETTING)


def is_open(position: Position) -> bool:
    """Whether an answer is owed."""
    return (position[1] >= 0 and bool(position[1] & OPEN)) or position[1] == BROKEN


def chart_of(game: Game, sets: Sets) -> Chart:
    """The chart of a game that `watch` observes.

    Raises:
        TooLarge: there are more positions than can be looked at.
    """
    explored = explore(game, sets, goal=lambda _: False)
    chart = Chart(explored, {}, {}, [])
    for here, (before, _, _) in explored.came.items():
        if not is_open(here):
            continue
        if before is None or not is_open(before):
            chart.first.append(here)
            chart.later = chart.later or before is not None
        moves = list(game.moves(here)) if here[1] != BROKEN else []
        chart.timers[here] = [timer for move in moves if (timer := _timer(game.slice.net, move, here)) is not None]
        chart.edges[here] = explored.edges.get(here, [])
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
