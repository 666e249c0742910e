"""What stands round an element: the subprocesses it is in, and the calls that lead to its process."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.diagram import Element


class Around:
    """Ways outwards, over all diagrams of a pack."""

    def __init__(self, parts: Parts) -> None:
        self._nodes = {key: one for drawn in parts.drawings.values() for key, one in drawn.nodes.items()}
        self._calls: dict[str, list[Element]] = {}
        for one in parts.nodes:
            if one.kind == "callActivity":
                self._calls.setdefault(one.called, []).append(one)

    def hosts(self, scope: str) -> tuple[Element, ...]:
        """The subprocesses round a place, inside out, up to its process."""
        found: dict[str, Element] = {}
        while scope in self._nodes and scope not in found:
            found[scope] = self._nodes[scope]
            scope = found[scope].scope
        return tuple(found.values())

    def ways(self, scope: str, process: str) -> Iterator[tuple[Element, ...]]:
        """Every way outwards from a place, inside out: the subprocesses round it, then a call of its
        process with what is round that, and so on. A process that nobody calls has one way."""
        yield from self._ways(self.hosts(scope), process, frozenset())

    def _ways(
        self, hosts: tuple[Element, ...], process: str, passed: frozenset[str]
    ) -> Iterator[tuple[Element, ...]]:
        calls = [one for one in self._calls.get(process, ()) if one.process not in passed]
        if not calls:
            yield hosts
        for call in calls:
            outer = self._ways((call, *self.hosts(call.scope)), call.process, passed | {process})
            yield from ((*hosts, *rest) for rest in outer)
