"""What lies before and behind an element within its scope, as far as tokens can go."""

from collections.abc import Iterable

from engine.tokens.drawn import Drawn, Node


class Around:
    """The ways between the elements of one scope: arrows, links, and events on edges."""

    def __init__(self, drawn: Drawn, inside: list[Node]) -> None:
        self.drawn = drawn
        self.inside = inside
        self.throws: dict[str, list[Node]] = {}
        self.catches: dict[str, list[Node]] = {}
        for node in inside:
            if node.event == "link":
                into = self.throws if node.kind == "intermediateThrowEvent" else self.catches
                into.setdefault(node.code, []).append(node)

    def caught_by(self, node: Node) -> list[Node]:
        """The link events to which a link throws."""
        return self.catches.get(node.code, []) if _is_link_throw(node) else []

    def after(self, starts: Iterable[Node], *, beside: bool) -> set[int]:
        """Elements come to from these, which are among them; `beside` also by events that do not interrupt."""
        found: set[int] = set()
        ahead = [one.key for one in starts]
        while ahead:
            key = ahead.pop()
            if key in found:
                continue
            found.add(key)
            node = self.drawn.nodes[key]
            ahead += [flow.target for flow in node.outgoing]
            ahead += [one.key for one in self.caught_by(node)]
            ahead += [edge for edge in node.edges if beside or self.drawn.nodes[edge].interrupting]
        return found

    def before(self, first: Node, without: Node) -> set[int]:
        """Elements from which a token comes to `first`, which is among them, not passing `without`."""
        found: set[int] = set()
        ahead = [first.key]
        while ahead:
            key = ahead.pop()
            if key in found or key == without.key:
                continue
            found.add(key)
            node = self.drawn.nodes[key]
            ahead += [flow.source for flow in node.incoming]
            if node.host is not None:
                ahead.append(node.host)
            if node.event == "link" and node.kind == "intermediateCatchEvent":
                ahead += [one.key for one in self.throws.get(node.code, [])]
        return found


def _is_link_throw(node: Node) -> bool:
    return node.event == "link" and node.kind == "intermediateThrowEvent"
