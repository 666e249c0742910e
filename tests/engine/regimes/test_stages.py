"""Dates that count from a later moment than receipt, by hand. 2 November 2026 is a Monday."""

from datetime import UTC, date, datetime

import pytest

from engine import regimes
from engine.regimes import Span
from tests.engine.regimes.test_dates import LONDON, MONDAY, SHIPPED, at, end_of


def rows(*ids, on=MONDAY):
    return SHIPPED.for_case(ids, on.date())


U3 = SHIPPED.urgency("U3")


def test_the_next_news_are_counted_from_the_last_ones():
    first = regimes.next_update(rows("default"), U3, MONDAY, LONDON)
    second = regimes.next_update(rows("default"), U3, first.due, LONDON)

    assert (first.due, second.due) == (at(16, 11), at(30, 11))
    assert second.derivation["start"] == first.due.isoformat()


def test_a_regime_can_want_news_sooner_than_we_promise():
    slow = SHIPPED.urgency("U4")

    assert regimes.next_update(rows("us_cfpb"), slow, MONDAY, LONDON).due == end_of(17, 11)
    assert regimes.next_update(rows("ie_cbi"), slow, MONDAY, LONDON).due == at(30, 11)


@pytest.mark.parametrize("urgency", ["U1", "U2", "U3", "U4"])
def test_a_review_is_confirmed_in_five_and_answered_in_twenty_working_days(urgency):
    found = regimes.review_deadlines(rows("default"), SHIPPED.urgency(urgency), MONDAY, LONDON)

    assert {name: one.due for name, one in found.items()} == {"review_ack": at(9, 11), "review_final": at(30, 11)}


def test_a_review_by_law_counts_the_day_after_it_was_asked_for_as_day_one():
    saturday = datetime(2026, 11, 7, 12, 0, tzinfo=UTC)

    found = regimes.review_deadlines(rows("uk_housing"), U3, saturday, LONDON)

    assert (found["review_ack"].due, found["review_final"].due) == (at(13, 11), at(4, 12))
    assert found["review_final"].derivation["regime"] == "uk_housing"
    assert found["review_final"].derivation["compared"][0]["urgency"] == "U3"


def test_an_outside_body_has_our_reply_in_twenty_working_days_and_we_are_warned_after_ten():
    found = regimes.dispute_deadlines(rows("default"), U3, MONDAY, LONDON)

    assert {name: one.due for name, one in found.items()} == {"edr_reply": at(30, 11), "edr_warn": at(16, 11)}


def test_a_complex_dispute_leaves_thirty_working_days():
    found = regimes.dispute_deadlines(rows("default"), U3, MONDAY, LONDON, complex=True)

    assert {name: one.due for name, one in found.items()} == {"edr_reply": at(14, 12), "edr_warn": at(16, 11)}


def test_the_revised_directive_counts_the_reply_as_law_once_it_applies():
    later = datetime(2028, 10, 2, 9, 0, tzinfo=UTC)

    assert "regime" not in regimes.dispute_deadlines(rows("eu_adr"), U3, MONDAY, LONDON)["edr_reply"].derivation
    found = regimes.dispute_deadlines(rows("eu_adr", on=later), U3, later, LONDON)["edr_reply"]
    assert found.derivation["compared"][0]["regime"] == "eu_adr"


def test_a_warning_never_comes_after_the_reply():
    row = SHIPPED.in_force("default", date(2026, 1, 1))
    strict = regimes.Regime(**{**vars(row), "edr_reply": Span(3, "WD")})

    found = regimes.dispute_deadlines([strict], U3, MONDAY, LONDON)

    assert found["edr_warn"].due == found["edr_reply"].due == at(5, 11)
    assert found["edr_warn"].derivation["moved_to"] == "edr_reply"


def test_a_rights_request_is_answered_in_a_month_by_our_own_practice():
    found = regimes.clock("rights_answer", rows("eu_gdpr"), MONDAY, LONDON)
    longest = regimes.clock("rights_extension", rows("eu_gdpr"), MONDAY, LONDON)

    assert (found.due, longest.due) == (end_of(2, 12), at(2, 2, 23, 59, 59, 2027))
    assert found.derivation["law"] is False
    assert regimes.clock("rights_answer", rows("uk_fca"), MONDAY, LONDON) is None


def test_what_was_agreed_is_carried_out_in_the_time_of_the_regime():
    assert regimes.clock("carry_out", rows("au_telecom"), MONDAY, LONDON).due == at(9, 11)
    assert regimes.clock("edr_time", rows("ee_traders"), MONDAY, LONDON).due == at(31, 1, 23, 59, 59, 2027)


def test_what_a_letter_has_to_say_is_told_once_and_never_from_general_knowledge():
    told = regimes.must_include(rows("uk_ofgem", "au_rg271", "au_rg271_super", "eu_esa"))

    assert len(told) == len(set(told)) == 6
    assert not any("dispute resolution bodies" in line for line in told)


def test_the_acknowledgement_states_the_time_of_the_answer_from_june_2026():
    before, after = (regimes.must_include(rows("uk_fca", on=datetime(2026, month, 1, 9, tzinfo=UTC)))
                     for month in (5, 6))

    assert [line for line in after if line not in before] == [
        "in the acknowledgement: that our answer comes within eight weeks of receipt"]
