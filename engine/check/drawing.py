"""One diagram with its flows and scopes at hand, so that no rule takes longer than the drawing is large."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from engine import xml
from engine.check.kinds import NAMES
from engine.diagram import Diagram, Element, Flow


class Drawing:
    """A diagram as the rules look at it. `nodes` are the elements that can run and can be told apart;
    the rules of L01 and L02 speak about the others."""

    def __init__(self, diagram: Diagram, root: xml.Element) -> None:
        self.diagram = diagram
        self.root = root
        self.file = diagram.file
        self.by_event = frozenset(
            node.get("id", "") for node in root.iter(xml.tag("subProcess")) if node.get("triggeredByEvent") == "true"
        )
        self.nodes = {
            key: one for key, one in diagram.elements.items() if key and one.kind in NAMES and key not in self.by_event
        }
        self._incoming: dict[str, list[Flow]] = defaultdict(list)
        self._inside: dict[str, list[Element]] = defaultdict(list)
        self._boundaries: dict[str, list[Element]] = defaultdict(list)
        for flow in diagram.flows:
            self._incoming[flow.target].append(flow)
        for one in self.nodes.values():
            self._inside[one.scope].append(one)
            if one.attached_to:
                self._boundaries[one.attached_to].append(one)

    @property
    def elements(self) -> Iterable[Element]:
        """Everything drawn, also what cannot run."""
        return self.diagram.elements.values()

    @property
    def flows(self) -> tuple[Flow, ...]:
        return self.diagram.flows

    def scopes(self) -> Iterator[tuple[str, Element | None]]:
        """Processes (without an element) and subprocesses: what has a start and ends of its own."""
        for process in self.diagram.processes:
            yield process, None
        for one in self.nodes.values():
            if one.kind == "subProcess":
                yield one.id, one

    def inside(self, scope: str) -> list[Element]:
        return self._inside.get(scope, [])

    def incoming(self, element: str) -> list[Flow]:
        return self._incoming.get(element, [])

    def outgoing(self, element: str) -> list[Flow]:
        return self.diagram.outgoing(element)

    def boundaries(self, host: str) -> list[Element]:
        return self._boundaries.get(host, [])

    def after(self, starts: Iterable[str], *, boundaries: bool = True, without: str = "") -> set[str]:
        """The elements from which on, and through whose edges, a case can come; the starts are among them. It goes
        through what cannot run as well, which is a finding of its own, and not out by the event `without`."""
        found: set[str] = set()
        ahead = [start for start in starts if start in self.nodes]
        drawn = self.diagram.elements
        while ahead:
            here = ahead.pop()
            if here in found:
                continue
            found.add(here)
            ahead += [flow.target for flow in self.outgoing(here) if flow.target in drawn]
            if boundaries:
                ahead += [one.id for one in self.boundaries(here) if one.id != without]
        return found & self.nodes.keys()
