"""Changes as a modeller makes them: with their shapes; and what is looked at in a picture afterwards."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from engine import xml
from engine.packs import Pack
from engine.repairs.picture import DI, Box, Picture
from tests.engine.proofs.changed import shipped
from tests.engine.proofs.changing import put_in
from tests.engine.proofs.pieces import person

NEW = "call_them"


def with_a_step(arrow: str, below: float = 110.0) -> Pack:
    """The shipped pack with a step of a person on an arrow, drawn `below` it."""
    files = put_in(arrow, person(NEW, "Handler"))(shipped().files)
    file = next(name for name, data in files.items() if name.endswith(".bpmn") and f'id="{NEW}"'.encode() in data)
    root = xml.parse(files[file], file, comments=True)
    picture, flows = Picture(root), {node.get("id", ""): node for node in root.iter(xml.tag("sequenceFlow"))}
    first = flows[arrow]
    second = next(flow for flow in flows.values() if flow.get("sourceRef") == NEW)
    start, end = picture.boxes[first.get("sourceRef", "")], picture.boxes[second.get("targetRef", "")]
    x = (start.x + start.width + end.x) / 2 - 50
    box = Box(x, start.middle[1] + below - 40, 100, 80)
    picture.add_shape(NEW, box, first.get("sourceRef", ""))
    picture.draw_line(arrow, [start.middle, box.middle], NEW)
    picture.draw_line(second.get("id", ""), [box.middle, end.middle], NEW)
    return Pack({**files, file: xml.whole_file(root)}, shipped().calendars)


def picture_of(pack: Pack, file: str) -> Picture:
    return Picture(xml.parse(pack.files[file], file))


def overlaps(picture: Picture, hosts: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Shapes that lie on each other, but for what holds others and events on an edge."""
    for one, other in combinations(picture.boxes, 2):
        a, b = picture.boxes[one], picture.boxes[other]
        apart = a.x + a.width <= b.x or b.x + b.width <= a.x or a.y + a.height <= b.y or b.y + b.height <= a.y
        if not (apart or a.holds(b) or b.holds(a) or hosts.get(one) == other or hosts.get(other) == one):
            if hosts.get(one) in hosts or hosts.get(other) in hosts:
                continue
            yield one, other


def through_boxes(picture: Picture, arrow: str, ends: tuple[str, str], hosts: dict[str, str]) -> list[str]:
    """The shapes that an arrow runs through, but for its ends and what holds one of them."""
    edge = picture.edges[arrow]
    points = [(float(one.get("x", "")), float(one.get("y", ""))) for one in edge.findall(xml.tag("waypoint", DI))]
    mine = [picture.boxes[key] for key in ends]
    found = []
    for key, box in picture.boxes.items():
        if key in ends or any(box.holds(one) for one in mine) or key in {hosts.get(one) for one in ends}:
            continue
        if any(min(ax, bx) < box.x + box.width and box.x < max(ax, bx) and min(ay, by) < box.y + box.height
               and box.y < max(ay, by) for (ax, ay), (bx, by) in pairwise(points)):
            found.append(key)
    return found
