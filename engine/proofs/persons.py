"""Promises that one piece of work is done by another person than other work of the same case.

The engine keeps people out by `not_by` at run time; here it is looked for a way on which it would not:
somebody does the other work, and later a step of this work stands open to everybody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.diagram import HUMAN
from engine.proofs import ordering
from engine.proofs.effects import Content
from engine.proofs.net import NOBODY, Net, Node
from engine.proofs.ordering import Ordered
from engine.proofs.promises import ABSENCE, BETWEEN, Promise

HERE = "·here"
"""A milestone that only the step that is looked at bears."""


@dataclass(frozen=True)
class Open:
    """A step that stands open to whoever did the work of `missing`; none: nobody does it at all."""

    step: Node
    missing: tuple[str, ...]
    asked: Promise
    found: Ordered


def prove(promise: Promise, content: Content, net: Net, beside: bool) -> Open | None:
    """The first step at which the promise is broken; None: it is kept."""
    for step, missing in _unbarred(promise, net):
        if missing:
            asked = replace(promise, pattern=BETWEEN, after=missing, until=(), never=(HERE,))
        else:
            asked = replace(promise, pattern=ABSENCE, never=(HERE,))
        found = ordering.prove(asked, content, marked(net, step), beside)
        if not found.kept:
            return Open(step, missing, replace(asked, never=promise.of), found)
    return None


def _unbarred(promise: Promise, net: Net) -> Iterator[tuple[Node, tuple[str, ...]]]:
    """Steps of the work that do not keep out everybody whom they should; without anybody: automatic ones, also of the
    work for which somebody should be kept out."""
    for node in net.nodes:
        if set(node.milestones) & set(promise.of):
            workers = list(_workers(net, node))
            for worker in workers:
                missing = tuple(one for one in promise.not_by if one not in worker.element.not_by)
                if missing:
                    yield worker, missing
            if not workers:
                yield node, ()
    for name in promise.not_by:
        bearers = [node for node in net.nodes if name in node.milestones]
        if bearers and not any(any(_workers(net, node)) for node in bearers):
            yield bearers[0], ()  # nobody does that work, so nobody is kept out for it


def _workers(net: Net, node: Node) -> Iterator[Node]:
    if node.kind in HUMAN:
        yield node
    elif node.inner != NOBODY:
        inside = net.within[node.inner]
        yield from (one for one in net.nodes if one.scope in inside and one.kind in HUMAN)


def marked(net: Net, step: Node) -> Net:
    """The same graph, in which one step bears a milestone of its own."""
    nodes = list(net.nodes)
    nodes[step.number] = replace(step, milestones=(*step.milestones, HERE))
    return replace(net, nodes=nodes)
