"""The token game on a slice: positions, the moves that people, messages and timers can make in them, and
what follows by itself.

A position is where tokens rest, where the observer stands and what is known of the facts. Of one place
a case is in it or not: two tokens in one place are a fault of their own (soundness). A step for each
member of a list is played for none, one, or one after another.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from engine.diagram import CODED, HUMAN
from engine.proofs.knowledge import Sets, counted, joined
from engine.proofs.net import NOBODY, Node
from engine.proofs.slicing import Slice, Way
from engine.proofs.trails import Trail, bits
from engine.proofs.watching import BROKEN, KEPT, Observer

MOST_AT_ONCE = 4
"""Up to so many tokens that go on by themselves are followed in any order."""

MOST_STEPS = 40_000
"""More steps that nothing waits for than this are not followed."""

Position = tuple[int, int, Sets]
"""Where tokens rest (bits), where the observer stands, what is known."""

ENTER, DONE = 0, 1


class TooLarge(Exception):
    """More was to be played than can be; nothing is proved."""


@dataclass(frozen=True)
class Move:
    """What a person, a message or a timer does: a step that is done (`host` NOBODY) or an event on the edge of one."""

    node: int
    host: int = NOBODY


class _Going(NamedTuple):
    marks: int
    at: int
    sets: Sets
    queue: tuple[tuple[int, int], ...]
    trail: Trail


class Game:
    """A slice with an observer."""

    def __init__(self, slice_: Slice, observer: Observer, most_steps: int = MOST_STEPS) -> None:
        self._most_steps = most_steps
        self.slice, self.net, self.observer, self.known = slice_, slice_.net, observer, slice_.known
        self._nodes = (1 << len(self.net.nodes)) - 1
        self._bit = [1 << number for number in range(len(self.net.nodes))]
        self._join: dict[tuple[int, int], int] = {}
        self._held, self._cleared = self._masks()
        self.steps = 0
        self._side = [1 << (self._first_side + scope.number) for scope in self.net.scopes]

    def start(self, sets: Sets) -> list[tuple[Position, Trail]]:
        """The positions in which a run comes to rest first."""
        going = _Going(0, self.observer.begun, sets, (), None)
        return self._settle(self._arrive(going, self.net.scopes[0].start))

    def moves(self, position: Position) -> Iterator[Move]:
        """What can happen in a position."""
        marks = position[0]
        for number in bits(marks & self._nodes):
            node = self.net.nodes[number]
            if node.kind == "boundaryEvent":
                continue
            if not self.slice.keep[node.number]:
                yield Move(node.number)
                continue
            if node.inner == NOBODY or node.number in self.slice.shut:
                if node.kind == "eventBasedGateway":
                    for target, _ in node.outs:
                        yield Move(target, node.number)
                else:
                    yield Move(node.number)
            for one in node.edge:
                edge = self.net.nodes[one].element
                # of what is shut nobody plays where inside it is thrown
                thrown = edge.event in CODED and number in self.slice.shut
                fired = marks & self._bit[one] and edge.event == "timer"
                if one not in self.slice.dropped and not fired and (thrown or edge.event in ("timer", "message")):
                    yield Move(one, number)
        for scope in self.net.scopes:
            if marks & self._side[scope.number]:
                yield Move(NOBODY, scope.number)

    def after(self, position: Position, move: Move) -> list[tuple[Position, Trail]]:
        """The positions that can follow a move."""
        marks, at, sets = position
        if move.node == NOBODY:
            going = _Going(marks & ~self._side[move.host], at, sets, (), None)
            return self._settle(self._checked(going, move.host))
        node = self.net.nodes[move.node]
        if node.kind == "boundaryEvent":
            host = self.net.nodes[move.host]
            if node.element.interrupting:
                marks = self._gone(marks, host)
            elif node.element.event == "timer" and node.element.timer_kind != "timeCycle":
                marks |= self._bit[node.number]
        elif move.host != NOBODY:
            marks &= ~self._bit[move.host]
        else:
            marks = self._gone(marks, node)
        going = _Going(marks, at, sets, (), None)
        if self.slice.keep[node.number]:
            return self._settle([_Going(marks, at, sets, ((DONE, node.number),), None)])
        if node.kind == "boundaryEvent":
            return self._settle(self._arrive(going, node.number))
        return self._settle([self._to(going, way) for way in self.slice.later(node.number)])

    # --- what follows by itself ---------------------------------------------------------------------------

    def _settle(self, begun: list[_Going]) -> list[tuple[Position, Trail]]:
        ahead, seen = list(begun), set()
        found: dict[Position, Trail] = {}
        while ahead:
            going = ahead.pop()
            queue = going.queue if len(going.queue) < 2 else tuple(sorted(going.queue))
            key = (going.marks, going.at, going.sets, queue)
            if key in seen:
                continue
            seen.add(key)
            self.steps += 1
            if self.steps > self._most_steps:
                raise TooLarge()
            if not going.queue or going.at in (KEPT, BROKEN):
                found.setdefault((going.marks, going.at, going.sets), going.trail)
                continue
            orders = len(going.queue) if len(going.queue) <= MOST_AT_ONCE else 1
            for place in range(orders):
                step, number = going.queue[place]
                rest = (*going.queue[:place], *going.queue[place + 1:]) if len(going.queue) > 1 else ()
                one = _Going(going.marks, going.at, going.sets, rest, going.trail)
                ahead += self._entered(one, number) if step == ENTER else self._done(one, number)
        return list(found.items())

    def _arrive(self, going: _Going, number: int) -> list[_Going]:
        """A token comes to a node: to each of the kept ones that it can be at next, or it waits before."""
        node = self.net.nodes[number]
        if node.kind == "boundaryEvent" and not self.slice.keep[number] and node.outs:
            going = _Going(going.marks, going.at, going.sets, going.queue, (going.trail, number))
            number = node.outs[0][0]
        direct, _, rest = self.slice.onwards(number)
        found = [self._to(going, way) for way in direct]
        if rest:
            found.append(_Going(going.marks | self._bit[number], going.at, going.sets, going.queue, going.trail))
        return found

    def _to(self, going: _Going, way: Way) -> _Going:
        target, passed = way
        trail = going.trail
        for one in passed:
            trail = (trail, one)
        return _Going(going.marks, going.at, going.sets, (*going.queue, (ENTER, target)), trail)

    def _entered(self, going: _Going, number: int) -> list[_Going]:
        node = self.net.nodes[number]
        trail = (going.trail, number)
        marks, queue = going.marks, going.queue
        if node.inner != NOBODY:
            return self._opened(going, node, trail)
        if node.kind in HUMAN:
            return [
                one for some, sets in self._members(node, going.sets)
                for one in [*(self._worked_on(going, number, sets, trail) if some is not False else []),
                            *(self._done(_Going(marks, going.at, sets, queue, trail), number, passed=True)
                              if some is not True else [])]
            ]
        if node.kind in ("intermediateCatchEvent", "eventBasedGateway"):
            return [_Going(marks | self._bit[number], going.at, going.sets, queue, trail)]
        if node.kind == "parallelGateway":
            return self._met(going, node, trail)
        if node.kind == "exclusiveGateway":
            return self._chosen(going, node, trail)
        return self._done(_Going(marks, going.at, going.sets, queue, trail), number, passed=True)

    def _worked_on(self, going: _Going, number: int, sets: Sets, trail: Trail) -> list[_Going]:
        """A step of a person stands open."""
        return [
            _Going(going.marks | self._bit[number], at, known, going.queue, trail)
            for at, known in self.observer.work(going.at, sets)
        ]

    def _opened(self, going: _Going, node: Node, trail: Trail) -> list[_Going]:
        """A scope begins; one for each member of a list may have none."""
        marks = going.marks | self._bit[node.number]
        found: list[_Going] = []
        for some, sets in self._members(node, going.sets):
            if some is not False:
                inside = _Going(marks, going.at, sets, going.queue, trail)
                if node.number in self.slice.shut:
                    found += [inside] if self.net.waits[node.number] else self._over_at_once(inside, node)
                else:
                    found += self._arrive(inside, self.net.scopes[node.inner].start)
            if some is not True:
                found += self._done(_Going(going.marks, going.at, sets, going.queue, trail), node.number)
        return found

    def _over_at_once(self, going: _Going, node: Node) -> list[_Going]:
        """What is shut and waits for nothing is done, or has thrown something, before anything else happens."""
        gone = _Going(self._gone(going.marks, node), going.at, going.sets, going.queue, going.trail)
        thrown = [self.net.nodes[one] for one in node.edge if self.net.nodes[one].element.event in CODED]
        return [*self._done(gone, node.number), *(one for edge in thrown for one in self._caught(gone, edge))]

    def _members(self, node: Node, sets: Sets) -> list[tuple[bool | None, Sets]]:
        """Whether there is something to do a step for; None: perhaps."""
        if node.element.loop is None:
            return [(True, sets)]
        name = node.element.loop.collection
        if name not in self.known.place:
            return [(None, sets)]
        some, none = self.known.parted(sets, f"a member of {name}", [name], lambda world: bool(world[name]))
        return [*((True, one) for one in some), *((False, one) for one in none)]

    def _met(self, going: _Going, node: Node, trail: Trail) -> list[_Going]:
        """Ways that come together wait for each other."""
        if node.joins < 2:
            return self._done(_Going(going.marks, going.at, going.sets, going.queue, trail), node.number, passed=True)
        bits = [self._join[node.number, place] for place in range(node.joins)]
        free = [bit for bit in bits if not going.marks & bit]
        if len(free) > 1:
            return [_Going(going.marks | free[0], going.at, going.sets, going.queue, trail)]
        marks = going.marks & ~sum(bits)
        return self._done(_Going(marks, going.at, going.sets, going.queue, trail), node.number, passed=True)

    def _chosen(self, going: _Going, node: Node, trail: Trail) -> list[_Going]:
        """The first way whose condition holds, as far as that is known; several where it is not."""
        found: list[_Going] = []
        left = [going.sets]
        for target, condition in self.slice.guards[node.number]:
            taken, rest = left, []
            if condition is not None:
                parted = [self.known.parted(sets, condition.source, condition.names, condition) for sets in left]
                taken = joined(one for holds, _ in parted for one in holds)
                rest = joined(one for _, fails in parted for one in fails)
            for sets in taken:
                one = _Going(going.marks, going.at, sets, going.queue, trail)
                found += self._arrive(one, target)
            left = rest
        return found

    def _done(self, going: _Going, number: int, passed: bool = False) -> list[_Going]:
        """A step is done: its effects, its milestones, and on."""
        node = self.net.nodes[number]
        trail = going.trail if passed else (going.trail, number)
        effect = self.slice.effects[number]
        stands = [(going.at, sets) for sets in (effect(self.known, going.sets) if effect else [going.sets])]
        for milestone in node.milestones:
            if milestone in self.slice.milestones:
                stands = [
                    one for at, sets in stands
                    for one in (self.observer.reach(at, milestone, counted(self.known, sets, milestone))
                                if at not in (KEPT, BROKEN) else [(at, sets)])
                ]
        found = []
        for at, sets in stands:
            one = _Going(going.marks, at, sets, going.queue, trail)
            found += self._on(one, node) if at not in (KEPT, BROKEN) else [one]
        return found

    def _on(self, going: _Going, node: Node) -> list[_Going]:
        """Where it goes on from a step that is done."""
        if node.element.event in ("error", "escalation") and node.kind != "boundaryEvent":
            thrown = self._thrown(going, node)
            if thrown is not None:
                return thrown
        if node.kind == "endEvent":
            if node.element.event == "terminate":
                marks = going.marks & ~self._cleared[node.scope]
                inside = self.net.within[node.scope]
                queue = tuple(one for one in going.queue if self.net.nodes[one[1]].scope not in inside)
                return self._completed(_Going(marks, going.at, going.sets, queue, going.trail), node.scope)
            return self._checked(going, node.scope)
        if node.kind == "exclusiveGateway":
            return self._chosen(going, node, going.trail)
        found = [going]
        for target, _ in node.outs:
            found = [one for before in found
                     for one in self._arrive(before, target) or self._left(before, node, target)]
        return found

    def _left(self, going: _Going, node: Node, target: int) -> list[_Going]:
        """A way beside the one that is looked for is not gone: a token stays where it begins."""
        if self.slice.only is None or node.kind != "parallelGateway":
            return []
        return [_Going(going.marks | self._bit[target], going.at, going.sets, going.queue, going.trail)]

    def _thrown(self, going: _Going, node: Node) -> list[_Going] | None:
        """An error or escalation goes to the nearest event that catches it; None: the token goes on beside it."""
        catcher = self.net.catcher(node)
        if catcher is None:
            return []
        host = self.net.nodes[catcher.host]
        if catcher.element.interrupting:
            marks, queue = self._gone(going.marks, host), going.queue
            inside = self.net.within[host.inner] if host.inner != NOBODY else frozenset()
            queue = tuple(one for one in queue if self.net.nodes[one[1]].scope not in inside)
            caught = _Going(marks, going.at, going.sets, queue, going.trail)
            return self._caught(caught, catcher)
        if catcher.number in self.slice.dropped:
            return None
        beside = self._caught(going, catcher)
        if node.kind == "endEvent":
            return [one for before in beside for one in self._checked(before, node.scope)]
        return [one for before in beside for target, _ in node.outs for one in self._arrive(before, target)]

    def _caught(self, going: _Going, catcher: Node) -> list[_Going]:
        if self.slice.keep[catcher.number]:
            queue = (*going.queue, (DONE, catcher.number))
            return [_Going(going.marks, going.at, going.sets, queue, going.trail)]
        return self._arrive(going, catcher.number)

    def _checked(self, going: _Going, scope: int) -> list[_Going]:
        """A scope in which nothing is left is over; where side work may hold it, it is over or waits for that."""
        inside = self.net.within[scope]
        if going.marks & self._held[scope] or any(self.net.nodes[one].scope in inside for _, one in going.queue):
            return [going]
        found = self._completed(going, scope)
        if self.slice.every_wait and scope in self.slice.held_by_side and not going.marks & self._side[scope]:
            found.append(_Going(going.marks | self._side[scope], going.at, going.sets, going.queue, going.trail))
        return found

    def _completed(self, going: _Going, scope: int) -> list[_Going]:
        host = self.net.scopes[scope].host
        if host == NOBODY:
            return [
                _Going(0, at, sets, (), going.trail) for at, sets in self.observer.end(going.at, going.sets)
            ]
        node = self.net.nodes[host]
        marks = self._gone(going.marks, node)
        found = self._done(_Going(marks, going.at, going.sets, going.queue, going.trail), host)
        if node.element.loop is not None:
            found += self._arrive(going, self.net.scopes[scope].start)
        return found

    # --- bits ---------------------------------------------------------------------------------------------

    def _gone(self, marks: int, node: Node) -> int:
        """The tokens without a step, what is inside it, and what its edge remembers."""
        marks &= ~self._bit[node.number]
        for one in node.edge:
            marks &= ~self._bit[one]
        return marks & ~self._cleared[node.inner] if node.inner != NOBODY else marks

    def _masks(self) -> tuple[list[int], list[int]]:
        """Of each scope, the bits that keep it going, and all bits inside it."""
        free = len(self.net.nodes)
        held, cleared = [0] * len(self.net.scopes), [0] * len(self.net.scopes)
        for node in self.net.nodes:
            bit = self._bit[node.number]
            cleared[node.scope] |= bit
            if node.kind != "boundaryEvent":
                held[node.scope] |= bit
            if node.kind == "parallelGateway" and node.joins > 1:
                for place in range(node.joins):
                    self._join[node.number, place] = 1 << free
                    held[node.scope] |= 1 << free
                    cleared[node.scope] |= 1 << free
                    free += 1
        self._first_side = free
        for scope in self.net.scopes:
            held[scope.number] |= 1 << (free + scope.number)
            cleared[scope.number] |= 1 << (free + scope.number)
        for scope in reversed(self.net.scopes):
            if scope.parent != NOBODY:
                held[scope.parent] |= held[scope.number]
                cleared[scope.parent] |= cleared[scope.number]
        return held, cleared
