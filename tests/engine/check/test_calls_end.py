from engine.check import read
from engine.check.calls_end import find
from engine.errors import WARNING
from engine.packs import Pack
from tests.engine.check.tiny import found
from tests.engine.proofs.changed import shipped

SPARE = b"""<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
<process id="spare" name="Spare" isExecutable="true"><startEvent id="spare_begun" /><endEvent id="spare_over" />
<sequenceFlow id="spare_on" sourceRef="spare_begun" targetRef="spare_over" /></process></definitions>"""


def test_a_called_process_is_drawn_in_this_pack():
    said = found(find, "calls_end.bpmn")

    assert 'which no diagram draws. Did you mean "dispute"?' in said["to_nothing"]
    assert "calls nothing" in said["empty"]
    assert "fine" not in said


def test_a_process_does_not_come_back_to_itself_near_or_far():
    said = found(find, "calls_end.bpmn")

    assert {"to_itself", "back_and_forth", "forth_and_back"} <= set(said)
    assert "leads back to the process dispute" in said["back_and_forth"]


def test_a_process_that_nothing_calls_or_begins_is_named():
    parts = read(Pack({**shipped().files, "bpmn/spare.bpmn": SPARE}, shipped().calendars))

    said = [cause for cause in find(parts) if cause.element == "spare"]

    assert [(cause.severity, cause.message) for cause in said] == [
        (WARNING, 'Nothing starts the process "Spare", so it would never run.')
    ]
    assert not [cause for cause in find(read(shipped())) if "starts" in cause.message]
