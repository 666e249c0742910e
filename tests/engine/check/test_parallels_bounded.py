from engine.check.parallels_bounded import find
from tests.engine.check.tiny import HERE, found


def test_seven_parallel_splits_in_one_process_are_too_many():
    assert "parts into parallel ways 7 times" in found(find, "parallels_bounded.bpmn")["complaint"]


def test_six_are_not():
    seven = (HERE / "parallels_bounded.bpmn").read_bytes()
    six = seven.replace(b'<sequenceFlow id="b6" sourceRef="p6" targetRef="p7"/>', b"")

    assert found(find, six) == {}
