"""A wait that nobody ends: a timer on it, or on what it stands in, like one that stands beside it."""

from collections import deque
from collections.abc import Iterator

from engine.diagram import CONTAINERS, HUMAN
from engine.proofs import moments
from engine.proofs.net import Net, Node
from engine.proofs.promises import CLOCK, RESPONSE
from engine.proofs.proving import Proof
from engine.proposals.idea import Idea, drawn, named, waiting

HOSTS = HUMAN | CONTAINERS | {"callActivity"}


def ideas(proof: Proof) -> Iterator[Idea]:
    if proof.promise.pattern not in (RESPONSE, CLOCK) or proof.net is None:
        return
    limit = moments.within(proof.promise.within)
    for host in waiting(proof):
        if host.kind in HOSTS:
            for like in _beside(proof.net, host, limit.date if limit is not None else ""):
                yield _drawn(proof.net, host, like)


def _beside(net: Net, host: Node, date: str) -> list[Node]:
    """Timers on the edges of other steps in the same scope: those on the promised date first, then the nearest."""
    found: dict[tuple[str, bool, int], Node] = {}
    own = {_what(net.nodes[one]) for one in host.edge}
    for node in net.nodes:
        if node.kind == "boundaryEvent" and node.element.event == "timer" and node.scope == host.scope \
                and node.outs and _what(node) not in own and node.outs[0][0] != host.number:
            found.setdefault(_what(node), node)
    far = _distances(net, host)
    return sorted(found.values(), key=lambda node: (
        bool(date) and f'"{date}"' not in node.element.timer, far.get(node.host, len(net.nodes))))


def _distances(net: Net, start: Node) -> dict[int, int]:
    """How many arrows lie between a step and the others of its scope, whichever way they lead."""
    near: dict[int, set[int]] = {}
    for one in net.scopes[start.scope].nodes:
        for target, _ in net.nodes[one].outs:
            near.setdefault(one, set()).add(target)
            near.setdefault(target, set()).add(one)
    found, ahead = {start.number: 0}, deque([start.number])
    while ahead:
        here = ahead.popleft()
        for other in near.get(here, set()) - found.keys():
            found[other] = found[here] + 1
            ahead.append(other)
    return found


def _what(event: Node) -> tuple[str, bool, int]:
    """What makes two timers the same: when they come, whether they end the work, and where they lead."""
    return event.element.timer.strip(), event.element.interrupting, event.outs[0][0] if event.outs else -1


def _drawn(net: Net, host: Node, like: Node) -> Idea:
    target = net.nodes[like.outs[0][0]]
    ends = "ends it and " if like.element.interrupting else ""
    return drawn(
        f"On {named(host)} a timer like {named(like)} is put: {like.element.timer.strip()}; it {ends}leads to "
        f"{named(target)}.",
        host.element, lambda pen: pen.add_timer(host.element.id, like.element.id),
    )
