"""A table as a grid: each input is cut into pieces in which no cell changes its answer.

So whatever is asked of all values can be asked of a few pieces, and rows are compared as sets of
bits: the bit of a row stands where the row fits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from engine.feel import Cell
from engine.feel.lines import LINES, OF_KIND
from engine.feel.ranges import MISSING, Range, inside, keys, pieces, ranges, shared
from engine.feel.values import NONE
from engine.tables.table import Input, Table
from engine.tables.types import ANY

NEVER, PERHAPS, MAYBE_LEFT_OUT = "never", "perhaps", "maybe left out"


@dataclass(frozen=True)
class Domain:
    """What an input can be.

    `ranges`: its values. `missing`: whether it can be missing: NEVER; MAYBE_LEFT_OUT, where who is
    asked may leave it out; PERHAPS, where it hangs on what was done before. `certain`: each of the
    values can really come; else they are no more than what the type allows. `hangs_on`: other facts that
    decide whether it is asked for at all.
    """

    ranges: tuple[Range, ...]
    missing: str = PERHAPS
    certain: bool = False
    hangs_on: frozenset[str] = frozenset()


Known = Callable[[Input], Domain | None]
"""What is known of an input; None: nothing but its type."""


@dataclass(frozen=True)
class Axis:
    """One input, perhaps of several columns: its pieces, in order, and for each the rows that may fit.

    `runs`: for each row that asks here, by its place from 0, which pieces fit: first and last of each
    run. Rows that ask nothing here fit all pieces. The missing value is a piece of its own, the last.
    """

    source: str
    columns: tuple[int, ...]
    pieces: tuple[Range, ...]
    runs: Mapping[int, tuple[tuple[int, int], ...]]
    rows: tuple[int, ...]
    missing: str
    certain: bool
    hangs_on: frozenset[str] = frozenset()

    @cached_property
    def asking(self) -> int:
        """The bits of the rows that ask here."""
        return sum(1 << row for row in self.runs)

    @cached_property
    def groups(self) -> dict[int, int]:
        """The pieces in which the same rows fit, as bits, by those rows."""
        found: dict[int, int] = {}
        for place, rows in enumerate(self.rows):
            found[rows] = found.get(rows, 0) | 1 << place
        return found

    @cached_property
    def all(self) -> int:
        """The bits of all pieces."""
        return (1 << len(self.pieces)) - 1

    @cached_property
    def given(self) -> int:
        """The bits of the pieces where something is given."""
        return self.all & ~(1 << len(self.pieces) - 1) if MISSING in self.pieces[-1:] else self.all

    def fitting(self, row: int) -> int:
        """The bits of the pieces that fit a row."""
        if row not in self.runs:
            return self.all
        return sum((1 << last + 1) - (1 << first) for first, last in self.runs[row])

    def picked(self, bits: int) -> list[Range]:
        """Pieces by their bits, in order."""
        return [piece for place, piece in enumerate(self.pieces) if bits >> place & 1]


@dataclass(frozen=True)
class Grid:
    """A table on its axes. `unsure`: bits of the rows with cells that hang on other facts; on their axes
    they may fit everywhere. `never`: rows with a cell that fits no value of its input, and its column."""

    table: Table
    axes: tuple[Axis, ...]
    unsure: int
    never: Mapping[int, int]

    @cached_property
    def rows(self) -> int:
        """The bits of all rows that can fit."""
        return (1 << len(self.table.rules)) - 1 & ~sum(1 << row for row in self.never)


def grid(table: Table, known: Known = lambda _: None) -> Grid:
    """The grid of a table for what is known of its inputs."""
    by_source: dict[str, list[int]] = {}
    for place, column in enumerate(table.inputs):
        by_source.setdefault(column.expression.source.strip(), []).append(place)
    axes, unsure, never = [], 0, dict[int, int]()
    for source, columns in by_source.items():
        domain = _domain(table, columns, known)
        found, hanging = _axis(table, source, columns, domain)
        unsure |= hanging
        if found.pieces:
            axes.append(found)
            never.update({row: columns[0] for row, runs in found.runs.items() if not runs and row not in never})
    return Grid(table, tuple(axes), unsure, never)


def _domain(table: Table, columns: list[int], known: Known) -> Domain:
    """What the input can be and its columns take."""
    domain = None
    for place in columns:
        column = table.inputs[place]
        domain = domain or known(column)
    domain = domain or _of_type(table, columns)
    for place in columns:
        column = table.inputs[place]
        for cell in (column.allowed, *column.type.allowed):
            taken = None if cell is None else ranges(cell)
            domain = domain if taken is None else replace(domain, ranges=shared(domain.ranges, taken))
    return domain


def _of_type(table: Table, columns: list[int]) -> Domain:
    """What the types of the columns allow; without a type the kinds of values that their cells name."""
    kinds = {table.inputs[place].kind for place in columns} - {ANY}
    lines = {one for kind in kinds for one in OF_KIND.get(kind, ())}
    if not kinds:
        cells = [rule.tests[place] for rule in table.rules for place in columns]
        cells += [cell for place in columns if (cell := table.inputs[place].allowed)]
        lines = {on for cell in cells for on in keys(cell)} - {NONE} or set(LINES) - {NONE}
    return Domain(tuple(Range(on) for on in LINES if on in lines))


def _axis(table: Table, source: str, columns: list[int], domain: Domain) -> tuple[Axis, int]:
    """The axis, and the bits of the rows whose cells here hang on other facts."""
    cells = {
        row: [rule.tests[place] for place in columns if rule.tests[place].test is not None]
        for row, rule in enumerate(table.rules)
    }
    cut = _pieces(domain, (cell for some in cells.values() for cell in some))
    where = _Places(cut)
    runs: dict[int, tuple[tuple[int, int], ...]] = {}
    hanging = 0
    for row, some in cells.items():
        found: tuple[tuple[int, int], ...] | None = ((0, len(cut) - 1),)
        for cell in some:
            fitting = where.of(cell)
            found = None if found is None or fitting is None else _both(found, fitting)
        if found is None:
            hanging |= 1 << row
        elif some:
            runs[row] = found
    axis = Axis(source, tuple(columns), cut, runs, _rows(len(cut), runs, len(table.rules)), domain.missing,
                domain.certain, domain.hangs_on)
    return axis, hanging


def _pieces(domain: Domain, cells: Iterable[Cell]) -> tuple[Range, ...]:
    """The domain cut at every value that is named, and the missing value."""
    named: dict[str, set[object]] = {}
    for cell in cells:
        for on, some in keys(cell).items():
            named.setdefault(on, set()).update(some)
    found: list[Range] = []
    for on in dict.fromkeys(one.line for one in domain.ranges):
        here = [one for one in domain.ranges if one.line == on]
        ends = {end for one in here for end in (one.low, one.high) if end is not None}
        whole = all(one.whole for one in here)
        cut = pieces(on, named.get(on, set()) | ends, whole)
        found += [piece for piece in cut if any(one.holds(piece.sample) for one in here)]
    return (*found, MISSING) if domain.missing != NEVER and found else tuple(found)


class _Places:
    """Finds the pieces that a cell takes; a cell that stands in many rows is looked at once."""

    def __init__(self, cut: tuple[Range, ...]) -> None:
        self.lines = tuple(dict.fromkeys(piece.line for piece in cut))
        self.starts = {on: next(place for place, piece in enumerate(cut) if piece.line == on) for on in self.lines}
        self.samples = {on: [piece.sample for piece in cut if piece.line == on] for on in self.lines}
        self.found: dict[str, tuple[tuple[int, int], ...] | None] = {}

    def of(self, cell: Cell) -> tuple[tuple[int, int], ...] | None:
        if cell.source not in self.found:
            self.found[cell.source] = self._look(cell)
        return self.found[cell.source]

    def _look(self, cell: Cell) -> tuple[tuple[int, int], ...] | None:
        fitting = ranges(cell, self.lines)
        if fitting is None:
            return None
        runs = []
        for one in fitting:
            first, behind = inside(self.samples[one.line], one)
            if behind > first:
                runs.append((self.starts[one.line] + first, self.starts[one.line] + behind - 1))
        return tuple(sorted(runs))


def _both(some: tuple[tuple[int, int], ...], others: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """The pieces in both; runs are in order and apart."""
    found, one, other = [], 0, 0
    while one < len(some) and other < len(others):
        first, last = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if first <= last:
            found.append((first, last))
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1
    return tuple(found)


def _rows(count: int, runs: Mapping[int, tuple[tuple[int, int], ...]], rows: int) -> tuple[int, ...]:
    """For each piece the bits of the rows that may fit it."""
    begins, ends = [0] * (count + 1), [0] * (count + 1)
    for row, some in runs.items():
        for first, last in some:
            begins[first] |= 1 << row
            ends[last + 1] |= 1 << row
    free = (1 << rows) - 1 & ~sum(1 << row for row in runs)
    found, now = [], free
    for place in range(count):
        now = now & ~ends[place] | begins[place]
        found.append(now)
    return tuple(found)
