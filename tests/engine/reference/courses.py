"""The courses that a complaint takes from receipt to closing, as people, messages and clocks move it."""

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
from tests.engine.reference.walking import Walk

EASY = {"severity": 1, "complexity": 1, "can_fix_now": True}


def decided(run: Walk, outcome: str = "upheld", **more: object) -> None:
    assessed(run, **more)
    handled(run, "The fee", outcome=outcome)


def conduct_upheld(run: Walk, point: str, amount: int) -> None:
    """What a colleague did is looked into, and answered by somebody else."""
    planned(run, point)
    looked_into(run, point, staff=True)
    answered(run, point, "upheld")
    drafted(run, "upheld", amount)
    reviewed(run, True)


def content(run: Walk) -> None:
    """The answer is accepted, what it promised is done, and the case is closed."""
    run.say("accepted")
    remedied(run, "apology", "refund")
    closed(run)


def upheld(run: Walk) -> None:
    decided(run)
    content(run)


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
    conduct_upheld(run, "The tone", 0)
    content(run)


def named_meanwhile(run: Walk) -> None:
    """While it is being solved at once, a colleague is named."""
    assessed(run, **EASY)
    run.say("new_person_of_interest", subject_people=[7], subject_level="staff", staff_concerned=True)
    run.do("resolve_at_once", solved=True, outcome="upheld", reasons="Our mistake.", remedies=["apology"])
    conduct_upheld(run, "The tone", 0)
    content(run)


def dangerous(run: Walk) -> None:
    """Containment runs beside the handling, and outlives it."""
    assessed(run, safety=True, immediate_needed=True, severity=5)
    planned(run, "The gas")
    looked_into(run, "The gas")
    answered(run, "The gas", "upheld")
    drafted(run, "upheld", 20)
    reviewed(run, True)
    run.do("contain_now", done="Gas is off", left_open="")
    content(run)


def never_contained(run: Walk) -> None:
    """Nobody says that it was done: the complaints manager is called, and again before the case is closed."""
    assessed(run, **EASY, immediate_needed=True)
    run.wait(1)
    run.do("containment_check", found="Nobody was told", step="moved")
    run.do("resolve_at_once", solved=True, outcome="upheld", reasons="Our mistake.", remedies=["apology"])
    run.say("accepted")
    remedied(run, "apology")
    assert run.tasks == ["contain_now", "see_to_danger"]
    run.do("see_to_danger", done="The payment is stopped", done_on="2026-11-24")
    closed(run)


def late_look(run: Walk) -> None:
    """Nobody has assessed it in time: the team lead is called."""
    run.wait(4)
    run.do("late_look_check", found="Illness", step="moved")
    upheld(run)


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


def the_same_taken_up_again(run: Walk) -> None:
    """They withdrew while a person looked whether it is the same matter, and it was not their own wish."""
    run.say("withdrawn", reason="I was told to.")
    run.do("confirm_withdrawal", withdrawal_confirmed=False, cause="conduct")
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


def withdrawn_after_answer(run: Walk) -> None:
    """What our letter promised is done all the same; and a withdrawal that nobody asks about is seen to."""
    decided(run)
    run.say("withdrawn", reason="I want my peace.")
    run.wait(5)
    run.do("withdrawal_check", found="Holidays", step="helped")
    run.do("confirm_withdrawal", withdrawal_confirmed=True, cause="charges")
    remedied(run, "apology", "refund")
    closed(run)


def content_with_a_new_answer(run: Walk) -> None:
    """They rejected the first answer, withdrew under pressure, and accept the new one: there is no second look."""
    decided(run, "refused")
    run.say("rejected", reaction_reason="You did not read my letter.")
    run.say("withdrawn", reason="I was told to.")
    run.do("confirm_withdrawal", withdrawal_confirmed=False, cause="conduct")
    decided(run)
    reviewed(run, True)
    content(run)


def no_dispute(run: Walk) -> None:
    """They ask for a dispute before we have answered, and then do not agree to it: our answer still comes."""
    assessed(run)
    run.say("edr_requested")
    run.do("agree_on_method", edr_consent=False)
    run.do("close_dispute", dispute_result="withdrawn", dispute_remedies=[], dispute_lessons="None.")
    upheld(run)


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
    content(run)


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


def slow_closing(run: Walk) -> None:
    """Everything is told and done, and nobody closes the case: the complaints manager finds out why."""
    decided(run)
    run.say("accepted")
    remedied(run, "apology", "refund")
    run.wait(8)
    run.do("closing_check", found="Holidays", step="helped")
    closed(run)


def slow_dispute(run: Walk) -> None:
    """The body takes its time, and management looks into it."""
    rejected(run, 2)
    run.say("edr_notice", notice_from="the body", notice_text="We look at it.")
    run.wait(91)
    run.do("dispute_check", found="The body", step="helped")
    run.do("agree_on_method", edr_consent=False)
    run.do("close_dispute", dispute_result="none", dispute_lessons="Read.")
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
    conduct_upheld(run, "The fee", 20)
    content(run)
