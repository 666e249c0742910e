"""What of a graph matters for one promise; the rest is passed through without being played.

A step matters if it bears a milestone that is asked about, changes a fact that is followed, or decides
by one. Between such steps a token simply goes on, whichever way: what people may do in any order and at
any time can also be done at once. So a proof plays a dozen steps, not three hundred.
"""

from collections import deque
from dataclasses import dataclass, field

from engine.diagram import CODED, HUMAN
from engine.proofs import conditions
from engine.proofs.conditions import TIMES, Condition
from engine.proofs.effects import Content
from engine.proofs.knowledge import Facts
from engine.proofs.net import NOBODY, SCOPES, WAITS, Net, Node
from engine.proofs.outcomes import Effect

STEPS = HUMAN | {"serviceTask", "scriptTask", "businessRuleTask"}
"""Steps that may stand on ways beside each other without being played."""

Way = tuple[int, tuple[int, ...]]
"""Where a token comes to, and through what it passed on the way."""


@dataclass
class Slice:
    """The part of a graph that is played. `keep` are its nodes; `shut` are scopes of which only their edge
    matters: a token stands there as at one step. `idle` are gateways of parallel work of which nothing matters; it is
    gone through one after the other. `only`: no other nodes are gone through."""

    net: Net
    known: Facts
    milestones: frozenset[str]
    every_wait: bool
    anybody: bool
    effects: list[Effect | None]
    guards: list[list[tuple[int, Condition | None]]]
    reads: list[frozenset[str]] = field(default_factory=list)
    keep: list[bool] = field(default_factory=list)
    shut: set[int] = field(default_factory=set)
    dropped: set[int] = field(default_factory=set)
    held_by_side: set[int] = field(default_factory=set)
    idle: set[int] = field(default_factory=set)
    only: frozenset[int] | None = None
    _ways: dict[int, tuple[tuple[Way, ...], tuple[Way, ...], tuple[int, ...]]] = field(default_factory=dict)
    _heavy: dict[int, bool] = field(default_factory=dict)

    def ways(self, number: int) -> tuple[Way, ...]:
        """Where a token that comes to a node is next, without anybody doing anything in between."""
        return self.onwards(number)[0]

    def later(self, number: int) -> tuple[Way, ...]:
        """Where it can be next once something that it waits for on the way has come; none: it waits for nothing."""
        return self.onwards(number)[1]

    def resting(self, number: int) -> tuple[int, ...]:
        """What a token passes until it waits, and what it waits at."""
        return self.onwards(number)[2]

    def onwards(self, number: int) -> tuple[tuple[Way, ...], tuple[Way, ...], tuple[int, ...]]:
        """All three of a node: `ways`, `later` and `resting`; with the last a token may wait before it comes to a step
        that is played."""
        found = self._ways.get(number)
        if found is None:
            direct, waits = self._walk([(number, ())], stop=True)
            later, _ = self._walk(waits, stop=False)
            rest = (*waits[0][1], waits[0][0]) if waits else ()
            found = self._ways[number] = tuple(direct), tuple(later), rest
        return found

    def _walk(self, begin: list[Way], stop: bool) -> tuple[list[Way], list[Way]]:
        """The kept nodes that can be come to, and the steps at which a token waits before; `stop`: not beyond those."""
        ahead = deque[Way](begin)
        seen = {number for number, _ in begin}
        found: list[Way] = []
        waits: list[Way] = []
        ends: set[int] = set()
        while ahead:
            here, passed = ahead.popleft()
            if self.only is not None and here not in self.only:
                continue
            if self.keep[here]:
                node = self.net.nodes[here]
                plain = node.kind == "endEvent" and not node.milestones and not node.element.event
                if not plain or node.scope not in ends:
                    found.append((here, passed))
                if plain:
                    ends.add(node.scope)
                continue
            if stop and self.net.waits[here]:
                waits.append((here, passed))
                continue
            further = (*passed, here)
            for target in self.onward(here):
                if target not in seen:
                    seen.add(target)
                    ahead.append((target, further))
        return found, waits

    def onward(self, number: int) -> list[int]:
        """Where a node that is passed through leads: on, and out by each event that ends it. Where nothing is waited
        for, only what is thrown inside comes in time."""
        node = self.net.nodes[number]
        found = [target for target, _ in node.outs]
        ending = [one for one in node.edge if self.net.nodes[one].element.interrupting]
        if ending and not self.net.waits[number]:
            ending = [one for one in ending if self.net.nodes[one].element.event in CODED]
        return [*found, *ending]

    def forget(self) -> None:
        """After a change of what is kept: ways are to be found anew."""
        self._ways.clear()

    def heavy(self, scope: int) -> bool:
        """Whether something inside a scope has to be played."""
        if scope not in self._heavy:
            self._heavy[scope] = any(
                (self.keep[one] and self.net.nodes[one].kind != "endEvent") or
                (self.net.nodes[one].inner != NOBODY and self.heavy(self.net.nodes[one].inner)) or
                self._leaves(one)
                for one in self.net.scopes[scope].nodes
            )
        return self._heavy[scope]

    def _leaves(self, number: int) -> bool:
        """Whether a node throws something that goes beyond its own scope's edge, or bears a milestone at an end."""
        node = self.net.nodes[number]
        if node.kind == "endEvent" and set(node.milestones) & self.milestones:
            return True
        if node.element.event not in ("error", "escalation") or node.kind == "boundaryEvent":
            return False
        catcher = self.net.catcher(node)
        return catcher is None or catcher.host != self.net.scopes[node.scope].host or self.keep[catcher.number] or \
            not catcher.element.interrupting


