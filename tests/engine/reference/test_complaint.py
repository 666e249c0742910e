"""Every way of a complaint from receipt to closing (ISO 10002:2018 7)."""

import pytest

from tests.engine.reference.answers import (
    answered,
    assessed,
    closed,
    drafted,
    handled,
    looked_into,
    planned,
    remedied,
    reviewed,
)
from tests.engine.reference.walking import SAMPLED, Walk, Way, days, unwalked, walk

EASY = {"severity": 1, "complexity": 1, "can_fix_now": True}
WISHED = ["refund"]


def decided(run: Walk, outcome: str = "upheld", **more: object) -> None:
    assessed(run, **more)
    handled(run, "The fee", outcome=outcome)


def upheld(run: Walk) -> None:
    decided(run)
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def silent(run: Walk) -> None:
    decided(run, "refused", severity=4)
    run.wait(20)
    run.wait(20)
    closed(run)


def solved_at_once(run: Walk) -> None:
    assessed(run, **EASY)
    run.do("resolve_at_once", solved=True, outcome="upheld", reasons="Our mistake.", remedies=["apology"])
    run.say("accepted")
    remedied(run, "apology")
    closed(run)


def not_solved_at_once(**more: object):
    def moves(run: Walk) -> None:
        assessed(run, **EASY)
        run.do("resolve_at_once", **more)
        handled(run, "The fee", outcome="refused")
        run.say("accepted")
        closed(run)
    return moves


def about_a_colleague(run: Walk) -> None:
    """However simple it is, one person alone does not answer it."""
    assessed(run, **EASY, staff_concerned=True, subject_level="staff", subject_people=[7])
    planned(run, "The tone")
    looked_into(run, "The tone", staff=True)
    answered(run, "The tone", "upheld")
    drafted(run, "upheld", 0)
    reviewed(run, True)
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def named_meanwhile(run: Walk) -> None:
    """While it is being solved at once, a colleague is named."""
    assessed(run, **EASY)
    run.say("new_person_of_interest", subject_people=[7], subject_level="staff", staff_concerned=True)
    run.do("resolve_at_once", solved=True, outcome="upheld", reasons="Our mistake.", remedies=["apology"])
    planned(run, "The tone")
    looked_into(run, "The tone", staff=True)
    answered(run, "The tone", "upheld")
    drafted(run, "upheld", 0)
    reviewed(run, True)
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def dangerous(run: Walk) -> None:
    """Containment runs beside the handling, and outlives it."""
    assessed(run, safety=True, immediate_needed=True, severity=5)
    planned(run, "The gas")
    looked_into(run, "The gas")
    answered(run, "The gas", "upheld")
    drafted(run, "upheld", 20)
    reviewed(run, True)
    run.do("contain_now", done="Gas is off", left_open="")
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def for_another_door(run: Walk, *, ours: bool = False) -> None:
    run.do("confirm_scope", scope_confirmed=not ours, door="employment", scope_reason="It is about your job.")


def other_door(run: Walk) -> None:
    for_another_door(run)
    run.wait(40)
    closed(run)


def ours_after_all(run: Walk) -> None:
    for_another_door(run, ours=True)
    upheld(run)


def sampled(right: bool):
    def moves(run: Walk) -> None:
        for_another_door(run)
        run.do("check_sample", scope_right=right)
        if right:
            run.say("accepted")
        else:
            decided(run)
            reviewed(run, True)
            run.say("accepted")
            remedied(run, "apology", "refund")
        closed(run)
    return moves


def joined(run: Walk) -> None:
    """A person looked; nothing is left to do."""
    run.do("is_same_matter", same_matter=True)


def another_matter(run: Walk) -> None:
    """The address and the topic are the same, the matter is not."""
    run.do("is_same_matter", same_matter=False)
    upheld(run)


def closed_meanwhile(run: Walk) -> None:
    """While a person looked, the other case was closed."""
    run.facts["same_matter_open"] = False
    run.do("is_same_matter", same_matter=True)
    upheld(run)


def rejected(run: Walk, times: int) -> None:
    decided(run, "refused")
    for _ in range(times):
        run.say("rejected", reaction_reason="You did not read my letter.")
        if run.reached("reviewed") == 0:
            run.do("second_look", second_outcome="uphold", second_reasons="The first answer is right.")


def content_after_review(run: Walk) -> None:
    rejected(run, 1)
    run.say("accepted")
    closed(run)


def silent_after_review(run: Walk) -> None:
    rejected(run, 1)
    run.wait(15)
    run.wait(30)
    closed(run)


def late_review(checked: bool):
    def moves(run: Walk) -> None:
        decided(run, "refused")
        run.say("rejected", reaction_reason="You did not read my letter.")
        run.wait(25)
        if checked:
            run.do("overdue_internal_review", found="Illness", step="moved")
        run.do("second_look", second_outcome="uphold", second_reasons="The first answer is right.")
        run.say("accepted")
        closed(run)
    return moves


def never_content(run: Walk) -> None:
    rejected(run, 2)
    run.wait(160)
    run.wait(30)
    closed(run)


def content_at_last(run: Walk) -> None:
    rejected(run, 2)
    run.say("accepted")
    closed(run)


def disputed(run: Walk) -> None:
    """Without agreement nothing more than the file is done."""
    run.do("agree_on_method", edr_consent=False)
    run.do("close_dispute", dispute_result="withdrawn", dispute_remedies=[], dispute_lessons="None.")
    closed(run)


def asked_for_dispute(run: Walk) -> None:
    rejected(run, 2)
    run.say("edr_requested")
    disputed(run)


