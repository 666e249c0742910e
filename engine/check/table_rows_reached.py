"""Rule tables/unreachable: every row can be taken."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from engine.check import names
from engine.check import table_words as words
from engine.check.parts import Parts
from engine.check.tables_swept import MOST_SAID, grids, not_looked_through
from engine.check.wording import cause
from engine.errors import WARNING, Cause
from engine.feel import comparing
from engine.tables import Table
from engine.tables.document import short
from engine.tables.grid import Grid
from engine.tables.hits import rank
from engine.tables.sweep import Steps, TooMany, covered, overlaps

RULE = "tables/unreachable"


def find(parts: Parts) -> Iterator[Cause]:
    """Rows that fit nothing, and rows of which others always come first."""
    offered = names.offered(parts)
    for on in grids(parts):
        yield from _never(on, offered)
        if on.table.hit_policy in ("FIRST", "PRIORITY"):
            yield from _behind(on)


def _never(on: Grid, offered: Mapping[str, frozenset[str]]) -> Iterator[Cause]:
    """Rows with a cell that no value of its input fits; a text that no form offers is said elsewhere."""
    table = on.table
    for row, place in on.never.items():
        column, rule = table.inputs[place], table.rules[row]
        source, cell = column.expression.source.strip(), rule.tests[place]
        if any(isinstance(one, str) and one not in offered.get(source, {one}) for one in cell.literals):
            continue
        axis = next(axis for axis in on.axes if place in axis.columns)
        yield cause(f"row {row + 1} of {table.name} never fits: it asks for {short(cell.source)}, and {short(source)} "
                    f"{words.ranges(axis.picked(axis.given))}.", table.file, rule.id, RULE,
                    "Correct the cell, or take the row out.")


def _behind(on: Grid) -> Iterator[Cause]:
    """Rows that are never taken because others fit all that they fit."""
    table, steps, said = on.table, Steps(), 0
    before = _before(on)
    try:
        for row, others in before.items():
            if others and covered(on, row, others, steps):
                said += 1
                if said <= MOST_SAID:
                    yield _shadowed(on, row, others)
    except TooMany:
        yield not_looked_through(table, "whether every row can be taken")
    if said > MOST_SAID:
        found = cause(f"{said - MOST_SAID} more rows of {table.name} are never taken.", table.file, table.id, RULE)
        yield replace(found, severity=WARNING)


def _before(on: Grid) -> dict[int, int]:
    """For each row that can fit, the bits of those which meet it and are taken rather than it.

    A last row for everything else is left out: nobody minds if nothing is left for it.
    """
    table, found = on.table, dict[int, int]()
    later = overlaps(on)
    for row in range(len(table.rules)):
        if not on.rows >> row & 1 or (row == len(table.rules) - 1 and not table.rules[row].asked):
            continue
        meeting = (on.rows & ~on.unsure) & ~(1 << row)
        if not on.unsure >> row & 1:
            meeting = later[row] | sum(1 << other for other in range(row) if later[other] >> row & 1)
        found[row] = sum(1 << other - 1 for other in words.numbered(meeting) if _first(table, other - 1, row))
    return found


def _first(table: Table, one: int, other: int) -> bool:
    """Whether a row is taken rather than another where both fit."""
    if table.hit_policy == "FIRST":
        return one < other
    records = table.rules[one].record, table.rules[other].record
    if records[0] is None or records[1] is None:
        return False
    return (rank(table, records[0]), one) < (rank(table, records[1]), other)


def _shadowed(on: Grid, row: int, others: int) -> Cause:
    table = on.table
    alone = next((one for one in words.numbered(others & ~on.unsure) if _inside(on, row, one - 1)), 0)
    numbers = [alone] if alone else words.numbered(others)
    fit = "fits" if alone else "together fit"
    same = bool(alone) and _same(table, row, alone - 1)
    found = cause(f"row {row + 1} of {table.name} is never taken: {words.rows(numbers)} {fit} all that it fits"
                  f"{' and says the same' if same else ''}.", table.file, table.rules[row].id, RULE,
                  "Take it out." if same else "Put it above them, narrow them, or take it out.")
    return replace(found, severity=WARNING)


def _inside(on: Grid, row: int, other: int) -> bool:
    """Whether one row alone fits all that another fits."""
    return all(not axis.fitting(row) & ~axis.fitting(other) for axis in on.axes)


def _same(table: Table, row: int, other: int) -> bool:
    one, another = table.rules[row].record, table.rules[other].record
    if one is None or another is None:
        return False
    return all(comparing.equal(left, right) is True for left, right in zip(one, another, strict=True))
