"""Lives that go on outside: rejected, reviewed by another person, mediation, recommendation, ruling."""

import pytest

from tests.acceptance.lives.town import Complaint, Town

REFUSED = {"outcome": "refused", "reasons": "The log shows one booking, not two.", "cause": "no_fault"}


def answered(town: Town) -> Complaint:
    """A complaint whose refusal is out."""
    one = town.complain()
    town.answer(one, response=REFUSED)
    return one


def test_a_rejected_answer_is_reviewed_by_somebody_who_had_no_part_in_it(town: Town) -> None:
    one = answered(town)

    town.say(one, "rejected")
    town.do(one, "Review the complaint afresh")

    before = set().union(*(town.who(one, name) for name in (
        "Initial assessment", "Findings on the point", "Draft the answer", "Four-eyes review")))
    assert town.who(one, "Review the complaint afresh") and not town.who(one, "Review the complaint afresh") & before
    assert [name for name in town.letters(one) if name.endswith("review")] == ["L1_review", "L6_review"]
    assert town.case(one).reviewed_at is not None


def test_a_review_may_change_the_answer_and_what_it_promises_is_put_right(town: Town) -> None:
    one = answered(town)

    town.say(one, "rejected")
    town.do(one, "Review the complaint afresh", second_outcome="change", outcome="upheld",
            remedies=["refund"], amount_offered="50", remedy_text="You get 50 pounds back.")
    town.say(one, "accepted")
    case = town.finish(one)

    assert case.outcome == "upheld"
    assert case.remedied_at is not None


def test_who_rejects_the_review_too_is_told_where_else_to_go_and_nothing_is_closed_before(town: Town) -> None:
    one = answered(town)

    town.say(one, "rejected")
    town.do(one, "Review the complaint afresh")
    town.say(one, "rejected")

    assert "L8_edr" in town.letters(one)
    assert "Financial Ombudsman" in town.letter(one, "L8_edr").text
    assert town.case(one).edr_offered_at is not None and town.case(one).status == "open"
    assert "edr_requested" in str(town.sees(one)) or "dispute" in town.sees(one).lower()
    town.finish(one)


def test_who_does_not_accept_our_answer_is_told_by_when_they_hear_what_the_second_look_brought(town: Town) -> None:
    one = answered(town)

    town.say(one, "rejected")

    dates = town.dates(one)
    day = f"{dates['review_final'].day} {dates['review_final']:%B %Y}"
    assert dates["final"] > town.now, "the time for the first answer still runs"
    assert f"You hear the result by {day}." in town.letter(one, "L1_review").text


def test_who_does_not_use_the_way_outside_is_reminded_of_it_and_asked_nothing(town: Town) -> None:
    one = answered(town)
    town.say(one, "rejected")
    town.do(one, "Review the complaint afresh")
    town.say(one, "rejected")

    town.asleep(days=151)

    assert town.letters(one)[-1] == "L8_reminder"
    assert "L2_reminder" not in town.letters(one)


@pytest.mark.parametrize("when", ["Initial assessment", "Four-eyes review", ""])
def test_dispute_resolution_is_open_to_the_complainant_at_every_moment(town: Town, when: str) -> None:
    one = town.complain()
    if when:
        town.until(one, when, response=REFUSED)
    else:
        town.answer(one)

    town.say(one, "edr_requested")

    assert town.case(one).disputed_at is not None
    assert "Consent and agreement" in town.names(one)


def in_dispute(town: Town, method: str) -> Complaint:
    """A complaint with an independent body, and our position sent there."""
    one = answered(town)
    town.say(one, "edr_requested")
    town.until(one, "Approve the position", consent={"dispute_method": method})
    town.do(one, "Approve the position")
    assert "L13_reply" in town.letters(one)
    assert not town.who(one, "Our position") & town.who(one, "Approve the position")
    return one


def test_a_mediator_passes_offers_on_until_one_is_accepted_and_carried_out(town: Town) -> None:
    one = in_dispute(town, "facilitative")

    town.arrived(one, "edr_offer", offer_amount="300")
    town.do(one, "Answer the offer", offer_result="counter", offer_reply="We can pay 80 pounds.")
    town.arrived(one, "edr_offer", offer_amount="100")
    town.do(one, "Answer the offer", offer_result="accept")
    case = town.finish(one, dispute_close={"dispute_result": "settled", "amount_offered": "100"})

    assert case.dispute_settled_at is not None and case.remedied_at is not None


def test_a_recommendation_is_accepted_carried_out_and_learned_from(town: Town) -> None:
    one = in_dispute(town, "advisory")

    town.arrived(one, "edr_decision", ruling_binding=False)
    town.do(one, "Accept or refuse")
    case = town.finish(one)

    assert case.dispute_settled_at is not None and case.remedied_at is not None
    assert "corrective_action" in town.runs(one), "a lost dispute always asks for its cause"


def test_a_ruling_binds_and_is_carried_out_after_the_time_to_have_it_looked_at_again(town: Town) -> None:
    one = in_dispute(town, "determinative")

    town.arrived(one, "edr_decision")
    assert town.names(one) == [], "the time to ask for another look runs"
    town.later(days=29)
    town.do(one, "Close the dispute file")

    assert "Do it" in town.names(one)
    assert town.finish(one).remedied_at is not None


def test_a_notice_of_the_independent_body_starts_its_own_clock(town: Town) -> None:
    one = town.complain()
    town.do(one, "Initial assessment")

    town.arrived(one, "edr_notice")
    town.later(days=16)

    assert "Check the reply" in town.names(one)
    assert town.case(one).disputed_at is not None
    assert "edr_reply" in town.dates(one) and "final" in town.dates(one)
