"""L14: from every step a way leads on to an end (trap 21).

A circle without an exit never ends a case; where nothing in it waits, the engine cannot even start.
"""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L14"


def find(parts: Parts) -> Iterator[Cause]:
    """The first element of each circle that nothing leaves."""
    for drawing in parts.drawings.values():
        for scope, _ in drawing.scopes():
            inside = drawing.inside(scope)
            reaching = _reaching_an_end(drawing, inside)
            lost = [one for one in inside if one.id not in reaching]
            # without any end, or behind a step that leads nowhere, L02 has said enough
            if any(one.kind == "endEvent" for one in inside) and all(drawing.outgoing(one.id) for one in lost):
                circle = [one for one in lost if one.id in drawing.after(f.target for f in drawing.outgoing(one.id))]
                for element in circle[:1]:
                    yield cause(f"from {the(element)} no way leads to an end.", element.file, element.id, RULE,
                                "Let an exclusive gateway in the circle lead out of it.")


def _reaching_an_end(drawing: Drawing, inside: list[Element]) -> set[str]:
    found: set[str] = set()
    ahead = [one.id for one in inside if one.kind == "endEvent"]
    while ahead:
        here = ahead.pop()
        if here in found:
            continue
        found.add(here)
        ahead += [flow.source for flow in drawing.incoming(here)]
        host = drawing.nodes[here].attached_to if here in drawing.nodes else ""
        ahead += [host] if host else []
    return found
