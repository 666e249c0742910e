from engine.check.flows_connect import find
from tests.engine.check.tiny import found


def test_an_arrow_ends_at_something_that_is_there():
    said = found(find, "flows_connect.bpmn")

    assert 'there is no lok in this file. Did you mean "look"?' in said["to_nothing"]
    assert 'The arrow "or" from look to nowhere' in said["loose"]


def test_an_arrow_stays_inside_one_subprocess():
    said = found(find, "flows_connect.bpmn")

    assert "goes through the edge" in said["outwards"]
    assert "is written in complaint, but its ends are in inner" in said["misplaced"]
    assert "fine" not in said


def test_an_event_on_an_edge_sits_on_a_task_or_subprocess_beside_it():
    said = found(find, "flows_connect.bpmn")

    assert "neither a task nor a subprocess" in said["on_gateway"]
    assert "which is not in this file" in said["on_nothing"]
    assert "in another subprocess" in said["out_of_place"]
    assert "on_task" not in said
