"""Databases beside a real one, gone afterwards: a file in a folder of its own, or a schema."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine, text
from sqlalchemy.schema import CreateSchema, DropSchema

from engine import clock, model
from engine.db import Base, Database

TABLES = (clock.ClockOffset, *(getattr(model, name) for name in model.__all__))
"""Named so that every table is known before it is made."""


@contextmanager
def throw_away(beside: Database) -> Iterator[Database]:
    """An empty database with all tables, on the same disk or server; dropped at the end.

    PostgreSQL: the user needs the right to create a schema in the database.
    """
    make = _sqlite if beside.sqlite else _postgresql
    with make(beside.engine.url) as url:
        database = Database(url, key=secrets.token_urlsafe(32))
        try:
            Base.metadata.create_all(database.engine)
            yield database
        finally:
            database.close()


def size(database: Database) -> int:
    """The bytes that the database's tables and indexes take."""
    if database.sqlite:
        with database.engine.connect().execution_options(amends_reads=True) as connection:
            pages, free, each = (
                connection.execute(text(f"pragma {name}")).scalar_one()
                for name in ("page_count", "freelist_count", "page_size")
            )
        return int((pages - free) * each)
    with database.reading() as session:
        return int(session.execute(text(
            "select coalesce(sum(pg_total_relation_size(oid)), 0) from pg_class "
            "where relnamespace = current_schema()::regnamespace and relkind = 'r'"
        )).scalar_one())


@contextmanager
def _sqlite(beside: URL) -> Iterator[str]:
    place = Path(beside.database).parent if beside.database not in (None, "", ":memory:") else None
    with tempfile.TemporaryDirectory(prefix="amends-bench-", dir=place) as folder:
        yield f"sqlite:///{Path(folder) / 'bench.db'}"


@contextmanager
def _postgresql(beside: URL) -> Iterator[str]:
    schema = f"amends_bench_{secrets.token_hex(6)}"
    server = create_engine(beside)
    try:
        with server.begin() as connection:
            connection.execute(CreateSchema(schema))
        try:
            yield beside.update_query_dict({"options": f"-csearch_path={schema}"}).render_as_string(hide_password=False)
        finally:
            with server.begin() as connection:
                connection.execute(DropSchema(schema, cascade=True))
    finally:
        server.dispose()
