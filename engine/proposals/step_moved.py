"""A step that comes too early, or keeps a case waiting where no clock runs: it moves behind a later one."""

from collections.abc import Iterator

from engine.diagram import HUMAN
from engine.proofs.net import NOBODY, SCOPES, Net, Node
from engine.proofs.promises import ANYBODY, BETWEEN, CLOCK, EXISTENCE, PRECEDENCE, RESPONSE
from engine.proofs.proving import Proof
from engine.proofs.slicing import STEPS
from engine.proposals.idea import Idea, bearing, drawn, gone, missing, named, waiting

MOST_PLACES = 6
"""So many steps after it are looked at, and so many inside of each."""

MOVABLE = STEPS | SCOPES


def ideas(proof: Proof) -> Iterator[Idea]:
    net = proof.net
    if net is None:
        return
    for step in _steps(proof):
        if _can_move(step):
            for place in _places(proof, net, step):
                yield drawn(f"{named(step)} moves behind {named(place)}.", step.element,
                            lambda pen, step=step, place=place:  # type: ignore[misc]
                            pen.move(step.element.id, place.element.id))


def _steps(proof: Proof) -> list[Node]:
    """The steps that may stand in a wrong place."""
    assert proof.net is not None
    promise, nodes = proof.promise, proof.net.nodes
    if promise.pattern in (RESPONSE, CLOCK):
        return waiting(proof)
    way = [nodes[one] for one in dict.fromkeys(reversed(gone(proof)))]
    if promise.pattern == EXISTENCE:
        return [node for node in way if node.kind in HUMAN]
    if promise.pattern in (PRECEDENCE, BETWEEN):
        early = {*promise.before, *promise.never}
        return [node for node in way
                if set(node.milestones) & early or (ANYBODY in early and node.kind in HUMAN)]
    return []


def _places(proof: Proof, net: Net, step: Node) -> list[Node]:
    """Steps of the same file behind which it may stand: those that reach what is missing, then its neighbours."""
    reaching = [node for node in bearing(net, missing(proof.promise)) if len(node.outs) == 1]
    by_number = {node.number: node for node in (*reaching, *_before(net, step), *_following(net, step))}
    return [node for node in by_number.values()
            if node.element.file == step.element.file and node.number != step.number]


def _before(net: Net, step: Node) -> Iterator[Node]:
    """The last steps inside of what comes right before a step, where that holds steps."""
    for node in net.nodes:
        if node.inner != NOBODY and [target for target, _ in node.outs] == [step.number]:
            for inner in net.scopes[node.inner].nodes:
                outs = net.nodes[inner].outs
                if len(outs) == 1 and net.nodes[outs[0][0]].kind == "endEvent":
                    yield net.nodes[inner]


def _following(net: Net, step: Node) -> Iterator[Node]:
    """What comes after a step as long as there is one way on; of what holds steps first those inside it."""
    here = step
    for _ in range(MOST_PLACES):
        if len(here.outs) != 1:
            return
        here = net.nodes[here.outs[0][0]]
        if here.inner != NOBODY and net.scopes[here.inner].start != NOBODY:
            start = net.nodes[net.scopes[here.inner].start]
            yield from (one for one in (start, *_following(net, start)) if len(one.outs) == 1)
        if len(here.outs) == 1:
            yield here


def _can_move(step: Node) -> bool:
    """Whether it has one way in and one way out, and nothing hangs on its edge."""
    return step.kind in MOVABLE and step.joins == 1 and len(step.outs) == 1 and not step.edge
