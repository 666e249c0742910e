"""Every position that can be reached, and the shortest way to the first one in which a promise is broken."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from heapq import heappop, heappush

from engine.proofs.game import Game, Move, Position, TooLarge
from engine.proofs.knowledge import Sets, joined
from engine.proofs.living import Living
from engine.proofs.trails import Trail, passed
from engine.proofs.watching import BROKEN, KEPT

MOST_POSITIONS = 20_000
"""More positions than this are not looked at; then nothing is proved."""


@dataclass(frozen=True)
class Stage:
    """One move on a way and what followed from it: `nodes` in order, and the position after it. The first stage
    of a way has no move."""

    move: Move | None
    nodes: tuple[int, ...]
    position: Position


@dataclass(frozen=True)
class Edge:
    """A move from one position to another. `entered`: what a token came to on the way."""

    move: Move
    to: Position
    trail: Trail

    @cached_property
    def entered(self) -> frozenset[int]:
        return frozenset(passed(self.trail))


@dataclass
class Explored:
    """Positions with how each was reached first, and the edges from each of which all were looked at. An edge leads to
    a position that was reached before, where that holds every case in which it ends. `broken`: the first in which the
    goal of the search is met."""

    came: dict[Position, tuple[Position | None, Move | None, Trail]] = field(default_factory=dict)
    edges: dict[Position, list[Edge]] = field(default_factory=dict)
    broken: Position | None = None

    def way(self, position: Position) -> tuple[Stage, ...]:
        """The stages that lead to a position, the first one first."""
        found, here = [], position
        while True:
            before, move, trail = self.came[here]
            found.append(Stage(move, tuple(passed(trail)), here))
            if before is None:
                return tuple(found[::-1])
            here = before


Allowed = Callable[[Move], bool]


def is_broken(position: Position) -> bool:
    """Whether a promise is broken there."""
    return position[1] == BROKEN


def explore(
    game: Game, sets: Sets, allowed: Allowed | None = None, goal: Callable[[Position], bool] = is_broken,
    along: Sequence[int] = (), deep: bool = False,
) -> Explored:
    """Look at positions until the promise is broken (or another goal is met) or none is left: nearest first, or
    those first that have come farthest `along` a way, given as its nodes; of those that have come as far, the first
    found, or if `deep` the last. Where the promise is kept for good, nobody looks further.

    Raises:
        TooLarge: there are more than can be looked at.
    """
    search = _Search(game, goal, along, deep)
    timers = {node.number for node in game.net.nodes if node.element.event == "timer"}
    if search.note(None, None, game.start(sets), 0):
        return search.found
    while search.ahead:
        come, _, here = heappop(search.ahead)
        # which of several timers comes first is not known here: a way by people and messages is better
        for move in sorted(game.moves(here), key=lambda one: one.node in timers):
            if (allowed is None or allowed(move)) and search.note(here, move, game.after(here, move), -come):
                return search.found
    return search.found


class _Search:
    def __init__(self, game: Game, goal: Callable[[Position], bool], along: Sequence[int], deep: bool) -> None:
        self.game, self.goal, self.along, self._turn = game, goal, along, -1 if deep else 1
        self.found = Explored()
        self._living = Living(game)
        self.ahead: list[tuple[int, int, Position]] = []
        self._seen: dict[tuple[int, int], list[tuple[int, Position]]] = {}
        self._noted = 0

    def note(
        self, before: Position | None, move: Move | None, reached: list[tuple[Position, Trail]], come: int
    ) -> bool:
        """Note positions that were not looked at before; whether one of them is the goal."""
        for position, trail in _together(reached):
            held = self._held(position)
            if before is not None and move is not None:
                self.found.edges.setdefault(before, []).append(Edge(move, held or position, trail))
            if held is not None:
                continue
            self.found.came[position] = (before, move, trail)
            if self.goal(position):
                self.found.broken = position
                return True
            if position[1] not in (KEPT, BROKEN) and position[0]:
                self._noted += 1
                heappush(self.ahead, (-self._come(come, trail), self._turn * self._noted, position))
        if len(self.found.came) > MOST_POSITIONS:
            raise TooLarge()
        return False

    def _held(self, position: Position) -> Position | None:
        """One that was noted before and holds every case that is in this position; None: there is none, and this one
        is noted."""
        living = self._living.known(position)
        noted = self._seen.setdefault(position[:2], [])
        for one, before in noted:
            if living | one == one:
                return before
        noted.append((living, position))
        return None

    def _come(self, come: int, trail: Trail) -> int:
        """How far along the way this is."""
        if self.along:
            for node in passed(trail):
                if come < len(self.along) and self.along[come] == node:
                    come += 1
        return come


def _together(reached: list[tuple[Position, Trail]]) -> Iterator[tuple[Position, Trail]]:
    """Positions that were reached by one way and differ only in what is known, in as few as hold the same cases."""
    by_way: dict[tuple[int, int, Trail], list[Sets]] = {}
    for (marks, at, sets), trail in reached:
        by_way.setdefault((marks, at, trail), []).append(sets)
    for (marks, at, trail), many in by_way.items():
        for sets in joined(many):
            yield (marks, at, sets), trail
