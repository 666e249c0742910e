"""The doctor asks what time it is: in these tests it is a quarter of an hour after the cases were opened."""

from datetime import timedelta

import pytest
import time_machine

from tests.engine.tiny_house import NOW


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(NOW + timedelta(minutes=15)):
        yield
