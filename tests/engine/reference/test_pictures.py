"""The drawings can be hung on the wall: nothing lies on anything else, and arrows keep clear of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise

import pytest

from engine import xml
from tests.engine.reference.walking import shipped

DI = "http://www.omg.org/spec/BPMN/20100524/DI"
BOUNDS = ".//{http://www.omg.org/spec/DD/20100524/DC}Bounds"
POINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint"
DRAWINGS = sorted(file for file in shipped().files if file.endswith(".bpmn"))


@dataclass(frozen=True)
class Box:
    """Left, top, right and bottom, in pixels."""

    x: float
    y: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom

    def shrunk(self, by: float) -> "Box":
        return Box(self.x + by, self.y + by, self.right - by, self.bottom - by)


class Picture:
    """What one file draws where."""

    def __init__(self, file: str) -> None:
        root = xml.parse(shipped().files[file], file)
        self.nodes = {node.get("id", ""): node for node in root.iter() if node.get("id")}
        self.shapes, self.labels, self.arrows = {}, {}, {}
        for shape in root.iter(f"{{{DI}}}BPMNShape"):
            if xml.local(self.nodes[shape.get("bpmnElement", "")]) not in ("participant", "lane"):
                self.shapes[shape.get("bpmnElement", "")] = _box(shape)
        for drawn in root.iter(f"{{{DI}}}BPMNShape", f"{{{DI}}}BPMNEdge"):
            label = drawn.find(f"{{{DI}}}BPMNLabel")
            if label is not None and label.find(BOUNDS[3:]) is not None:
                self.labels[drawn.get("bpmnElement", "")] = _box(label)
        for edge in root.iter(f"{{{DI}}}BPMNEdge"):
            points = [(float(p.get("x", "")), float(p.get("y", ""))) for p in edge.findall(POINT)]
            self.arrows[edge.get("bpmnElement", "")] = points

    def around(self, one: str) -> set[str]:
        return {node.get("id", "") for node in self.nodes[one].iterancestors()}

    def joined(self, one: str, other: str) -> bool:
        """An event on the edge of the other, or one inside the other."""
        host = self.nodes[one].get("attachedToRef") == other or self.nodes[other].get("attachedToRef") == one
        return host or one in self.around(other) or other in self.around(one)

    def pieces(self) -> Iterator[tuple[str, Box]]:
        """Every straight piece of every arrow, with the arrow's id."""
        for arrow, points in self.arrows.items():
            for (x, y), (to_x, to_y) in pairwise(points):
                yield arrow, Box(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))


def _box(node: xml.Element) -> Box:
    bounds = node.find(BOUNDS[3:])
    x, y, w, h = (float(bounds.get(key, "")) for key in ("x", "y", "width", "height"))
    return Box(x, y, x + w, y + h)


@pytest.fixture(scope="module", params=DRAWINGS)
def picture(request):
    return Picture(request.param)


def test_no_shape_lies_on_another(picture):
    touching = [
        (one, other) for one, other in combinations(picture.shapes, 2)
        if picture.shapes[one].meets(picture.shapes[other]) and not picture.joined(one, other)
    ]

    assert touching == []


def test_arrows_run_straight_and_through_nothing(picture):
    through = []
    for arrow, piece in picture.pieces():
        ends = {picture.nodes[arrow].get("sourceRef"), picture.nodes[arrow].get("targetRef")}
        assert piece.x == piece.right or piece.y == piece.bottom, arrow
        for shape, box in picture.shapes.items():
            inside = shape in picture.around(arrow)
            if not inside and _crosses(piece, box.shrunk(1 if shape in ends else 0)):
                hosts = picture.nodes[shape].get("attachedToRef") in ends
                through += [] if hosts else [(arrow, shape)]

    assert through == []


def test_no_text_lies_on_a_shape_an_arrow_or_another_text(picture):
    on = [(one, other) for one, other in combinations(picture.labels, 2)
          if picture.labels[one].meets(picture.labels[other])]
    for label, box in picture.labels.items():
        on += [(label, arrow) for arrow, piece in picture.pieces() if _crosses(piece, box)]
        on += [(label, shape) for shape, other in picture.shapes.items()
               if box.meets(other) and shape not in {label, *picture.around(label)}]

    assert on == []


def test_everything_that_runs_is_drawn(picture):
    kinds = ("Event", "Task", "Gateway", "subProcess", "callActivity")
    running = {key for key, node in picture.nodes.items() if xml.local(node).endswith(kinds)}
    flows = {key for key, node in picture.nodes.items() if xml.local(node) == "sequenceFlow"}

    assert running <= set(picture.shapes)
    assert flows <= set(picture.arrows)


def _crosses(piece: Box, box: Box) -> bool:
    return piece.x <= box.right and box.x <= piece.right and piece.y <= box.bottom and box.y <= piece.bottom
