from engine.check.loops_wait import find
from tests.engine.check.tiny import found, process

START_TO = '<startEvent id="came"/><endEvent id="over"/><sequenceFlow id="a" sourceRef="came" targetRef="part"/>'
BACK = '<sequenceFlow id="b" sourceRef="part" targetRef="part"/>'
BEGIN = '<startEvent id="begun"/><sequenceFlow id="i1" sourceRef="begun" targetRef="way"/>'


def circle(inside: str) -> bytes:
    """A subprocess of these elements that is done again and again."""
    return process(f'{START_TO}<subProcess id="part">{inside}</subProcess>{BACK}')


def way(gate: str, *ends: str) -> str:
    """A gateway with a step of a person on one way, and ends right behind the others."""
    arrows = "".join(f'<sequenceFlow id="w{number}" sourceRef="way" targetRef="end{number}"/>'
                     for number, _ in enumerate(ends))
    drawn = "".join(f'<endEvent id="end{number}">{end}</endEvent>' for number, end in enumerate(ends))
    return (f'{BEGIN}<{gate} id="way"/><manualTask id="look"/><endEvent id="seen"/>{arrows}{drawn}'
            '<sequenceFlow id="i2" sourceRef="way" targetRef="look"/>'
            '<sequenceFlow id="i3" sourceRef="look" targetRef="seen"/>')


def test_a_circle_in_which_nothing_waits_is_named_once():
    said = found(find, "loops_wait.bpmn")

    assert set(said) == {"again", "quick", "work"}
    assert "nothing waits for a person, a message or a moment" in said["again"]


def test_an_error_leads_back_at_once_too():
    assert "comes back to it" in found(find, "loops_wait.bpmn")["work"]


def test_where_a_person_or_a_timer_is_on_the_way_a_circle_is_left_alone_also_inside_a_call():
    assert not {"draft", "file", "slow", "poll", "pause"} & set(found(find, "loops_wait.bpmn"))


def test_a_part_with_a_way_past_its_person_does_not_hold_the_circle_up():
    assert set(found(find, circle(way("exclusiveGateway", "")))) == {"part"}


def test_a_part_that_always_needs_its_person_holds_the_circle_up():
    assert found(find, circle(way("parallelGateway", ""))) == {}
    assert found(find, circle(way("exclusiveGateway"))) == {}


def test_an_end_that_ends_all_the_rest_does_not_wait_for_the_person_beside_it():
    assert set(found(find, circle(way("parallelGateway", "<terminateEventDefinition/>")))) == {"part"}


def test_what_is_done_for_each_member_of_a_list_waits_for_nobody_when_the_list_is_empty():
    each = "<multiInstanceLoopCharacteristics/>"

    assert set(found(find, circle(each + way("exclusiveGateway")))) == {"part"}
    assert set(found(find, process(f'{START_TO}<userTask id="part">{each}</userTask>{BACK}'))) == {"part"}
