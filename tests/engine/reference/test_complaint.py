"""Every way of a complaint from receipt to closing (ISO 10002:2018 7)."""

import pytest

from tests.engine.reference.courses import (
    about_a_colleague,
    another_matter,
    asked_for_dispute,
    closed_meanwhile,
    content_after_review,
    content_at_last,
    content_with_a_new_answer,
    dangerous,
    eventful,
    granted,
    joined,
    late,
    late_look,
    late_review,
    lost_dispute,
    named_meanwhile,
    never_contained,
    never_content,
    no_dispute,
    not_solved_at_once,
    other_door,
    ours_after_all,
    pressed,
    sampled,
    silent,
    silent_after_review,
    slow_closing,
    slow_dispute,
    slow_remedy,
    solved_at_once,
    the_same_taken_up_again,
    unchecked,
    upheld,
    withdrawn,
    withdrawn_after_answer,
)
from tests.engine.reference.walking import SAMPLED, Way, days, unwalked, walk

WISHED = ["refund"]
CLOCKS = {
    "next_update": days(10), "refer_level": days(14), "warn75": days(22), "warn90": days(27), "final": days(30),
    "edr": days(50), "first_action": days(3), "target": days(15),
}
WAYS = {
    "upheld, accepted, put right": Way(upheld, ends=("satisfied", "case_closed"), counts={"start_survey_run": 1}),
    "refused, and nothing is heard": Way(
        silent, ends=("silent", "start_correction"), counts={"send_reminder": 1, "do_remedies": 0}),
    "somebody who wants no survey gets none": Way(upheld, counts={"start_survey_run": 0}, facts={"no_survey": True}),
    "solved at once": Way(solved_at_once, ends=("solved_at_once",), counts={"handle_internally": 0}),
    "not solved at once": Way(
        not_solved_at_once(solved=False, why_not="They want more."), counts={"send_summary": 0}),
    "no refusal goes out at once": Way(
        not_solved_at_once(solved=True, outcome="refused", reasons="No."), counts={"send_summary": 0}),
    "no large amount goes out at once": Way(
        not_solved_at_once(solved=True, outcome="upheld", reasons="Yes.", amount_offered=900),
        counts={"send_summary": 0}),
    "what is about a colleague is not solved at once": Way(
        about_a_colleague, counts={"resolve_at_once": 0, "four_eyes_review": 1}),
    "a colleague is named while it is solved at once": Way(
        named_meanwhile, counts={"send_summary": 0, "four_eyes_review": 1}),
    "a danger is contained beside the handling": Way(dangerous, ends=("danger_contained",)),
    "a danger that nobody contains keeps the case open": Way(
        never_contained, ends=("containment_checked", "see_to_danger"), counts={"danger_contained": 0}),
    "nobody looks at it in time": Way(
        late_look, ends=("late_look_checked",), counts={"first_look_taken": 0}, deadlines={"first_action": days(3)}),
    "not for us": Way(other_door, ends=("door_named",), facts={"about_job": True}),
    "not for us, says the table; for us, says a person": Way(ours_after_all, facts={"about_us": False}),
    "not for us, and a second person agrees": Way(sampled(True), facts={"elsewhere": True}, seed=SAMPLED),
    "not for us, and a second person disagrees": Way(sampled(False), facts={"elsewhere": True}, seed=SAMPLED),
    "the same matter is open already": Way(
        joined, ends=("closed_as_duplicate",), counts={"case_closed": 0}, facts={"same_matter_open": True}),
    "it only looked like the same matter": Way(
        another_matter, counts={"join_other_case": 0, "case_closed": 1}, facts={"same_matter_open": True}),
    "what is taken up again is joined to no other": Way(
        the_same_taken_up_again, counts={"is_taken_up_again": 2, "send_joined": 0}, facts={"same_matter_open": True}),
    "the other case was closed meanwhile": Way(
        closed_meanwhile, counts={"send_joined": 0, "case_closed": 1}, facts={"same_matter_open": True}),
    "not accepted, then accepted after the review": Way(content_after_review, counts={"review_internally": 1}),
    "not accepted, then silent after the review": Way(silent_after_review, counts={"send_reminder": 1}),
    "the review is late and checked": Way(
        late_review(True), ends=("send_edr_letter_review", "internal_review_checked")),
    "the review is late and the check stays open": Way(late_review(False), ends=("on_review_final",)),
    "not accepted twice, then silent": Way(
        never_content, ends=("not_referred", "send_referral_reminder"), counts={"review_internally": 1}),
    "not accepted twice, then accepted": Way(content_at_last, ends=("content_after_all",)),
    "not accepted twice, then a dispute": Way(asked_for_dispute, ends=("on_edr_requested",)),
    "a lost dispute is paid although we had refused": Way(
        lost_dispute, ends=("on_edr_notice", "do_remedies", "start_correction")),
    "withdrawn": Way(withdrawn, ends=("on_withdrawn", "start_correction"), counts={"do_remedies": 0}),
    "withdrawn after our answer": Way(
        withdrawn_after_answer, ends=("withdrawal_check_done", "do_remedies"), counts={"is_own_wish": 1}),
    "an old no does not count against a new answer": Way(
        content_with_a_new_answer, ends=("satisfied",), counts={"set_dates_of_review": 1, "send_review": 0}),
    "no dispute, and our answer after all": Way(
        no_dispute, ends=("case_closed",), counts={"resolve_dispute": 1, "initial_assessment": 2}),
    "withdrawn under pressure, once": Way(pressed(1), counts={"on_withdrawn": 1}),
    "withdrawn under pressure, twice": Way(pressed(2), counts={"on_withdrawn": 2}),
    "late in every way": Way(
        late, ends=("on_refer_level", "on_warn75", "on_warn90", "on_final", "on_edr"), deadlines=CLOCKS,
        counts={"send_progress_letter": 3}),
    "late, and nobody checks": Way(unchecked, ends=("on_final",), counts={"overdue_reviewed": 0}, deadlines=CLOCKS),
    "silence grants": Way(
        granted, ends=("granted_by_silence",), facts={"wanted": WISHED}, deadlines={"deemed_granted": days(30)}),
    "remedies are late": Way(slow_remedy, ends=("late_remedy_checked",)),
    "nobody closes it": Way(slow_closing, ends=("closing_checked", "case_closed")),
    "a dispute takes long": Way(slow_dispute, ends=("dispute_checked", "case_closed")),
    "much happens beside it": Way(eventful, counts={"read_addition": 2, "route_again": 1}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_complaint(name):
    run = walk("complaint", WAYS[name])

    assert run.letters[0] == "L1_ack"
    assert (run.reached("acknowledged"), run.reached("closed")) == (1, 1)


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("complaint", [walk("complaint", way) for way in WAYS.values()]) == set()
