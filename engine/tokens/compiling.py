"""From what is drawn to places and steps: one net for each group of processes that message flows join.

How BPMN 2.0 is read: an activity or event fires for each token on its own and gives one to each arrow out (a
condition on an arrow makes that arrow one that may be taken); an exclusive gateway takes one arrow, a parallel one
waits for all, an inclusive one waits for what can still come. A subprocess is over when nothing in it moves.
A called process counts as one step, and what it throws is caught as drawn: its own faults are its own findings.
"""

from collections.abc import Iterator
from typing import Any

from engine.tokens.drawn import ACTIVITIES, Drawn, Flow, Node, Scope
from engine.tokens.laying import Layout
from engine.tokens.net import Join, Net, Rope, joined
from engine.tokens.throwing import THROWN, Throwing

Choice = tuple[tuple[int, ...], tuple[int, ...]]
"""Arrows taken, and arrows of which one or more are taken as well."""
WAITS = frozenset({"userTask", "manualTask", "receiveTask", "callActivity", "intermediateCatchEvent"})


def compiled(drawn: Drawn, throwing: Throwing, processes: list[Scope]) -> tuple[Net, set[int]]:
    """The net of a group of processes, and the nodes that should come on some way through it."""
    compiler = Compiler(drawn, throwing, processes)
    compiler.compile()
    return compiler.net, compiler.laid.counted


