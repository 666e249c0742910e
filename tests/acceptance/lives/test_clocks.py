"""Lives by the clock: what nobody does in time happens by itself, on the day the law names.

The dates are counted here in another way than the engine does: by hand, from the calendars of 2026.
"""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.acceptance.lives.town import Complaint, Town

WARSAW, LONDON, DUBLIN = ZoneInfo("Europe/Warsaw"), ZoneInfo("Europe/London"), ZoneInfo("Europe/Dublin")


def end_of(day: str, zone: ZoneInfo) -> datetime:
    """The last second of a day there."""
    return datetime.fromisoformat(f"{day}T23:59:59").replace(tzinfo=zone).astimezone(UTC)


def close_of(day: str, zone: ZoneInfo) -> datetime:
    """When the office closes that day there."""
    return datetime.fromisoformat(f"{day}T17:00:00").replace(tzinfo=zone).astimezone(UTC)


def assessed(town: Town, **typed: str) -> Complaint:
    """A complaint that somebody has assessed and nobody touches again."""
    one = town.complain(**typed)
    town.do(one, "Initial assessment", severity="3", complexity="2")
    return one


@pytest.mark.parametrize("way", ["awake", "asleep"])
def test_in_poland_thirty_days_of_silence_grant_what_was_asked(town: Town, way: str) -> None:
    one = assessed(town, topic="credit", country="PL")

    # received on Monday 23 November; the 24th is day one, so 23 December is day thirty
    getattr(town, "later" if way == "awake" else "asleep")(days=31)

    assert town.dates(one)["deemed_granted"] == end_of("2026-12-23", WARSAW)
    assert town.reached(one, "granted") == end_of("2026-12-23", WARSAW)
    assert town.case(one).outcome == "upheld"
    assert "L6_granted" in town.letters(one) and "L5_holding" not in town.letters(one)
    assert "Do it" in town.names(one), "what was wanted is now promised"
    assert town.finish(one).remedied_at is not None


def test_a_payment_complaint_gets_a_holding_letter_at_fifteen_and_the_ombudsman_at_thirty_five_days(
    town: Town
) -> None:
    one = assessed(town)

    town.later(days=60)

    # business days from Tuesday 24 November; 25 and 28 December and 1 January are holidays in England
    assert town.dates(one)["final"] == close_of("2026-12-14", LONDON)
    assert town.dates(one)["edr"] == close_of("2027-01-14", LONDON)
    letters = dict(reversed([(data["letter"], at) for at, data in town.journal(one, "letter.written")]))
    assert letters["L5_holding"] == close_of("2026-12-14", LONDON)
    assert letters["L8_edr"] == close_of("2027-01-14", LONDON)
    assert town.letters(one).count("L5_holding") == 1
    assert "Overdue review" in town.names(one)


def test_the_levels_above_are_called_at_three_quarters_and_nine_tenths_of_the_time(town: Town) -> None:
    one = assessed(town)

    town.later(days=22)

    fired = {data["deadline"]: at for at, data in town.journal(one, "timer.fired") if data.get("deadline")}
    assert list(fired) == sorted(fired, key=lambda name: fired[name])
    for name in ("warn75", "warn90", "final"):
        assert fired[name] == town.dates(one)[name]
    assert {"Team lead check", "Complaints manager check", "Overdue review"} <= set(town.names(one))


def test_after_a_month_asleep_everything_has_happened_at_its_own_moment_and_no_reminder_came_twice(town: Town) -> None:
    awake, asleep = assessed(town), assessed(town, email="yan@home.example", topic="payments")

    town.asleep(days=60)

    said = [data["letter"] for _at, data in town.journal(asleep, "letter.written")]
    assert len(said) == len(set(said)), said
    assert [at for at, _data in town.journal(asleep, "timer.fired")] == sorted(
        at for at, _data in town.journal(asleep, "timer.fired"))
    assert town.names(awake) == town.names(asleep)


def test_who_waits_long_is_never_promised_an_answer_for_a_day_that_is_over(town: Town) -> None:
    one = assessed(town, topic="other")
    before = town.letter(one, "L1_ack").text
    final = "23 December 2026"

    town.later(days=60)

    news = town.letter(one, "L2_progress").text
    assert f"You have our answer by {final}." in before
    assert f"You should have had our answer by {final}. It is late, and we are sorry." in news
    assert "You have our answer by" not in news


def test_in_ireland_nothing_is_promised_after_forty_days_but_why_when_and_who_else_can_help(town: Town) -> None:
    one = assessed(town, topic="credit", country="IE")

    town.later(days=70)

    letter = town.letter(one, "L5_holding").text
    assert "Financial Services and Pensions Ombudsman" in letter
    assert "L8_edr" not in town.letters(one)
