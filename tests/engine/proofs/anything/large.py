"""Drawings with very much of one thing, each still within the profile."""

from collections.abc import Callable, Mapping
from itertools import pairwise

from tests.engine.proofs.anything.graphs import Node, Sketch


class Large:
    """A drawing that grows along one way, and can be parted and joined."""

    def __init__(self) -> None:
        self.made = Sketch(milestones=True)
        self.count = 0

    def node(self, kind: str, scope: str = "complaint", **about: object) -> str:
        self.count += 1
        identity = f"{kind[:1]}{self.count}"
        self.made.nodes[identity] = Node(identity, kind, scope, **about)  # type: ignore[arg-type]
        return identity

    def join(self, *ids: str) -> None:
        self.made.flows += list(pairwise(ids))

    def beside(self, ways: int, length: int, scope: str = "complaint") -> tuple[str, str]:
        """So many ways beside each other, each with so many steps of people."""
        fork, meet = self.node("parallelGateway", scope), self.node("parallelGateway", scope)
        for _ in range(ways):
            self.join(fork, *(self.node("manualTask", scope) for _ in range(length)), meet)
        return fork, meet

    def whole(self, *ends: tuple[str, str], scope: str = "complaint") -> Sketch:
        """One after another, from a start to an end."""
        here = self.node("startEvent", scope)
        for first, last in ends:
            self.join(here, first)
            here = last
        self.join(here, self.node("endEvent", scope))
        return self.made


def six_partings() -> Sketch:
    large = Large()
    return large.whole(*(large.beside(3, 2) for _ in range(6)))


def one_wide_parting() -> Sketch:
    large = Large()
    return large.whole(large.beside(14, 1))


def twenty_edges() -> Sketch:
    large = Large()
    host = large.node("manualTask")
    for number in range(20):
        edge = large.node("boundaryEvent", event="message", host=host, interrupting=number % 2 == 0)
        large.join(edge, large.node("manualTask"), large.node("endEvent"))
    return large.whole((host, host))


def deep() -> Sketch:
    large = Large()
    outer = "complaint"
    for number in range(25):
        part = large.node("subProcess", outer)
        steps = [part, large.node("manualTask", outer)]
        edge = large.node("boundaryEvent", outer, event="timer", host=part, timer=f'"PT{number + 3}H"')
        large.join(edge, large.node("endEvent", outer))
        large.join(large.node("startEvent", outer), *steps, large.node("endEvent", outer))
        outer = part
    last = large.node("manualTask", outer)
    return large.whole((last, last), scope=outer)


def huge_choice() -> Sketch:
    large = Large()
    ask, gate, meet = large.node("manualTask"), large.node("exclusiveGateway"), large.node("exclusiveGateway")
    for _ in range(60):
        large.join(gate, large.node("manualTask"), meet)
    large.join(ask, gate)
    large.made.nodes[ask].asks = (f"way_{gate}",)
    return large.whole((ask, meet))


def many_choices() -> Sketch:
    """Twelve circles, one after another; all are decided by what people said before the first."""
    large = Large()
    ends = []
    asked = [large.node("manualTask") for _ in range(12)]
    for one in asked:
        begin, step = large.node("exclusiveGateway"), large.node("manualTask")
        gate, over = large.node("exclusiveGateway"), large.node("exclusiveGateway")
        large.join(begin, step, gate, over)
        large.join(gate, begin)
        large.made.nodes[one].asks = (f"way_{gate}",)
        ends.append((begin, over))
    return large.whole(*((one, one) for one in asked), *ends)


def many_timers_beside() -> Sketch:
    large = Large()
    fork, meet = large.node("parallelGateway"), large.node("parallelGateway")
    for number in range(8):
        step = large.node("manualTask")
        edge = large.node("boundaryEvent", event="timer", host=step, timer=f'"PT{number + 2}H"', interrupting=False)
        large.join(fork, step, meet)
        large.join(edge, large.node("manualTask"), large.node("endEvent"))
    return large.whole((fork, meet))


LARGE: Mapping[str, Callable[[], Sketch]] = {
    "six partings": six_partings, "one wide parting": one_wide_parting, "twenty edges": twenty_edges, "deep": deep,
    "a huge choice": huge_choice, "many choices": many_choices, "many timers beside": many_timers_beside,
}