class Compiler:
    """Writes the steps of each element."""

    def __init__(self, drawn: Drawn, throwing: Throwing, processes: list[Scope]) -> None:
        self.drawn = drawn
        self.throwing = throwing
        self.laid = Layout(drawn, throwing, processes)
        self.net = self.laid.net

    def compile(self) -> None:
        idle: list[int] = []
        for scope in self.laid.scopes:
            for node in self.laid.inside[scope.key]:
                self._node(node)
            if scope.parent is None:
                idle += self._process(scope)
            elif scope.by_event:
                self._event_subprocess(scope)
            else:
                self._subprocess(scope)
        self.net.step((self.net.start,), tuple(idle))

    # scopes

    def _process(self, scope: Scope) -> list[int]:
        """Starts and end of a process; gives the place of its first token when it needs no message to start."""
        first = self.laid.first(scope)
        for nodes, start, boxes in self.laid.starts(scope):
            for box in boxes:
                if box:
                    self._begin(scope, start, nodes, box, empty=self.laid.instance(scope))
                else:
                    self._begin(scope, start, nodes, (first,))
        for takes in self.laid.actives(scope.key):
            self.net.step(takes, (), empty=self.laid.live(scope.key), clears=self.laid.counts(scope.key))
        return [first] if any(() in boxes for _, _, boxes in self.laid.starts(scope)) else []

    def _begin(self, scope: Scope, start: Node | None, nodes: Rope, takes: tuple[int, ...], **more: Any) -> None:
        active = self.laid.active[scope.key]
        if start is None:
            self.net.step(takes, (active, *self.laid.entries(scope)), nodes, **more)
        else:
            self._leave(start, takes, (active,), nodes, **more)

    def _subprocess(self, scope: Scope) -> None:
        """Into it by each of its starts, and on when nothing in it moves."""
        assert scope.holder is not None
        holder = self.drawn.nodes[scope.holder]
        for place in self.laid.ins(holder):
            for nodes, start, _ in self.laid.starts(scope):
                self._begin(scope, start, joined(holder.key, nodes), (place,))
        if scope.kind == "adHocSubProcess":
            active = self.laid.active[scope.key]
            for entry in self.laid.entries(scope, one_by_one=True):
                self.net.step((active,), (active, entry), empty=self.laid.live(scope.key))
        for takes in self.laid.actives(scope.key):
            self._leave(holder, takes, (), None, empty=self.laid.live(scope.key), clears=self.laid.counts(scope.key))
            self._edges(holder, takes)

    def _event_subprocess(self, scope: Scope) -> None:
        assert scope.holder is not None and scope.parent is not None
        for nodes, start, boxes in self.laid.starts(scope):
            if start is None or start.event == "compensate":
                continue
            if start.event in THROWN and (start.key in self.throwing.heard
                                          or not self.throwing.may_come(start, scope.parent)):
                continue
            for box in boxes:
                for active in self.laid.actives(scope.parent):
                    self._triggered(scope, start, joined(scope.holder, nodes), (*active, *box), active)

    def _triggered(
        self, scope: Scope, start: Node, nodes: Rope, takes: tuple[int, ...], active: tuple[int, ...]
    ) -> None:
        """An event subprocess begins: instead of what runs around it, or beside that once its last round is over."""
        assert scope.parent is not None
        if start.interrupting:
            self._leave(start, takes, self.laid.disturbed_of(scope.parent), nodes, clears=self.laid.all(scope.parent),
                        automatic=False)
        else:
            self._leave(start, takes, active, nodes, empty=self.laid.live(scope.key),
                        clears=self.laid.counts(scope.key), automatic=False)

    # elements

    def _node(self, node: Node) -> None:
        if node.compensates or node.kind in ("startEvent", "boundaryEvent"):
            return
        ins = self.laid.ins(node)
        if node.kind == "parallelGateway":
            if ins:
                self._leave(node, tuple(ins), (), node.key)
        elif node.kind in ("inclusiveGateway", "complexGateway") and len(ins) > 1:
            joins = tuple(Join(self.laid.arrow[flow.key], self.laid.upstream(flow, node)) for flow in node.incoming)
            self._leave(node, (), (), node.key, joins=joins)
        elif node.kind == "endEvent":
            for place in ins:
                self._end(node, place)
        elif node.kind == "intermediateThrowEvent":
            for place in ins:
                self._throw_event(node, place)
        elif node.inside is not None:
            if node.several and not self.drawn.scopes[node.inside].by_event:
                self._skipped(node, ins)
        elif node.kind in ACTIVITIES:
            self._activity(node, ins)
        else:
            self._each(node, ins)

    def _each(self, node: Node, places: list[int]) -> None:
        """One step for each token that comes, with a message where one has to come."""
        for place in places:
            for box in self.laid.boxes(node):
                self._leave(node, (place, *box), (), node.key, automatic=node.kind not in WAITS)

    def _skipped(self, node: Node, places: list[int]) -> None:
        """What is done once for each member of a list is not done at all when the list is empty."""
        for place in places:
            self._leave(node, (place,), (), None)

    def _activity(self, node: Node, ins: list[int]) -> None:
        stay = self.laid.stay.get(node.key)
        if node.several:
            self._skipped(node, ins)
        if stay is None:
            self._each(node, ins)
            return
        for place in ins:
            self.net.step((place,), (stay,))
        self._each(node, [stay])
        self._edges(node, (stay,))
        called = self.throwing.called(node)
        for event, code in sorted(self.throwing.out[called]) if called is not None else ():
            edge = self.throwing.caught_at(node, event, code)
            if edge is None:
                self._throw(node, stay, event, code, stays=True)
            else:
                self._leave(edge, (stay,), () if edge.interrupting else (stay,), joined(node.key, edge.key),
                            automatic=False)

    def _edges(self, host: Node, takes: tuple[int, ...]) -> None:
        """What may happen on the edge of an activity that is going on."""
        scope = host.inside if host.inside is not None else self.throwing.called(host)
        for edge in self.throwing.edges(host):
            if edge.event in ("compensate", "cancel"):
                continue
            if edge.event in THROWN and (edge.key in self.throwing.heard or not self.throwing.may_come(edge, scope)):
                continue
            for box in self.laid.boxes(edge):
                if edge.interrupting:
                    clears = self.laid.all(host.inside) if host.inside is not None else None
                    self._leave(edge, (*takes, *box), (), edge.key, clears=clears, automatic=False)
                else:
                    self._leave(edge, (*takes, *box), takes, edge.key, empty=self.laid.side(edge), automatic=False)

    def _end(self, node: Node, place: int) -> None:
        if node.event == "terminate":
            self.net.step((place,), self.laid.letters(node), node.key, clears=self.laid.all(node.scope))
        elif node.event in (*THROWN, "cancel"):
            self._throw(node, place, node.event, node.code, stays=False)
        else:
            self.net.step((place,), (*self.laid.letters(node), *self.laid.count(node)), node.key)

    def _throw_event(self, node: Node, place: int) -> None:
        if node.event == "link":
            for catch in self.laid.around[node.scope].caught_by(node):
                self._leave(catch, (place,), (), joined(node.key, catch.key))
        elif node.event in THROWN:
            self._throw(node, place, node.event, node.code, stays=False)
        else:
            self._leave(node, (place,), (), node.key)

    def _throw(self, node: Node, place: int, event: str, code: str, *, stays: bool) -> None:
        """An error ends the work round it where it is caught, else the whole process; an escalation may go on.
        `stays`: what is called goes on after an escalation."""
        catch = self.throwing.caught(node.scope, event, code)
        goes_on = (place,) if stays else self.laid.count(node)
        if catch is None:
            if event == "escalation":
                self._leave(node, (place,), goes_on, node.key)
                return
            process = self.drawn.process_of(node.scope).key
            for active in self.laid.actives(process):
                self.net.step((place, *active), self.laid.letters(node), node.key, clears=self.laid.all(process))
            return
        event_scope = catch.event.scope if catch.event.kind == "startEvent" else None
        holder = self.drawn.scopes[event_scope].holder if event_scope is not None else None
        nodes = joined(node.key, joined(holder, catch.event.key))
        if not catch.event.interrupting and event == "escalation":
            beside = self.laid.outs(catch.event)
            if event_scope is None:
                about = {"empty": self.laid.side(catch.event)}
            else:
                about = {"empty": self.laid.live(event_scope), "clears": self.laid.counts(event_scope)}
            if stays:
                self.net.step((place,), (place, *beside), nodes, **about)
            else:
                self._leave(node, (place,), (*goes_on, *beside), nodes, **about)
                self._leave(node, (place,), goes_on, node.key)
            return
        for active in self.laid.actives(catch.scope):
            after = self.laid.disturbed_of(catch.scope) if event_scope is not None else ()
            self._leave(catch.event, (place, *active), (*after, *self.laid.letters(node)), nodes,
                        clears=self.laid.all(catch.scope))

    # ways on

    def _leave(self, node: Node, takes: tuple[int, ...], more: tuple[int, ...], nodes: Rope, **about: Any) -> None:
        """One step for each choice of arrows that an element has."""
        for gives, offers in self._choices(node):
            self.net.step(takes, (*gives, *more, *self.laid.letters(node)), nodes,
                          offers=tuple((place,) for place in offers), **about)

    def _choices(self, node: Node) -> Iterator[Choice]:
        arrow = self.laid.arrow
        flows = node.outgoing
        default = [arrow[flow.key] for flow in flows if node.default and flow.id == node.default]
        if node.kind == "exclusiveGateway" and flows:
            yield from (((arrow[flow.key],), ()) for flow in flows)
        elif node.kind == "eventBasedGateway":
            yield tuple(dict.fromkeys(arrow[flow.key] for flow in flows)), ()
        elif node.kind in ("inclusiveGateway", "complexGateway") and len(flows) > 1:
            yield from _any((), [arrow[flow.key] for flow in flows if arrow[flow.key] not in default], default)
        elif node.kind in ACTIVITIES and any(_may(flow, node) for flow in flows):
            sure = tuple(arrow[flow.key] for flow in flows if not _may(flow, node) and arrow[flow.key] not in default)
            yield from _any(sure, [arrow[flow.key] for flow in flows if _may(flow, node)], default)
            if sure and not default:
                yield sure, ()
        else:
            yield tuple(arrow[flow.key] for flow in flows), ()


def _may(flow: Flow, node: Node) -> bool:
    return flow.conditional and flow.id != node.default


def _any(sure: tuple[int, ...], offers: list[int], default: list[int]) -> Iterator[Choice]:
    if len(offers) == 1:
        yield (*sure, *offers), ()
    elif offers:
        yield sure, tuple(offers)
    if default:
        yield (*sure, *default), ()