def lost_dispute(run: Walk) -> None:
    """We had refused, and the body decides otherwise: the remedies are done all the same."""
    rejected(run, 2)
    run.say("edr_notice", notice_from="the body", notice_text="We look at it.")
    run.do("agree_on_method", edr_consent=False)
    run.do("close_dispute", dispute_result="for_complainant", dispute_remedies=["refund"], dispute_lessons="Read.")
    remedied(run, "refund")
    closed(run)


def withdrawn(run: Walk) -> None:
    assessed(run)
    run.say("withdrawn", reason="I found it.")
    run.do("confirm_withdrawal", withdrawal_confirmed=True, cause="no_fault", systemic=True)
    closed(run)


def pressed(times: int):
    """Somebody put pressure on them: the complaint is taken up again, as often as it happens."""
    def moves(run: Walk) -> None:
        for _ in range(times):
            run.say("withdrawn", reason="I was told to.")
            run.do("confirm_withdrawal", withdrawal_confirmed=False, cause="conduct")
        upheld(run)
    return moves


def late(run: Walk) -> None:
    """Every clock fires and every check is answered; then the answer goes out after all."""
    assessed(run)
    run.wait(13)
    run.wait(18)
    run.do("team_lead_check", found="Illness", step="helped")
    run.do("complaints_manager_check", found="Illness", step="moved")
    run.do("overdue_review", found="Illness", step="decided")
    run.wait(22)
    handled(run, "The fee")
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def unchecked(run: Walk) -> None:
    """Checks that nobody answered end with the matter."""
    assessed(run)
    run.wait(31)
    handled(run, "The fee", outcome="refused")
    run.say("accepted")
    closed(run)


def granted(run: Walk) -> None:
    assessed(run)
    run.wait(31)
    remedied(run, "refund")
    closed(run)


def slow_remedy(run: Walk) -> None:
    decided(run)
    run.say("accepted")
    run.wait(35)
    run.do("late_remedy_check", found="The bank", step="helped")
    remedied(run, "apology", "refund")
    closed(run)


def eventful(run: Walk) -> None:
    """What may happen at any time happens, some of it twice."""
    assessed(run)
    run.say("more_info", text="And another letter.")
    run.say("more_info", text="And one more.")
    run.do("read_addition", note="Nothing new.")
    run.do("read_addition", note="A new date.")
    run.say("representative_changed", name="Ann Other")
    run.do("check_authority", authority_ok=True)
    run.say("data_rights_request", rights_kind="copy")
    run.do("answer_rights_request", rights_result="done")
    run.say("undeliverable", letter="L1_ack", why="No such house")
    run.do("reach_complainant", how="phone")
    run.say("new_person_of_interest", subject_people=[7], subject_level="manager", staff_concerned=True)
    planned(run, "The fee")
    looked_into(run, "The fee", staff=True)
    answered(run, "The fee", "upheld")
    drafted(run, "upheld", 20)
    reviewed(run, True)
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


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
    "not for us": Way(other_door, ends=("door_named",), facts={"about_job": True}),
    "not for us, says the table; for us, says a person": Way(ours_after_all, facts={"about_us": False}),
    "not for us, and a second person agrees": Way(sampled(True), facts={"elsewhere": True}, seed=SAMPLED),
    "not for us, and a second person disagrees": Way(sampled(False), facts={"elsewhere": True}, seed=SAMPLED),
    "the same matter is open already": Way(
        joined, ends=("closed_as_duplicate",), counts={"case_closed": 0}, facts={"same_matter_open": True}),
    "it only looked like the same matter": Way(
        another_matter, counts={"join_other_case": 0, "case_closed": 1}, facts={"same_matter_open": True}),
    "the other case was closed meanwhile": Way(
        closed_meanwhile, counts={"send_joined": 0, "case_closed": 1}, facts={"same_matter_open": True}),
    "not accepted, then accepted after the review": Way(content_after_review, counts={"review_internally": 1}),
    "not accepted, then silent after the review": Way(silent_after_review, counts={"send_reminder": 1}),
    "the review is late and checked": Way(late_review(True), ends=("internal_review_checked",)),
    "the review is late and the check stays open": Way(late_review(False), ends=("on_review_final",)),
    "not accepted twice, then silent": Way(
        never_content, ends=("not_referred", "send_referral_reminder"), counts={"review_internally": 1}),
    "not accepted twice, then accepted": Way(content_at_last, ends=("content_after_all",)),
    "not accepted twice, then a dispute": Way(asked_for_dispute, ends=("on_edr_requested",)),
    "a lost dispute is paid although we had refused": Way(
        lost_dispute, ends=("on_edr_notice", "do_remedies", "start_correction")),
    "withdrawn": Way(withdrawn, ends=("on_withdrawn", "start_correction"), counts={"do_remedies": 0}),
    "withdrawn under pressure, once": Way(pressed(1), counts={"on_withdrawn": 1}),
    "withdrawn under pressure, twice": Way(pressed(2), counts={"on_withdrawn": 2}),
    "late in every way": Way(
        late, ends=("on_refer_level", "on_warn75", "on_warn90", "on_final", "on_edr"), deadlines=CLOCKS,
        counts={"send_progress_letter": 3}),
    "late, and nobody checks": Way(unchecked, ends=("on_final",), counts={"overdue_reviewed": 0}, deadlines=CLOCKS),
    "silence grants": Way(
        granted, ends=("granted_by_silence",), facts={"wanted": WISHED}, deadlines={"deemed_granted": days(30)}),
    "remedies are late": Way(slow_remedy, ends=("late_remedy_checked",)),
    "much happens beside it": Way(eventful, counts={"read_addition": 2, "route_again": 1}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_complaint(name):
    run = walk("complaint", WAYS[name])

    assert run.letters[0] == "L1_ack"
    assert (run.reached("acknowledged"), run.reached("closed")) == (1, 1)


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("complaint", [walk("complaint", way) for way in WAYS.values()]) == set()
