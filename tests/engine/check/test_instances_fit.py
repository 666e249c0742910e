import pytest

from engine.check.instances_fit import find
from tests.engine.check.tiny import found

WRONG = {
    "no_list": "does not say which list it goes through",
    "unknown_list": 'goes through "pionts", which nothing gives a value. Did you mean "points"?',
    "no_member": "does not say what one member of the list is called",
    "half": "has a loopDataOutputRef without outputDataItem",
    "other_half": "has a outputDataItem without loopDataOutputRef",
    "hides_fact": "calls its member topic, and would hide the fact of that name",
    "hides_function": "calls its outcome sum, which is a function",
    "hides_answers": "calls its member review, under which a form keeps its answers",
    "no_name": 'calls its member "the point", which is no name',
    "comes_out_as_it_goes_in": "Give the whole list a name of its own",
    "asks_facts": "the last instance would overwrite the others",
    "asks_inside": "the last instance would overwrite the others",
    "asks_in_call": "the last instance would overwrite the others",
    "decides_inside": "its outputs are facts: the last instance would overwrite the others",
}


@pytest.mark.parametrize("place", WRONG)
def test_what_is_done_for_each_member_of_a_list_names_what_it_needs_and_overwrites_nothing(place):
    assert WRONG[place] in found(find, "instances_fit.bpmn")[place]


def test_lists_that_are_gone_through_properly_and_steps_done_once_are_left_alone():
    assert set(found(find, "instances_fit.bpmn")) == set(WRONG)
