from engine.check.way_out import find
from tests.engine.check.tiny import HERE, found


def test_a_circle_that_nothing_leaves_is_named_once():
    said = found(find, "way_out.bpmn")

    assert set(said) == {"wait"}
    assert "no way leads to an end" in said["wait"]


def test_an_event_on_the_edge_of_a_step_is_a_way_out_of_its_circle():
    assert "supervised" not in found(find, "way_out.bpmn")


def test_where_an_arrow_leads_out_of_the_circle_nothing_is_wrong():
    closed = (HERE / "way_out.bpmn").read_bytes()
    opened = closed.replace(b'sourceRef="read" targetRef="wait"', b'sourceRef="read" targetRef="over"')

    assert found(find, opened) == {}
