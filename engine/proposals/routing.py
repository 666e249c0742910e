"""An arrow through a picture: along the shortest way that goes through no box, with few corners.

Looked for on the lines that run along and between the boxes, so that arrows meet boxes in the middle
of an edge and keep their distance (A* over those lines).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from itertools import pairwise

from engine.repairs.picture import Box

Point = tuple[float, float]
Line = Sequence[Point]
Way = tuple[int, int]
Place = tuple[Point, Way]
"""A point, and which way it was come to."""

Spans = dict[float, list[tuple[float, float]]]
"""Stretches of arrows by the line on which they run: from where to where."""

Port = tuple[Point, Point, Way]
"""Where an arrow touches a box, the point before that, and which way leads out."""

MARGIN, NEAR = 15.0, 5.0
"""How far arrows keep from boxes, and from each other."""

LONG = 200.0
"""Sides longer than this are touched wherever it is nearest."""

REACH = 400.0
"""How far to each side of both ends is looked."""

CORNER, ALONG, ACROSS = 40.0, 4.0, 15.0
"""What a corner costs, each unit along another arrow, and each arrow that is crossed, in units of length."""

RIGHT, DOWN, LEFT, UP = (1, 0), (0, 1), (-1, 0), (0, -1)


class Obstacles:
    """What an arrow goes round, and the arrows that are there."""

    def __init__(self, boxes: Mapping[str, Box], lines: Iterable[Line]) -> None:
        self.boxes = list(boxes.values())
        self.lines = [(a, b) for line in lines for a, b in pairwise(line)]


def route(start: Box, end: Box, among: Obstacles, below: bool = False) -> list[Point]:
    """The corners of an arrow from one box to another; `below`: it leaves downwards or upwards, as from an event on an
    edge. Where there is no way round, straight."""
    solid = [box for box in among.boxes if box not in (start, end) and not box.holds(start) and not box.holds(end)
             and not (start.holds(box) or end.holds(box)) and (not below or not _on_edge_of(start, box))]
    begins = _ports(start, (DOWN, UP) if below else (RIGHT, DOWN, UP, LEFT), end)
    ends = _ports(end, (RIGHT, DOWN, UP, LEFT), start)
    if below:
        host = next((box for box in among.boxes if _on_edge_of(start, box)), None)
        if host is not None:
            solid.append(host)
            outward = DOWN if start.middle[1] >= host.middle[1] else UP
            begins = _ports(start, (outward,), end)
    return _Search(begins, ends, solid, among).run() or [start.middle, end.middle]


def _on_edge_of(event: Box, box: Box) -> bool:
    """Whether an event sits on the lower or upper edge of a box."""
    x, y = event.middle
    return box.x <= x <= box.x + box.width and min(abs(y - box.y), abs(y - box.y - box.height)) < 1


def _ports(box: Box, sides: Iterable[Way], other: Box) -> list[Port]:
    """Where arrows touch a box on these sides: in the middle; on a side that is long, right before the other box."""
    x, y = box.middle
    ox, oy = other.middle
    if box.height > LONG and box.y + MARGIN < oy < box.y + box.height - MARGIN:
        y = oy
    if box.width > LONG and box.x + MARGIN < ox < box.x + box.width - MARGIN:
        x = ox
    edge = {RIGHT: (box.x + box.width, y), LEFT: (box.x, y), DOWN: (x, box.y + box.height), UP: (x, box.y)}
    return [(edge[side], (edge[side][0] + side[0] * MARGIN, edge[side][1] + side[1] * MARGIN), side) for side in sides]


class _Search:
    def __init__(self, begins: list[Port], ends: list[Port], solid: list[Box], among: Obstacles) -> None:
        self.begins, self.ends = begins, ends
        points = [out for _, out, _ in (*begins, *ends)]
        low = min(x for x, _ in points) - REACH, min(y for _, y in points) - REACH
        high = max(x for x, _ in points) + REACH, max(y for _, y in points) + REACH
        near = [box for box in solid if box.x < high[0] and low[0] < box.x + box.width
                and box.y < high[1] and low[1] < box.y + box.height]
        self.near = near
        self.xs = sorted({x for x, _ in points} | {one for box in near for one in (box.x - MARGIN,
                                                                                  box.x + box.width + MARGIN)})
        self.ys = sorted({y for _, y in points} | {one for box in near for one in (box.y - MARGIN,
                                                                                  box.y + box.height + MARGIN)})
        self.flat: Spans = {}
        self.steep: Spans = {}
        for (ax, ay), (bx, by) in among.lines:
            if ay == by:
                self.flat.setdefault(ay, []).append((min(ax, bx), max(ax, bx)))
            elif ax == bx:
                self.steep.setdefault(ax, []).append((min(ay, by), max(ay, by)))
        self.rows, self.columns = sorted(self.flat), sorted(self.steep)

    def run(self) -> list[Point]:
        """The corners from edge to edge, empty where there is no way."""
        goals = {out: (touch, side) for touch, out, side in self.ends}
        ahead: list[tuple[float, float, Point, Way]] = []
        came: dict[Place, Place | None] = {}
        best: dict[Place, float] = {}
        first = {out: touch for touch, out, _ in self.begins}
        for _, out, side in self.begins:
            if not self._blocked(out, out):
                best[out, side], came[out, side] = 0.0, None
                heappush(ahead, (self._left(out), 0.0, out, side))
        while ahead:
            _, cost, here, way = heappop(ahead)
            if cost > best[here, way]:
                continue
            if here in goals and (goals[here][1][0] + way[0], goals[here][1][1] + way[1]) == (0, 0):
                return self._corners((here, way), came, first, goals[here][0])
            for turned in (RIGHT, DOWN, LEFT, UP):
                if (turned[0] + way[0], turned[1] + way[1]) == (0, 0):
                    continue
                there = self._next(here, turned)
                if there is None or self._blocked(here, there):
                    continue
                further = cost + self._cost(here, there) + (CORNER if turned != way else 0.0)
                if further < best.get((there, turned), float("inf")):
                    best[there, turned], came[there, turned] = further, (here, way)
                    heappush(ahead, (further + self._left(there), further, there, turned))
        return []

    def _left(self, here: Point) -> float:
        return min(abs(here[0] - x) + abs(here[1] - y) for _, (x, y), _ in self.ends)

    def _next(self, here: Point, way: Way) -> Point | None:
        """The next crossing of lines in a direction."""
        x, y = here
        known = self.xs if way[0] else self.ys
        at = x if way[0] else y
        place = bisect_right(known, at) if way[0] + way[1] > 0 else bisect_left(known, at) - 1
        if not 0 <= place < len(known):
            return None
        return (known[place], y) if way[0] else (x, known[place])

    def _blocked(self, a: Point, b: Point) -> bool:
        (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        near = MARGIN - 1
        return any(left < box.x + box.width + near and box.x - near < right + 0.001
                   and top < box.y + box.height + near and box.y - near < bottom + 0.001 for box in self.near)

    def _cost(self, a: Point, b: Point) -> float:
        """The length, and more along and across arrows that are there."""
        (left, right), (top, bottom) = sorted((a[0], b[0])), sorted((a[1], b[1]))
        length = right - left + bottom - top
        if top == bottom:
            shared = _shared(self.rows, self.flat, left, right, top)
            crossed = _crossed(self.columns, self.steep, left, right, top)
        else:
            shared = _shared(self.columns, self.steep, top, bottom, left)
            crossed = _crossed(self.rows, self.flat, top, bottom, left)
        return length + ALONG * shared + ACROSS * crossed

    def _corners(self, last: Place, came: Mapping[Place, Place | None], first: Mapping[Point, Point],
                 touch: Point) -> list[Point]:
        points, step = [touch], came[last]
        points.append(last[0])
        while step is not None:
            points.append(step[0])
            step = came[step]
        points.append(first[points[-1]])
        return _straightened(points[::-1])


def _shared(places: list[float], lines: Spans, start: float, end: float, at: float) -> float:
    """How much of a stretch runs along other arrows, or so near that it looks like one."""
    return sum((max(0.0, min(end, high) - max(start, low))
                for place in _within(places, at - NEAR, at + NEAR) for low, high in lines[place]), 0.0)


def _crossed(places: list[float], lines: Spans, start: float, end: float, at: float) -> int:
    """How many other arrows a stretch crosses."""
    return sum(low < at < high for place in _within(places, start, end) for low, high in lines[place])


def _within(places: list[float], low: float, high: float) -> list[float]:
    return places[bisect_left(places, low):bisect_right(places, high)]


def _straightened(points: list[Point]) -> list[Point]:
    """Without the points at which nothing turns."""
    found = points[:1]
    for here, after in pairwise(points[1:]):
        before = found[-1]
        if not (before[0] == here[0] == after[0] or before[1] == here[1] == after[1]):
            found.append(here)
    return [*found, points[-1]]
