"""Database ground: declarative base, the UTC type, engines and the one way to open a transaction."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import CursorResult, DateTime, Dialect, Engine, MetaData, Table, create_engine, event, insert
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from engine.errors import NaiveMoment

BUSY_SECONDS = 10

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Parent of every row."""

    metadata = MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A zone-aware UTC moment; a naive one is refused (architecture: Time)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise NaiveMoment(f"{value.isoformat()} has no time zone; moments are zone-aware UTC.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def connect(url: str) -> Engine:
    """An engine for the database; SQLite is set to keep every acknowledged commit. Errors do not show
    the values of a statement: they would put what people wrote into logs and incidents (S17)."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False}, hide_parameters=True
        )
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if url.startswith("postgresql://"):
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    return create_engine(
        url, pool_size=10, max_overflow=10, pool_timeout=BUSY_SECONDS, pool_pre_ping=True, hide_parameters=True
    )


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    for pragma in ("journal_mode=wal", "synchronous=full", "foreign_keys=on", "temp_store=memory"):
        connection.execute(f"pragma {pragma}")


def _begin_sqlite(connection: Any) -> None:
    """Writers queue at the start: a read that turns into a write cannot fail half-way."""
    reads = connection.get_execution_options().get("amends_reads", False)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@dataclass(frozen=True)
class Instance:
    """What a session must know of the instance it works for: its secret key, its public address, and the
    time zone by whose days people are there or away."""

    key: str
    base_url: str
    demo: bool
    zone: str = "UTC"


def table(row: type[Base]) -> Table:
    """The table behind a row class, for statements that skip mapped objects."""
    return cast(Table, row.__table__)


def insert_row(session: Session, into: Table, values: Mapping[str, Any]) -> int:
    """Insert one row and give its id."""
    result = cast(CursorResult[Any], session.execute(insert(into), dict(values)))
    return int(result.inserted_primary_key[0])  # type: ignore[index]


def instance(session: Session) -> Instance:
    """The instance that a session works for."""
    found: Instance = session.info["amends"]
    return found


class Database:
    """One database: `transaction()` to change it, `reading()` to look."""

    def __init__(self, url: str, *, key: str, base_url: str = "", demo: bool = False, zone: str = "UTC") -> None:
        self.engine = connect(url)
        self._here = threading.local()
        info = {"amends": Instance(key, base_url, demo, zone)}
        self._writes = sessionmaker(self.engine, expire_on_commit=False, info=info)
        self._reads = sessionmaker(
            self.engine.execution_options(amends_reads=True), expire_on_commit=False, autoflush=False, info=info
        )

    @property
    def sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """One transaction: committed at the end, undone on any error.

        Raises:
            RuntimeError: this thread has one open already; on SQLite a second would wait for the first.
        """
        if getattr(self._here, "open", False):
            raise RuntimeError("A transaction is open already; hand its session on instead of opening another.")
        self._here.open = True
        try:
            with self._writes.begin() as session:
                yield session
        finally:
            self._here.open = False

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to read with; on SQLite it never waits for a writer."""
        with self._reads() as session:
            yield session

    def close(self) -> None:
        self.engine.dispose()
