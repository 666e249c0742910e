import pytest

from engine.check.scripts_assign import find
from tests.engine.check.tiny import found

WRONG = {
    "empty": "is empty",
    "a_call": "a script only assigns values",
    "a_loop": "a script only assigns values",
    "a_fact": "assigns urgency, which is a fact of the case",
    "a_table_output": "assigns effects, which is a fact of the case",
    "answers": "assigns review, under which a form keeps its answers",
    "a_function": "assigns len, which is a function",
    "unknown_name": 'Did you mean "amount"?',
}


@pytest.mark.parametrize("place", WRONG)
def test_a_script_only_assigns_safe_values_to_names_of_its_own(place):
    sentence = found(find, "scripts_assign.bpmn")[place]

    assert WRONG[place] in sentence
    assert "[L18]" in sentence


def test_a_script_may_use_what_it_assigned_itself():
    assert "fine" not in found(find, "scripts_assign.bpmn")
