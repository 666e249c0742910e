"""Rows gathered and written together: one statement per table, however many cases they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Table, Update, bindparam, insert, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

Rows = Sequence[Mapping[str, Any]]


class Writer:
    """Gathers rows of one transaction until `flush`. What is read in between does not see them."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._inserts: dict[Table, list[Mapping[str, Any]]] = {}
        self._upserts: dict[tuple[Table, tuple[str, ...], tuple[str, ...]], list[Mapping[str, Any]]] = {}
        self._updates: dict[tuple[Table, tuple[str, ...]], list[Mapping[str, Any]]] = {}

    def insert(self, table: Table, rows: Rows) -> None:
        if rows:
            self._inserts.setdefault(table, []).extend(rows)

    def upsert(self, table: Table, rows: Rows, keys: Iterable[str], columns: Iterable[str]) -> None:
        """Insert rows; where one with these keys is there, set its columns."""
        if rows:
            self._upserts.setdefault((table, tuple(keys), tuple(columns)), []).extend(rows)

    def update(self, table: Table, row_id: int, values: Mapping[str, Any]) -> None:
        """Set columns of one row; rows that change the same columns go together."""
        named = {f"v_{column}": value for column, value in sorted(values.items())}
        self._updates.setdefault((table, tuple(sorted(values))), []).append({**named, "b_id": row_id})

    def flush(self) -> None:
        """Write everything."""
        for table, rows in self._inserts.items():
            self._session.execute(insert(table), list(rows))
        for (table, keys, columns), rows in self._upserts.items():
            sqlite = self._session.get_bind().dialect.name == "sqlite"
            self._session.execute(_upsert(table, keys, columns, sqlite), list(rows))
        for (table, columns), rows in self._updates.items():
            self._session.execute(_update(table, columns), list(rows))
        self._inserts, self._upserts, self._updates = {}, {}, {}


# Statements are built once: the library knows a statement it has compiled by the same object fastest.

@cache
def _upsert(table: Table, keys: tuple[str, ...], columns: tuple[str, ...], sqlite: bool) -> Any:
    statement: Any = (sqlite_insert if sqlite else postgresql_insert)(table)
    return statement.on_conflict_do_update(
        index_elements=list(keys), set_={column: statement.excluded[column] for column in columns}
    )


@cache
def _update(table: Table, columns: tuple[str, ...]) -> Update:
    changes: dict[str, Any] = {column: bindparam(f"v_{column}") for column in columns}
    return update(table).where(table.c.id == bindparam("b_id")).values(changes)
