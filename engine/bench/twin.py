"""The same rows by raw SQL: what a database wrote, written again to its twin by the driver alone."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import event

from engine.db import Database

WRITES = ("INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Write:
    """One statement as the driver got it; `many`: its parameters are a list of rows."""

    statement: str
    parameters: Any
    many: bool


@contextmanager
def recorded(database: Database) -> Iterator[list[Write]]:
    """Everything the database writes meanwhile, in order; the list grows as it does."""
    writes: list[Write] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, many: bool) -> None:
        if statement.startswith(WRITES):
            writes.append(Write(statement, parameters, many))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield writes
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


class Twin:
    """A second database that gets the same rows through the bare driver."""

    def __init__(self, database: Database) -> None:
        self._sqlite = database.sqlite
        self._pooled = database.engine.raw_connection()
        self._connection: Any = self._pooled.driver_connection

    def write(self, writes: list[Write]) -> float:
        """Write rows in one transaction; gives the seconds it took."""
        began = time.perf_counter()
        cursor = self._connection.cursor()
        if self._sqlite:
            cursor.execute("BEGIN IMMEDIATE")
        for one in writes:
            if one.many:
                cursor.executemany(one.statement, one.parameters)
            else:
                cursor.execute(one.statement, one.parameters)
                if cursor.description:
                    cursor.fetchall()
        if self._sqlite:
            cursor.execute("COMMIT")
        else:
            self._connection.commit()
        cursor.close()
        return time.perf_counter() - began

    def close(self) -> None:
        self._pooled.close()
