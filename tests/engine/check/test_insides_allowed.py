from engine.check.insides_allowed import find
from tests.engine.check.tiny import found


def test_what_would_be_skipped_inside_an_element_is_a_cause():
    said = found(find, "insides_allowed.bpmn")

    assert "ioSpecification would be skipped" in said["with_data"]
    assert "dataInputAssociation would be skipped" in said["with_data"]
    assert "who does a step is its lane" in said["with_person"]
    assert "its property would be skipped" in said["inner"]
    assert "its performer would be skipped" in said["deep"]


def test_a_setting_that_would_not_be_honoured_is_a_cause():
    said = found(find, "insides_allowed.bpmn")

    assert "nothing is undone here" in said["undone_later"]
    assert "goes on once" in said["twice"]
    assert "an event gateway takes one" in said["all"]
    assert "not clear whether it interrupts" in said["unclear"]


def test_what_is_done_for_each_member_of_a_list_is_done_for_all_of_them():
    said = found(find, "insides_allowed.bpmn")

    assert "the loopCardinality of its repetition would be skipped" in said["counted"]
    assert "the completionCondition of its repetition would be skipped" in said["until"]
    assert "until the last one is done" in said["until"]


def test_a_process_of_another_party_is_drawn_as_an_empty_pool():
    said = found(find, "insides_allowed.bpmn")

    assert "empty pool" in said["partner"]


def test_a_tag_without_the_prefix_of_bpmn_is_not_skipped_silently():
    said = found(find, "insides_allowed.bpmn")

    assert "userTask is no BPMN" in said["complaint"]


def test_notes_and_the_settings_of_other_tools_are_left_alone():
    assert not {"fine", "over", "came"} & set(found(find, "insides_allowed.bpmn"))
