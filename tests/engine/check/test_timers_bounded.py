import pytest

from engine.check.timers_bounded import find
from tests.engine.check.tiny import found

RIGHT = {
    "in_days", "in_months", "by_deadline", "by_choice", "by_earliest", "due_by_function", "three_times",
    "with_deadline",
}
WRONG = {
    "repeats": "repeats, and only a timer on an edge that does not interrupt can do that",
    "again_and_again": "repeats, and only a timer on an edge that does not interrupt can do that",
    "for_ever": "does not say how often and how far apart",
    "no_times": "does not say how often and how far apart",
    "cycle_unquoted": "does not say how often and how far apart",
    "cycle_at_once": "leaves no time between",
    "cycle_in_days": "does not say how often and how far apart",
    "piling_up": 'would open the user task "due_by_function" again each time',
    "unquoted": "The timer P5D has lost its quotes",
    "no_duration": "is no duration",
    "at_once": "leaves no time at all",
    "backwards": "is no duration",
    "on_a_date": "is no duration",
    "a_number": "is no moment",
    "a_name": "is no moment",
    "mixed": "is a text, and a moment is needed",
    "no_time": "leaves no time at all",
    "says_nothing": "does not say when",
    "due_by_duration": "is a text, and a moment is needed",
}


@pytest.mark.parametrize("place", WRONG)
def test_a_timer_that_would_never_or_wrongly_fire_is_refused(place):
    assert WRONG[place] in found(find, "timers_bounded.bpmn")[place]


def test_durations_in_quotes_and_functions_of_time_are_moments():
    said = set(found(find, "timers_bounded.bpmn"))

    assert said == set(WRONG)
    assert not said & RIGHT
