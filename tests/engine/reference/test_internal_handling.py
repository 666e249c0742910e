"""Every way through investigating, answering and deciding (ISO 10002:2018 7.6 to 7.8)."""

import pytest

from tests.engine.reference.answers import answered, drafted, handled, looked_into, planned, reviewed
from tests.engine.reference.walking import SAMPLED, Walk, Way, unwalked, walk


def plain(run: Walk) -> None:
    handled(run, "The fee")


def with_colleagues(run: Walk) -> None:
    """Three points at once; colleagues are heard, one question is answered and one is not."""
    planned(run, "The fee", "The tone", "The delay")
    run.do("gather_evidence", "The delay", sources=["Log"], ask=True, promise_breached=False)
    run.do("hear_staff", "The delay", how="call", heard_on="2026-11-24", said="I was alone that day.")
    run.do("write_question", "The delay", text="On which day did you call us first?")
    looked_into(run, "The fee", staff=True, ask=True)
    run.wait(9)
    run.say("info", "The fee", text="It was on my June statement.")
    answered(run, "The fee", "refused")
    run.wait(12)
    answered(run, "The delay", "undetermined")
    looked_into(run, "The tone", staff=True)
    answered(run, "The tone", "upheld")
    drafted(run, "partly", 20)
    reviewed(run, True)


def above_authority(run: Walk) -> None:
    planned(run, "The loss")
    looked_into(run, "The loss")
    answered(run, "The loss", "upheld", loss=2000)
    drafted(run, "upheld", 2000)
    run.do("decide_remedy", authority_result="change", amount_offered=1800, remedy_text="We pay 1,800.")
    reviewed(run, True)


def returned(*verdicts: bool):
    def moves(run: Walk) -> None:
        planned(run, "The fee")
        looked_into(run, "The fee")
        answered(run, "The fee", "refused")
        for verdict in verdicts:
            drafted(run, "refused", 0)
            reviewed(run, verdict)
        if verdicts.count(False) == 3:
            run.do("settle_draft", settle_result="as_drafted")
    return moves


def softened(run: Walk) -> None:
    """A returned refusal is turned into a yes, which alone would not be reviewed."""
    planned(run, "The fee")
    looked_into(run, "The fee")
    answered(run, "The fee", "refused")
    drafted(run, "refused", 0)
    reviewed(run, False)
    drafted(run, "upheld", 10)
    reviewed(run, True)


WAYS = {
    "a plain yes goes out after one point": Way(plain, ends=("decision_out",), counts={"four_eyes_review": 0}),
    "several points are looked into side by side": Way(
        with_colleagues, ends=("information_here", "information_missing", "tell_staff"),
        counts={"send_information_reminder": 2, "point_answered": 3}, facts={"staff_concerned": True}),
    "more than a handler may grant is granted by management": Way(
        above_authority, ends=("decide_remedy", "four_eyes_review")),
    "a refusal is looked at by a second person": Way(returned(True), counts={"four_eyes_review": 1}),
    "a draft is returned once": Way(returned(False, True), counts={"draft_response": 2}),
    "a draft is returned twice": Way(returned(False, False, True), counts={"draft_response": 3, "settle_draft": 0}),
    "a third return goes to the complaints manager": Way(
        returned(False, False, False), ends=("settle_draft",), counts={"draft_response": 3}),
    "what was returned is reviewed again, whatever it says now": Way(softened, counts={"four_eyes_review": 2}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_handling(name):
    run = walk("internal_handling", WAYS[name])

    assert run.letters[-1] == "L6_decision"
    assert (run.reached("investigated"), run.reached("communicated")) == (1, 1)


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("internal_handling", [walk("internal_handling", way) for way in WAYS.values()]) == set()


def test_one_yes_in_twenty_is_looked_at_by_a_second_person():
    run = Walk("internal_handling", seed=SAMPLED)

    planned(run, "The fee")
    looked_into(run, "The fee")
    answered(run, "The fee", "upheld")
    drafted(run, "upheld", 10)

    assert run.tasks == ["four_eyes_review"]


def test_whoever_looked_into_a_point_or_drafted_does_not_review():
    run = Walk("internal_handling")

    planned(run, "The fee")
    looked_into(run, "The fee")
    answered(run, "The fee", "refused")
    drafted(run, "refused", 0)

    review = next(iter(run.state.after.tasks.values()))
    assert (review.element, review.not_by) == ("four_eyes_review", ("examined", "drafted"))


def test_a_task_says_which_point_it_deals_with_and_who_must_be_trained():
    run = Walk("internal_handling", {"handler_group": "Specialist", "skill": "lending"})

    planned(run, "The fee", "The tone")

    assert {(one.about, one.lane, one.skill) for one in run.state.after.tasks.values()} == {
        ("The fee", "Specialist", "lending"), ("The tone", "Specialist", "lending"),
    }
