"""L07: behind an event gateway stand catch events only, and at most one clock (trap 9)."""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L07"
REMINDER = "Keep the earliest; draw a reminder as a non-interrupting timer on a subprocess round the gateway."


def find(parts: Parts) -> Iterator[Cause]:
    """Event gateways that would wait for the wrong thing."""
    for drawing in parts.drawings.values():
        for element in drawing.nodes.values():
            if element.kind == "eventBasedGateway":
                yield from _gateway(drawing, element)


def _gateway(drawing: Drawing, gateway: Element) -> Iterator[Cause]:
    found = [drawing.diagram.elements.get(flow.target) for flow in drawing.outgoing(gateway.id)]
    targets = [target for target in found if target is not None]
    for target in targets:
        if target.kind != "intermediateCatchEvent":
            yield cause(f"{the(gateway)} leads to {the(target)}, which waits for nothing.",
                        gateway.file, gateway.id, RULE, "Put a catch event with a message or a timer between them.")
        elif len(drawing.incoming(target.id)) > 1:
            yield cause(f"{the(target)} stands behind an event gateway and is reached by another way too.",
                        target.file, target.id, RULE, "Lead the other arrow to the step after it, or to the gateway.")
    timers = [target for target in targets if target.event == "timer"]
    if len(timers) > 1:
        yield cause(f"{the(gateway)} has {len(timers)} timers behind it, and only one clock can run there.",
                    gateway.file, gateway.id, RULE, REMINDER)
