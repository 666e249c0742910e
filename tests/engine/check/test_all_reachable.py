from engine.check.all_reachable import find
from tests.engine.check.tiny import found, process


def test_a_step_that_nothing_leads_to_is_named_once_for_all_behind_it():
    said = found(find, "all_reachable.bpmn")

    assert 'Nothing leads to the user task "Call the customer"' in said["forgotten"]
    assert "behind_it" not in said


def test_steps_that_only_lead_to_each_other_are_named():
    assert {"round_a", "round_b"} <= set(found(find, "all_reachable.bpmn"))


def test_the_inside_of_a_subprocess_has_its_own_beginning():
    said = found(find, "all_reachable.bpmn")

    assert {"lonely", "inside_forgotten"} <= set(said)
    assert "inside_over" not in said


def test_what_an_event_on_an_edge_starts_is_reached():
    assert not {"late", "hurry"} & set(found(find, "all_reachable.bpmn"))


def test_without_any_start_only_the_start_is_missing():
    assert found(find, process('<userTask id="look"/><endEvent id="over"/>')) == {}
