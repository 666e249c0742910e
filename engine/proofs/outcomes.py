"""The outcome of a case, as elements with a milestone name it."""

from collections.abc import Callable

from engine.diagram import Element
from engine.proofs.knowledge import Facts, Sets, joined

OUTCOME = "outcome"
Effect = Callable[[Facts, Sets], list[Sets]]
"""What a step makes of what is known: one set of sets for each way in which it can come out."""


def names_outcome(element: Element) -> str:
    """What a milestone of this element makes the outcome of the case; nothing: it leaves that as it is."""
    return element.properties.get(OUTCOME, "") if element.milestones else ""


def ending(own: Effect | None, outcome: str, at_end: bool) -> Effect:
    """What a step does, and then the outcome that it names; an end names it only where nothing before it did."""
    def run(known: Facts, sets: Sets) -> list[Sets]:
        named, place = known.set_of(OUTCOME, [outcome]), known.place[OUTCOME]
        none = known.set_of(OUTCOME, [None])
        found = []
        for after in own(known, sets) if own is not None else [sets]:
            bits = (after[place] & ~none) | (named if after[place] & none else 0) if at_end else named
            found.append(known.with_(after, OUTCOME, bits))
        return joined(found)
    return run
