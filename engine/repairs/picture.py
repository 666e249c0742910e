"""Places in the picture: a new shape beside another, where nothing else is, and an arrow to it.

Only what has a shape gets company; a file without a picture stays without.
"""

from dataclasses import dataclass

from engine import xml
from engine.xml import BPMNDI

DC = "http://www.omg.org/spec/DD/20100524/DC"
DI = "http://www.omg.org/spec/DD/20100524/DI"
SIZE = 36.0
GAP, ROOM = 50.0, 10.0
ROWS = 24


@dataclass(frozen=True)
class Box:
    """Where something is drawn, in the units of the picture."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Box") -> bool:
        return (self.x < other.x + other.width + ROOM and other.x < self.x + self.width + ROOM
                and self.y < other.y + other.height + ROOM and other.y < self.y + self.height + ROOM)

    def holds(self, other: "Box") -> bool:
        return (self.x <= other.x and self.y <= other.y and other.x + other.width <= self.x + self.width
                and other.y + other.height <= self.y + self.height)

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


class Picture:
    """The shapes of a file by what they show. Shapes whose place cannot be read are not there."""

    def __init__(self, root: xml.Element) -> None:
        self.shapes: dict[str, xml.Element] = {}
        self.boxes: dict[str, Box] = {}
        for shape in root.iter(xml.tag("BPMNShape", BPMNDI)):
            box = _box(shape)
            if box is not None:
                self.shapes[shape.get("bpmnElement", "")] = shape
                self.boxes[shape.get("bpmnElement", "")] = box

    def add_beside(self, known: str, added: str, arrow: str, *, before: bool = False, below: bool = False) -> None:
        """Draw a circle for `added` beside `known`, and the arrow between them; nothing where `known` has no shape."""
        if known not in self.boxes:
            return
        box = self.boxes[known]
        new = self._free(box, before=before, below=below)
        shape = xml.new("BPMNShape", BPMNDI, id=f"{added}_shape", bpmnElement=added)
        shape.append(xml.new("Bounds", DC, **{name: _written(value) for name, value in (
            ("x", new.x), ("y", new.y), ("width", new.width), ("height", new.height))}))
        edge = xml.new("BPMNEdge", BPMNDI, id=f"{arrow}_edge", bpmnElement=arrow)
        line = _line(new, box) if before else _line(box, new)
        for x, y in line:
            edge.append(xml.new("waypoint", DI, x=_written(x), y=_written(y)))
        xml.put_after(self.shapes[known], edge)
        xml.put_after(self.shapes[known], shape)
        self.boxes[added], self.shapes[added] = new, shape

    def _free(self, box: Box, *, before: bool, below: bool) -> Box:
        """The nearest place in that direction that meets no other shape, inside of what is round both if it can be."""
        around = [one for one in self.boxes.values() if one.holds(box) and one != box]
        others = [one for one in self.boxes.values() if one not in around and one != box] + [box]
        x, y = box.middle
        right = box.x - GAP - SIZE if before else box.x + box.width + GAP
        columns = [x - SIZE / 2] if below else []
        columns += [right + (-1 if before else 1) * step * (SIZE + ROOM) for step in range(4)]
        first = box.y + box.height + GAP if below else y - SIZE / 2
        spots = [
            Box(column, first + row, SIZE, SIZE)
            for column in columns for row in _rows(below)
        ]
        free = [spot for spot in spots if not any(spot.meets(one) for one in others)]
        inside = [spot for spot in free if all(one.holds(spot) for one in around)]
        lowest = max((one.y + one.height for one in self.boxes.values()), default=0.0)
        return next(iter(inside or free), Box(right, lowest + GAP, SIZE, SIZE))


def _rows(below: bool) -> list[float]:
    """How far down, or up and down, to look."""
    steps = [row * (SIZE + ROOM) for row in range(ROWS)]
    return steps if below else sorted((sign * step for step in steps for sign in (1, -1)), key=abs)


def _line(start: Box, end: Box) -> list[tuple[float, float]]:
    """An arrow from box to box, with a corner where they are not in a row."""
    (sx, sy), (ex, ey) = start.middle, end.middle
    if abs(sy - ey) < 1:
        return [(start.x + start.width, sy), (end.x, ey)]
    if start.y + start.height <= end.y:
        if abs(sx - ex) < 1:
            return [(sx, start.y + start.height), (ex, end.y)]
        return [(sx, start.y + start.height), (sx, ey), (end.x if ex > sx else end.x + end.width, ey)]
    return [(sx, start.y), (sx, ey), (end.x if ex > sx else end.x + end.width, ey)]


def _box(shape: xml.Element) -> Box | None:
    bounds = shape.find(xml.tag("Bounds", DC))
    if bounds is None:
        return None
    try:
        x, y, width, height = (float(bounds.get(name, "0")) for name in ("x", "y", "width", "height"))
    except ValueError:
        return None
    return Box(x, y, width, height) if all(abs(one) < 1e6 for one in (x, y, width, height)) else None


def _written(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
