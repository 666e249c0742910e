from engine.check.decisions_known import find
from tests.engine.check.tiny import found


def test_a_rule_task_names_a_table_that_is_there():
    said = found(find, "decisions_known.bpmn")

    assert "does not say which table decides" in said["says_nothing"]
    assert 'Did you mean "D_effect"?' in said["missing"]
    assert "fine" not in said


def test_no_table_is_called_missing_while_one_cannot_be_read():
    assert set(found(find, "decisions_known.bpmn", D_effect=b"<x/>")) == {"says_nothing"}
