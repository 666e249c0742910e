"""What a table leaves out, says twice or never says: looked for on its grid, and nowhere else.

Cells that hang on other facts may fit anything: a row with one closes no gap for certain, but none is
claimed where it may fit.
"""

from collections.abc import Iterator, Mapping

from engine.feel.lines import READABLE
from engine.feel.ranges import Range
from engine.tables.grid import Axis, Grid

Box = dict[int, int]
"""A part of the grid: bits of pieces by the number of their axis; axes that are not in it are whole."""

MOST_STEPS = 400_000
"""How many sets of rows are looked at in one table: about a second."""


class TooMany(Exception):
    """The table was not looked through to the end: that would take too long."""


class Steps:
    """Counts down what is looked at in one table."""

    def __init__(self, most: int = MOST_STEPS) -> None:
        self.left = most

    def take(self, count: int) -> None:
        """Raises TooMany."""
        self.left -= count
        if self.left < 0:
            raise TooMany


def overlaps(grid: Grid) -> list[int]:
    """For each row, by its place from 0, the bits of the later rows that fit something it fits too.

    Rows with cells that hang on other facts are left out; so are those that never fit.
    """
    sure = grid.rows & ~grid.unsure
    found = [sure & ~((1 << row + 1) - 1) if sure >> row & 1 else 0 for row in range(len(grid.table.rules))]
    for axis in grid.axes:
        if not any(found):
            break
        spans = _Spans(axis.rows)
        for row, runs in axis.runs.items():
            if found[row]:
                meeting = 0
                for first, last in runs:
                    meeting |= spans.any(first, last)
                found[row] &= meeting
    return found


def shared(grid: Grid, row: int, other: int) -> Box:
    """Where two rows fit, on the axes where one of them asks."""
    return {
        place: axis.fitting(row) & axis.fitting(other)
        for place, axis in enumerate(grid.axes) if row in axis.runs or other in axis.runs
    }


def holes(grid: Grid, rows: int, box: Box, steps: Steps) -> Iterator[Box]:
    """Parts of a box that none of these rows fits, each as wide as it can be drawn; more may follow.

    Raises:
        TooMany: there may be further ones.
    """
    search = _Search(grid, rows, box, steps)
    seen: list[Box] = []
    for found in search.run(search.rows, frozenset(search.groups), {}):
        wide = search.widened(found)
        if wide not in seen:
            seen.append(wide)
            yield wide


def covered(grid: Grid, row: int, by: int, steps: Steps) -> bool:
    """Whether everything that a row fits is surely fitted by other rows.

    Raises:
        TooMany: it is not known.
    """
    box = {place: axis.fitting(row) for place, axis in enumerate(grid.axes)}
    steps.take(2 * len(box))
    if any(not _at(grid, by, {place: end(bits) for place, bits in box.items()}) for end in (_first, int.bit_length)):
        return False
    return next(holes(grid, by & ~grid.unsure, box, steps), None) is None


def _at(grid: Grid, rows: int, places: Mapping[int, int]) -> int:
    """Which of some rows may fit a place of the grid; pieces are counted from 1."""
    for axis, place in places.items():
        rows &= grid.axes[axis].rows[place - 1]
    return rows


def _first(bits: int) -> int:
    return (bits & -bits).bit_length()


class _Search:
    """Splits a box axis by axis until one row fits all of a part, or none fits any of it."""

    def __init__(self, grid: Grid, rows: int, box: Box, steps: Steps) -> None:
        self.steps, self.box, self.axes = steps, box, grid.axes
        self.rows = rows
        self.groups: dict[int, list[tuple[int, int]]] = {}
        self.whole: dict[int, int] = {}
        for place, axis in enumerate(grid.axes):
            if not axis.asking & rows:
                continue  # it parts none of these rows
            steps.take(len(axis.groups))
            here = box.get(place, axis.all)
            groups = [(fitting, bits & here) for fitting, bits in axis.groups.items() if bits & here]
            self.groups[place] = groups
            self.whole[place], some = rows, 0
            for fitting, _ in groups:
                self.whole[place] &= fitting
                some |= fitting
            self.rows &= some
        self.closed: set[tuple[int, frozenset[int]]] = set()

    def run(self, rows: int, open_axes: frozenset[int], taken: Box) -> Iterator[Box]:
        if not rows:
            yield taken
            return
        self.steps.take(1 + len(open_axes))
        always = rows
        for place in open_axes:
            always &= self.whole[place]
        if always or (rows, open_axes) in self.closed:
            return
        axis = max(sorted(open_axes), key=lambda place: (rows & ~self.whole[place]).bit_count())
        self.steps.take(len(self.groups[axis]))
        parts: dict[int, int] = {}
        for fitting, bits in self.groups[axis]:
            parts[rows & fitting] = parts.get(rows & fitting, 0) | bits
        closed = True
        for left in sorted(parts, key=int.bit_count):
            for found in self.run(left, open_axes - {axis}, {**taken, axis: parts[left]}):
                closed = False
                yield found
        if closed:
            self.closed.add((rows, open_axes))

    def widened(self, box: Box) -> Box:
        """The box, on each of its axes as wide as no row fits it."""
        wide = dict(box)
        meeting = {axis: self._meeting(axis, bits) for axis, bits in box.items()}
        for axis in box:
            rows = self.rows
            for other, some in meeting.items():
                rows &= some if other != axis else rows
            bits = sum(bits for fitting, bits in self.groups[axis] if not fitting & rows)
            if bits == self.box.get(axis, self.axes[axis].all):
                del wide[axis]
            else:
                wide[axis] = bits
            meeting[axis] = self._meeting(axis, bits)
        return wide

    def _meeting(self, axis: int, bits: int) -> int:
        """The rows that fit one of these pieces."""
        self.steps.take(len(self.groups[axis]))
        found = 0
        for fitting, here in self.groups[axis]:
            found |= fitting if here & bits else 0
        return found


class _Spans:
    """The rows that fit any of the pieces from one to another: two overlapping stretches of a power of two."""

    def __init__(self, rows: tuple[int, ...]) -> None:
        self.levels = [list(rows)]
        step = 1
        while 2 * step <= len(rows):
            below = self.levels[-1]
            self.levels.append([below[place] | below[place + step] for place in range(len(below) - step)])
            step *= 2

    def any(self, first: int, last: int) -> int:
        level = (last - first + 1).bit_length() - 1
        return self.levels[level][first] | self.levels[level][last + 1 - (1 << level)]


def sampled(axes: tuple[Axis, ...], box: Mapping[int, int]) -> dict[int, int]:
    """One piece for each axis of a box, rather where something is given, and what people would write: its place."""
    found = {}
    for place, bits in box.items():
        pieces = axes[place].pieces
        bits = bits & axes[place].given or bits
        found[place] = min((at for at in range(len(pieces)) if bits >> at & 1), key=lambda at: _odd(pieces[at]))
    return found


def _odd(piece: Range) -> int:
    """How odd a value of a piece looks."""
    if isinstance(piece.sample, str):
        return 0 if piece.low_in else 1 if piece.sample in READABLE[:2] else 3 if not piece.sample else 2
    return 0
