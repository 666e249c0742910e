from engine.check.event_gateways import find
from tests.engine.check.tiny import found


def test_one_clock_runs_behind_an_event_gateway():
    said = found(find, "event_gateways.bpmn")["wrong"]

    assert "has 2 timers behind it" in said
    assert "reminder as a non-interrupting timer" in said


def test_behind_an_event_gateway_something_is_waited_for():
    assert 'leads to the user task "Call them", which waits for nothing' in found(find, "event_gateways.bpmn")["wrong"]


def test_what_stands_behind_an_event_gateway_has_no_other_way_in():
    said = found(find, "event_gateways.bpmn")

    assert "reached by another way too" in said["silence"]
    assert set(said) == {"wrong", "silence"}
