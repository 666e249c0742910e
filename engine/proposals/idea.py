"""What may mend a broken promise: a change of one file, in words and as it is made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from engine import xml
from engine.diagram import Element
from engine.proofs.net import NOBODY, Net, Node
from engine.proofs.promises import BETWEEN, EXISTENCE, PRECEDENCE, Promise
from engine.proofs.proving import Proof
from engine.proposals.pen import Pen


@dataclass(frozen=True)
class Idea:
    """A change in a sentence, the file and the element that it is about, and the file after it; None: it cannot be
    made."""

    says: str
    file: str
    element: str
    change: Callable[[bytes], bytes | None]


def drawn(says: str, element: Element, draw: Callable[[Pen], bool], key: str = "") -> Idea:
    """An idea about an element, or what has another id in its file, that is drawn with a pen."""
    def change(data: bytes) -> bytes | None:
        pen = Pen(xml.parse(data, element.file, comments=True))
        return xml.whole_file(pen.tree.root) if draw(pen) else None
    return Idea(says, element.file, key or element.id, change)


def gone(proof: Proof) -> Sequence[int]:
    """The nodes on the way of a broken promise, in order."""
    return [node for stage in (proof.steps or proof.stages) for node in stage.nodes]


def waiting(proof: Proof) -> list[Node]:
    """The steps at which a case waits at the end of that way, each followed by what it stands in, inside out."""
    net = proof.net
    if net is None or not proof.stages:
        return []
    marks = proof.stages[-1].position[0]
    found: list[Node] = []
    for node in net.nodes:
        if marks >> node.number & 1 and node.inner == NOBODY and node.kind != "boundaryEvent":
            for one in (node.number, *net.outward(node.scope)):
                if net.nodes[one] not in found:
                    found.append(net.nodes[one])
    return found


def named(node: Node) -> str:
    return f'"{node.element.label}"'


def bearing(net: Net, milestones: Sequence[str]) -> list[Node]:
    """The steps that reach one of these milestones."""
    return [node for node in net.nodes if set(node.milestones) & set(milestones)]


def missing(promise: Promise) -> tuple[str, ...]:
    """The milestones of which one should have been reached on the way."""
    return {PRECEDENCE: promise.first, BETWEEN: promise.until, EXISTENCE: promise.reach}.get(promise.pattern, ())
