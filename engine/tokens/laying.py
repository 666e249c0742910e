"""The places of a group of processes, and the zones that are emptied or have to be empty."""

from collections.abc import Callable, Iterator

from engine.tokens.around import Around
from engine.tokens.drawn import ACTIVITIES, Drawn, Flow, Node, Scope
from engine.tokens.net import ACTIVE, BUSY, ENDED, FLOW, MESSAGE, WAITING, Net, Rope, joined
from engine.tokens.throwing import Throwing

Box = tuple[int, ...]
"""The place of one message that has to be there; empty when it can come at any moment."""


class Layout:
    """Where tokens can be. Zones are made when they are first asked for."""

    def __init__(self, drawn: Drawn, throwing: Throwing, processes: list[Scope]) -> None:
        self.drawn = drawn
        self.throwing = throwing
        self.net = Net()
        self.net.start = self.net.place(WAITING, None)
        roots = {one.key for one in processes}
        self.scopes = [one for one in drawn.scopes if drawn.process_of(one.key).key in roots]
        self.inside = {one.key: [drawn.nodes[key] for key in one.nodes] for one in self.scopes}
        self.around = {key: Around(drawn, nodes) for key, nodes in self.inside.items()}
        self.arrow: dict[int, int] = {}
        self.stay: dict[int, int] = {}
        self.entry: dict[int, int] = {}
        self.active: dict[int, int] = {}
        self.disturbed: dict[int, int] = {}
        self._first: dict[int, int] = {}
        self._counts: dict[int, dict[int, int]] = {one.key: {} for one in self.scopes}
        self._held: dict[int, set[int]] = {one.key: set() for one in self.scopes}
        self._zones: dict[tuple[str, int], int] = {}
        self._mail: dict[int, list[Box]] = {}
        self._letters: dict[int, list[int]] = {}
        self.counted: set[int] = set()
        self._messages()
        self._main = {one.key: self._main_way(one) for one in self.scopes}
        for scope in self.scopes:
            self._places(scope)
        self._count_nodes()

    # places

    def _messages(self) -> None:
        keys = {node.key for nodes in self.inside.values() for node in nodes}
        for flow in self.drawn.messages:
            if flow.target in keys and flow.target is not None:
                boxes = self._mail.setdefault(flow.target, [])
                if flow.source is None:
                    boxes.append(())
                else:
                    place = self.net.place(MESSAGE, flow.target, flow.id, flow.source)
                    boxes.append((place,))
                    self._letters.setdefault(flow.source, []).append(place)

    def _places(self, scope: Scope) -> None:
        held = self._held[scope.key]
        if not scope.by_event:
            self.active[scope.key] = self.net.place(ACTIVE, scope.holder)
            if any(self._by_event(node) for node in self.inside[scope.key]):
                self.disturbed[scope.key] = self.net.place(ACTIVE, scope.holder)
        for node in self.inside[scope.key]:
            shared: int | None = None
            for flow in node.outgoing:
                if shared is None or node.kind != "eventBasedGateway":
                    waits = node.key if node.kind == "eventBasedGateway" else flow.target
                    shared = self.net.place(FLOW, waits, flow.id, flow.source)
                    held.add(shared)
                self.arrow[flow.key] = shared
            if node.kind in ACTIVITIES and node.inside is None and (
                node.edges or any(True for _ in self.throwing.throws(node))
            ):
                self.stay[node.key] = self.net.place(BUSY, node.key)
                held.add(self.stay[node.key])
            if node.kind == "endEvent" and node.key in self._main[scope.key]:
                self._counts[scope.key][node.key] = self.net.place(ENDED, node.key)
        for node in self._without_arrow(scope):
            self.entry[node.key] = self.net.place(FLOW, node.key)
            held.add(self.entry[node.key])

    def _by_event(self, node: Node) -> bool:
        return node.inside is not None and self.drawn.scopes[node.inside].by_event

    def _without_arrow(self, scope: Scope) -> list[Node]:
        """What begins by itself where no start is drawn."""
        if scope.by_event or self._drawn_starts(scope):
            return []
        return [
            node for node in self.inside[scope.key]
            if not node.incoming and not node.compensates and not self._by_event(node)
            and node.kind not in ("boundaryEvent", "startEvent")
            and not (node.event == "link" and node.kind == "intermediateCatchEvent")
        ]

    def _drawn_starts(self, scope: Scope) -> list[Node]:
        return [
            node for node in self.inside[scope.key]
            if node.kind == "startEvent" or (node.instantiates and not node.incoming and scope.parent is None)
        ]

    def _main_way(self, scope: Scope) -> set[int]:
        starts = self._drawn_starts(scope) or self._without_arrow(scope)
        return self.around[scope.key].after(starts, beside=False)

    def _count_nodes(self) -> None:
        """Everything should come once, but for what undoes things and what the reader could not place."""
        lost = {(one.file, one.element) for one in self.drawn.unknown}
        undoing: set[int] = set()
        for scope in self.scopes:
            holder = None if scope.holder is None else self.drawn.nodes[scope.holder]
            if scope.parent in undoing or (holder is not None and holder.compensates) or (scope.by_event and any(
                node.kind == "startEvent" and node.event == "compensate" for node in self.inside[scope.key]
            )):
                undoing.add(scope.key)
            self.counted |= {
                node.key for node in self.inside[scope.key] if scope.key not in undoing and node.inside not in undoing
                and not node.compensates and not (node.kind == "boundaryEvent" and node.event == "compensate")
                and (node.kind == "complexGateway" or (node.file, node.id) not in lost)
            }
        for scope in self.scopes:
            if scope.key in undoing and scope.by_event and scope.holder is not None:
                self.counted.discard(scope.holder)

    def first(self, scope: Scope) -> int:
        """Where a process stands before it starts."""
        if scope.key not in self._first:
            self._first[scope.key] = self.net.place(WAITING, None)
        return self._first[scope.key]

    def ins(self, node: Node) -> list[int]:
        found = list(dict.fromkeys(self.arrow[flow.key] for flow in node.incoming))
        return [*found, self.entry[node.key]] if node.key in self.entry else found

    def outs(self, node: Node) -> tuple[int, ...]:
        return tuple(self.arrow[flow.key] for flow in node.outgoing)

    def letters(self, node: Node) -> tuple[int, ...]:
        """Places of the messages that an element sends."""
        return tuple(self._letters.get(node.key, ()))

    def boxes(self, node: Node) -> list[Box]:
        """The messages of which an element needs one."""
        waits = node.kind == "receiveTask" or node.event in ("message", "multiple")
        return self._mail.get(node.key) or [()] if waits else [()]

    def count(self, node: Node) -> tuple[int, ...]:
        """Where an end event counts what comes to it; ends of what runs beside are not counted."""
        found = self._counts[node.scope].get(node.key)
        return () if found is None else (found,)

    def actives(self, scope: int) -> list[tuple[int, ...]]:
        """The places that say that a scope is at work: before and after an event subprocess took over."""
        if scope not in self.active:
            return [()]
        return [(self.active[scope],), *([(self.disturbed[scope],)] if scope in self.disturbed else [])]

    def disturbed_of(self, scope: int) -> tuple[int, ...]:
        return (self.disturbed[scope],) if scope in self.disturbed else ()

    def entries(self, scope: Scope, *, one_by_one: bool = False) -> tuple[int, ...]:
        if scope.kind == "adHocSubProcess" and not one_by_one:
            return ()
        return tuple(self.entry[node.key] for node in self._without_arrow(scope))

    def starts(self, scope: Scope) -> Iterator[tuple[Rope, Node | None, list[Box]]]:
        """The ways to begin: what is passed, the element left by it, and the messages of which one has to be there."""
        drawn = self._drawn_starts(scope)
        for node in drawn:
            if node.kind == "eventBasedGateway":
                for flow in node.outgoing:
                    target = self.drawn.nodes[flow.target]
                    yield joined(node.key, target.key), target, self.boxes(target)
            else:
                yield node.key, node, self.boxes(node)
        if not drawn and not scope.by_event:
            yield None, None, [()]

    # zones

    def live(self, scope: int) -> int:
        """Everything that moves in a scope, however deep."""
        return self._zone("live", scope, lambda: self._deep(scope))

    def all(self, scope: int) -> int:
        """What goes when the work in a scope is ended from outside: what moves and what was counted."""
        return self._zone("all", scope, lambda: self._deep(scope) | self._counted(scope))

    def counts(self, scope: int) -> int:
        return self._zone("counts", scope, lambda: self._counted(scope))

    def _counted(self, scope: int) -> set[int]:
        return {place for one in self._below(scope) for place in self._counts[one].values()}

    def instance(self, scope: Scope) -> int:
        """A whole process, with the places that say that it is at work."""
        actives = {place for takes in self.actives(scope.key) for place in takes}
        return self._zone("instance", scope.key, lambda: self._deep(scope.key) | actives)

    def side(self, edge: Node) -> int:
        """The way that an event opens beside the main one: while something moves there, it does not open again."""
        def places() -> set[int]:
            beside = self.around[edge.scope].after([edge], beside=True) - self._main[edge.scope] | {edge.key}
            return {place for key in beside for place in self._of(self.drawn.nodes[key])}

        return self._zone("side", edge.key, places)

    def upstream(self, flow: Flow, join: Node) -> int:
        """From where a token can still come on one way into an inclusive join."""
        def places() -> set[int]:
            found = {self.arrow[flow.key]}
            for key in self.around[join.scope].before(self.drawn.nodes[flow.source], join):
                node = self.drawn.nodes[key]
                found |= {*self.ins(node), *self._at(node)}
            return found

        return self._zone("upstream", flow.key, places)

    def _zone(self, kind: str, key: int, places: Callable[[], set[int]]) -> int:
        if (kind, key) not in self._zones:
            self._zones[kind, key] = self.net.zone(places())
        return self._zones[kind, key]

    def _below(self, scope: int) -> list[int]:
        """The scope and all in it."""
        found, ahead = [], [scope]
        while ahead:
            here = ahead.pop()
            found.append(here)
            ahead += [node.inside for node in self.inside[here] if node.inside is not None]
        return found

    def _deep(self, scope: int) -> set[int]:
        below = self._below(scope)
        found = {place for one in below for place in self._held[one]}
        return found | {place for one in below if one != scope for takes in self.actives(one) for place in takes}

    def _at(self, node: Node) -> set[int]:
        """Places that say that an activity is going on."""
        if node.inside is not None:
            return {place for takes in self.actives(node.inside) for place in takes}
        return {self.stay[node.key]} if node.key in self.stay else set()

    def _of(self, node: Node) -> set[int]:
        """Everything that moves at an element, in it, and on the arrows out of it."""
        inside = self._deep(node.inside) if node.inside is not None else set()
        return self._at(node) | inside | set(self.outs(node))
