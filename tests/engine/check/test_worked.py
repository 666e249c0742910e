"""Each worked change of docs/diagrams.md can be published as it stands there, and a case goes through it."""

import re
from typing import Any

import pytest

from engine.check import check
from engine.config import ROOT
from engine.packs import Pack
from engine.process import compile_process
from tests.engine.check.tiny import calendars, rest
from tests.engine.process.drawing import KEY, MONDAY, World, load, start, step

GUIDE = (ROOT / "docs/diagrams.md").read_text()
SECTION = GUIDE.partition("## Constructs, each with")[2].partition("## A worked change")[0]
CHANGES = {
    title: re.findall(r"```xml\n(.*?)```", text, re.DOTALL)
    for title, text in re.findall(r"^### (.+?)\n(.*?)(?=^### |\Z)", SECTION, re.DOTALL | re.MULTILINE)
}
SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core" id="file" targetNamespace="urn:tiny"'
)


def drawn(title: str) -> bytes:
    """A case with a step before and a step after, and the change between them."""
    blocks = CHANGES[title]
    outside = "".join(one for one in blocks if re.match(r"<bpmn:(process|error|escalation) ", one))
    inside = "".join(one for one in blocks if not re.match(r"<bpmn:(process|error|escalation) ", one))
    steps = re.findall(r'^<bpmn:(?:userTask|manualTask|subProcess) id="(\w+)"', inside, re.MULTILINE)
    people = "".join(f"<bpmn:flowNodeRef>{one}</bpmn:flowNodeRef>" for one in ("before", "after", *steps))
    return f"""<bpmn:definitions {SPACES}>{outside}<bpmn:process id="complaint" isExecutable="true">
        <bpmn:laneSet id="lanes"><bpmn:lane id="desk" name="Intake">{people}</bpmn:lane></bpmn:laneSet>
        <bpmn:startEvent id="came"/><bpmn:sequenceFlow id="b1" sourceRef="came" targetRef="before"/>
        <bpmn:manualTask id="before"/>{inside}<bpmn:manualTask id="after"/>
        <bpmn:sequenceFlow id="b2" sourceRef="after" targetRef="over"/><bpmn:endEvent id="over">
        <bpmn:extensionElements><spiffworkflow:properties>
          <spiffworkflow:property name="milestone" value="closed"/>
        </spiffworkflow:properties></bpmn:extensionElements></bpmn:endEvent>
        </bpmn:process></bpmn:definitions>""".encode()


@pytest.mark.parametrize("title", CHANGES)
def test_a_worked_change_can_be_published(title):
    diagram = drawn(title)
    words = '[organisation.name]\nen = "Tiny"\n' + "".join(
        f'[[milestone]]\nname = "{name}"\norder = {order}\npublic = false\n'
        for order, name in enumerate(("reviewed", "closed"), start=1) if f'value="{name}"'.encode() in diagram
    )

    causes = check(Pack({**rest(), "bpmn/tiny.bpmn": diagram, "bpmn/milestones.toml": words.encode()}, calendars()))

    assert [str(one) for one in causes] == []


@pytest.mark.parametrize("title", CHANGES)
def test_a_case_goes_through_a_worked_change(title):
    compiled = compile_process({"p.bpmn": drawn(title)}, "complaint", {}, "hash")
    around = World({"amount": 5000, "channel": "phone"}, {}).at(MONDAY)
    around.operations = {"send_progress": lambda call: None}
    state = start(compiled, around, KEY)
    seen: list[str] = []

    while not state.ended:
        running = load(compiled, state.blob or b"", around, KEY)
        task = min(running.view().tasks.values(), key=lambda one: (one.element == "after", one.element))
        seen.append(task.element)
        answer: dict[str, Any] | None = {"approve": False} if task.form else None
        state = step(running, lambda: running.complete(task.token, answer))  # noqa: B023 - called at once

    assert seen[0] == "before" and "after" in seen
    assert len(seen) > 2


def test_every_construct_has_one():
    assert len(CHANGES) == 8
