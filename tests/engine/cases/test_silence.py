"""What nobody does in time escalates by itself, at last to dispute resolution (issue: by timers alone)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.engine.cases.office import Office

LONDON = ZoneInfo("Europe/London")
# Bank holidays of England in the weeks looked at, from the government's own list.
HOLIDAYS = {date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}
FINAL_DAYS, EDR_DAYS = 30, 50


def end_of_day(start: datetime, days: int) -> datetime:
    local = start.astimezone(LONDON).date() + timedelta(days=days)
    return datetime(local.year, local.month, local.day, 23, 59, 59, tzinfo=LONDON).astimezone(UTC)


def working_minutes(start: datetime, end: datetime) -> list[datetime]:
    """Every minute of office hours, one by one: slow, and written apart from the engine's arithmetic."""
    found, minute = [], start.astimezone(UTC)
    while minute < end:
        local = minute.astimezone(LONDON)
        if local.weekday() < 5 and local.date() not in HOLIDAYS and 9 <= local.hour < 17:
            found.append(minute)
        minute += timedelta(minutes=1)
    return found


def expected(start: datetime) -> dict[str, datetime]:
    final = end_of_day(start, FINAL_DAYS)
    minutes = working_minutes(start, final)
    return {
        "warn75": start + (minutes[round(len(minutes) * 0.75) - 1] + timedelta(minutes=1) - start),
        "final": final, "edr": end_of_day(start, EDR_DAYS),
    }


@pytest.mark.parametrize("asleep_days", [0, 10], ids=["the worker is awake", "the worker sleeps for ten days"])
def test_by_timers_alone_a_case_reaches_team_lead_breach_effect_and_edr(office: Office, asleep_days: int) -> None:
    case, start = office.complain("other"), office.now
    due = expected(start)
    awake = [moment + timedelta(seconds=1) for moment in sorted(due.values())]
    asleep = [start + timedelta(days=asleep_days * n) for n in range(1, 7)]

    for moment in asleep if asleep_days else awake:
        office.now = moment
        office.wake(case)

    fired = {data["deadline"]: at for _, at, data, _ in office.journal(case, "timer.fired")}
    letters = {data["letter"]: at for _, at, data, _ in office.journal(case, "letter.written")}
    assert fired == due
    assert letters == {"L1_ack": start, "L5_holding": due["final"], "L8_edr": due["edr"]}
    assert office.tasks(case) == ["Initial assessment", "Overdue review", "Team lead check"]
    assert office.case(case).informed_final_at == due["final"]
    assert office.case(case).edr_offered_at == due["edr"]
    assert office.faults() == []


def test_each_level_is_told_once_however_long_nobody_looked(office: Office) -> None:
    case = office.complain("other")

    office.later(days=400).wake(case)
    office.later(days=400).wake(case)

    assert office.tasks(case) == ["Initial assessment", "Overdue review", "Team lead check"]
    assert office.written(case) == ["L1_ack", "L5_holding", "L8_edr"]


def test_a_complaint_answered_in_time_is_left_alone_by_the_clock(office: Office) -> None:
    case = office.complain()
    office.assess(case)
    office.decide(case)
    office.send(case, "accepted")

    office.later(days=400).wake(case)

    assert office.journal(case, "timer.fired") == []
    assert office.tasks(case) == ["Close the case"]


def test_the_assessment_moves_the_clock_to_the_strictest_regime(office: Office) -> None:
    case = office.complain("payments")

    office.assess(case)

    dates = office.journal(case, "deadlines.set")[-1][2]
    assert dates["regimes"] == ["uk_fca", "uk_payments", "default"]
    assert dates["dates"]["final"] == "2026-12-14T17:00:00+00:00", "15 working days, before 30 calendar days"