def cut(
    net: Net, content: Content, known: Facts, milestones: frozenset[str], *,
    every_wait: bool = False, anybody: bool = False,
) -> Slice:
    """The part of a graph that matters for these milestones and facts. `every_wait`: also every step at which
    something is waited for; `anybody`: also every step of a person."""
    counted = frozenset(name.removeprefix(TIMES) for name in known.names if name.startswith(TIMES))
    made = Slice(
        net, known, milestones | counted, every_wait, anybody, _effects(net, content, known), _guards(net),
    )
    made.reads = [_read_at(node, made, content) for node in net.nodes] if known.names else [NOTHING] * len(net.nodes)
    made.keep = [_matters(node, made) for node in net.nodes]
    _let_go_of_calls(made)
    _let_go_of_partings(made)
    _keep_scopes(made)
    _drop_side_ways(made)
    return made


NOTHING: frozenset[str] = frozenset()


def _effects(net: Net, content: Content, known: Facts) -> list[Effect | None]:
    if not known.names:
        return [None] * len(net.nodes)
    return [content.effect(node.element, known) for node in net.nodes]


def _guards(net: Net) -> list[list[tuple[int, Condition | None]]]:
    """Read once for all promises about a graph."""
    if not net.guards:
        net.guards = [guards(node) for node in net.nodes]
    found: list[list[tuple[int, Condition | None]]] = net.guards
    return found


def guards(node: Node) -> list[tuple[int, Condition | None]]:
    """The ways out of a gateway in the order in which they are asked, the default last."""
    if node.kind != "exclusiveGateway":
        return []
    asked = [(target, conditions.read(flow.condition)) for target, flow in node.outs
             if flow.condition and flow.id != node.element.default]
    rest: list[tuple[int, Condition | None]] = [
        (target, None) for target, flow in node.outs if not flow.condition or flow.id == node.element.default
    ]
    return [*asked, *rest]


def _read_at(node: Node, made: Slice, content: Content) -> frozenset[str]:
    """The facts that a node asks for."""
    found = {name for _, condition in made.guards[node.number] if condition is not None for name in condition.names}
    if node.element.loop is not None:
        found.add(node.element.loop.collection)
    if made.effects[node.number] is not None:
        found |= content.read_by(node.element)
    return frozenset(found)


def _matters(node: Node, made: Slice) -> bool:
    element = node.element
    if set(node.milestones) & made.milestones or made.effects[node.number] is not None:
        return True
    if node.kind in ("endEvent", "intermediateThrowEvent"):
        return True
    if node.kind == "parallelGateway":
        return len(node.outs) > 1 or node.joins > 1
    if made.every_wait and (node.kind in WAITS or node.kind == "eventBasedGateway"):
        return True
    if made.anybody and node.kind in HUMAN:
        return True
    followed = set(made.known.names)
    if element.loop is not None and element.loop.collection in followed:
        return True
    return any(condition is not None and (condition.names & followed or condition({}) is not None)
               for _, condition in made.guards[node.number])


