from engine.check.groups_known import find
from tests.engine.check.tiny import found


def test_a_group_that_no_lane_names_is_answered_with_the_nearest_one():
    said = found(find, "groups_known.bpmn")

    assert 'for the group "Reviwer", which no lane names. Did you mean "Reviewer"?' in said["misspelt"]
    assert 'Did you mean "Handler"?' in said["owner"]


def test_a_group_that_a_table_gives_is_judged_too():
    assert "by the table" in found(find, "groups_known.bpmn")["by_table"]


def test_groups_that_are_there_and_what_only_a_case_can_tell_are_left_alone():
    assert not {"right", "by_fact"} & set(found(find, "groups_known.bpmn"))
