"""Lives that the complainant ends: withdrawn at each moment, and complaints that are no complaints."""

import pytest

from tests.acceptance.lives.town import Town

REFUSED = {"outcome": "refused", "reasons": "The log shows one booking, not two.", "cause": "no_fault"}
MOMENTS = [
    "Initial assessment", "Plan the investigation", "Gather evidence", "Findings on the point", "Draft the answer",
    "Four-eyes review", "",
]
"""Tasks that are open when the complainant leaves; the last: after the answer went out."""


@pytest.mark.parametrize("moment", MOMENTS)
def test_who_complains_may_withdraw_at_any_moment_and_is_told_that_the_case_is_closed(
    town: Town, moment: str
) -> None:
    one = town.complain()
    if moment:
        town.until(one, moment, response=REFUSED)
    else:
        town.answer(one)

    town.say(one, "withdrawn")

    assert town.names(one) == ["Confirm withdrawal"]
    case = town.finish(one)
    assert case.outcome == "withdrawn" and case.withdrawn_at is not None
    assert town.letters(one)[-1] == "L9_closing"


def test_somebody_whose_matter_is_at_court_is_shown_the_right_door_and_may_object(town: Town) -> None:
    one = town.complain(elsewhere=True)

    town.until(one, "Confirm and explain")
    town.do(one, "Confirm and explain")
    if town.open(one, "Check a sample"):
        town.do(one, "Check a sample")

    assert town.letters(one)[-1] == "L4_other_door"
    assert town.case(one).out_of_scope_at is not None
    town.say(one, "rejected")
    assert "L1_review" in town.letters(one), "objecting is a matter for somebody else to review"
    town.finish(one)


def test_what_looked_out_of_scope_is_handled_when_a_person_says_that_it_is_a_complaint(town: Town) -> None:
    one = town.complain(about_job=True)

    town.do(one, "Confirm and explain", scope_confirmed=False)

    assert town.names(one) == ["Initial assessment"]
    assert town.finish(one).outcome == "upheld"


def test_a_second_complaint_about_the_same_matter_joins_the_first(town: Town) -> None:
    first = town.complain()
    second = town.complain()
    town.do(second, "Same matter?")

    case = town.case(second)

    assert (case.status, case.outcome) == ("closed", "duplicate")
    assert "L1_duplicate" in town.letters(second)
    assert first.reference not in town.letter(second, "L1_duplicate").text
    assert "Read what was added" in town.names(first)
    assert town.finish(first).outcome == "upheld"


def test_who_only_knows_an_address_reaches_no_complaint_of_somebody_else(town: Town) -> None:
    first = town.complain()
    second = town.complain()

    town.do(second, "Same matter?", same_matter=False)

    assert "Read what was added" not in town.names(first)
    assert town.names(second) == ["Initial assessment"]
