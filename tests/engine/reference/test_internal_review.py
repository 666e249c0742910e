"""Every way through the second look by somebody else (ISO 10002:2018 7.9)."""

import pytest

from tests.engine.reference.walking import Walk, Way, unwalked, walk

REASONS = "The first answer is right, for these reasons."


def looked(run: Walk, *results: str) -> None:
    """The reviewer looks; after each return the handler looks into it again."""
    for result in results:
        run.do("second_look", second_outcome=result, second_reasons=REASONS)
        if result == "return" and run.path.count("second_look") < 2:
            run.do("look_again", outcome="partly", reasons="We found the recording.")


def settled(run: Walk) -> None:
    looked(run, "return", "return")
    run.do("settle_review", settle_result="as_drafted")


def generous(run: Walk) -> None:
    run.do("second_look", second_outcome="change", second_reasons=REASONS, outcome="upheld", amount_offered=900)
    run.do("grant_review_remedy", authority_result="grant")


def upheld_anew(run: Walk) -> None:
    """The handler drafts it anew, with more than a reviewer may grant, and the reviewer says that this is right."""
    run.do("second_look", second_outcome="return", second_reasons=REASONS)
    run.do("look_again", outcome="upheld", reasons="We found the recording.", remedies=["refund"], amount_offered=900)
    run.do("second_look", second_outcome="uphold", second_reasons=REASONS)
    run.do("grant_review_remedy", authority_result="grant")


WAYS = {
    "the answer is upheld": Way(lambda run: looked(run, "uphold"), ends=("review_done",), counts={"look_again": 0}),
    "the answer is changed": Way(lambda run: looked(run, "change"), ends=("review_done",)),
    "more than a reviewer may grant is granted by management": Way(
        generous, ends=("grant_review_remedy",), counts={"settle_review": 0}),
    "what was drafted anew above that is granted by management, too": Way(
        upheld_anew, ends=("grant_review_remedy",), counts={"second_look": 2}),
    "it is looked into again once": Way(lambda run: looked(run, "return", "change"), counts={"look_again": 1}),
    "a second return goes to the complaints manager": Way(
        settled, ends=("settle_review",), counts={"look_again": 1, "second_look": 2}),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_second_look(name):
    run = walk("internal_review", WAYS[name])

    assert run.reached("reviewed") == 1
    assert run.letters == ["L6_review"]


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("internal_review", [walk("internal_review", way) for way in WAYS.values()]) == set()


def test_whoever_did_anything_for_the_first_answer_does_not_look_again():
    run = Walk("internal_review")

    look = next(iter(run.state.after.tasks.values()))
    assert set(look.not_by) == {
        "scoped", "scope_checked", "assessed", "examined", "drafted", "authorised", "checked", "settled"}
