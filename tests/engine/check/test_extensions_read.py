import pytest

from engine.check.extensions_read import find
from tests.engine.check.tiny import found, process


def test_scripts_before_and_after_a_task_are_not_run():
    assert "[L18]" in found(find, "extensions_read.bpmn")["script_before"]


def test_a_tag_that_would_not_be_read_is_a_cause():
    said = found(find, "extensions_read.bpmn")

    assert "the tag propertys, which Amends does not read" in said["misspelt"]
    assert "the tag retry" in said["retried"]
    assert "the tag messageVariable" in said["payload"]


def test_a_tag_in_the_wrong_place_is_a_cause():
    said = found(find, "extensions_read.bpmn")

    assert "Move it into extensionElements" in said["outside"]
    assert "has no effect there" in said["an_operation"]


def test_of_two_equal_tags_only_one_would_be_read():
    said = found(find, "extensions_read.bpmn")

    assert "the property milestone 2 times" in said["twice"]
    assert "the tag variableName 2 times" in said["two_names"]


def test_an_operation_gives_no_result():
    said = found(find, "extensions_read.bpmn")

    assert "operations give none" in said["wants_result"]
    assert "fine" not in said


@pytest.mark.parametrize(("tag", "missing"), [
    ('<s:serviceTaskOperator id="x"><s:parameters><s:parameter id="letter" value="1"/></s:parameters>'
     "</s:serviceTaskOperator>", "a parameter without its type"),
    ("<s:serviceTaskOperator/>", "a serviceTaskOperator without its id"),
    ('<s:properties><s:property value="x"/></s:properties>', "a property without its name"),
])
def test_a_tag_that_lacks_what_the_engine_reads_of_it_is_a_cause(tag, missing):
    drawn = process(f'<serviceTask id="send"><extensionElements>{tag}</extensionElements></serviceTask>')

    assert missing in found(find, drawn)["send"]
