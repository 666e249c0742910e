"""Rule property: every spiffworkflow tag is one that Amends reads, in the place where it is read.

Text editors and other modellers put more there, such as scripts before and after a task (L18);
the engine library would run some of it, and drop the rest.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from engine import xml
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import HUMAN, Element
from engine.errors import Cause
from engine.xml import SPIFF

RULE = "property"

PARENTS: Mapping[str, str] = {
    "properties": "extensionElements", "property": "properties", "serviceTaskOperator": "extensionElements",
    "parameters": "serviceTaskOperator", "parameter": "parameters", "calledDecisionId": "extensionElements",
    "variableName": "extensionElements", "instructionsForEndUser": "extensionElements",
}
"""Every tag that is read, and the tag it stands in."""

KINDS: Mapping[str, frozenset[str]] = {
    "serviceTaskOperator": frozenset({"serviceTask"}), "calledDecisionId": frozenset({"businessRuleTask"}),
    "instructionsForEndUser": HUMAN,
    "variableName": frozenset({"userTask", "boundaryEvent", "intermediateCatchEvent"}),
}
"""Tags that do something for some kinds only."""

WRITTEN: Mapping[str, tuple[str, ...]] = {
    "parameter": ("id", "type", "value"), "property": ("name", "value"), "serviceTaskOperator": ("id",),
}
"""What the engine reads of a tag; without one of these it can build nothing."""

SCRIPTS = frozenset({"preScript", "postScript"})


def find(parts: Parts) -> Iterator[Cause]:
    """Unknown, misplaced and doubled tags."""
    for drawing in parts.drawings.values():
        for process in drawing.root.iter(xml.tag("process")):
            for node in process.iter():
                if xml.namespace(node) == SPIFF:
                    yield from _tag(node, drawing)
                elif xml.local(node) == "extensionElements":
                    yield from _doubled(node, drawing)


def _tag(node: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    name, parent = xml.local(node), node.getparent()
    holder = "" if parent is None else xml.local(parent)
    owner = _owner(node, drawing)
    if name in SCRIPTS:
        yield _cause(node, drawing, f"has a {name}, and scripts run in script tasks only",
                     "Draw a script task before or after it.", "L18")
    elif name not in PARENTS:
        yield _cause(node, drawing, f"has the tag {name}, which Amends does not read", meant(name, PARENTS))
    elif holder != PARENTS[name]:
        yield _cause(node, drawing, f"has the tag {name} inside {holder}, where it is not read",
                     f"Move it into {PARENTS[name]}.")
    elif name in KINDS and owner is not None and owner.kind not in KINDS[name]:
        yield _cause(node, drawing, f"has the tag {name}, which has no effect there", "Take it out.")
    elif missing := [one for one in WRITTEN.get(name, ()) if node.get(one) is None]:
        yield _cause(node, drawing, f"has a {name} without its {' and '.join(missing)}",
                     f"Write {' and '.join(WRITTEN[name])}; a parameter is of type str.")
    elif node.get("resultVariable"):
        yield _cause(node, drawing, "wants a result of its operation, and operations give none",
                     "Leave resultVariable empty; what an operation changes is a fact of the case.")


def _doubled(node: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    names = Counter(one.get("name", "") for one in node.iter(xml.tag("property", SPIFF)))
    for name, times in names.items():
        if times > 1:
            yield _cause(node, drawing, f"has the property {name} {times} times, and only one of them is read",
                         "Write one; several milestones go into one value with commas.")
    tags = Counter(xml.local(one) for one in node if xml.namespace(one) == SPIFF)
    for name, times in tags.items():
        if times > 1 and name != "properties":
            yield _cause(node, drawing, f"has the tag {name} {times} times, and only one of them is read", "Keep one.")


def _owner(node: xml.Element, drawing: Drawing) -> Element | None:
    """The element that a tag belongs to; None for the process itself or an arrow."""
    return next((drawing.nodes[one.get("id", "")] for one in node.iterancestors()
                 if one.get("id", "") in drawing.nodes), None)


def _cause(node: xml.Element, drawing: Drawing, problem: str, repair: str, rule: str = RULE) -> Cause:
    owner = _owner(node, drawing)
    if owner is None:
        return cause(f"the diagram {problem}.", drawing.file, "", rule, repair)
    return cause(f"{the(owner)} {problem}.", drawing.file, owner.id, rule, repair)
