"""An answer that comes too late: a timer that runs on the way waits for the promised date instead."""

from collections.abc import Iterator

from engine.proofs import moments
from engine.proofs.net import Node
from engine.proofs.promises import CLOCK, RESPONSE
from engine.proofs.proving import Proof
from engine.proposals.idea import Idea, drawn, named, waiting


def to_the_date(proof: Proof) -> Iterator[Idea]:
    """Timers that wait for no date of the case wait for the one that was promised."""
    limit = moments.within(proof.promise.within)
    if proof.promise.pattern == RESPONSE and proof.net is not None and limit is not None and limit.date:
        text = f'deadline("{limit.date}")'
        yield from (_moved(event, text) for event in _timers(proof) if "deadline(" not in event.element.timer)


def to_another(proof: Proof) -> Iterator[Idea]:
    """Timers on the moments of others in the same drawing."""
    if proof.promise.pattern not in (RESPONSE, CLOCK) or proof.net is None:
        return
    for event in _timers(proof):
        others = (node.element.timer.strip() for node in proof.net.nodes
                  if node.element.event == "timer" and node.element.file == event.element.file
                  and node.element.timer_kind == event.element.timer_kind)
        yield from (_moved(event, text) for text in dict.fromkeys(others) if text != event.element.timer.strip())


def _timers(proof: Proof) -> list[Node]:
    """Timers on what still waits at the end, then those that fired on the way, the last one first."""
    assert proof.net is not None
    nodes = proof.net.nodes
    found = [nodes[one] for host in waiting(proof) for one in host.edge]
    found += [nodes[stage.move.node] for stage in reversed(proof.stages) if stage.move is not None]
    return list({one.number: one for one in found if one.element.event == "timer"}.values())


def _moved(event: Node, text: str) -> Idea:
    return drawn(f"{named(event)} comes at {text}, not at {event.element.timer.strip()}.", event.element,
                 lambda pen: pen.set_moment(event.element.id, text))
