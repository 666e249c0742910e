"""Every date of a case, worked out by hand from a calendar of 2026 and set against the engine's.

2 November 2026 is a Monday. The office opens from 9 to 17 in London, Monday to Friday, and is
closed on 25 and 28 December and on 1 January.
"""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as any_

from engine import regimes
from engine.calendar import Calendar
from engine.config import ROOT
from engine.errors import NaiveMoment
from engine.regimes import Span

LONDON = Calendar(
    "london", "Europe/London", ((540, 1020),) * 5 + (None, None),
    frozenset({date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)}),
)
SHIPPED = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")
MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 7, 12, 0, tzinfo=UTC)


def dates(*ids, urgency="U3", received=MONDAY):
    return regimes.deadlines(SHIPPED.for_case(ids, received.date()), SHIPPED.urgency(urgency), received, LONDON)


def at(day, month, hour=17, minute=0, second=0, year=2026):
    return datetime(year, month, day, hour, minute, second, tzinfo=UTC)


def end_of(day, month, year=2026):
    return at(day, month, 23, 59, 59, year)


@pytest.mark.parametrize(("urgency", "expected"), [
    ("U1", {"acknowledge": at(2, 11, 11), "first_action": at(2, 11, 14), "next_update": at(3, 11), "target": at(4, 11),
            "final": at(9, 11)}),
    ("U2", {"acknowledge": at(3, 11), "first_action": at(3, 11), "next_update": at(5, 11), "target": at(9, 11),
            "final": at(23, 11)}),
    ("U3", {"acknowledge": at(3, 11), "first_action": at(5, 11), "next_update": at(16, 11), "target": at(23, 11),
            "final": end_of(2, 12)}),
    ("U4", {"acknowledge": at(4, 11), "first_action": at(9, 11), "next_update": at(30, 11), "target": at(30, 11),
            "final": end_of(2, 12)}),
])
def test_where_no_law_holds_our_own_promise_does(urgency, expected):
    found = dates("default", urgency=urgency)

    assert {name: found[name].due for name in expected} == expected
    assert found["edr"].due == end_of(22, 12)


@pytest.mark.parametrize(("id", "final", "edr", "effects"), [
    ("uk_fca", end_of(28, 12), None, ["edr_letter"]),
    ("uk_payments", at(23, 11), at(21, 12), ["holding_letter"]),
    ("us_cfpb", end_of(1, 1, 2027), None, ["holding_letter", "regulator_flag"]),
    ("uk_housing", at(16, 11), at(30, 11), ["holding_letter"]),
    ("ie_cbi", at(30, 12), None, ["holding_letter"]),
    ("pl_finance", end_of(2, 12), end_of(1, 1, 2027), ["holding_letter"]),
])
def test_a_regime_sets_the_final_date_and_what_follows_from_missing_it(id, final, edr, effects):
    found = dates(id)

    assert found["final"].due == final
    assert (found["edr"].due if "edr" in found else None) == edr
    assert found["final"].derivation["effects"] == effects


def test_the_law_can_want_news_or_a_first_word_sooner_than_we_promise():
    assert dates("us_cfpb", urgency="U4")["next_update"].due == end_of(17, 11)
    assert dates("ie_cbi", urgency="U4")["acknowledge"].due == at(4, 11)


def test_of_several_regimes_the_strictest_wins_and_the_others_stay_visible():
    found = dates("uk_fca", "uk_payments")

    assert found["final"].due == at(23, 11)
    assert found["final"].derivation["regime"] == "uk_payments"
    assert [(one["regime"], one["due"]) for one in found["final"].derivation["compared"]] == [
        ("uk_fca", "2026-12-28T23:59:59+00:00")]
    assert found["edr"].due == at(21, 12)


def test_our_own_cap_makes_nobody_else_late():
    found = dates("uk_fca", urgency="U1")

    assert found["final"].due == at(9, 11)
    assert found["final"].derivation["effects"] == ["holding_letter"]
    assert (found["edr"].due, found["edr"].derivation["effects"]) == (end_of(28, 12), ["edr_letter"])


def test_an_extension_that_ends_with_the_final_date_opens_the_way_outside_then():
    row = SHIPPED.in_force("uk_payments", date(2026, 11, 2))
    same = regimes.Regime(**{**vars(row), "extension": row.final})

    found = regimes.deadlines([same], SHIPPED.urgency("U3"), MONDAY, LONDON)

    assert "edr" not in found
    assert found["final"].derivation["effects"] == ["holding_letter", "edr_letter"]


