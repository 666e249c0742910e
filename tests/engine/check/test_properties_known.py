from engine.check.properties_known import find
from tests.engine.check.tiny import found


def test_a_misspelt_property_is_answered_with_the_nearest_one():
    assert 'Did you mean "milestone"?' in found(find, "properties_known.bpmn")["misspelt"]


def test_a_property_stands_where_it_does_something():
    said = found(find, "properties_known.bpmn")

    assert "the property due, which has no effect there" in said["nobody"]
    assert "the property lane, which has no effect there" in said["nobody"]
    assert "It belongs on elements with a milestone" in said["no_outcome"]
    assert "without a value" in said["empty"]


def test_a_timer_belongs_to_a_deadline_that_cases_have():
    said = found(find, "properties_known.bpmn")

    assert 'Did you mean "final"?' in said["clock"]
    assert not {"final", "fine"} & set(said)


def test_what_a_step_is_about_who_does_it_and_what_they_can_is_said_of_steps_of_people():
    said = found(find, "properties_known.bpmn")

    assert "told" not in said
    assert "events that wait for a message" in said["untold"]
    assert "user tasks and manual tasks" in said["unskilled"]
