"""L01: every step in the file stands where steps are read: in a process or a subprocess, however deep.

What stands elsewhere (a choreography, a step beside the process, one inside another step) would be lost without
a word.
"""

from collections.abc import Iterator

from engine import xml
from engine.check.kinds import FLOW_NODES
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.diagram import CONTAINERS
from engine.errors import Cause
from engine.xml import BPMN

RULE = "L01"
CONVERSATIONS = frozenset({"conversation", "subConversation", "callConversation"})
"""Steps of a drawing of who talks with whom."""


def find(parts: Parts) -> Iterator[Cause]:
    """Steps that stand where nothing is read."""
    for drawing in parts.drawings.values():
        for node in drawing.root.iter():
            if xml.namespace(node) == BPMN and xml.local(node) in FLOW_NODES | CONVERSATIONS and not _read(node):
                parent = node.getparent()
                where = xml.local(parent) if parent is not None else "nothing"
                label = node.get("name") or node.get("id") or xml.local(node)
                yield cause(
                    f'the {xml.local(node)} "{label}" would be lost: it stands in {where}, and nobody looks there.',
                    drawing.file, node.get("id", ""), RULE, "Draw it inside a process or a subprocess, with arrows.",
                )


def _read(node: xml.Element) -> bool:
    """Whether everything round it up to its process is read for steps."""
    parent = node.getparent()
    while parent is not None and xml.namespace(parent) == BPMN and xml.local(parent) in CONTAINERS:
        if xml.local(parent) == "process":
            return True
        parent = parent.getparent()
    return False
