"""Putting the final date off: how far, by whom, with what; and what hangs on it. 2 November 2026 is a Monday."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from engine import regimes
from engine.errors import ExtensionRefused
from tests.engine.regimes.test_dates import LONDON, MONDAY, SHIPPED, at, dates, end_of

LATER = MONDAY + timedelta(days=2)
REASON = "The expert's report on the leak is not there yet."


def extend(*ids, wanted, urgency="U3", received=MONDAY, now=LATER, reason=REASON, found=None, starts=None):
    return regimes.extend(
        found or dates(*ids, urgency=urgency, received=received, starts=starts), SHIPPED.for_case(ids, received.date()),
        SHIPPED.urgency(urgency), received, LONDON, wanted=wanted, reason=reason, by="Hanna Handler", now=now,
        starts=starts,
    )


def refusal(*ids, **how):
    with pytest.raises(ExtensionRefused) as refused:
        extend(*ids, **how)
    return refused.value.about["why"], refused.value.about["limit"], refused.value.message


def test_the_final_date_moves_to_the_end_of_the_day_and_the_warnings_with_it():
    found = extend("uk_payments", wanted=date(2026, 12, 7))

    # 127 office hours until 23 November and ten days more: 207; 75 % are 155.25, 90 % 186.3.
    assert {name: one.due for name, one in found.dates.items()} == {
        "final": end_of(7, 12), "warn75": at(27, 11, 13, 15), "warn90": at(3, 12, 12, 18),
    }
    assert found.gone == ()
    assert regimes.effects_at(found.dates["final"].derivation) == ("holding_letter",)


def test_on_the_last_day_that_the_law_allows_the_last_moment_it_allows_holds():
    found = extend("uk_payments", wanted=date(2026, 12, 21))

    assert found.dates["final"].due == at(21, 12)
    assert found.gone == ("edr",)
    assert regimes.effects_at(found.dates["final"].derivation) == ("edr_letter",)


def test_every_date_before_stays_on_record_with_reason_and_person():
    found = extend("uk_payments", wanted=date(2026, 12, 7))

    for name, one in found.dates.items():
        assert one.derivation["extended"] == [{
            "from": dates("uk_payments")[name].due.isoformat(), "to": one.due.isoformat(), "reason": REASON,
            "by": "Hanna Handler", "at": LATER.isoformat(),
        }]
        assert json.loads(json.dumps(one.derivation)) == one.derivation
    assert found.dates["final"].derivation["rule"] == "15 WD"


def test_silence_grants_at_the_new_date_once_it_is_told_in_time():
    found = extend("pl_finance", wanted=date(2026, 12, 20))

    assert found.dates["deemed_granted"].due == found.dates["final"].due == end_of(20, 12)
    assert regimes.effects_at(found.dates["final"].derivation) == ("deemed_granted",)


def test_our_own_cap_gives_way_without_moving_what_the_law_says():
    found = extend("pl_finance", wanted=date(2026, 11, 20), urgency="U1")

    assert found.dates["final"].due == end_of(20, 11)
    assert "deemed_granted" not in found.dates
    assert "deemed_granted" not in found.gone
    assert regimes.effects_at(found.dates["final"].derivation) == ("holding_letter",)


def test_the_way_outside_stays_open_from_the_same_day():
    found = extend("default", wanted=date(2026, 12, 10))

    assert "edr" not in found.dates
    assert "edr" not in found.gone
    assert found.dates["final"].due == end_of(10, 12)


def test_of_several_regimes_the_strictest_sets_the_limit():
    assert extend("uk_fca", "uk_payments", wanted=date(2026, 12, 21)).dates["final"].due == at(21, 12)
    assert refusal("uk_fca", "uk_payments", wanted=date(2026, 12, 22)) == (
        "beyond_limit", date(2026, 12, 21),
        "UK payment services and e-money: FCA handbook, DISP 1.6.2A allows an extension to 21 December 2026 at the "
        "latest.")
    assert refusal("uk_fca", "default", wanted=date(2026, 12, 23))[0] == "beyond_limit"


def test_a_regime_that_allows_no_extension_says_so():
    assert refusal("uk_fca", wanted=date(2027, 1, 20)) == (
        "no_extension", date(2026, 12, 28),
        "UK financial services: FCA handbook, DISP 1 allows no extension: the answer is due by 28 December 2026.")


def test_our_own_cap_can_be_put_off_only_as_far_as_the_law_s_own_date():
    assert extend("uk_fca", wanted=date(2026, 12, 28), urgency="U1").dates["final"].due == end_of(28, 12)
    assert refusal("uk_fca", wanted=date(2026, 12, 29), urgency="U1") == (
        "beyond_limit", date(2026, 12, 28),
        "UK financial services: FCA handbook, DISP 1 wants the answer by 28 December 2026 at the latest.")


def test_general_knowledge_limits_as_our_own_practice_and_never_as_law():
    assert refusal("br_sac", wanted=date(2026, 12, 1))[2] == (
        "Our own practice allows no extension: the answer is due by 9 November 2026.")
    assert refusal("eu_psd2", wanted=date(2027, 1, 15))[2] == (
        "Our own practice allows an extension to 21 December 2026 at the latest.")


def test_where_there_is_no_final_date_there_is_none_to_put_off():
    assert refusal("uk_payments", wanted=date(2026, 12, 7), found={"target": dates("uk_payments")["target"]}) == (
        "not_set", None, "This complaint has no final date to put off.")


def test_a_date_that_is_not_later_is_no_extension():
    for day in (date(2026, 11, 22), date(2026, 1, 1), date.min):
        assert refusal("uk_payments", wanted=day)[0] == "not_later"


def test_a_date_at_the_end_of_time_is_a_slip():
    assert refusal("uk_payments", wanted=date.max)[0] == "beyond_limit"
    assert refusal("ie_cbi", wanted=date.max)[0] == "beyond_limit"


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_an_extension_needs_a_reason(reason):
    assert refusal("uk_payments", wanted=date(2026, 12, 7), reason=reason)[0] == "no_reason"


def test_the_final_date_is_put_off_only_once():
    first = extend("uk_payments", wanted=date(2026, 12, 1))

    why, _, message = refusal("uk_payments", wanted=date(2026, 12, 7), found=dates("uk_payments") | first.dates)

    assert (why, message) == ("again", "The final date was put off before, to 1 December 2026; once is all.")


def test_a_final_date_that_has_passed_cannot_be_put_off():
    assert refusal("uk_payments", wanted=date(2026, 12, 7), now=at(23, 11, 17, 1))[0] == "passed"
    assert extend("uk_payments", wanted=date(2026, 12, 7), now=at(23, 11, 17)).dates


def test_where_the_regime_sets_no_limit_a_year_is_ours():
    assert extend("ie_cbi", wanted=date(2027, 6, 1)).dates["final"].due == at(1, 6, 22, 59, 59, 2027)
    assert refusal("ie_cbi", wanted=date(2072, 6, 1)) == (
        "beyond_limit", None, "1 June 2072 is more than a year after the final date.")


def test_an_extension_asks_for_reason_date_and_letter_and_where_the_regime_says_so_for_the_way_outside():
    assert extend("uk_payments", wanted=date(2026, 12, 7)).needs == ("reason", "new_date", "letter")
    assert extend("ie_cbi", wanted=date(2027, 2, 1)).needs == ("reason", "new_date", "letter", "edr_notice")
    assert extend("ie_cbi", wanted=date(2026, 12, 1), urgency="U1").needs == ("reason", "new_date", "letter")


def test_the_latest_day_can_be_shown_before_anybody_asks():
    def latest(*ids):
        found = regimes.latest_extension(SHIPPED.for_case(ids, MONDAY.date()), MONDAY, LONDON)
        return found and found.due

    assert latest("uk_payments", "uk_fca") == at(21, 12)
    assert latest("uk_fca") == end_of(28, 12)
    assert latest("pl_finance") == end_of(1, 1, 2027)
    assert latest("ie_cbi") is None
    assert latest("tr_banks") == end_of(12, 12)


def test_a_clock_that_starts_with_the_acknowledgement_limits_from_there():
    starts = {"ack": at(6, 11, 11)}

    assert extend("uk_housing", wanted=date(2026, 12, 4), starts=starts).dates["final"].due == at(4, 12)
    assert refusal("uk_housing", wanted=date(2026, 12, 5), starts=starts)[1] == date(2026, 12, 4)


def kept(*ids, versions, urgency="U3"):
    return regimes.keep_extension(
        dates(*ids, urgency=urgency), SHIPPED.for_case(ids, MONDAY.date()), SHIPPED.urgency(urgency), MONDAY, LONDON,
        versions,
    )


def test_an_extension_that_was_told_outlives_a_new_assessment():
    versions = extend("uk_payments", wanted=date(2026, 12, 7)).dates["final"].derivation["extended"]

    again = kept("uk_payments", versions=versions, urgency="U2")

    assert (again["final"].due, again["edr"].due) == (end_of(7, 12), at(21, 12))
    assert again["final"].derivation["extended"] == versions
    assert again["warn75"].due == at(27, 11, 13, 15)


def test_an_extension_ends_where_a_stricter_regime_wants_the_answer():
    versions = extend("default", wanted=date(2026, 12, 20)).dates["final"].derivation["extended"]

    assert kept("uk_payments", versions=versions)["final"].due == end_of(20, 12)
    assert kept("uk_council", versions=versions)["final"].due == at(30, 11)
    assert kept("br_sac", versions=versions)["final"].due == end_of(9, 11)
    assert kept("br_sac", versions=versions)["final"].derivation["extended"] == versions
    assert kept("uk_fca", versions=versions)["final"].due == end_of(28, 12)


def test_where_the_extension_takes_all_the_time_there_is_the_way_outside_opens_with_it():
    versions = extend("default", wanted=date(2026, 12, 21)).dates["final"].derivation["extended"]

    again = kept("uk_payments", versions=versions)

    assert (again["final"].due, "edr" in again) == (at(21, 12), False)
    assert regimes.effects_at(again["final"].derivation) == ("edr_letter",)


IDS = sorted(SHIPPED.regimes)


@settings(max_examples=250, deadline=None)
@given(
    some.lists(some.sampled_from(IDS), min_size=1, max_size=3, unique=True),
    some.sampled_from(sorted(SHIPPED.urgencies)),
    some.integers(0, 2 * 365 * 24), some.integers(0, 200),
)
def test_an_extension_gives_what_every_regime_allows_and_nothing_else(ids, urgency, hours, days):
    received = datetime(2026, 4, 1, tzinfo=UTC) + timedelta(hours=hours)
    before = dates(*ids, urgency=urgency, received=received)
    wanted = received.date() + timedelta(days=days)
    limits = [
        LONDON.local_day(regimes.Span.due(one.extension or one.final, received, LONDON, day_after=one.day_after,
                                          to_working_day=one.ends_on_working_day))
        for one in SHIPPED.for_case(ids, received.date()) if one.final and not one.extension_open
    ]
    allowed = LONDON.local_day(before["final"].due) <= wanted and all(wanted <= limit for limit in limits)

    try:
        found = extend(*ids, wanted=wanted, urgency=urgency, received=received, now=received)
    except ExtensionRefused as refused:
        assert not allowed or refused.about["why"] in ("not_later", "no_extension")
        return

    after = {name: one for name, one in (before | found.dates).items() if name not in found.gone}
    assert allowed
    assert LONDON.local_day(after["final"].due) == wanted
    assert before["final"].due < after["final"].due
    assert after["warn75"].due <= after["warn90"].due <= after["final"].due
    assert "edr" not in after or after["final"].due < after["edr"].due
    assert "deemed_granted" not in after or after["final"].due <= after["deemed_granted"].due
    assert regimes.effects_at(after["final"].derivation)
