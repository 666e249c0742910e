"""L04: an exclusive gateway always finds a way: a condition on each arrow but one, the default (trap 18)."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.check.wording import cause, the, the_flow
from engine.diagram import Element, Flow
from engine.errors import Cause

RULE = "L04"


def find(parts: Parts) -> Iterator[Cause]:
    """Exclusive gateways at which a case could get stuck, or conditions that decide nothing."""
    for drawing in parts.drawings.values():
        for element in drawing.nodes.values():
            if element.kind == "exclusiveGateway":
                yield from _choice(element, drawing.outgoing(element.id))


def _choice(element: Element, ways: list[Flow]) -> Iterator[Cause]:
    if len(ways) == 1:
        if ways[0].condition and element.default != ways[0].id:
            yield _at(ways[0], element, f"A case could get stuck at {element.label}: its only arrow has a condition.",
                      "Delete the condition, or draw the other way.")
        return
    if len(ways) > 1 and not element.default:
        yield cause(
            f"{the(element)} has no default arrow: a case for which no condition holds would get stuck.",
            element.file, element.id, RULE, "Mark the arrow for all other cases as the default.",
        )
    for flow in ways:
        if flow.id == element.default and flow.condition:
            yield _at(flow, element, f"The condition on {the_flow(flow)} decides nothing: it is the default.",
                      "Delete the condition, or choose another default.")
        elif flow.id != element.default and not flow.condition:
            yield _at(flow, element, f"It is not said when a case takes {the_flow(flow)}.",
                      'Give it a condition, such as outcome == "upheld", or make it the default.')


def _at(flow: Flow, element: Element, message: str, repair: str) -> Cause:
    return Cause(message, element.file, flow.id, RULE, repair)
