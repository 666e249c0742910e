"""Rule property: settings of another tool are named; Amends reads BPMN and its own, and nothing else.

A warning, because what they say may be for that tool only: a colour, a listener, who does it over there.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine import xml
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.errors import WARNING, Cause
from engine.xml import BPMN, SPIFF

RULE = "property"
OURS = frozenset({"", BPMN, SPIFF, "http://www.w3.org/2001/XMLSchema-instance", "http://www.w3.org/XML/1998/namespace"})
SHOWN = 6


def find(parts: Parts) -> Iterator[Cause]:
    """One warning for each tool whose settings stand inside a process, with what they are called."""
    for drawing in parts.drawings.values():
        for space, names in _foreign(drawing).items():
            first = next(iter(names.values()))
            more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
            found = cause(
                f"Amends does not read the settings of {space} here: {', '.join(list(names)[:SHOWN])}{more}.",
                drawing.file, first, RULE, "Say what matters with what Amends reads, or take them out.",
            )
            yield replace(found, severity=WARNING)


def _foreign(drawing: Drawing) -> dict[str, dict[str, str]]:
    """By namespace: names of settings, each with the id of the first element that has it."""
    found: dict[str, dict[str, str]] = {}
    for process in drawing.root.iter(xml.tag("process")):
        for node in process.iter():
            parent = node.getparent()
            extends = parent is not None and xml.local(parent) == "extensionElements"
            for name in map(str, [*([node.tag] if extends else []), *node.attrib]):
                space, _, local = name[1:].rpartition("}") if name.startswith("{") else ("", "", name)
                if space not in OURS:
                    found.setdefault(space, {}).setdefault(local, _owner(node))
    return found


def _owner(node: xml.Element) -> str:
    """The id of the element that a setting belongs to."""
    holder: xml.Element | None = node
    while holder is not None and not (xml.namespace(holder) == BPMN and holder.get("id")):
        holder = holder.getparent()
    return "" if holder is None else holder.get("id", "")
