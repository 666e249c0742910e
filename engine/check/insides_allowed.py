"""L01: nothing inside an element is left unread: no part or setting of BPMN that would be skipped.

Data mappings, assignments to resources or multi-instance settings look as if they did something;
the reading of diagrams does not carry them, so the XML itself is looked at here.
"""

from collections.abc import Iterator

from engine import xml
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.diagram import CONTAINERS, NOT_NODES
from engine.errors import Cause
from engine.xml import BPMN

RULE = "L01"

PLAIN = frozenset({"documentation", "extensionElements", "incoming", "outgoing"})
CARRIED = PLAIN | {"script", "conditionExpression", "multiInstanceLoopCharacteristics", "standardLoopCharacteristics"}
"""Parts of a node or arrow that are read, or that kinds_allowed refuses; events' definitions come on top."""

LOOP = "multiInstanceLoopCharacteristics"
LOOP_PARTS = PLAIN | {"loopDataInputRef", "loopDataOutputRef", "inputDataItem", "outputDataItem"}
"""What is read of a step that is done once for each member of a list."""

UNREAD = frozenset({"ioSpecification", "property", "auditing", "monitoring"})

SETTINGS = {
    "isForCompensation": ({"false"}, "it is meant to undo another step, and nothing is undone here"),
    "startQuantity": ({"1"}, "it is to wait for several tokens, and a step begins with the first"),
    "completionQuantity": ({"1"}, "it is to go on several times, and a step goes on once"),
    "parallelMultiple": ({"false"}, "it waits for several things at once"),
    "instantiate": ({"false"}, "a case is started by its start only"),
    "eventGatewayType": ({"Exclusive"}, "its ways are to run beside each other, and an event gateway takes one"),
    "isExecutable": ({"true"}, "it is not to be executed; another party is drawn as an empty pool"),
    "cancelActivity": ({"true", "false"}, "it is not clear whether it interrupts"),
}
"""Attributes whose other values would be skipped: the values that are honoured, and what another one means."""


def find(parts: Parts) -> Iterator[Cause]:
    """Parts and settings that Amends would not carry out."""
    for drawing in parts.drawings.values():
        for process in drawing.root.iter(xml.tag("process")):
            yield from _inside(process, drawing)


def _inside(container: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    yield from _settings(container, drawing)
    for child in container:
        kind = xml.local(child)
        if xml.namespace(child) != BPMN:
            yield _cause(container, drawing, f"{kind} is no BPMN", "Give the tag its prefix, or take it out.")
        elif kind in CONTAINERS:
            yield from _inside(child, drawing)
        elif kind in UNREAD:
            yield _cause(container, drawing, f"its {kind} would be skipped", "Take it out.")
        elif kind == "sequenceFlow" or kind not in NOT_NODES:
            yield from _settings(child, drawing)
            yield from _parts_of(child, drawing)


def _settings(node: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    for name, (honoured, meaning) in SETTINGS.items():
        if name in node.attrib and node.get(name) not in honoured:
            yield _cause(node, drawing, meaning, f"Write {name} as {' or '.join(sorted(honoured))}.")


def _parts_of(node: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    for child in node:
        kind = xml.local(child)
        if xml.namespace(child) != BPMN or not (kind in CARRIED or kind.endswith("EventDefinition")):
            yield _cause(
                node, drawing, f"its {kind} would be skipped",
                "Take it out; who does a step is its lane, and data comes from forms and tables.",
            )
        elif kind == LOOP:
            yield from _loop(node, child, drawing)


def _loop(node: xml.Element, loop: xml.Element, drawing: Drawing) -> Iterator[Cause]:
    for part in loop:
        if xml.local(part) not in LOOP_PARTS:
            yield _cause(node, drawing, f"the {xml.local(part)} of its repetition would be skipped",
                         "Take it out: it is done for each member of the list, until the last one is done.")


def _cause(owner: xml.Element, drawing: Drawing, problem: str, repair: str) -> Cause:
    owner_id = owner.get("id", "")
    label = owner.get("name") or owner_id or xml.local(owner)
    return cause(f'"{label}" cannot be run as it is drawn: {problem}.', drawing.file, owner_id, RULE, repair)
