"""What fits a cell, as ranges of values.

A cell is asked itself, at one value of each piece between the values it names; it knows best. So this
says the same as the evaluation, whatever the grammar of cells comes to hold.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from engine.feel.cells import Cell
from engine.feel.lines import LINES, between, key, line, value
from engine.feel.trouble import Scope, Trouble
from engine.feel.values import LIST, NONE, kind

NOTHING = Scope({}, {})


@dataclass(frozen=True)
class Range:
    """The values of a line from `low` to `high`, which are keys of it (lines.py; None: no end).

    `low_in`, `high_in`: the end itself belongs to it. `whole`: only the whole numbers of it.
    """

    line: str
    low: Any = None
    high: Any = None
    low_in: bool = False
    high_in: bool = False
    whole: bool = False

    @cached_property
    def sample(self) -> Any:
        """The key of one value in it; None if there is none."""
        for end, inside in ((self.low, self.low_in), (self.high, self.high_in)):
            if inside and self.holds(end):
                return end
        if self.low is not None and self.high is not None and self.low >= self.high:
            return None
        return between(self.line, self.low, self.high, self.whole)

    def holds(self, at: Any) -> bool:
        """Whether a key of this line is in it."""
        above = self.low is None or at > self.low or (self.low_in and at == self.low)
        below = self.high is None or at < self.high or (self.high_in and at == self.high)
        return above and below and (not self.whole or at == int(at))


MISSING = Range(NONE)
"""The missing value."""


def point(one: Any) -> Range:
    """The range that is one value."""
    return Range(line(one), key(one), key(one), True, True)


def pieces(on: str, ends: Iterable[Any], whole: bool = False) -> list[Range]:
    """A line cut at these ends: each of them, what lies between and at both ends, in order; none is empty."""
    found, before = [], None
    for at in sorted(set(ends)):
        found += [Range(on, before, at, whole=whole), Range(on, at, at, True, True, whole)]
        before = at
    found.append(Range(on, before, None, whole=whole))
    return [one for one in found if one.sample is not None]


@lru_cache(32_768)
def keys(cell: Cell) -> Mapping[str, tuple[Any, ...]]:
    """The single values that a cell names: for each line their keys, in order."""
    found: dict[str, set[Any]] = {}
    for literal in cell.literals:
        for one in literal if kind(literal) == LIST else (literal,):
            found.setdefault(line(one), set()).add(key(one))
    return {on: tuple(sorted(some)) for on, some in found.items() if on in LINES}


def ranges(cell: Cell, lines: tuple[str, ...] = LINES) -> tuple[Range, ...] | None:
    """What fits a cell, as ranges in the order of the lines; None where that hangs on other facts."""
    return None if cell.names or cell.calls else _ranges(cell, lines)


@lru_cache(32_768)
def _ranges(cell: Cell, lines: tuple[str, ...]) -> tuple[Range, ...] | None:
    try:
        return tuple(one for on in lines for one in _on_line(cell, on))
    except Trouble:
        return None


def _on_line(cell: Cell, on: str) -> list[Range]:
    """What fits on one line. Most cells are looked at here once, and a table has thousands: no range is made
    that is not kept."""
    found: list[Range] = []
    low: Any = None
    low_in, begun = False, False
    before: Any = None

    def fits(at: Any) -> bool:
        return at is not None and cell.fits(value(on, at), NOTHING) is True

    for at in keys(cell).get(on, ()):
        between_fits, fits_here = fits(between(on, before, at)), fits(at)
        if begun and not between_fits:
            found.append(Range(on, low, before, low_in, True))
            begun = False
        elif not begun and between_fits:
            low, low_in, begun = before, False, True
        if begun and not fits_here:
            found.append(Range(on, low, at, low_in, False))
            begun = False
        elif not begun and fits_here:
            low, low_in, begun = at, True, True
        before = at
    after = fits(between(on, before, None))
    if begun:
        found.append(Range(on, low, None if after else before, low_in, not after))
    elif after:
        found.append(Range(on, before, None))
    return found


def meet(one: Range, other: Range) -> Range | None:
    """What two ranges share; None if nothing."""
    if one.line != other.line:
        return None
    low, low_in = max((_low(one), _low(other)), key=_by_low)
    high, high_in = min((_high(one), _high(other)), key=_by_high)
    found = Range(one.line, low, high, low_in, high_in, one.whole or other.whole)
    return found if found.sample is not None else None


def shared(some: Sequence[Range], others: Sequence[Range]) -> tuple[Range, ...]:
    """What two unions of ranges share."""
    return tuple(found for one in some for other in others if (found := meet(one, other)))


def joined(some: Sequence[Range]) -> tuple[Range, ...]:
    """Ranges of one or several lines, in order; those that touch become one."""
    found: list[Range] = []
    for one in some:
        both = _joined(found[-1], one) if found else None
        found[-1:] = [both] if both else [*found[-1:], one]
    return tuple(found)


def holds(some: Iterable[Range], one: Any) -> bool:
    """Whether a value lies in one of the ranges."""
    on, at = line(one), key(one)
    return any(found.line == on and found.holds(at) for found in some)


def inside(places: Sequence[Any], span: Range) -> tuple[int, int]:
    """Which of some sorted keys lie in a range: the first, and the one behind the last."""
    low, high = span.low, span.high
    first = 0 if low is None else bisect_left(places, low) if span.low_in else bisect_right(places, low)
    behind = len(places) if high is None else bisect_right(places, high) if span.high_in else bisect_left(places, high)
    return first, behind


def _joined(one: Range, other: Range) -> Range | None:
    """Two ranges as one, if the second begins where the first ends."""
    if one.line != other.line or one.whole != other.whole or one.high is None or one.high != other.low:
        return None
    if not (one.high_in or other.low_in):
        return None
    return Range(one.line, one.low, other.high, one.low_in, other.high_in, one.whole)


def _low(one: Range) -> tuple[Any, bool]:
    return one.low, one.low_in


def _high(one: Range) -> tuple[Any, bool]:
    return one.high, one.high_in


@dataclass(frozen=True, order=True)
class _End:
    """How an end compares: no end is beyond all others."""

    finite: bool
    at: Any
    open: bool


def _by_low(end: tuple[Any, bool]) -> _End:
    return _End(end[0] is not None, end[0] if end[0] is not None else 0, not end[1])


def _by_high(end: tuple[Any, bool]) -> _End:
    return _End(end[0] is None, end[0] if end[0] is not None else 0, end[1])
