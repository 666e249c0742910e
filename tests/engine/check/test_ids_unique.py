import pytest

from engine.check import read
from engine.check.ids_unique import find
from engine.packs import Pack
from tests.engine.check.tiny import found, pack, process


def test_an_arrow_or_step_without_an_id_would_be_skipped_with_all_behind_it():
    said = found(find, "ids_unique.bpmn")[""]

    assert "sequenceFlow Start to look has no id" in said
    assert "userTask has no id" in said


@pytest.mark.parametrize("taken", ["Start", "look.BoundaryEventSplit", "complaint.EndJoin"])
def test_an_id_of_the_engine_would_hide_a_step(taken):
    assert f"The engine uses the id {taken} itself" in found(find, "ids_unique.bpmn")[taken]


def test_an_id_is_used_once():
    assert "used in bpmn/tiny.bpmn already" in found(find, "ids_unique.bpmn")["look"]


def test_an_id_is_used_once_over_all_files():
    files = pack(process('<startEvent id="came"/>')).files
    other = process('<startEvent id="came"/>').replace(b'"complaint"', b'"other"')

    causes = list(find(read(Pack({**files, "bpmn/zoo.bpmn": other}))))

    assert [(cause.element, cause.file) for cause in causes] == [("came", "bpmn/zoo.bpmn")]
    assert "bpmn/tiny.bpmn already" in causes[0].message


def test_a_message_has_an_id_and_a_name():
    drawn = process('<startEvent id="came"/>', '<message name="rejected"/><message id="m_accepted"/>')

    said = found(find, drawn)

    assert 'The message "rejected" lacks its id' in said[""]
    assert 'The message "m_accepted" lacks its name' in said["m_accepted"]


def test_an_id_that_cannot_be_looked_for_is_refused():
    assert "cannot be an id" in found(find, "ids_unique.bpmn")["it's odd"]


def test_a_step_may_not_have_the_id_of_an_operation_but_steps_may_share_an_operation():
    said = found(find, "ids_unique.bpmn")

    assert "also that of an operation" in said["register"]
    assert not {"take_up", "take_up_again"} & set(said)


def test_a_name_that_no_list_could_show_is_refused():
    drawn = process(f'<startEvent id="came"/><userTask id="look" name="{"long " * 60}"/>')

    assert "The name of this step has 299 characters" in found(find, drawn)["look"]
