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


def dates(*ids, urgency="U3", received=MONDAY, starts=None):
    in_force = SHIPPED.for_case(ids, received.date())
    return regimes.deadlines(in_force, SHIPPED.urgency(urgency), received, LONDON, starts)


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
    ("pl_finance", end_of(2, 12), None, ["deemed_granted"]),
    ("pl_sales", end_of(16, 11), None, ["deemed_granted"]),
    ("eu_psd2", at(23, 11), at(21, 12), ["holding_letter"]),
    ("uk_ofcom", end_of(14, 12), None, ["edr_letter"]),
    ("uk_nhs", at(2, 5, 22, 59, 59, 2027), None, ["holding_letter"]),
    ("tr_banks", end_of(2, 12), end_of(12, 12), ["holding_letter"]),
    ("tr_cards", end_of(22, 11), end_of(2, 12), ["holding_letter"]),
    ("nl_public", end_of(14, 12), None, ["holding_letter"]),
    ("ca_banks", end_of(28, 12), None, ["edr_letter"]),
    ("pt_book", at(23, 11), None, ["holding_letter", "regulator_flag"]),
    ("it_energy_many", end_of(12, 12), None, ["holding_letter", "auto_compensation"]),
    ("au_rg271_hardship", end_of(23, 11), None, ["holding_letter"]),
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


@pytest.mark.parametrize(("id", "urgency", "until"), [
    ("uk_payments", "U3", at(21, 12)), ("uk_payments", "U1", at(21, 12)), ("uk_fca", "U1", end_of(28, 12)),
    ("default", "U1", end_of(22, 12)), ("pl_finance", "U1", end_of(2, 12)), ("ie_cbi", "U1", at(30, 12)),
    ("ie_cbi", "U3", None), ("uk_fca", "U3", None), ("br_sac", "U3", None),
])
def test_a_holding_letter_names_the_next_date_by_which_the_answer_is_due(id, urgency, until):
    told = dates(id, urgency=urgency)["final"].derivation.get("holding_until")

    assert told == (until and until.isoformat())


def test_an_extension_that_ends_with_the_final_date_opens_the_way_outside_then():
    row = SHIPPED.in_force("uk_payments", date(2026, 11, 2))
    same = regimes.Regime(**{**vars(row), "extension": row.final})

    found = regimes.deadlines([same], SHIPPED.urgency("U3"), MONDAY, LONDON)

    assert "edr" not in found
    assert found["final"].derivation["effects"] == ["edr_letter"]


def test_what_arrives_at_the_weekend_counts_for_our_promises_from_the_next_opening():
    found = dates("default", received=SATURDAY)

    assert (found["acknowledge"].due, found["target"].due) == (at(10, 11), at(30, 11))


def test_by_the_stricter_reading_of_the_law_the_day_after_receipt_is_day_one_even_after_hours():
    assert dates("uk_payments", received=SATURDAY)["final"].due == at(27, 11)
    assert dates("uk_payments", received=at(2, 11, 20))["final"].due == at(23, 11)
    assert dates("uk_payments", received=MONDAY)["final"].due == at(23, 11)


def test_a_short_answer_is_enough_until_the_third_business_day_after_receipt():
    assert dates("uk_fca")["fast_track"].due == at(5, 11)
    assert dates("uk_fca", received=SATURDAY)["fast_track"].due == at(11, 11)
    assert dates("uk_fca", received=at(2, 11, 20))["fast_track"].due == at(5, 11)
    assert "fast_track" not in dates("uk_payments")


def test_a_day_of_hours_is_over_after_24_of_them_at_the_weekend_too():
    assert dates("au_rg271", received=SATURDAY)["acknowledge"].due == SATURDAY + timedelta(hours=24)
    assert dates("au_rg271")["final"].due == end_of(2, 12)


def test_a_clock_that_starts_with_the_acknowledgement_counts_from_receipt_until_there_is_one():
    before = dates("uk_housing")
    after = dates("uk_housing", starts={"ack": at(6, 11, 11)})

    assert before["acknowledge"].due == after["acknowledge"].due == at(3, 11)
    assert (before["final"].due, before["final"].derivation["provisional"]) == (at(16, 11), "ack")
    assert (after["final"].due, after["edr"].due) == (at(20, 11), at(4, 12))
    assert after["final"].derivation["start"] == at(6, 11, 11).isoformat()
    assert "provisional" not in after["final"].derivation


def test_an_acknowledgement_after_hours_lets_no_working_day_slip():
    assert dates("uk_housing", starts={"ack": at(2, 11, 20)})["final"].due == at(16, 11)


