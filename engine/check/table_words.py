"""A part of a table in words: which inputs, and between which values."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from engine.feel.lines import value
from engine.feel.ranges import MISSING, Range, joined
from engine.feel.values import NONE, NUMBER, TEXT, YES_OR_NO
from engine.tables.grid import Axis, Grid
from engine.tables.sweep import Box, sampled
from engine.tables.types import shown

MOST_NAMED = 6


def case(grid: Grid, box: Box) -> str:
    """One case in a box: topic = "payments", amount = 500."""
    places = sampled(grid.axes, box)
    told = [f"{_name(grid.axes[axis])} = {_sample(grid.axes[axis].pieces[at])}" for axis, at in sorted(places.items())]
    return ", ".join(told) or "any case"


def part(grid: Grid, box: Box) -> str:
    """All cases in a box: topic is "payments" or "account" and amount is more than 100."""
    told = [f"{_name(grid.axes[axis])} {_among(grid.axes[axis], bits)}" for axis, bits in sorted(box.items())]
    return " and ".join(told)


def rows(numbers: Sequence[int]) -> str:
    """row 3; the rows 1, 2 and 3."""
    if len(numbers) == 1:
        return f"row {numbers[0]}"
    shown_rows = [str(one) for one in numbers[:MOST_NAMED]]
    more = len(numbers) - len(shown_rows)
    last = f"{more} more" if more else shown_rows.pop()
    return f"the rows {', '.join(shown_rows)} and {last}"


def ranges(some: Sequence[Range]) -> str:
    """Values in words, behind the name of what has them: is 5, is "a" or "b", is more than 100."""
    given = joined([one for one in some if one != MISSING])
    missing = ["is missing"] if MISSING in some else []
    others = _others(given)
    if others:
        return " or ".join([_but(others), *missing])
    points = [_shown(one.line, one.low) for one in given if _single(one)]
    if len(points) > MOST_NAMED:
        points[MOST_NAMED - 1 :] = [f"one of {len(points) - MOST_NAMED + 1} more"]
    told = [f"is {' or '.join(points)}"] if points else []
    return " or ".join([*told, *(_span(one) for one in given if not _single(one)), *missing])


def _among(axis: Axis, bits: int) -> str:
    if bits == axis.given and bits != axis.all:
        return "is given"
    if bits & axis.given == axis.given:
        return "is anything"
    return ranges(axis.picked(bits))


def _name(axis: Axis) -> str:
    return axis.source if len(axis.source) <= 60 else axis.source[:59] + "…"


def _sample(piece: Range) -> str:
    return _shown(piece.line, piece.sample)


def _shown(on: str, at: object) -> str:
    return shown(value(on, at))


def _single(one: Range) -> bool:
    return one.line == NONE or (one.low is not None and one.low == one.high)


def _others(given: Sequence[Range]) -> list[str]:
    """The texts that are left out, if all others are in."""
    if len(given) < 2 or any(one.line != TEXT for one in given) or given[0].low is not None:
        return []
    if given[-1].high is not None or any(one.high != other.low for one, other in pairwise(given)):
        return []
    return [_shown(TEXT, one.high) for one in given[:-1]]


def _but(others: Sequence[str]) -> str:
    if len(others) > MOST_NAMED:
        return f"is none of {', '.join(others[:MOST_NAMED - 1])} and {len(others) - MOST_NAMED + 1} more"
    return f"is {'neither ' if len(others) > 1 else 'not '}{' nor '.join(others)}"


def _span(one: Range) -> str:
    if one.low is None and one.high is None:
        return {NUMBER: "is any number", TEXT: "is any text", YES_OR_NO: "is true or false"}.get(
            one.line, f"is any {one.line}")
    low = "" if one.low is None else f"{'at least' if one.low_in else 'more than'} {_shown(one.line, one.low)}"
    high = "" if one.high is None else f"{'at most' if one.high_in else 'less than'} {_shown(one.line, one.high)}"
    return f"is {' and '.join(filter(None, (low, high)))}"


def numbered(bits: int) -> list[int]:
    """The numbers of rows, from 1, by their bits."""
    return [place + 1 for place in range(bits.bit_length()) if bits >> place & 1]


def names_of(grid: Grid, box: Mapping[int, int]) -> list[frozenset[str]]:
    """The names that each axis of a box reads, the facts it hangs on, and the functions that it calls."""
    asked = [(grid.axes[axis], grid.table.inputs[grid.axes[axis].columns[0]].expression) for axis in box]
    return [one.names | axis.hangs_on | {f"{call}()" for call in one.calls} for axis, one in asked]
