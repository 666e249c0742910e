from engine.check.one_way_out import find
from tests.engine.check.tiny import found


def test_a_task_has_one_arrow_going_on():
    said = found(find, "one_way_out.bpmn")["ask"]

    assert "has 2 arrows going on" in said
    assert "Draw a gateway after it" in said


def test_a_condition_where_nothing_decides_is_refused():
    said = found(find, "one_way_out.bpmn")

    assert {"f1", "f2", "f4"} <= set(said)
    assert "Nobody looks at the condition on the arrow \"small\"" in said["f2"]
    assert "f6" not in said


def test_a_default_belongs_to_its_own_gateway():
    said = found(find, "one_way_out.bpmn")

    assert "f2, does not leave it" in said["which"]
    assert "only an exclusive gateway decides" in said["ask"]
