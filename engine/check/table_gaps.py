"""Rule tables/gap: every case that can come finds a row, where a table without one stops the case."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from engine import expressions
from engine.check import table_words as words
from engine.check.parts import Parts
from engine.check.tables_swept import MOST_SAID, dependent, grids, not_looked_through
from engine.check.wording import cause
from engine.errors import WARNING, Cause
from engine.tables import Table
from engine.tables.grid import MAYBE_LEFT_OUT, Axis, Grid
from engine.tables.sweep import Box, Steps, TooMany, holes

RULE = "tables/gap"
MOST_FOUND = 16
REPAIR = "Add a row for it, a last row with - in every input for everything else, or default outputs."


def find(parts: Parts) -> Iterator[Cause]:
    """Combinations of inputs that no row fits."""
    for on in grids(parts):
        if stops(on.table):
            yield from _table(on.table, on, alone=not parts.whole)


def stops(table: Table) -> bool:
    """Whether a case stops when no row of the table fits."""
    with_default = all(column.default is not None for column in table.columns)
    return not (table.many or with_default or table.aggregation == "COUNT")


def _table(table: Table, on: Grid, alone: bool) -> Iterator[Cause]:
    given = {place: axis.given for place, axis in enumerate(on.axes) if axis.missing != MAYBE_LEFT_OUT}
    found, whole = _found(on, given)
    said = [_gap(on, box) for box in found]
    if whole and not found and not alone:
        given = {place: axis.given for place, axis in enumerate(on.axes) if not _may_come_later(axis)}
        later, whole = _found(on, given)
        said = [_gap(on, box, later=True) for box in later]
    yield from said[:MOST_SAID]
    if len(said) > MOST_SAID:
        more = cause(f"no row of {table.name} fits further combinations of inputs.", table.file, table.id, RULE, REPAIR)
        yield replace(more, severity=said[0].severity)
    if not whole:
        yield not_looked_through(table, f"whether every {'other ' if said else ''}case finds a row")


def _found(on: Grid, given: Box) -> tuple[list[Box], bool]:
    """Some holes, those that leave most open first; and whether the table was looked through."""
    found: list[Box] = []
    try:
        for box in islice(holes(on, on.rows, given, Steps()), MOST_FOUND):
            found.append(box)
    except TooMany:
        return _widest(found), False
    return _widest(found), True


def _may_come_later(axis: Axis) -> bool:
    """Whether an input is a fact that something gives, though perhaps not before the table is asked."""
    return axis.certain and expressions.is_name(axis.source)


def _widest(boxes: list[Box]) -> list[Box]:
    return sorted(boxes, key=lambda box: (len(box), -sum(bits.bit_count() for bits in box.values())))


def _gap(on: Grid, box: Box, later: bool = False) -> Cause:
    table = on.table
    if not box:
        return cause(f"no row of {table.name} ever fits.", table.file, table.id, RULE, REPAIR)
    text = f"no row of {table.name} fits when {words.part(on, box)}; for example {words.case(on, box)}."
    if later:
        text += " That happens if the table is asked before this is known."
    found = cause(text, table.file, table.id, RULE, REPAIR)
    sure = all(on.axes[axis].certain for axis in box) and not dependent(on, box)
    return found if sure and not later else replace(found, severity=WARNING)


