"""L02: a process or subprocess has one start; everything else goes on until an end (traps 17, 19)."""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L02"


def find(parts: Parts) -> Iterator[Cause]:
    """Missing and doubled starts, missing ends, elements that stop without an end, wrong arrows at events."""
    for drawing in parts.drawings.values():
        for scope, element in drawing.scopes():
            yield from _scope(drawing, scope, element)
        for element in drawing.nodes.values():
            yield from _arrows(drawing, element)


def _scope(drawing: Drawing, scope: str, element: Element | None) -> Iterator[Cause]:
    inside = drawing.inside(scope)
    name = the(element) if element else f'the process "{drawing.diagram.processes.get(scope) or scope}"'
    starts = [one for one in inside if one.kind == "startEvent"]
    if len(starts) != 1:
        count = f"{len(starts)} starts" if starts else "no start"
        yield cause(f"{name} has {count}.", drawing.file, scope, RULE, "Draw exactly one start in it.")
    if not any(one.kind == "endEvent" for one in inside):
        yield cause(f"{name} has no end.", drawing.file, scope, RULE, "Draw an end in it.")


def _arrows(drawing: Drawing, element: Element) -> Iterator[Cause]:
    incoming, outgoing = drawing.incoming(element.id), drawing.outgoing(element.id)
    if element.kind in ("startEvent", "boundaryEvent") and incoming:
        yield _at(element, "is reached by an arrow, and nothing can lead to it", "Lead the arrow to the step after it.")
    if element.kind == "endEvent" and outgoing:
        yield _at(element, "has an arrow going on, and nothing follows an end", "Delete the arrow, or the end.")
    if element.kind != "endEvent" and not outgoing:
        yield _at(element, "leads nowhere, so the case would never end", "Draw an arrow to the next step or to an end.")


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
