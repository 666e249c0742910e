"""L13: no circle goes round without a person, a message or a moment to stop it (trap 21)."""

from collections.abc import Iterator

from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, the
from engine.diagram import HUMAN, Element
from engine.errors import Cause

RULE = "L13"
WAITS = HUMAN | {"eventBasedGateway", "intermediateCatchEvent"}
HOSTS = frozenset({"subProcess", "callActivity"})


def find(parts: Parts) -> Iterator[Cause]:
    """One element of each circle in which nothing waits."""
    waiting = _waiting_scopes(parts)
    for drawing in parts.drawings.values():
        restless = {
            key: one for key, one in drawing.nodes.items()
            if one.kind not in WAITS and not (one.kind == "boundaryEvent" and one.event in ("timer", "message"))
            and not (one.kind in HOSTS and (one.called or one.id) in waiting)
        }
        for element in _on_circles(drawing, restless):
            yield cause(
                f"from {the(element)} the way comes back to it, and on it nothing waits for a person, a message or "
                "a moment.", element.file, element.id, RULE,
                "Let the arrow back lead to a step of a person, or put a catch event with a timer into the circle.",
            )


def _waiting_scopes(parts: Parts) -> set[str]:
    """Processes and subprocesses with something inside that waits, near or deep."""
    found = {one.scope for one in parts.nodes if one.kind in WAITS}
    if not parts.whole:  # whether a process that is drawn elsewhere waits is not known
        drawn = {process for drawing in parts.drawings.values() for process in drawing.diagram.processes}
        found |= {one.called for one in parts.nodes if one.called not in drawn}
    while True:
        more = {one.scope for one in parts.nodes if one.kind in HOSTS and (one.called or one.id) in found} - found
        if not more:
            return found
        found |= more


def _on_circles(drawing: Drawing, restless: dict[str, Element]) -> Iterator[Element]:
    """The first drawn element of each circle among these."""
    told: set[str] = set()
    for key, element in restless.items():
        if key in told:
            continue
        circle = _reached(drawing, key, restless)
        if key in circle:
            told |= {one for one in circle if key in _reached(drawing, one, restless)}
            yield element


def _reached(drawing: Drawing, start: str, among: dict[str, Element]) -> set[str]:
    """What can be come to from an element by such elements only; itself only by a circle."""
    found: set[str] = set()
    ahead = [start]
    while ahead:
        here = ahead.pop()
        following = [flow.target for flow in drawing.outgoing(here)] + [one.id for one in drawing.boundaries(here)]
        for one in following:
            if one in among and one not in found:
                found.add(one)
                ahead.append(one)
    return found
