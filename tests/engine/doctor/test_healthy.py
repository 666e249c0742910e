"""A database that nobody damaged is healthy, whatever its cases have been through."""

from datetime import timedelta

import pytest

from engine import cases, doctor
from tests.engine.tiny_house import FIVE_DAYS, NOW, TinyHouse


def examined(database):
    """What the doctor finds, but for the settings of a server that exists for tests only."""
    return [finding for finding in doctor.examine(database) if "runs with" not in finding.what]


@pytest.fixture
def house(database):
    with database.transaction() as session:
        return TinyHouse(session)


def test_an_empty_database_is_healthy(database):
    found = examined(database)

    assert found == []


def test_cases_at_every_stage_are_healthy(database, house):
    with database.transaction() as session:
        house.opened(session)
        taken = house.opened(session, email="carla@example.org")
        cases.claim(session, 2, house.handler, NOW)
        finished = house.opened(session)
        house.done(session, finished.case_id)
        late = house.opened(session, now=NOW - FIVE_DAYS)
        cases.fire_due(session, late.case_id, 4, NOW)
        added = cases.receive(session, taken.case_id, "more_info", {"text": "One more thing."}, NOW)
        cases.deliver(session, added, NOW)

    found = examined(database)

    assert found == []


def test_a_case_that_failed_is_healthy_as_long_as_its_incident_is_open(database, house):
    with database.transaction() as session:
        opened = house.opened(session)
        wrong = cases.moving.StepFailed("it broke", case_id=opened.case_id, run_id=1, element="look")
        cases.record(session, wrong, "timer", NOW + timedelta(hours=1))

    found = examined(database)

    assert found == []


def test_every_case_is_looked_at_page_by_page(database, house):
    with database.transaction() as session:
        for _ in range(5):
            house.opened(session)
    seen = []

    list(doctor.examine(database, lambda done, total: seen.append((done, total)), size=2))

    assert seen == [(2, 5), (4, 5), (5, 5)]
