from engine.check.calls_end import find
from tests.engine.check.tiny import found


def test_a_called_process_is_drawn_in_this_pack():
    said = found(find, "calls_end.bpmn")

    assert 'which no diagram draws. Did you mean "dispute"?' in said["to_nothing"]
    assert "calls nothing" in said["empty"]
    assert "fine" not in said


def test_a_process_does_not_come_back_to_itself_near_or_far():
    said = found(find, "calls_end.bpmn")

    assert {"to_itself", "back_and_forth", "forth_and_back"} <= set(said)
    assert "leads back to the process dispute" in said["back_and_forth"]
