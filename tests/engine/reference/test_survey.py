"""Every way through the survey (ISO 10002:2018 8.3)."""

import pytest

from tests.engine.reference.walking import Walk, Way, unwalked, walk


def silent(run: Walk) -> None:
    run.wait(5)
    run.wait(8)
    run.wait(30)


def content(run: Walk) -> None:
    run.wait(5)
    run.say("survey_answered", score=5, fair=True)


def badly_treated(run: Walk) -> None:
    run.wait(30)
    run.say("survey_answered", score=2, fair=True)
    run.do("call_back", called_back=True)


def unfairly_treated(run: Walk) -> None:
    """Without a table's word we ask after five working days."""
    run.wait(8)
    run.say("survey_answered", score=4, fair=False)
    run.do("call_back", called_back=True)


SOON = {"survey_delay": 3}
WAYS = {
    "who does not answer is reminded once and left in peace": Way(
        silent, ends=("survey_unanswered", "survey_over"), counts={"send_survey_reminder": 1}, facts=SOON),
    "who is content is asked once": Way(content, ends=("survey_here",), counts={"send_survey_reminder": 0}, facts=SOON),
    "who was badly treated is called": Way(badly_treated, ends=("call_back",), facts={"survey_delay": 15}),
    "who was unfairly treated is called": Way(unfairly_treated, ends=("call_back",)),
}


@pytest.mark.parametrize("name", WAYS)
def test_the_survey(name):
    walk("survey", WAYS[name])


def test_every_part_of_the_drawing_is_walked():
    assert unwalked("survey", [walk("survey", way) for way in WAYS.values()]) == set()
