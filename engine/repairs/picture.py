"""Places in the picture: a new shape beside another, where nothing else is, and an arrow to it.

Only what has a shape gets company; a file without a picture stays without.
"""

from collections.abc import Iterable, Iterator
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

    def meets(self, other: "Box", room: float = ROOM) -> bool:
        """Whether two lie on each other, or nearer than `room`."""
        return (self.x < other.x + other.width + room and other.x < self.x + self.width + room
                and self.y < other.y + other.height + room and other.y < self.y + self.height + room)

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
        self.edges = {edge.get("bpmnElement", ""): edge for edge in root.iter(xml.tag("BPMNEdge", BPMNDI))}

    def add_beside(self, known: str, added: str, arrow: str, *, before: bool = False, below: bool = False) -> None:
        """Draw a circle for `added` beside `known`, and the arrow between them; nothing where `known` has no shape."""
        if known not in self.boxes:
            return
        box = self.boxes[known]
        new = self._free(box, before=before, below=below)
        self.draw_line(arrow, _line(new, box) if before else _line(box, new), known)
        self.add_shape(added, new, known)

    def add_shape(self, added: str, box: Box, known: str, like: str = "") -> None:
        """Draw a shape, in the colours of another one; in the file it stands after that of `known`."""
        shape = xml.new("BPMNShape", BPMNDI, id=f"{added}_shape", bpmnElement=added)
        for name, value in self.shapes[like].attrib.items() if like else ():
            if str(name) not in ("id", "bpmnElement"):
                shape.set(name, value)
        shape.append(xml.new("Bounds", DC, **_bounds(box)))
        xml.put_after(self.shapes[known], shape)
        self.boxes[added], self.shapes[added] = box, shape

    def move(self, known: str, box: Box) -> None:
        """Draw a shape elsewhere, its label with it."""
        old = self.boxes[known]
        for bounds in self.shapes[known].iter(xml.tag("Bounds", DC)):
            for name, by in (("x", box.x - old.x), ("y", box.y - old.y)):
                bounds.set(name, written(float(bounds.get(name, "0")) + by))
        self.boxes[known] = box

    def resize(self, known: str, box: Box) -> None:
        """Draw a shape larger or smaller; its label stays."""
        bounds = self.shapes[known].find(xml.tag("Bounds", DC))
        if bounds is not None:
            for name, value in _bounds(box).items():
                bounds.set(name, value)
        self.boxes[known] = box

    def labels(self, known: str) -> list[xml.Element]:
        """The places of the labels of a shape."""
        return [bounds for label in self.shapes[known].findall(xml.tag("BPMNLabel", BPMNDI))
                for bounds in label.iter(xml.tag("Bounds", DC))]

    def draw_line(self, arrow: str, line: Iterable[tuple[float, float]], known: str) -> None:
        """Draw an arrow along these corners, in place of how it was drawn; a new one stands after the shape of
        `known` in the file."""
        edge = self.edges.get(arrow)
        if edge is None:
            edge = self.edges[arrow] = xml.new("BPMNEdge", BPMNDI, id=f"{arrow}_edge", bpmnElement=arrow)
            xml.put_after(self.shapes[known], edge)
        for old in edge.findall(xml.tag("waypoint", DI)):
            edge.remove(old)
        for place, (x, y) in enumerate(line):
            edge.insert(place, xml.new("waypoint", DI, x=written(x), y=written(y)))

    def lines(self, but: str) -> Iterator[list[tuple[float, float]]]:
        """The corners of each arrow that is drawn but one."""
        for arrow, edge in self.edges.items():
            if arrow != but:
                points = [_point(one) for one in edge.findall(xml.tag("waypoint", DI))]
                yield [point for point in points if point is not None]

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


def _point(waypoint: xml.Element) -> tuple[float, float] | None:
    try:
        return float(waypoint.get("x", "")), float(waypoint.get("y", ""))
    except ValueError:
        return None


def _bounds(box: Box) -> dict[str, str]:
    return {name: written(value) for name, value in (
        ("x", box.x), ("y", box.y), ("width", box.width), ("height", box.height))}


def written(value: float) -> str:
    """A number as it stands in a file."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
