from engine.check.expressions_known import find
from tests.engine.check.tiny import found


def test_names_are_known_from_forms_tables_scripts_answers_and_from_every_case():
    assert set(found(find, "expressions_known.bpmn")) == {
        "misspelt", "no_such_field", "attribute", "assignment", "send", "by_point", "on_the_edge", "deep_or_not",
    }


def test_a_misspelt_name_is_answered_with_the_nearest_one():
    assert 'asks for "reslut", which nothing gives a value. Did you mean "result"?' in found(
        find, "expressions_known.bpmn")["misspelt"]


def test_a_form_is_asked_for_fields_it_has():
    assert 'Did you mean "approve"?' in found(find, "expressions_known.bpmn")["no_such_field"]


def test_what_is_outside_the_language_says_what_to_write():
    said = found(find, "expressions_known.bpmn")

    assert 'Write review["approve"].' in said["attribute"]
    assert "Write == to compare" in said["assignment"]


def test_a_member_of_a_list_is_known_where_each_of_them_has_its_turn_and_nowhere_else():
    said = found(find, "expressions_known.bpmn")

    assert 'asks for "point", which is known inside its multi-instance only' in said["by_point"]
    assert 'asks for "loop_number", which is known inside' in said["on_the_edge"]
    assert 'The group asks for "point", which is known inside' in said["deep_or_not"]
    assert not {"inside", "each_task", "deep", "by_outcomes"} & set(said)


def test_no_name_is_called_unknown_while_a_file_that_may_give_it_cannot_be_read():
    said = found(find, "expressions_known.bpmn", reaction=b"{")

    assert set(said) == {"attribute", "assignment"}
