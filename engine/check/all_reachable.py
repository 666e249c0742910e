"""L01: a way leads to everything that is drawn; the engine would leave the rest out (trap 17)."""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause

RULE = "L01"


def find(parts: Parts) -> Iterator[Cause]:
    """Elements that no case can come to; of a chain of them the first only."""
    for drawing in parts.drawings.values():
        for scope, _ in drawing.scopes():
            for element in _firsts(drawing, _unreached(drawing, scope)):
                yield cause(
                    f"Nothing leads to {the(element)}, so it would never happen.",
                    element.file, element.id, RULE,
                    "Draw an arrow to it, or delete it.",
                )


def _unreached(drawing: Drawing, scope: str) -> dict[str, Element]:
    inside = drawing.inside(scope)
    starts = [one.id for one in inside if one.kind == "startEvent"]
    reached = drawing.after(starts)
    return {one.id: one for one in inside if starts and one.id not in reached}


def _firsts(drawing: Drawing, unreached: dict[str, Element]) -> list[Element]:
    """Where chains of unreached elements begin, and all of those that only lead to each other."""
    heads = [
        one for key, one in unreached.items()
        if not any(flow.source in unreached for flow in drawing.incoming(key)) and one.attached_to not in unreached
    ]
    led_to = drawing.after(head.id for head in heads)
    return heads + [one for key, one in unreached.items() if key not in led_to]
