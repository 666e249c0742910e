"""Alembic's entry: runs on the connection it was handed."""

from alembic import context

from engine import clock, model
from engine.db import Base

assert clock.ClockOffset and model.Case

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
