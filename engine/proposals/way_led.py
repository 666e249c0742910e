"""A step that a way leaves out: an arrow that leads past it leads to it."""

from collections.abc import Iterator, Sequence

from engine.proofs.net import Net, Node
from engine.proofs.proving import Proof
from engine.proposals.idea import Idea, bearing, drawn, gone, missing, named

MOST_ARROWS = 8
"""Of the arrows of a way, so many are tried for each step, those nearest to where it shows first."""


def ideas(proof: Proof) -> Iterator[Idea]:
    net = proof.net
    if net is None:
        return
    way = gone(proof)
    for node in bearing(net, missing(proof.promise)):
        for source, target in _arrows(net, way, node.scope)[:MOST_ARROWS]:
            if node.kind != "endEvent" and node.number not in (source.number, target.number):
                yield _led(net, source, target, node)


def _arrows(net: Net, way: Sequence[int], scope: int) -> list[tuple[Node, Node]]:
    """The arrows that this way took in a scope, the last one first."""
    passed = {number: place for place, number in enumerate(way)}
    found = [(passed[target], net.nodes[source], net.nodes[target])
             for source in passed for target, _ in net.nodes[source].outs
             if target in passed and passed[source] < passed[target] and net.nodes[source].scope == scope]
    return [(source, target) for _, source, target in sorted(found, key=lambda one: -one[0])]


def _led(net: Net, source: Node, target: Node, to: Node) -> Idea:
    flow = next(flow for number, flow in source.outs if number == target.number)
    return drawn(f"The arrow from {named(source)} leads to {named(to)}, not to {named(target)}.", source.element,
                 lambda pen: pen.lead(flow.id, to.element.id), flow.id)
