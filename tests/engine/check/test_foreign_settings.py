from engine.check import read
from engine.check.foreign_settings import find
from tests.engine.check.tiny import pack


def test_settings_of_another_tool_are_named_once_for_a_file_as_a_warning():
    (warning,) = find(read(pack("foreign_settings.bpmn")))

    assert (warning.severity, warning.element) == ("warning", "look")
    assert "urn:other-tool here: assignee, listener." in warning.message


def test_what_amends_reads_is_not_foreign():
    assert list(find(read(pack("good.bpmn")))) == []
