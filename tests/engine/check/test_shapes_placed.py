from engine.check import check
from engine.check.shapes_placed import find
from tests.engine.check.tiny import NO_WORDS, found, pack


def test_a_shape_at_a_place_that_is_no_number_is_named():
    said = found(find, "shapes_placed.bpmn")

    assert "x = '120px', which is no number" in said["over"]
    assert "y = 'nan', which is no number" in said["over"]
    assert "came" not in said


def test_such_a_drawing_is_not_handed_to_the_engine():
    assert {cause.rule for cause in check(pack("shapes_placed.bpmn", milestones=NO_WORDS))} == {"picture"}
