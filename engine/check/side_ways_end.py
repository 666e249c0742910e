"""L14: what a non-interrupting event starts beside a step ends by itself (trap 45).

Led back into the main way, it would run everything from there on twice.
"""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L14"


def find(parts: Parts) -> Iterator[Cause]:
    """Non-interrupting events whose branch comes back to the main way."""
    for drawing in parts.drawings.values():
        for event in drawing.nodes.values():
            if event.kind == "boundaryEvent" and not event.interrupting and event.attached_to in drawing.nodes:
                met = _met(drawing, event)
                if met is not None:
                    yield cause(
                        f"the way from {the(event)} comes back to {the(met)}, which would then be done twice.",
                        event.file, event.id, RULE,
                        "Let this way end by itself, or make the event interrupting.",
                    )


def _met(drawing: Drawing, event: Element) -> Element | None:
    """The first element that the side way shares with what follows its host; shared ends do no harm, and
    neither does that a host which the case comes back to would call the side way again."""
    beside = drawing.after(flow.target for flow in drawing.outgoing(event.id))
    main = drawing.after((flow.target for flow in drawing.outgoing(event.attached_to)), without=event.id)
    main.add(event.attached_to)
    shared = [one for one in drawing.nodes.values() if one.id in beside & main]
    return next((one for one in shared if one.kind != "endEvent"), None)
