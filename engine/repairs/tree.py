"""A drawing as the repairs change it: the XML itself, with its comments, and what is needed to find one's way."""

import re
from collections.abc import Iterator

from engine import xml
from engine.diagram import CONTAINERS, NOT_NODES
from engine.xml import BPMN

FIRST = frozenset({"documentation", "extensionElements", "auditing", "monitoring", "incoming", "outgoing"})
"""What stands before everything else in a step."""
ODD = re.compile(r"\W+", re.ASCII)


class Tree:
    """One file. What it says of itself is looked up once; whoever changes it keeps that right."""

    def __init__(self, root: xml.Element) -> None:
        self.root = root
        self.ids = {node.get("id", "") for node in xml.every(root)}
        self.tells_arrows = any(
            xml.local(node) in ("incoming", "outgoing") and xml.namespace(node) == BPMN for node in xml.every(root)
        )

    def containers(self) -> Iterator[xml.Element]:
        """Processes, and all that holds steps inside them, outermost first."""
        ahead = list(self.root.iter(xml.tag("process")))
        while ahead:
            container = ahead.pop(0)
            yield container
            ahead += [node for node in self.nodes(container) if xml.local(node) in CONTAINERS]

    def nodes(self, container: xml.Element) -> list[xml.Element]:
        """The steps in a container, not those deeper in."""
        return [
            child for child in xml.children(container)
            if xml.namespace(child) == BPMN and xml.local(child) not in NOT_NODES
        ]

    def flows(self, container: xml.Element) -> list[xml.Element]:
        return container.findall(xml.tag("sequenceFlow"))

    def new_id(self, *parts: str) -> str:
        """An id that nothing in the file has, made of these parts."""
        wanted = "_".join(ODD.sub("_", part).strip("_") for part in parts if part)[:80] or "new"
        wanted = wanted if wanted[0].isalpha() else f"id_{wanted}"
        found, number = wanted, 2
        while found in self.ids:
            found, number = f"{wanted}_{number}", number + 1
        self.ids.add(found)
        return found

    def tell_arrow(self, node: xml.Element, direction: str, flow: str) -> None:
        """Name an arrow in the step it leaves or comes to, in files that do so."""
        if self.tells_arrows:
            first = FIRST - {"outgoing"} if direction == "incoming" else FIRST
            before = [n for n, child in enumerate(xml.children(node), 1) if xml.local(child) in first]
            xml.put_into(node, xml.new(direction, text=flow), max(before, default=0))


def label(node: xml.Element) -> str:
    """How a step is called in a sentence."""
    return " ".join((node.get("name") or node.get("id") or xml.local(node)).split())[:80]
