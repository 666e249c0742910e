"""Room in a picture for one more step: everything to the right of a line moves on, what holds both sides widens.

So the picture keeps its rows and columns, as with the space tool of a modeller.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from engine import xml
from engine.repairs.picture import DC, DI, Box, Picture, written

GAP = 50.0
STEP = 2.0


@dataclass(frozen=True)
class Room:
    """The middle of the new place, and the arrows that are to be drawn anew."""

    middle: tuple[float, float]
    crooked: list[str]


def between(
    picture: Picture, left: str, right: str, width: float, ends: Mapping[str, tuple[str, str]], hosts: Mapping[str, str]
) -> Room | None:
    """Make room for a step of this width between two that stand in a row; None where there is no line between them.
    `ends`: what each arrow joins; `hosts`: what each event on an edge sits on."""
    one, other = picture.boxes[left], picture.boxes[right]
    start, end = one.x + one.width, other.x
    if end - start < 2 * STEP or abs(one.middle[1] - other.middle[1]) > 1:
        return None
    cut = _cut(picture, start, end)
    by = max(0.0, width + 2 * GAP - (end - start))
    straight = {arrow for arrow, edge in picture.edges.items() if _is_straight(edge)}
    _part(picture, cut, by, ends, hosts)
    crooked = [arrow for arrow in straight if not _is_straight(picture.edges[arrow])]
    return Room(((start + end + by) / 2, one.middle[1]), sorted(crooked))


def _cut(picture: Picture, start: float, end: float) -> float:
    """A line down the whole picture that goes through as few shapes as possible, near to the middle."""
    leaves = [box for key, box in picture.boxes.items() if not _holds_any(picture, key)]
    places = [start + STEP * number for number in range(1, int((end - start) / STEP))]
    return min(places, key=lambda x: (sum(box.x < x < box.x + box.width for box in leaves), abs(x - (start + end) / 2)))


def _holds_any(picture: Picture, key: str) -> bool:
    box = picture.boxes[key]
    return any(other is not box and box.holds(other) for other in picture.boxes.values())


def _part(
    picture: Picture, cut: float, by: float, ends: Mapping[str, tuple[str, str]], hosts: Mapping[str, str]
) -> None:
    wide = {key for key, box in picture.boxes.items() if _holds_any(picture, key) and box.x < cut < box.x + box.width}

    def goes(key: str) -> bool:
        """Whether a shape moves on: an event with the step on whose edge it is."""
        host = hosts.get(key, "")
        box = picture.boxes[host if host in picture.boxes and host not in wide else key]
        return box.middle[0] >= cut

    going = {key for key in picture.boxes if key not in wide and goes(key)}
    for key, box in list(picture.boxes.items()):
        if key in going:
            picture.move(key, Box(box.x + by, box.y, box.width, box.height))
        elif key in wide:
            picture.resize(key, Box(box.x, box.y, box.width + by, box.height))
            for bounds in picture.labels(key):
                _move_label(bounds, cut, by)
    for arrow, edge in picture.edges.items():
        points = edge.findall(xml.tag("waypoint", DI))
        tied = dict(zip((0, len(points) - 1), ends.get(arrow, ("", "")), strict=True)) if points else {}
        for place, point in enumerate(points):
            shape = tied.get(place, "")
            known = shape in picture.boxes and shape not in wide
            if shape in going if known else float(point.get("x", "0")) >= cut:
                point.set("x", written(float(point.get("x", "0")) + by))
        for bounds in edge.iter(xml.tag("Bounds", DC)):
            _move_label(bounds, cut, by)


def _move_label(bounds: xml.Element, cut: float, by: float) -> None:
    """Move a label whose middle lies to the right of the line."""
    x, width = float(bounds.get("x", "0")), float(bounds.get("width", "0"))
    if x + width / 2 >= cut:
        bounds.set("x", written(x + by))


def _is_straight(edge: xml.Element) -> bool:
    """Whether an arrow runs along rows and columns only."""
    points = [(float(one.get("x", "0")), float(one.get("y", "0"))) for one in edge.findall(xml.tag("waypoint", DI))]
    return all(abs(ax - bx) < 1 or abs(ay - by) < 1 for (ax, ay), (bx, by) in pairwise(points))