def test_a_clock_that_starts_when_the_complaint_was_sent_runs_before_it_came():
    sent = datetime(2026, 10, 28, 12, 0, tzinfo=UTC)

    assert dates("fr_acpr")["final"].due == end_of(2, 1, 2027)
    assert dates("fr_acpr", starts={"sending": sent})["final"].due == end_of(28, 12)


def test_silence_grants_at_the_law_s_own_date_even_where_our_own_cap_comes_first():
    found = dates("pl_finance", urgency="U2")

    assert (found["final"].due, found["final"].derivation["effects"]) == (at(23, 11), ["holding_letter"])
    assert (found["deemed_granted"].due, found["deemed_granted"].derivation["effects"]) == (
        end_of(2, 12), ["deemed_granted"])
    assert "deemed_granted" not in dates("default")


def test_where_silence_grants_no_letter_says_that_we_are_late():
    found = dates("pl_finance", "se_finance", "us_cfpb", received=MONDAY)
    together = regimes.deadlines(
        [SHIPPED.in_force("pl_finance", MONDAY.date()), SHIPPED.in_force("default", MONDAY.date())],
        SHIPPED.urgency("U3"), MONDAY, LONDON)

    assert found["final"].derivation["regime"] == "se_finance"
    assert together["final"].derivation["effects"] == ["deemed_granted"]


def test_a_bank_refers_to_the_next_level_by_itself_before_the_final_date():
    found = dates("ca_banks")

    assert found["refer_level"].due == end_of(16, 11)
    assert regimes.effects_at(found["refer_level"].derivation) == ("auto_refer_level",)
    assert regimes.effects_at(found["final"].derivation) == ("edr_letter",)


def test_what_is_owed_for_lateness_stands_with_the_date():
    assert dates("it_energy_many")["final"].derivation["compensation"].startswith("25 EUR")
    assert "compensation" not in dates("default")["final"].derivation


def test_the_service_is_not_cut_off_while_a_spanish_complaint_is_open():
    found = dates("es_customer", received=datetime(2027, 1, 11, 10, 0, tzinfo=UTC))

    assert regimes.effects_at(found["final"].derivation) == ("holding_letter", "service_cut_block")


def test_weeks_that_end_on_a_day_off_end_with_the_next_working_day_where_the_regime_says_so():
    assert dates("nl_public", received=SATURDAY)["final"].due == end_of(21, 12)
    assert dates("uk_ofcom", received=SATURDAY)["final"].due == end_of(19, 12)


def test_a_regime_without_a_final_date_leaves_it_to_our_own_promise():
    found = dates("eu_gdpr", "eu_esa")

    assert found["final"].derivation["regime"] == "default"
    assert dates("eu_esa", "uk_payments")["final"].derivation["regime"] == "uk_payments"


def test_general_knowledge_sets_dates_but_is_never_called_law():
    practice, law, promise = (dates(one)["final"].derivation for one in ("br_sac", "uk_fca", "default"))
    held = dates("eu_psd2")

    assert (practice["regime"], practice["law"], practice["confidence"]) == ("br_sac", False, "K")
    assert (law["law"], law["confidence"], promise["law"]) == (True, "A", False)
    assert (held["final"].derivation["law"], held["edr"].derivation["law"]) == (True, False)


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
        "start": "2026-11-02T10:00:00+00:00", "key": "final", "rule": "15 WD", "calendar": "london",
        "regime": "uk_payments", "version": "2026-06-01", "clock_start": "day_after", "law": True, "confidence": "A",
        "effects": ["holding_letter"], "holding_until": "2026-12-21T17:00:00+00:00", "compared": 0,
        "skipped": ["2026-11-07", "2026-11-08", "2026-11-14", "2026-11-15", "2026-11-21", "2026-11-22"],
    }


def test_a_moment_without_a_zone_dates_nothing():
    with pytest.raises(NaiveMoment):
        dates("default", received=datetime(2026, 11, 2, 10, 0))


def test_a_case_has_at_least_one_regime():
    for nothing in ([], [SHIPPED.in_force("eu_gdpr", date(2026, 11, 2))]):
        with pytest.raises(ValueError, match="at least one regime"):
            regimes.deadlines(nothing, SHIPPED.urgency("U1"), MONDAY, LONDON)


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
    assert due["final"] <= due.get("deemed_granted", due["final"])
    told = {"holding_letter", "edr_letter"} & set(found["final"].derivation["effects"])
    assert bool(told) != ("deemed_granted" in found["final"].derivation["effects"])
    assert all(received < one for one in due.values())
