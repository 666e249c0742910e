"""Names of a drawing, and shapes on which something can be marked."""

from tests.engine.cases.conftest import shipped
from web.process import drawings

SMALL = b"""<d:definitions xmlns:d="http://www.omg.org/spec/BPMN/20100524/MODEL"
  xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI">
  <d:process id="p" name="Ours"><d:task id="a" name="Draft &#10; it"/><d:task id="b" name="Send"/><d:task id="c"/>
    <d:boundaryEvent id="edge"><d:timerEventDefinition id="clock"/></d:boundaryEvent>
    <d:sequenceFlow id="f" sourceRef="a" targetRef="b"/></d:process>
  <i:BPMNDiagram><i:BPMNPlane><i:BPMNShape bpmnElement="a"/><i:BPMNShape bpmnElement="edge"/>
    <i:BPMNEdge bpmnElement="f"/></i:BPMNPlane></i:BPMNDiagram></d:definitions>"""


def test_an_element_is_marked_on_its_shape_or_on_that_of_what_it_stands_in() -> None:
    (drawn,) = drawings.read({"bpmn/x.bpmn": SMALL}).values()

    assert drawn.shapes == {"a": "a", "edge": "edge", "clock": "edge", "f": "f"}
    assert drawn.pictured


def test_an_arrow_without_a_name_is_called_by_where_it_leads() -> None:
    (drawn,) = drawings.read({"bpmn/x.bpmn": SMALL}).values()

    assert drawn.name == "Ours"
    assert (drawn.names["a"], drawn.names["f"], drawn.names["c"]) == ("Draft it", "→ Send", "")


def test_what_is_no_xml_is_no_drawing() -> None:
    assert drawings.read({"bpmn/x.bpmn": b"<a", "forms/x.json": b"{}"}) == {}


def test_a_drawing_in_another_encoding_reaches_the_viewer_readable() -> None:
    other = SMALL.decode().replace("Send", "Überweisen").encode("utf-16")

    assert "Überweisen" in drawings.read({"order.xml": other})["order.xml"].text


def test_every_step_of_the_usual_drawing_can_be_marked() -> None:
    drawn = drawings.read(shipped().files)["bpmn/complaint.bpmn"]

    assert set(shipped().elements) - set(drawn.shapes) == set()
