"""What the rules about rows of tables share: how much is said, and what is not judged."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from engine.check import table_words as words
from engine.check.domains import Domains
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.errors import NOTE, Cause
from engine.tables import Table
from engine.tables.grid import Grid, grid
from engine.tables.sweep import Box

MOST_SAID = 5
"""Findings of one kind in one table; there may be thousands, and the first ones are read."""

NOT_PROVED = "tables/not-proved"


def grids(parts: Parts) -> Iterator[Grid]:
    """Each table on its grid, with what forms and other tables can give its inputs; also those of models."""
    domains: Domains | None = None
    for table in (*parts.tables.values(), *(one for model in parts.models for one in model.tables)):
        key = f"{table.file} {table.id}"
        if key not in parts.grids or parts.grids[key].table is not table:
            domains = domains or Domains(parts)
            parts.grids[key] = grid(table, domains.of)
        yield parts.grids[key]


def dependent(on: Grid, box: Box) -> bool:
    """Whether inputs of a box hang on the same fact, so that not every combination can come."""
    return any(one & other for one, other in combinations(words.names_of(on, box), 2))


def not_judged(on: Grid, what: str) -> Cause:
    """Rows with cells that hang on other facts, such as > limit."""
    table, numbers = on.table, words.numbered(on.unsure)
    ask = "asks" if len(numbers) == 1 else "ask"
    found = cause(f"{words.rows(numbers)} of {table.name} {ask} for other facts in cells, so {what} is not proved.",
                  table.file, table.id, NOT_PROVED,
                  "Ask for the comparison in a column of its own, if it should be proved.")
    return replace(found, severity=NOTE)


def not_looked_through(table: Table, what: str) -> Cause:
    """A table too large to be looked through."""
    found = cause(f"it is not proved {what}: the table {table.name} has too many combinations.", table.file,
                  table.id, NOT_PROVED, "Split the table in two, of which one asks for what the other decides.")
    return replace(found, severity=NOTE)
