"""Every way through a dispute before an independent body (ISO 10003:2018 7)."""

import pytest

from tests.engine.reference.walking import Walk, Way, unwalked, walk

FACTS = {
    "mediation": {"country": "US", "topic": "other"},
    "recommendation": {"country": "SE", "topic": "account", "complainant_kind": "consumer"},
    "ruling": {"country": "GB", "topic": "account"},
}


def agreed(run: Walk, method: str, approvals: tuple[bool, ...] = (True,)) -> None:
    """Both sides take part, and our position goes out; `approvals`: what management said to each draft."""
    run.do("agree_on_method", edr_consent=True, dispute_method=method, dispute_provider="the body")
    run.do("evaluate_dispute", dispute_strength="even")
    for approved in approvals:
        run.do("write_position", position="We charged what the terms say.")
        run.do("approve_position", position_approved=approved)
    if approvals.count(False) == 3:
        run.do("settle_position", position="We pay half.")


def closed(run: Walk, result: str = "settled", *remedies: str) -> None:
    run.do("close_dispute", dispute_result=result, dispute_remedies=list(remedies), dispute_lessons="Say it first.")


def talked(run: Walk, *answers: str) -> None:
    agreed(run, "facilitative")
    for answer in answers:
        run.say("edr_offer", offer_text="Half of it.", offer_amount=50)
        run.do("answer_offer", offer_result=answer, offer_reply="We think about it.")


def mediated(*answers: str):
    def moves(run: Walk) -> None:
        talked(run, *answers)
        closed(run)
    return moves


def gone_quiet(*answers: str):
    def moves(run: Walk) -> None:
        talked(run, *answers)
        run.wait(50)
        closed(run, "withdrawn")
    return moves


def advised(run: Walk) -> None:
    agreed(run, "advisory", (False, True))
    run.say("edr_decision", ruling="partly", ruling_text="Pay half.", ruling_binding=False, ruling_on="2026-12-01")
    run.do("answer_recommendation", recommendation_result="accept", recommendation_reply="We accept.")
    closed(run, "partly", "refund")


def ruled(run: Walk) -> None:
    agreed(run, "determinative", (False, False, True))
    run.say("edr_decision", ruling="for_complainant", ruling_text="Pay.", ruling_binding=True, ruling_on="2026-12-01")
    run.wait(30)
    closed(run, "for_complainant", "compensation")


def no_decision(method: str):
    def moves(run: Walk) -> None:
        agreed(run, method)
        run.wait(100)
        closed(run, "withdrawn")
    return moves


def slow(run: Walk) -> None:
    """Warned and overdue, and one check is still open when the file is closed."""
    run.wait(11)
    run.do("reply_check", found="Holidays", step="helped")
    run.wait(10)
    agreed(run, "facilitative", (False, False, False))
    run.say("edr_offer", offer_text="Half of it.", offer_amount=50)
    run.do("answer_offer", offer_result="refuse", offer_reply="We do not agree.")
    closed(run)


def checked_late(run: Walk) -> None:
    run.wait(25)
    run.do("late_reply_check", found="Nobody was told", step="moved")
    agreed(run, "advisory")
    run.wait(100)
    run.do("reply_check", found="Late", step="nothing")
    closed(run)


def not_taking_part(run: Walk) -> None:
    run.do("agree_on_method", edr_consent=False)
    closed(run, "withdrawn")


WAYS = {
    "without agreement the file is closed": Way(not_taking_part, ends=("reply_not_needed",), counts={"send_reply": 0}),
    "an offer is accepted at once": Way(mediated("accept"), counts={"answer_offer": 1}),
    "talks go on once": Way(mediated("counter", "accept"), counts={"answer_offer": 2}),
    "talks go on twice": Way(mediated("counter", "counter", "refuse"), counts={"answer_offer": 3}),
    "there is no fourth round": Way(mediated("counter", "counter", "counter"), counts={"answer_offer": 3}),
    "no offer comes": Way(gone_quiet(), ends=("no_offer_made",), counts={"answer_offer": 0}),
    "no second offer comes": Way(gone_quiet("counter"), ends=("no_offer_made",), counts={"answer_offer": 1}),
    "a recommendation is accepted": Way(advised, ends=("answer_recommendation",), counts={"write_position": 2}),
    "no recommendation comes": Way(no_decision("advisory"), ends=("no_recommendation_made",)),
    "a ruling stands after the time to have it reviewed": Way(
        ruled, ends=("review_window",), counts={"write_position": 3, "settle_position": 0}),
    "no ruling comes": Way(no_decision("determinative"), ends=("no_ruling_made",), counts={"review_window": 0}),
    "a late reply is watched, and a third return goes to management": Way(
        slow, ends=("settle_position", "on_edr_warn", "on_edr_reply"), counts={"late_reply_checked": 0}),
    "late checks end by themselves": Way(checked_late, ends=("late_reply_checked", "reply_checked")),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_dispute(name):
    run = walk("dispute", WAYS[name])

    assert run.letters[0] == "L8_edr"
    assert (run.reached("edr_offered"), run.reached("dispute_settled")) == (1, 1)


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("dispute", [walk("dispute", way) for way in WAYS.values()]) == set()


@pytest.mark.parametrize("method", FACTS)
def test_the_table_proposes_a_method_for_the_country_and_the_topic(method):
    run = Walk("dispute", FACTS[method])

    names = {"mediation": "facilitative", "recommendation": "advisory", "ruling": "determinative"}
    assert run.facts["dispute_method"] == names[method]


def test_who_wrote_our_position_does_not_approve_it():
    run = Walk("dispute")

    run.do("agree_on_method", edr_consent=True, dispute_method="facilitative")
    run.do("evaluate_dispute", dispute_strength="even")
    run.do("write_position", position="We charged what the terms say.")

    approval = next(iter(run.state.after.tasks.values()))
    assert (approval.lane, approval.not_by) == ("Management", ("position_drafted",))
