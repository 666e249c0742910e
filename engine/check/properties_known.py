"""Rule property: a property of ours is spelt as it is read, and stands where it has an effect."""

from collections.abc import Callable, Iterator, Mapping

from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import DEADLINES
from engine.diagram import HUMAN, Element
from engine.errors import Cause

RULE = "property"

Place = tuple[Callable[[Element], bool], str]


def _by_people(element: Element) -> bool:
    return element.kind in HUMAN


def _in_a_lane(element: Element) -> bool:
    return element.kind in HUMAN or element.kind == "subProcess"


def _with_a_form(element: Element) -> bool:
    return element.kind == "userTask" or element.event == "message"


PEOPLE: Place = (_by_people, "user tasks and manual tasks")
ANYWHERE: Place = (lambda element: True, "every element")
PLACES: Mapping[str, Place] = {
    "lane": (_in_a_lane, "user tasks, manual tasks and subprocesses"),
    "formJsonSchemaFilename": (_with_a_form, "user tasks and events that wait for a message"),
    "due": PEOPLE, "not_by": PEOPLE, "lane_from": PEOPLE, "skill": PEOPLE,
    "about": (lambda element: element.kind in HUMAN or element.event == "message",
              "user tasks, manual tasks and events that wait for a message"),
    "deadline": (lambda element: element.event == "timer", "timers"),
    "outcome": (lambda element: bool(element.milestones), "elements with a milestone"),
    "milestone": ANYWHERE, "public_status": ANYWHERE, "clause": ANYWHERE,
}
"""Every property of ours, with the elements that it does something for, in code and in words."""


def find(parts: Parts) -> Iterator[Cause]:
    """Misspelt, misplaced and empty properties, and deadlines that no case has."""
    for element in parts.nodes:
        for name, value in element.properties.items():
            yield from _property(element, name, value)


def _property(element: Element, name: str, value: str) -> Iterator[Cause]:
    if name not in PLACES:
        yield _at(element, f'has the property "{name}", which Amends does not read', meant(name, PLACES))
        return
    fits, places = PLACES[name]
    if not value.strip():
        yield _at(element, f"has the property {name} without a value", "Give it one, or take the property out.")
    elif not fits(element):
        yield _at(element, f"has the property {name}, which has no effect there", f"It belongs on {places}.")
    elif name == "deadline" and value not in DEADLINES:
        yield _at(element, f'belongs to the deadline "{value}", which no case has', meant(value, DEADLINES))


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
