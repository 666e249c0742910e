"""Lists on a complainant's page: fifty lines at a time, however long a complaint has become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

SIZE = 50

Row = TypeVar("Row")


@dataclass(frozen=True)
class Paging:
    """Where each list goes on: the history before an entry of the journal, letters before a letter, files
    after a file; None: from its start."""

    history: int | None = None
    letters: int | None = None
    files: int | None = None


NEWEST = Paging()


def cut(rows: Sequence[Row]) -> tuple[Sequence[Row], Row | None]:
    """One page of rows that were asked for with one more than fit, and the last shown if there are more."""
    return rows[:SIZE], rows[SIZE - 1] if len(rows) > SIZE else None
