"""Trap 18: the library asks conditions in the order of the picture; here they keep the order of the file."""

import pytest

from tests.engine.process.drawing import Play, diagram, flow, node

SPACES = (
    'xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"'
)
BODY = (
    node("startEvent", "s") + node("exclusiveGateway", "g", default="g_third") + flow("s", "g")
    + "".join(node("userTask", one) + node("endEvent", f"{one}_end") + flow(one, f"{one}_end")
              for one in ("first", "second", "third"))
    + flow("g", "first", "true") + flow("g", "second", "true") + flow("g", "third")
)


def shape(element: str, y: int) -> str:
    bounds = f'<dc:Bounds x="10" y="{y}" width="10" height="10"/>'
    return f'<bpmndi:BPMNShape id="{element}_di" bpmnElement="{element}">{bounds}</bpmndi:BPMNShape>'


@pytest.mark.parametrize("first, second", [(10, 500), (500, 10)])
def test_of_two_conditions_that_hold_the_first_in_the_file_decides_wherever_its_shape_stands(first, second):
    plane = shape("first", first) + shape("second", second) + shape("third", 250)
    picture = (f'<bpmndi:BPMNDiagram {SPACES} id="v"><bpmndi:BPMNPlane id="w">{plane}</bpmndi:BPMNPlane>'
               "</bpmndi:BPMNDiagram>")
    data = diagram(BODY).replace(b"</bpmn:definitions>", f"{picture}</bpmn:definitions>".encode())

    run = Play(data)

    assert [task.element for task in run.state.after.tasks.values()] == ["first"]
