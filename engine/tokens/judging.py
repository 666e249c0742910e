"""What the game says about a drawing: findings, each with the shortest way to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from engine.tokens.drawn import Drawn, Node
from engine.tokens.net import ACTIVE, ENDED, FLOW, MESSAGE, Net, flat, members
from engine.tokens.playing import Played

STUCK, ENDLESS, IMPROPER, DEAD, UNSAFE, LIVELOCK = "stuck", "endless", "improper", "dead", "unsafe", "livelock"


@dataclass(frozen=True)
class Named:
    """An element by what people know it by."""

    id: str
    name: str
    kind: str
    file: str

    @property
    def label(self) -> str:
        return self.name or self.id or self.kind


@dataclass(frozen=True)
class Finding:
    """One thing that goes wrong. `at` is where; `flow` the id of the arrow where two tokens meet; `others` are what
    is waited for, or lies on the circle; `path` leads there from the start; `message` says that one is waited for."""

    rule: str
    at: Named
    flow: str = ""
    others: tuple[Named, ...] = ()
    path: tuple[Named, ...] = ()
    message: bool = False


class Judge:
    """Reads one played net."""

    def __init__(self, drawn: Drawn, counted: set[int], played: Played) -> None:
        self.drawn = drawn
        self.counted = counted
        self.played = played
        self.net: Net = played.net
        self.steps = self.net.steps

    def findings(self) -> Iterator[Finding]:
        yield from self._stuck()
        yield from self._endless()
        yield from self._met()
        if self.played.complete:
            yield from self._dead()

    # each property

    def _stuck(self) -> Iterator[Finding]:
        told: set[tuple[int | None, str]] = set()
        for state in self.played.still:
            if self.played.flooded(state):
                continue
            places = [key for key in range(len(self.net.places)) if self.played.holds(state, key)]
            standing = [key for key in places if self.net.places[key].role not in (MESSAGE, ENDED, ACTIVE)]
            for key in standing or places:
                place = self.net.places[key]
                about = place.node
                if about is None or (about, STUCK) in told:
                    continue
                told.add((about, STUCK))
                others, message = self._lacking(about, state)
                yield Finding(STUCK, self.named(about), place.flow, others, self.path(state), message)

    def _lacking(self, node: int, state: int) -> tuple[tuple[Named, ...], bool]:
        """What an element that stands still waits for: the sources of the arrows, or senders, that lack a token."""
        here = self.drawn.nodes[node]
        if here.kind == "parallelGateway":
            present = {place.flow for key, place in enumerate(self.net.places) if self.played.holds(state, key)}
            kept = {place.flow for place in self.net.places if place.role == FLOW}
            sources = [flow.source for flow in here.incoming if flow.id not in present and flow.id in kept]
            missing = sources or [flow.source for flow in here.incoming if flow.id not in present]
            return tuple(self.named(one) for one in dict.fromkeys(missing)), False
        waiting = {node, *(flow.target for flow in here.outgoing if here.kind == "eventBasedGateway")}
        senders = [one.source for one in self.net.places if one.role == MESSAGE and one.node in waiting]
        return tuple(self.named(one) for one in dict.fromkeys(senders) if one is not None), bool(senders)

    def _endless(self) -> Iterator[Finding]:
        """Circles that nothing leaves: states from which neither an end nor a standstill can be come to."""
        if not self.played.complete:
            return
        lost = self._lost()
        if not lost:
            return
        out: dict[int, set[int]] = {}
        for head, way in zip(self.played.heads, self.played.ways, strict=True):
            if head in lost:
                out.setdefault(head, set()).add(way)
        told: set[tuple[int, ...]] = set()
        for circle in _bottoms(self.played, lost):
            numbers = tuple(sorted({way for state in circle for way in out[state]}))
            if numbers in told:
                continue
            told.add(numbers)
            steps = [self.steps[number] for number in numbers]
            nodes = list(members(*(step.nodes for step in steps), *(step.also for step in steps)))
            if not nodes:
                continue
            others = tuple(self.named(one) for one in nodes)
            first = min(circle)
            at = self._first_on(first, nodes)
            yield Finding(ENDLESS, at, others=others, path=self.path(first))
            if all(step.automatic for step in steps):
                yield Finding(LIVELOCK, at, others=others, path=self.path(first))

    def _first_on(self, state: int, nodes: list[int]) -> Named:
        on = [one for one in self.way(state) if one in set(nodes)]
        return self.named(on[0] if on else nodes[0])

    def _lost(self) -> set[int]:
        return set(range(len(self.played.states))) - self._leading_to([*self.played.over, *self.played.still])

    def _leading_to(self, last: list[int]) -> set[int]:
        """The states from which one of these can be come to, which are among them."""
        before: dict[int, list[int]] = {}
        for head, tail in zip(self.played.heads, self.played.tails, strict=True):
            before.setdefault(tail, []).append(head)
        ahead = list(last)
        good = set(ahead)
        while ahead:
            for one in before.get(ahead.pop(), ()):
                if one not in good:
                    good.add(one)
                    ahead.append(one)
        return good

    def _improper(self, ends: list[int]) -> dict[int, int]:
        """For each end the first state in which it was come to twice and the case can still be over. Where it never
        can, that is said already."""
        if not self.played.complete:
            return {key: self.played.met[key] for key in ends}
        found: dict[int, int] = {}
        for state in sorted(self._leading_to(self.played.over)):
            for key in ends:
                if key not in found and self.played.holds(state, key) > 1:
                    found[key] = state
        return found

    def _met(self) -> Iterator[Finding]:
        ends = [key for key in self.played.met if self.net.places[key].role == ENDED]
        improper = self._improper(ends) if ends else {}
        for key, first in self.played.met.items():
            place = self.net.places[key]
            state = improper.get(key) if place.role == ENDED else first
            if state is None or (place.node is None and place.source is None):
                continue
            node = place.node if place.node is not None else place.source
            assert node is not None
            rule = IMPROPER if place.role == ENDED else UNSAFE
            source = () if place.source is None else (self.named(place.source),)
            yield Finding(rule, self.named(node), place.flow, source, self.path(state))

    def _dead(self) -> Iterator[Finding]:
        fired = [self.steps[number] for number in self.played.fired]
        live = members(*(step.nodes for step in fired), *(step.also for step in fired))
        for key in sorted(self.counted - live.keys()):
            yield Finding(DEAD, self.named(key))

    # ways

    def way(self, state: int) -> list[int]:
        numbers: list[int] = []
        while state > 0:
            numbers.append(self.played.by[state])
            state = self.played.came[state]
        return [key for number in reversed(numbers) for key in flat(self.steps[number].nodes)]

    def path(self, state: int) -> tuple[Named, ...]:
        return tuple(self.named(key) for key in self.way(state))

    def named(self, key: int) -> Named:
        return named(self.drawn.nodes[key])


def named(node: Node) -> Named:
    return Named(node.id, node.name, node.kind, node.file)


def _bottoms(played: Played, among: set[int]) -> Iterator[list[int]]:
    """Circles of states out of which nothing leads (Tarjan, without recursion)."""
    after: dict[int, list[int]] = {one: [] for one in among}
    for head, tail in zip(played.heads, played.tails, strict=True):
        if head in after:
            after[head].append(tail)
    number: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on: set[int] = set()
    for root in sorted(among):
        if root in number:
            continue
        ahead: list[tuple[int, Iterable[int]]] = [(root, iter(after[root]))]
        number[root] = low[root] = len(number)
        stack.append(root)
        on.add(root)
        while ahead:
            here, rest = ahead[-1]
            step = next(iter(rest), None)
            if step is None:
                ahead.pop()
                if ahead:
                    low[ahead[-1][0]] = min(low[ahead[-1][0]], low[here])
                if low[here] == number[here]:
                    found = []
                    while True:
                        one = stack.pop()
                        on.discard(one)
                        found.append(one)
                        if one == here:
                            break
                    if {target for one in found for target in after[one]} <= set(found):
                        yield found
            elif step not in number:
                number[step] = low[step] = len(number)
                stack.append(step)
                on.add(step)
                ahead.append((step, iter(after[step])))
            elif step in on:
                low[here] = min(low[here], number[step])