def _let_go_of_calls(made: Slice) -> None:
    """A call for help that lets the work go on, and that only what does not matter answers, does not matter."""
    for node in made.net.nodes:
        if node.element.event == "escalation" and node.kind == "intermediateThrowEvent" \
                and not set(node.milestones) & made.milestones:
            catcher = made.net.catcher(node)
            if catcher is not None and not catcher.element.interrupting \
                    and not _leads_to_something(made, catcher.number):
                made.keep[node.number] = False


def _let_go_of_partings(made: Slice) -> None:
    """Ways beside each other on which nothing matters but that somebody waits need not be played in every order: while
    the others are done, the case stands at one of them. A clock on one of them does not run for the others, so where
    an event sits on an edge they are played."""
    for node in made.net.nodes:
        if node.kind == "parallelGateway" and len(node.outs) > 1:
            join = _joined_by(made, node)
            if join is not None:
                made.idle |= {node.number, join}
    for one in made.idle:
        made.keep[one] = False


def _joined_by(made: Slice, parting: Node) -> int | None:
    """The gateway at which all ways from a parting come together, where nothing on them matters; None: something does,
    or they do not."""
    joins: set[int] = set()
    seen: set[int] = set()
    for target, _ in parting.outs:
        here = made.net.nodes[target]
        while not (here.kind == "parallelGateway" and here.joins > 1):
            plain = here.kind in STEPS and not here.edge and here.element.loop is None and here.number not in seen
            matters = made.keep[here.number] and not (made.every_wait and _only_waits(here, made))
            if not plain or matters or len(here.outs) != 1 or here.joins != 1:
                return None
            seen.add(here.number)
            here = made.net.nodes[here.outs[0][0]]
        joins.add(here.number)
    (join,) = joins if len(joins) == 1 else (NOBODY,)
    node = made.net.nodes[join] if join != NOBODY else None
    return join if node is not None and node.joins == len(parting.outs) and len(node.outs) == 1 else None


def _keep_scopes(made: Slice) -> None:
    """Keep scopes in which something is played, and steps on whose edge a way begins that matters."""
    for scope in reversed(made.net.scopes):
        if scope.host != NOBODY and made.heavy(scope.number):
            made.keep[scope.host] = True
    for node in made.net.nodes:
        beside = [one for one in node.edge if not made.net.nodes[one].element.interrupting]
        if any(_leads_to_something(made, one) for one in beside):
            made.keep[node.number] = True
    for node in made.net.nodes:
        if node.kind in SCOPES and made.keep[node.number] and not made.heavy(node.inner):
            made.shut.add(node.number)
    # a scope round something that is kept is kept as well
    for node in made.net.nodes:
        if made.keep[node.number] and node.kind != "endEvent":
            for host in made.net.outward(node.scope):
                made.keep[host] = True
                made.shut.discard(host)
    made._ways.clear()


def _leads_to_something(made: Slice, start: int) -> bool:
    """Whether the way from an event comes to anything that is played besides its own end."""
    seen, ahead = {start}, [start]
    while ahead:
        here = ahead.pop()
        node = made.net.nodes[here]
        if node.kind == "endEvent":
            if node.element.event or set(node.milestones) & made.milestones:
                return True
            continue
        if made.keep[here] and not (made.every_wait and _only_waits(node, made)):
            return True
        for target in made.onward(here):
            if target not in seen:
                seen.add(target)
                ahead.append(target)
    return False


def _only_waits(node: Node, made: Slice) -> bool:
    """A step that is kept for no other reason than that something is waited for there."""
    return (node.kind in WAITS or node.kind == "eventBasedGateway") and made.effects[node.number] is None and \
        not set(node.milestones) & made.milestones


def _drop_side_ways(made: Slice) -> None:
    """Ways beside a step that nothing asked about lies on are not played; where something is waited for on
    them, the scope they stand in may be held by them."""
    for node in made.net.nodes:
        if node.kind == "boundaryEvent" and not node.element.interrupting and node.host != NOBODY \
                and not _leads_to_something(made, node.number):
            made.dropped.add(node.number)
            if _waits(made, node.number):
                made.held_by_side.add(node.scope)


def _waits(made: Slice, start: int) -> bool:
    """Whether something is waited for on the way from an event."""
    seen, ahead = {start}, [start]
    while ahead:
        node = made.net.nodes[ahead.pop()]
        if node.kind in WAITS or node.kind == "eventBasedGateway" or node.inner != NOBODY:
            return True
        further = [one for one in made.onward(node.number) if one not in seen]
        seen.update(further)
        ahead += further
    return False

