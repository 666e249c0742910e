"""What other tools and tired people write down."""

import pytest

from engine import xml
from engine.tokens import DEAD, Bound, explore
from tests.engine.tokens.drawing import definitions, played, process, said, ways

ODD = {
    "nothing at all": "",
    "an empty process": '<process id="p"/>',
    "a process without an id": "<process><startEvent/></process>",
    "arrows that lead nowhere": '<process id="p"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s"/></process>',
    "an arrow to itself": '<process id="p"><sequenceFlow id="f" sourceRef="f" targetRef="f"/></process>',
    "an event on the edge of itself": '<process id="p"><boundaryEvent id="b" attachedToRef="b"/></process>',
    "an event on the edge of a gateway":
        '<process id="p"><exclusiveGateway id="x"/><boundaryEvent id="b" attachedToRef="x"/></process>',
    "an empty event subprocess":
        '<process id="p"><subProcess id="e" triggeredByEvent="true"/><task id="t"/></process>',
    "an event gateway with nothing behind": '<process id="p"><eventBasedGateway id="g"/></process>',
    "a lone event subprocess": '<process id="p"><subProcess id="e" triggeredByEvent="true"><startEvent id="s"/>'
                               "</subProcess></process>",
    "a pool of nothing": '<collaboration><participant id="a" processRef="q"/><messageFlow id="m" sourceRef="a" '
                         'targetRef="z"/></collaboration>',
    "a message to itself": '<collaboration><messageFlow id="m" sourceRef="t" targetRef="t"/></collaboration>'
                           '<process id="p"><receiveTask id="t"/></process>',
    "an error thrown to nobody": '<process id="p"><endEvent id="e"><errorEventDefinition/></endEvent></process>',
    "links in a circle": '<process id="p">'
                         '<intermediateThrowEvent id="l"><linkEventDefinition/></intermediateThrowEvent>'
                         '<intermediateCatchEvent id="c"><linkEventDefinition/></intermediateCatchEvent>'
                         '<sequenceFlow id="f" sourceRef="c" targetRef="l"/></process>',
}


@pytest.mark.parametrize("odd", ODD)
def test_odd_drawings_are_played_as_far_as_they_go(odd):
    explored = played(definitions(ODD[odd]))

    assert explored.complete


def test_what_is_left_out_is_named_with_its_reason():
    body = ways("came > t_look > end_done") + (
        '<mystery id="m"/><task id="t_look"/><boundaryEvent id="b" attachedToRef="gone"/>'
        '<sequenceFlow id="f9" sourceRef="t_look" targetRef="nowhere"/><userTask name="No id"/>'
        '<complexGateway id="c"/>'
    )

    unknown = {(one.element, one.kind) for one in played(definitions(f'<process id="p">{body}</process>')).unknown}

    assert unknown == {("m", "mystery"), ("t_look", "task"), ("b", "boundaryEvent"), ("f9", "sequenceFlow"),
                       ("", "userTask"), ("c", "complexGateway")}


def test_what_was_left_out_is_not_said_to_be_dead():
    body = ways("came > t_look > end_done") + '<task id="t_look"/><boundaryEvent id="b" attachedToRef="gone"/>'

    assert said(definitions(f'<process id="p">{body}</process>')) == set()


def test_a_shape_without_an_element_is_named():
    space = 'xmlns:di="http://www.omg.org/spec/BPMN/20100524/DI"'
    plane = '<di:BPMNPlane><di:BPMNShape id="d" bpmnElement="lost"/></di:BPMNPlane>'
    shape = f"<di:BPMNDiagram {space}>{plane}</di:BPMNDiagram>"

    (unknown,) = played(definitions(f'<process id="p">{ways("came > end_done")}</process>{shape}')).unknown

    assert (unknown.element, unknown.kind) == ("lost", "shape")


def test_a_drawing_nested_very_deep_is_played():
    inside = "".join(f'<subProcess id="s{number}">' for number in range(200)) + "</subProcess>" * 200

    assert played(definitions(f'<process id="p">{inside}</process>')).complete


def test_where_the_bound_is_met_nothing_is_said_to_be_dead():
    drawing = process("came > a_split > x_one > t_one > end_one", "a_split > x_two > t_two > end_two", "x_one > t_one",
                      "x_two > t_two")

    (group,) = explore({"f": xml.parse(drawing)}, Bound(states=2, moves=100), reduce=False).groups

    assert not group.complete
    assert DEAD not in {one.rule for one in group.findings}
