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
            lost = {one.id: one for one in inside if one.id not in reaching}
            # without any end, L02 has said enough
            if lost and any(one.kind == "endEvent" for one in inside):
                element = _on_the_circle(drawing, lost)
                if element is not None:
                    yield cause(f"from {the(element)} no way leads to an end.", element.file, element.id, RULE,
                                "Let an exclusive gateway in the circle lead out of it.")


def _on_the_circle(drawing: Drawing, lost: dict[str, Element]) -> Element | None:
    """The first element to which the way comes back; None where a way hangs in the air (L02)."""
    here, passed = next(iter(lost)), set[str]()
    while here in lost and here not in passed:
        passed.add(here)
        here = next((flow.target for flow in drawing.outgoing(here)), "")
    return lost.get(here)


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
