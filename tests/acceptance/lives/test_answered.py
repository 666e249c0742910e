"""Lives that end with our own answer: upheld, partly, refused, and complainants who say nothing."""

from datetime import timedelta

import pytest

from tests.acceptance.lives.town import Town

REFUSED = {"response": {"outcome": "refused", "reasons": "The log shows one booking, not two.", "cause": "no_fault"}}
PARTLY = {"response": {"outcome": "partly"}}


def test_an_upheld_complaint_is_investigated_answered_accepted_put_right_and_closed(town: Town) -> None:
    one = town.complain()

    town.answer(one)
    town.say(one, "accepted")
    case = town.finish(one)

    assert case.outcome == "upheld"
    reached = town.milestones(one)
    order = ["received", "acknowledged", "assessed", "investigated", "drafted", "decided", "communicated",
             "accepted", "remedied", "closed"]
    assert [name for name in order if name in reached] == order
    assert sorted(order, key=reached.index) == order
    assert [name for name in ("L1_ack", "L6_decision", "L9_closing") if name in town.letters(one)] == [
        "L1_ack", "L6_decision", "L9_closing"]
    assert "You were charged twice" in town.letter(one, "L6_decision").text or (
        "The second booking was our mistake" in town.letter(one, "L6_decision").text)


@pytest.mark.parametrize(("answers", "outcome"), [(REFUSED, "refused"), (PARTLY, "partly")])
def test_a_complaint_is_answered_with_reasons_also_when_it_is_not_upheld(
    town: Town, answers: dict[str, dict[str, str]], outcome: str
) -> None:
    one = town.complain()

    case = town.finish(one, **answers)

    assert case.outcome == outcome
    assert case.communicated_at is not None and case.closed_at is not None
    assert "L6_decision" in town.letters(one)


def test_somebody_in_a_country_that_is_not_named_can_complain_and_gets_an_answer(town: Town) -> None:
    one = town.complain(country="ZZ")

    town.answer(one)

    assert town.case(one).country == "ZZ"
    assert town.reached(one, "communicated") < town.dates(one)["final"]


def test_a_refusal_is_always_read_by_somebody_else_before_it_goes_out(town: Town) -> None:
    one = town.complain()

    town.finish(one, **REFUSED)

    assert town.reached(one, "checked") <= town.reached(one, "communicated")
    assert not town.who(one, "Four-eyes review") & town.who(one, "Draft the answer")
    assert not town.who(one, "Four-eyes review") & town.who(one, "Findings on the point")


def test_checks_that_are_still_open_do_not_stand_before_what_the_complainant_is_asked(town: Town) -> None:
    one = town.complain()
    town.until(one, "Four-eyes review", **REFUSED)
    town.later(days=25)

    town.do(one, "Four-eyes review")
    answered = town.sees(one)
    town.say(one, "rejected")
    rejected = town.sees(one)

    assert {"Team lead check", "Overdue review"} <= set(town.names(one)), "nobody has looked yet"
    assert "Please tell us whether you accept our answer." in answered
    assert "Somebody who had nothing to do with your complaint so far is looking at it afresh." in rejected
    for words in ("A team lead is checking", "A manager is finding out"):
        assert words not in answered + rejected


def test_who_says_nothing_is_reminded_once_and_the_case_is_closed_after_twenty_working_days(town: Town) -> None:
    one = town.complain()
    town.answer(one)
    sent = town.now

    town.later(days=40)
    case = town.finish(one)

    assert town.letters(one).count("L2_reminder") == 1
    assert case.accepted_at is None and case.rejected_at is None
    assert case.closed_at is not None and (case.closed_at - sent).days >= 27


def test_who_owes_us_an_answer_is_reminded_of_our_question_and_not_of_an_answer_that_they_do_not_have(
    town: Town
) -> None:
    one = town.complain()
    town.until(one, "Gather evidence")
    town.do(one, "Gather evidence", ask=True)
    town.do(one, "Write the question")

    town.later(days=8)

    assert town.letters(one).count("L3_reminder") == 1
    assert "L2_reminder" not in town.letters(one)


def test_an_answer_returned_three_times_is_settled_by_the_complaints_manager(town: Town) -> None:
    one = town.complain()
    returned = {"review_result": "return", "review_comment": "Say why."}

    for _ in range(3):
        town.until(one, "Four-eyes review", **REFUSED)
        town.do(one, "Four-eyes review", **returned)

    assert town.names(one) == ["Settle the draft"]
    assert town.finish(one).outcome == "refused"


def test_a_simple_mistake_is_put_right_within_three_working_days_and_told_in_one_letter(town: Town) -> None:
    one = town.complain(topic="account")

    town.do(one, "Initial assessment", severity="2", complexity="1", can_fix_now=True)
    town.later(days=1)
    town.do(one, "Resolve now")

    assert town.letters(one) == ["L1_ack", "L7_summary"]
    assert town.reached(one, "communicated") - town.case(one).received_at < timedelta(days=3)
    assert "Financial Ombudsman" in town.letter(one, "L7_summary").text
    assert town.finish(one).outcome == "upheld"


