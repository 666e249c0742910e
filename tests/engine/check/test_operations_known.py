from engine.check.operations_known import find
from tests.engine.check.tiny import found, rest


def test_a_service_task_asks_for_something_that_can_be_done():
    said = found(find, "operations_known.bpmn")

    assert "asks for nothing. Known are: apply_breach_effect" in said["asks_nothing"]
    assert 'Did you mean "send_letter"?' in said["misspelt"]


def test_an_operation_is_given_what_it_needs_and_nothing_else():
    said = found(find, "operations_known.bpmn")

    assert "does not say which letter" in said["without_letter"]
    assert "does not say which letter" in said["empty_letter"]
    assert "gives register the parameter lane" in said["too_much"]
    assert not {"fine", "also_fine", "effects_of_a_table"} & set(said)


def test_effects_that_a_table_decides_can_be_brought_about():
    table = rest()["bpmn/tables/D_effect.dmn"].replace(b"regulator_flag", b"regulator_flags")

    said = found(find, "operations_known.bpmn", D_effect=table)

    assert 'by the table Effect to do "regulator_flags"' in said["effects_of_a_table"]
    assert 'Did you mean "regulator_flag"?' in said["effects_of_a_table"]
