"""One file on its own: judged by every rule that needs no other file, and a note says what was left out."""

import pytest

from engine.check import alone
from engine.check.finding import ok
from engine.config import ROOT
from tests.engine.check.tiny import process

SHIPPED = sorted(
    path.relative_to(ROOT).as_posix() for folder in ("bpmn", "forms") for path in (ROOT / folder).rglob("*.*")
    if path.is_file()
)
LANE = '<extensionElements><s:properties><s:property name="lane" value="Desk"/></s:properties></extensionElements>'
CALL = process(
    '<startEvent id="came"/><sequenceFlow id="f1" sourceRef="came" targetRef="call"/>'
    '<callActivity id="call" calledElement="elsewhere"/><sequenceFlow id="f2" sourceRef="call" targetRef="over"/>'
    '<endEvent id="over"/>'
)


@pytest.mark.parametrize("file", SHIPPED)
def test_each_file_of_a_pack_that_is_in_order_is_in_order_on_its_own(file):
    found = alone.check(file, (ROOT / file).read_bytes())

    assert [str(cause) for cause in found.causes if not ok([cause])] == []
    assert found.alone


def test_causes_have_the_name_the_file_was_given_under():
    found = alone.check("mail/order.xml", process('<startEvent id="came"/><task id="what"/>'))

    assert {cause.file for cause in found.causes} == {"mail/order.xml"}
    assert all("bpmn/order" not in cause.message for cause in found.causes)


def test_what_stands_in_other_files_is_asked_for_and_not_missed():
    found = alone.check("order.bpmn", CALL)

    assert found.causes == []
    assert found.asks == {("process", "elsewhere")}
    assert ("process", "complaint") in found.gives


def test_the_note_names_what_was_not_looked_at_without_what_is_known_from_beside():
    note = alone.note("a.bpmn", {("process", "repair"), ("form", "call")}, frozenset({("process", "repair")}))

    assert (note.rule, note.severity) == ("alone", "note")
    assert "the forms call" in note.message
    assert "repair" not in note.message


@pytest.mark.parametrize(("data", "said"), [
    (b'<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"/>', "No process"),
    (b'<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"><process id="p"/></definitions>', "no BPMN 2.0"),
    (b"<html/>", "begins with html"),
    (b"<a", "not well-formed"),
])
def test_a_file_without_a_process_is_refused(data, said):
    found = alone.check("order.xml", data)

    assert any(said in cause.message for cause in found.causes)
    assert not ok(found.causes)


def test_a_process_that_calls_itself_is_told_also_on_its_own():
    found = alone.check("order.bpmn", CALL.replace(b"elsewhere", b"complaint"))

    assert [cause.rule for cause in found.causes] == ["L19"]
