from engine.check.side_ways_end import find
from tests.engine.check.tiny import found, process

ROUND_AGAIN = """
    <startEvent id="came"/><sequenceFlow id="f1" sourceRef="came" targetRef="wait"/>
    <userTask id="wait"/><sequenceFlow id="f2" sourceRef="wait" targetRef="content"/>
    <exclusiveGateway id="content" default="f3"/><sequenceFlow id="f3" sourceRef="content" targetRef="over"/>
    <sequenceFlow id="f4" sourceRef="content" targetRef="wait"/><endEvent id="over"/>
    <boundaryEvent id="late" attachedToRef="wait" cancelActivity="false"/>
    <sequenceFlow id="f5" sourceRef="late" targetRef="remind"/>
    <serviceTask id="remind"/><sequenceFlow id="f6" sourceRef="remind" targetRef="reminded"/>
    <endEvent id="reminded"/>"""


def test_a_side_way_that_comes_back_would_do_the_rest_twice():
    said = found(find, "side_ways_end.bpmn")

    assert 'comes back to the user task "Close it"' in said["comes_back"]


def test_a_side_way_may_share_an_end_and_an_interrupting_one_may_come_back():
    assert set(found(find, "side_ways_end.bpmn")) == {"comes_back"}


def test_work_that_comes_round_again_may_start_its_side_way_again():
    leads_back = ROUND_AGAIN.replace('sourceRef="remind" targetRef="reminded"', 'sourceRef="remind" targetRef="wait"')

    assert found(find, process(ROUND_AGAIN)) == {}
    assert 'comes back to the user task "wait"' in found(find, process(leads_back))["late"]
