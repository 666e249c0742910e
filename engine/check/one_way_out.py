"""L03: only gateways part ways. Elsewhere one arrow goes on, without a condition (trap 17).

The engine takes an arrow out of a task whatever its condition says.
"""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.kinds import GATEWAYS
from engine.check.parts import Parts
from engine.check.wording import cause, the, the_flow
from engine.diagram import Element
from engine.errors import Cause

RULE = "L03"
ASK = "Draw an exclusive gateway after it and put the condition on the gateway's arrow."


def find(parts: Parts) -> Iterator[Cause]:
    """Several arrows out of one task or event, conditions nobody looks at, defaults that are no way out."""
    for drawing in parts.drawings.values():
        for element in drawing.nodes.values():
            yield from _ways(drawing, element)


def _ways(drawing: Drawing, element: Element) -> Iterator[Cause]:
    outgoing = drawing.outgoing(element.id)
    if element.kind not in GATEWAYS and len(outgoing) > 1:
        yield cause(
            f"{the(element)} has {len(outgoing)} arrows going on, and it is not said which one a case takes.",
            element.file, element.id, RULE,
            "Draw a gateway after it: exclusive for one of the ways, parallel for all of them.",
        )
    if element.kind != "exclusiveGateway":
        for flow in outgoing:
            if flow.condition:
                yield cause(
                    f"Nobody looks at the condition on {the_flow(flow)}: only an exclusive gateway decides.",
                    element.file, flow.id, RULE, ASK,
                )
    if element.default and element.kind != "exclusiveGateway":
        yield cause(f"{the(element)} has a default arrow, and only an exclusive gateway decides.",
                    element.file, element.id, RULE, ASK)
    elif element.default and element.default not in {flow.id for flow in outgoing}:
        yield cause(f"The default of {the(element)}, {element.default}, does not leave it.",
                    element.file, element.id, RULE, "Choose one of its own arrows as the default.")
