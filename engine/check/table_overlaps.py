"""Rule tables/overlap: rows of which only one may fit, or that must agree, never meet in one case.

What is said rests on the cells alone; a row whose cells hang on other facts is not judged.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.check import table_words as words
from engine.check.parts import Parts
from engine.check.tables_swept import MOST_SAID, dependent, grids, not_judged
from engine.check.wording import cause
from engine.errors import WARNING, Cause
from engine.feel import comparing
from engine.tables import Rule, Table
from engine.tables.grid import Grid
from engine.tables.sweep import Box, overlaps, shared
from engine.tables.types import shown

RULE = "tables/overlap"
JUDGED = ("UNIQUE", "ANY")


def find(parts: Parts) -> Iterator[Cause]:
    """Two rows of a UNIQUE table that fit one case, and rows of an ANY table that then say different things."""
    for on in grids(parts):
        if on.table.hit_policy in JUDGED:
            yield from _table(on.table, on)


def _table(table: Table, on: Grid) -> Iterator[Cause]:
    said = 0
    for row, others in enumerate(overlaps(on)):
        others &= _differing(table, row) if others else 0
        for other in words.numbered(others)[: max(0, MOST_SAID - said)] if said < MOST_SAID else ():
            yield _meeting(on, row, other - 1)
        said += others.bit_count()
    if said > MOST_SAID:
        yield cause(f"{said - MOST_SAID} more pairs of rows fit the same case.", table.file, table.id, RULE,
                    "Correct those that are named; what is left is said then.")
    if on.unsure:
        yield not_judged(on, "whether they meet another row")


def _differing(table: Table, row: int) -> int:
    """The bits of the rows that may not fit together with one."""
    rules = table.rules
    if table.hit_policy == "UNIQUE":
        return (1 << len(rules)) - 1
    return sum(1 << place for place in range(row + 1, len(rules)) if _disagrees(rules[row], rules[place]))


def _disagrees(one: Rule, other: Rule) -> bool:
    """Whether two rows say different things in every case; what hangs on facts is not known."""
    if one.record is None or other.record is None:
        return False
    return any(comparing.equal(left, right) is not True for left, right in zip(one.record, other.record, strict=True))


def _meeting(on: Grid, row: int, other: int) -> Cause:
    table, box = on.table, shared(on, row, other)
    numbers = [row + 1, other + 1]
    meets = f"{words.rows(numbers)} of {table.name} both fit {words.case(on, box)}"
    if table.hit_policy == "UNIQUE":
        text, repair = (f"{meets}, but only one row of a UNIQUE table may.",
                        "Narrow one of them, or make the table FIRST and draw the exception above.")
    else:
        text, repair = (f"{meets} and say different things: {_difference(table, row, other)}.",
                        "Let them say the same, narrow one of them, or make the table FIRST.")
    found = cause(text, table.file, table.rules[other].id, RULE, repair)
    return replace(found, severity=WARNING) if _only_perhaps(on, box) else found


def _difference(table: Table, row: int, other: int) -> str:
    one, another = table.rules[row].record or (), table.rules[other].record or ()
    return next(
        f"{column.name} = {shown(left)} and {column.name} = {shown(right)}"
        for column, left, right in zip(table.columns, one, another, strict=True)
        if comparing.equal(left, right) is not True
    )


def _only_perhaps(on: Grid, box: Box) -> bool:
    """Whether the rows meet only where inputs hang together, or where something may never be missing."""
    return dependent(on, box) or any(not bits & on.axes[axis].given for axis, bits in box.items())
