import pytest

from engine.check.functions_fit import find
from tests.engine.check.tiny import found

WRONG = {
    "unknown": "calls next_friday, which Amends does not know",
    "no_such_deadline": 'asks for the deadline "finall", which no case has. Did you mean "final"?',
    "unquoted": "without saying its name in quotes",
    "two_values": "gives working_days 2 values, and it takes one",
    "negative": "it takes a whole number from 0 on",
    "half_a_day": "gives calendar_days 0.5, and it takes a whole number",
    "nothing_earliest": "calls earliest without a moment",
    "in_words": "it takes a number from 0 on",
    "counts_days": "The condition calls working_days, which has no meaning there",
    "ten_in_one": "it takes a share from 0 to 1",
    "no_such_milestone": 'asks for the milestone "reveiwed", which nothing reaches. Did you mean "reviewed"?',
    "unnamed_milestone": 'Write times("reviewed"), the name of a milestone in quotes.',
    "counting": 'asks for the milestone "revewed", which nothing reaches',
    "about_time": "What the step is about calls deadline, which has no meaning there",
    "script": "calls working_days, which has no meaning there",
}


@pytest.mark.parametrize("place", WRONG)
def test_a_function_that_would_fail_when_its_moment_comes_is_refused_before(place):
    assert WRONG[place] in found(find, "functions_fit.bpmn")[place]


def test_functions_that_fit_are_left_alone_and_a_condition_may_ask_whether_there_is_a_deadline():
    assert set(found(find, "functions_fit.bpmn")) == set(WRONG)
