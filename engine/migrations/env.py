"""Alembic's entry: runs on the connection it was handed."""

from typing import Any, Literal

from alembic import context

from engine import clock, model  # noqa: F401 - they fill the metadata
from engine.db import Base, Moment


def plain_moments(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """A migration names no type of ours: what it once meant must not change under it."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Moment) else False


context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True,
    compare_type=True, render_item=plain_moments,
)
with context.begin_transaction():
    context.run_migrations()
