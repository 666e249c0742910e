"""L09: errors and escalations are caught round the place where they are thrown (trap 12).

One that nothing catches stops the case; an event that waits for what nothing throws never comes.
"""

from collections.abc import Iterator

from engine.check.around import Around
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import CODED, Element
from engine.errors import Cause
from engine.packs import MAIN

RULE = "L09"
HOSTS = frozenset({"subProcess", "callActivity"})


def find(parts: Parts) -> Iterator[Cause]:
    """Throws without a name or a catcher, and catchers that nothing reaches."""
    around = Around(parts)
    edges = {host: drawn.boundaries(host) for drawn in parts.drawings.values() for host in drawn.nodes}
    throws = [one for one in parts.nodes if one.event in CODED and one.kind in ("endEvent", "intermediateThrowEvent")]
    caught: set[str] = set()
    for one in throws:
        if not one.code:
            yield _at(one, f"throws an {one.event} without saying which", f"Choose an {one.event} with a code.")
            continue
        ways = [_catcher(one, way, edges) for way in around.ways(one.scope, one.process)]
        caught |= {catcher.id for catcher in ways if catcher is not None}
        if None in ways and (parts.whole or one.process == MAIN):
            also = " everywhere where its process is called" if len(ways) > 1 else ""
            yield _at(one, f'throws "{one.code}", and nothing round it catches that{also}',
                      f"Put an event with the {one.event} {one.code} on the edge of a subprocess or call round it.")
    for drawing in parts.drawings.values():
        for one in drawing.nodes.values():
            if one.kind == "boundaryEvent" and one.event in CODED:
                yield from _edge(one, drawing, one.id in caught or _outside(one, drawing, parts))


def _catcher(thrown: Element, way: tuple[Element, ...], edges: dict[str, list[Element]]) -> Element | None:
    """The first event on this way out that catches a throw: on one edge, one with its code before one without."""
    for host in way:
        fitting = [one for one in edges.get(host.id, ()) if one.event == thrown.event and one.code in ("", thrown.code)]
        if fitting:
            return max(fitting, key=lambda one: bool(one.code))
    return None


def _outside(event: Element, drawing: Drawing, parts: Parts) -> bool:
    """True where what is thrown to an edge may come from a process that is drawn elsewhere."""
    if parts.whole or event.attached_to not in drawing.nodes:
        return False
    within = [drawing.nodes[event.attached_to]]
    for one in within:
        within += drawing.inside(one.id)
    return any(one.kind == "callActivity" and one.called not in drawing.diagram.processes for one in within)


def _edge(event: Element, drawing: Drawing, reached: bool) -> Iterator[Cause]:
    if event.event == "error" and not event.interrupting:
        yield _at(event, "lets the work go on after an error, and an error has ended it",
                  "Make it interrupting, or throw an escalation.")
    host = drawing.nodes.get(event.attached_to)
    twins = [
        one for one in drawing.boundaries(event.attached_to)
        if (one.event, one.code) == (event.event, event.code) and one.id != event.id
    ]
    if twins and twins[0].id < event.id:
        yield _at(event, f"waits for the same {event.event} as {the(twins[0])} beside it", "Keep one of them.")
    elif host is not None and not reached:
        wanted = f'the {event.event} "{event.code}"' if event.code else f"an {event.event}"
        yield _at(event, f"waits for {wanted}, which nothing inside {the(host)} throws to it",
                  "Throw it at an end inside, or take the event away.")


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
