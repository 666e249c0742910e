"""A house in which one operation after the other is asked for, on a fresh database of each kind."""

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.engine.operations.ground import Ground

__all__ = ["ground"]


@pytest.fixture
def ground(session: Session) -> Iterator[Ground]:
    yield Ground(session)
