from engine.check.starts_and_ends import find
from tests.engine.check.tiny import found


def test_a_process_has_exactly_one_start():
    said = found(find, "starts_and_ends.bpmn")

    assert 'process "Complaint" has 2 starts' in said["complaint"]


def test_a_subprocess_has_a_start_and_an_end_of_its_own():
    said = found(find, "starts_and_ends.bpmn")["inner"]

    assert "has no start" in said
    assert "has no end" in said


def test_nothing_leads_to_a_start_or_to_an_event_on_an_edge_and_nothing_follows_an_end():
    said = found(find, "starts_and_ends.bpmn")

    assert "is reached by an arrow" in said["came_by_mail"]
    assert "is reached by an arrow" in said["late"]
    assert "nothing follows an end" in said["over"]


def test_what_is_no_end_goes_on():
    said = found(find, "starts_and_ends.bpmn")

    assert "leads nowhere" in said["stopped"]
    assert "leads nowhere" in said["late"]
    assert "look" not in said
