"""L01: every drawn thing is of a kind that Amends runs; also what nothing leads to (trap 17).

The engine library drops what it cannot reach without a word, and runs some kinds differently from
how they are drawn; so anything that is not listed in kinds.py is refused.
"""

from collections.abc import Iterator

from engine.check.kinds import (
    EVENT_SUBPROCESS,
    EVENTS,
    EVENTS_INSTEAD,
    INSTEAD,
    NAMES,
    NOT_REPEATED,
    NOTHING_THROWN,
    REPEATED,
    STANDARD_LOOP,
)
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L01"


def find(parts: Parts) -> Iterator[Cause]:
    """Elements that this version does not run."""
    for drawing in parts.drawings.values():
        for element in drawing.elements:
            found = _refusal(element, element.id in drawing.by_event)
            if found:
                reason, repair = found
                yield cause(f"{the(element)} cannot be run: {reason}.", element.file, element.id, RULE, repair)


def _refusal(element: Element, by_event: bool) -> tuple[str, str] | None:
    """The reason and what to draw instead; None for what runs."""
    if element.kind not in NAMES:
        return INSTEAD.get(element.kind) or (f"Amends knows no {element.kind}", meant(element.kind, NAMES))
    if by_event:
        return EVENT_SUBPROCESS
    if element.loop and element.loop.kind == "standardLoopCharacteristics":
        return STANDARD_LOOP
    if element.loop and element.kind not in REPEATED:
        return NOT_REPEATED
    if element.event in EVENTS.get(element.kind, {""}):
        return _message_inside(element)
    if element.kind == "intermediateThrowEvent" and not element.event:
        return NOTHING_THROWN
    reason = EVENTS_INSTEAD.get(element.event)
    return reason or (f"an event of the kind {element.event} is not known", meant(element.event, EVENTS_INSTEAD))


def _message_inside(element: Element) -> tuple[str, str] | None:
    if element.kind == "startEvent" and element.event and element.scope != element.process:
        return "a subprocess starts when the case comes to it, not by a message", "Draw a plain start."
    return None
