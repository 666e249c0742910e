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
ENDING = ("terminate", "error")
"""Ends that end what else is going on."""


def find(parts: Parts) -> Iterator[Cause]:
    """One element of each circle in which nothing waits."""
    at_once = _passed_at_once(parts)
    for drawing in parts.drawings.values():
        restless = {key: one for key, one in drawing.nodes.items() if not _waits(one, at_once)}
        for element in _on_circles(drawing, restless):
            yield cause(
                f"from {the(element)} the way comes back to it, and on it nothing waits for a person, a message or "
                "a moment.", element.file, element.id, RULE,
                "Let the arrow back lead to a step of a person, or put a catch event with a timer into the circle.",
            )


def _waits(element: Element, at_once: set[str]) -> bool:
    """Whether every case waits here. What is done for each member of a list is not done when the list is empty."""
    if element.loop is not None:
        return False
    if element.kind in HOSTS:
        return (element.called or element.id) not in at_once
    return element.kind in WAITS or (element.kind == "boundaryEvent" and element.event in ("timer", "message"))


def _passed_at_once(parts: Parts) -> set[str]:
    """Processes and subprocesses through which some way leads without a wait, near or deep."""
    found: set[str] = set()
    while True:
        more = {
            scope for drawing in parts.drawings.values() for scope, _ in drawing.scopes()
            if scope not in found and _is_passed(drawing, scope, found)
        }
        if not more:
            return found
        found |= more


def _is_passed(drawing: Drawing, scope: str, at_once: set[str]) -> bool:
    """Whether everything in a scope can be over without a wait: all that its parallel gateways part, or what ends
    the others."""
    over: set[str] = set()
    ending: set[str] = set()
    inside = drawing.inside(scope)
    while True:
        before = len(over) + len(ending)
        for one in inside:
            if _waits(one, at_once):
                continue
            ahead = [flow.target for flow in drawing.outgoing(one.id)]
            ahead += [edge.id for edge in drawing.boundaries(one.id)]
            if (one.kind == "endEvent" and one.event in ENDING) or any(target in ending for target in ahead):
                ending.add(one.id)
            enough = all if one.kind == "parallelGateway" else any
            if not ahead or one.id in ending or enough(target in over for target in ahead):
                over.add(one.id)
        if len(over) + len(ending) == before:
            break
    begun = [one for one in inside if one.kind == "startEvent"] or [
        one for one in inside if not drawing.incoming(one.id) and not one.attached_to]
    return bool(begun) and all(one.id in over for one in begun)


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
