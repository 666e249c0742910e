"""The demo's clock."""

from datetime import timedelta

import pytest

from engine import clock
from tests.web.staff.desk import Desk


@pytest.mark.parametrize(("by", "step"), [
    ("hour", timedelta(hours=1)), ("day", timedelta(days=1)), ("week", timedelta(weeks=1)),
])
def test_the_clock_moves_business_time_ahead_and_leads_back(demo_desk: Desk, by: str, step: timedelta) -> None:
    ina = demo_desk.sit("ina")
    before = clock.real()

    answer = ina.post("/clock", {"by": by}, headers={"Referer": "http://localhost/inbox?view=mine"})

    with demo_desk.office.database.reading() as session:
        assert session.get_one(clock.ClockOffset, 1).seconds == step.total_seconds()
    assert clock.real() == before
    assert (answer.status_code, answer.location) == (303, "/inbox?view=mine")


@pytest.mark.parametrize("came", ["http://evil.example/inbox", "http://localhost//evil.example", ""])
def test_the_way_back_stays_on_this_site(demo_desk: Desk, came: str) -> None:
    ina = demo_desk.sit("ina")

    assert ina.post("/clock", {"by": "day"}, headers={"Referer": came}).location == "/inbox"


def test_the_clock_takes_only_its_three_steps_and_only_from_the_staff(demo_desk: Desk) -> None:
    visitor = demo_desk.stranger()
    visitor.get("/sign-in")

    assert demo_desk.sit("ina").post("/clock", {"by": "century"}).status_code == 404
    assert visitor.post("/clock", {"by": "day"}).status_code == 401


def test_outside_the_demo_there_is_no_clock(desk: Desk) -> None:
    ina = desk.sit("ina")

    assert ina.post("/clock", {"by": "day"}).status_code == 404
    assert "Demo clock" not in ina.get("/inbox").text
