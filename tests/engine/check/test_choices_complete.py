from engine.check.choices_complete import find
from tests.engine.check.tiny import found


def test_a_case_for_which_no_condition_holds_needs_a_default_way():
    assert 'exclusive gateway "Justified?" has no default' in found(find, "choices_complete.bpmn")["no_default"]


def test_every_other_way_says_when_it_is_taken():
    said = found(find, "choices_complete.bpmn")

    assert "not said when a case takes" in said["perhaps"]
    assert "decides nothing: it is the default" in said["else"]


def test_a_gateway_with_one_way_on_cannot_hold_a_case_up():
    said = found(find, "choices_complete.bpmn")

    assert "get stuck at Large?" in said["only"]
    assert set(said) == {"no_default", "perhaps", "else", "only"}
