"""L02: every arrow joins two things in one process or subprocess; every boundary event has a host (trap 19)."""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.kinds import ACTIVITIES, TASKS
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the, the_flow
from engine.diagram import CONTAINERS, Element, Flow
from engine.errors import Cause

RULE = "L02"
CROSSES = "End the subprocess with an end inside it, and draw the arrow from its own edge."


def find(parts: Parts) -> Iterator[Cause]:
    """Arrows to nothing, arrows through an edge, boundary events on nothing."""
    for drawing in parts.drawings.values():
        for flow in drawing.flows:
            yield from _flow(drawing, flow)
        for element in drawing.nodes.values():
            if element.kind == "boundaryEvent":
                yield from _host(drawing, element)


def _flow(drawing: Drawing, flow: Flow) -> Iterator[Cause]:
    elements = drawing.diagram.elements
    said = the_flow(flow)
    lost = [end for end in (flow.source, flow.target) if not end or end not in elements]
    for end in lost:
        there = f"there is no {end}" if end else "nothing is at one end"
        repair = meant(end, elements) if end else "Attach it at both ends, or delete it."
        yield cause(f"{said} hangs in the air: {there} in this file.", drawing.file, flow.id, RULE, repair)
    if lost:
        return
    scopes = {elements[flow.source].scope, elements[flow.target].scope}
    if len(scopes) > 1:
        yield cause(f"{said} goes through the edge of a subprocess or process.", drawing.file, flow.id, RULE, CROSSES)
    elif flow.scope not in scopes:
        yield cause(
            f"{said} is written in {flow.scope}, but its ends are in {scopes.pop()}; it would be skipped.",
            drawing.file, flow.id, RULE, "Move the sequenceFlow beside the steps that it joins.",
        )


def _host(drawing: Drawing, element: Element) -> Iterator[Cause]:
    host = drawing.diagram.elements.get(element.attached_to)
    if host is None:
        problem = f"sits on {element.attached_to or 'nothing'}, which is not in this file"
    elif host.kind not in {*ACTIVITIES, *TASKS, *CONTAINERS}:
        problem = f"sits on {host.label}, which is neither a task nor a subprocess"
    elif host.scope != element.scope:
        problem = f"sits on {host.label}, which is in another subprocess"
    else:
        return
    yield cause(
        f"{the(element)} {problem}.", element.file, element.id, RULE, "Attach it to the task or subprocess it watches."
    )
