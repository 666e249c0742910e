"""Rule picture: every shape stands at a place that can be read."""

from collections.abc import Iterator

from engine import xml
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.errors import Cause

RULE = "picture"
DC = "http://www.omg.org/spec/DD/20100524/DC"


def find(parts: Parts) -> Iterator[Cause]:
    """Shapes whose place is no number."""
    for drawing in parts.drawings.values():
        for shape in drawing.root.iter(xml.tag("BPMNShape", xml.BPMNDI)):
            for bounds in shape.iter(xml.tag("Bounds", DC)):
                for name in ("x", "y"):
                    place = bounds.get(name, "0")
                    if not _is_number(place):
                        yield cause(f"the shape is drawn at {name} = {place!r}, which is no number.",
                                    drawing.file, shape.get("bpmnElement", ""), RULE, "Write a number, such as 120.")


def _is_number(text: str) -> bool:
    try:
        return abs(float(text)) < 1e9
    except ValueError:
        return False
