"""A process with all it calls, as a small graph of numbers: what the token game is played on.

Called processes stand where they are called, once for each call; subprocesses and calls are scopes.
A drawing is known to be in the profile when it comes here: other rules have looked before.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.diagram import HUMAN, Diagram, Element, Flow
from engine.packs import MAIN
from engine.proofs.promises import LETTER

WAITS = HUMAN | {"intermediateCatchEvent"}
SCOPES = frozenset({"subProcess", "callActivity"})
NOBODY = -1
WRITTEN = re.compile(r"[\"'](\w+)[\"']")
TO_COMPLAINANT = ("", '"complainant"', "'complainant'")
"""To whom a letter goes that a promise speaks of, as it is written down."""

DONE = "·"
"""Before the name of an operation: that it was done."""


@dataclass
class Node:
    """One element where it stands. `inner`: the scope that it opens, `host`: the step on whose edge it
    sits, `edge`: the events on its own edge, `outs`: where it goes on to, each with its arrow. `milestones` are
    those of the element; a letter that is written counts as one before them ("letter:" and its name), an operation that
    is done as one after them ("·" and its name)."""

    number: int
    element: Element
    scope: int
    inner: int = NOBODY
    host: int = NOBODY
    edge: list[int] = field(default_factory=list)
    outs: list[tuple[int, Flow]] = field(default_factory=list)
    joins: int = 0
    milestones: tuple[str, ...] = ()
    kind: str = field(init=False)

    def __post_init__(self) -> None:
        self.kind = self.element.kind


@dataclass
class Scope:
    """A process, subprocess or called process at one place. `host` is the node that opens it."""

    number: int
    host: int
    parent: int
    start: int = NOBODY
    nodes: list[int] = field(default_factory=list)


@dataclass
class Net:
    """The graph. Scope 0 is the process itself."""

    process: str
    nodes: list[Node]
    scopes: list[Scope]
    guards: list[Any] = field(default_factory=list, repr=False)
    _ahead: dict[int, int] = field(default_factory=dict, repr=False)

    def ahead(self, number: int) -> int:
        """The nodes that a token at a node can still come to, itself included, as bits."""
        if number not in self._ahead:
            bits, ahead = 0, [number]
            while ahead:
                here = ahead.pop()
                if not bits >> here & 1:
                    bits |= 1 << here
                    ahead += self._further[here]
            self._ahead[number] = bits
        return self._ahead[number]

    @cached_property
    def _further(self) -> list[list[int]]:
        """Of each node, what a token can come to next: on, over an edge, inside, or out with what it stands in."""
        return [
            [*(target for target, _ in node.outs), *node.edge, *self.outward(node.scope),
             *([self.scopes[node.inner].start] if node.inner != NOBODY else [])]
            for node in self.nodes
        ]

    @cached_property
    def waits(self) -> list[bool]:
        """Of each node, whether something is waited for at it or inside it."""
        busy = {node.scope for node in self.nodes if node.kind in WAITS}
        return [node.kind in WAITS or node.kind == "eventBasedGateway"
                or (node.inner != NOBODY and not busy.isdisjoint(self.within[node.inner])) for node in self.nodes]

    @cached_property
    def within(self) -> list[frozenset[int]]:
        """Of each scope, the numbers of all scopes in it, itself included."""
        inside: list[set[int]] = [{scope.number} for scope in self.scopes]
        for scope in reversed(self.scopes):
            if scope.parent != NOBODY:
                inside[scope.parent] |= inside[scope.number]
        return [frozenset(one) for one in inside]

    def outward(self, scope: int) -> Iterator[int]:
        """The nodes that stand for a scope and those round it, inside out."""
        while self.scopes[scope].host != NOBODY:
            yield self.scopes[scope].host
            scope = self.scopes[scope].parent

    def catcher(self, thrown: Node) -> Node | None:
        """The event on an edge that an error or escalation goes to: the nearest, its own code before any."""
        for host in self.outward(thrown.scope):
            fitting = [
                self.nodes[one] for one in self.nodes[host].edge
                if self.nodes[one].element.event == thrown.element.event
                and self.nodes[one].element.code in ("", thrown.element.code)
            ]
            if fitting:
                return max(fitting, key=lambda one: bool(one.element.code))
        return None


class Drawings:
    """All diagrams of a pack at hand, by process and scope."""

    def __init__(self, diagrams: Sequence[Diagram]) -> None:
        self.processes = {name for drawn in diagrams for name in drawn.processes}
        self.inside: dict[str, list[Element]] = {}
        self.flows: dict[str, list[Flow]] = {}
        for drawn in diagrams:
            for element in drawn.elements.values():
                self.inside.setdefault(element.scope, []).append(element)
            for flow in drawn.flows:
                self.flows.setdefault(flow.scope, []).append(flow)

    @cached_property
    def roots(self) -> list[str]:
        """The processes that are runs of their own: the complaint, and what an operation begins beside it. Where it
        is not written down which, all that nothing calls."""
        elements = [one for inside in self.inside.values() for one in inside]
        free = self.processes - {one.called for one in elements if one.called}
        begun = [WRITTEN.fullmatch(one.parameters.get("process", "").strip())
                 for one in elements if one.operation == "start_run"]
        if not all(begun):
            return sorted(free)
        return sorted(free & {MAIN, *(one[1] for one in begun if one)})

    def net(self, process: str) -> Net:
        """A process as a graph."""
        return _Builder(self).build(process)


def _reached(element: Element) -> Iterator[str]:
    """What is reached when a step is done: the letter that it writes to the complainant, where it is always the same,
    then its milestones, then that its operation is done."""
    written = WRITTEN.fullmatch(element.parameters.get("letter", "").strip())
    if written and element.parameters.get("to", "").strip() in TO_COMPLAINANT:
        yield LETTER + written[1]
    yield from element.milestones
    if element.operation:
        yield DONE + element.operation


class _Builder:
    def __init__(self, drawings: Drawings) -> None:
        self.drawings = drawings
        self.nodes: list[Node] = []
        self.scopes: list[Scope] = []

    def build(self, process: str) -> Net:
        self._scope(process, NOBODY, NOBODY)
        return Net(process, self.nodes, self.scopes)

    def _scope(self, name: str, host: int, parent: int) -> int:
        scope = Scope(len(self.scopes), host, parent)
        self.scopes.append(scope)
        here: dict[str, Node] = {}
        for element in self.drawings.inside.get(name, ()):
            node = Node(len(self.nodes), element, scope.number, milestones=tuple(_reached(element)))
            self.nodes.append(node)
            here[element.id] = node
            scope.nodes.append(node.number)
            if element.kind == "startEvent":
                scope.start = node.number
        self._connect(here, self.drawings.flows.get(name, ()))
        for node in here.values():
            if node.kind in SCOPES:
                inside = node.element.called if node.kind == "callActivity" else node.element.id
                node.inner = self._scope(inside, node.number, scope.number)
        return scope.number

    def _connect(self, here: Mapping[str, Node], flows: Sequence[Flow]) -> None:
        for flow in flows:
            if flow.source in here and flow.target in here:
                here[flow.source].outs.append((here[flow.target].number, flow))
                here[flow.target].joins += 1
        for node in here.values():
            host = here.get(node.element.attached_to)
            if host is not None:
                node.host = host.number
                host.edge.append(node.number)
