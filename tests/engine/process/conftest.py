from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.engine.process.elsewhere import Away, Elsewhere


@pytest.fixture(scope="session")
def elsewhere() -> Iterator[Elsewhere]:
    """Another Python process."""
    other = Elsewhere()
    yield other
    other.close()


@pytest.fixture
def away(elsewhere: Elsewhere) -> Callable[..., Away]:
    """Starts a run here whose every later step is made by another process."""
    def begin(data: bytes, **more: Any) -> Away:
        return Away(elsewhere, data, **more)
    return begin