def test_what_arrives_at_the_weekend_counts_from_the_next_opening():
    assert dates("uk_payments", received=SATURDAY)["final"].due == at(30, 11)


def test_where_the_law_says_so_the_day_after_receipt_is_day_one_even_after_hours():
    row = SHIPPED.in_force("uk_payments", date(2026, 11, 2))
    strict = regimes.Regime(**{**vars(row), "clock_start": "day_after"})

    at_weekend = regimes.deadlines([strict], SHIPPED.urgency("U3"), SATURDAY, LONDON)
    late_on_monday = regimes.deadlines([strict], SHIPPED.urgency("U3"), at(2, 11, 20), LONDON)
    in_hours = regimes.deadlines([strict], SHIPPED.urgency("U3"), MONDAY, LONDON)

    assert at_weekend["final"].due == at(27, 11)
    assert late_on_monday["final"].due == in_hours["final"].due == at(23, 11)


def test_warnings_come_when_three_quarters_and_nine_tenths_of_the_working_time_have_passed():
    found = dates("uk_payments")

    # From Monday 10:00 to the close of the 15th working day: 7 + 15 x 8 = 127 office hours.
    # 75 %: 95.25 hours = 7 + 11 days + 0.25; 90 %: 114.3 hours = 7 + 13 days + 3.3.
    assert found["warn75"].due == at(18, 11, 9, 15)
    assert found["warn90"].due == at(20, 11, 12, 18)


def test_holidays_are_skipped_and_named():
    found = dates("uk_payments", received=datetime(2026, 12, 21, 9, 30, tzinfo=UTC))

    assert found["final"].due == at(14, 1, year=2027)
    assert {"2026-12-25", "2026-12-28", "2027-01-01"} <= set(found["final"].derivation["skipped"])


def test_a_target_never_lies_behind_the_final_date():
    found = dates("uk_housing")

    assert found["target"].due == found["final"].due == at(16, 11)


def test_months_and_weeks_end_with_the_local_day():
    new_year = datetime(2026, 12, 31, 9, 0, tzinfo=UTC)
    summer = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

    assert Span(2, "M").due(new_year, LONDON) == end_of(28, 2, 2027)
    assert Span(8, "W").due(summer, LONDON) == at(27, 7, 22, 59, 59)


def test_every_date_tells_how_it_came_about_in_plain_json():
    found = dates("uk_payments")

    for one in found.values():
        assert json.loads(json.dumps(one.derivation)) == one.derivation
        assert one.derivation["start"] == "2026-11-02T10:00:00+00:00"
        assert one.derivation["calendar"] == "london"
    assert found["final"].derivation | {"compared": 0} == {
        "start": "2026-11-02T10:00:00+00:00", "rule": "15 WD", "calendar": "london", "regime": "uk_payments",
        "version": "2018-01-13", "clock_start": "receipt", "effects": ["holding_letter"], "compared": 0,
        "skipped": ["2026-11-07", "2026-11-08", "2026-11-14", "2026-11-15", "2026-11-21", "2026-11-22"],
    }


def test_a_moment_without_a_zone_dates_nothing():
    with pytest.raises(NaiveMoment):
        dates("default", received=datetime(2026, 11, 2, 10, 0))


def test_a_case_has_at_least_one_regime():
    with pytest.raises(ValueError, match="at least one regime"):
        regimes.deadlines([], SHIPPED.urgency("U3"), MONDAY, LONDON)


@settings(max_examples=150, deadline=None)
@given(
    any_.lists(any_.sampled_from(sorted(SHIPPED.regimes)), min_size=1, max_size=3, unique=True),
    any_.sampled_from(sorted(SHIPPED.urgencies)),
    any_.integers(0, 3 * 365 * 24 * 60),
)
def test_on_any_day_the_dates_stand_in_order(ids, urgency, minutes):
    received = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    found = dates(*ids, urgency=urgency, received=received)

    due = {name: one.due for name, one in found.items()}
    assert received <= due["warn75"] <= due["warn90"] <= due["final"]
    assert due["target"] <= due["final"] < due.get("edr", datetime.max.replace(tzinfo=UTC))
    assert {"holding_letter", "edr_letter"} & set(found["final"].derivation["effects"])
    assert all(received < one for one in due.values())
