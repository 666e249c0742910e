from engine.check.forms_exist import find
from tests.engine.check.tiny import found, rest


def test_a_user_task_names_a_form_that_is_there():
    said = found(find, "forms_exist.bpmn")

    assert "or draw a manual task" in said["without_form"]
    assert 'Did you mean "review"?' in said["misspelt"]
    assert not {"fine", "without_ending", "by_hand"} & set(said)


def test_a_message_may_do_without_a_form_but_not_with_a_missing_one():
    said = found(find, "forms_exist.bpmn")

    assert "answer.json" in said["answer"]
    assert "plain" not in said


def test_answers_are_kept_under_a_plain_name_that_hides_no_fact():
    said = found(find, "forms_exist.bpmn")

    assert 'would hide the fact "result"' in said["hides_a_fact"]
    assert "Write a plain name" in said["odd_name"]
    assert "Write a plain name" in said["reserved_name"]


def test_the_form_behind_a_public_button_is_there():
    words = rest()["bpmn/milestones.toml"].replace(b"reaction.json", b"reation.json")

    assert 'Did you mean "reaction"?' in found(find, "forms_exist.bpmn", milestones=words)["rejected"]


def test_a_form_that_is_there_but_wrong_is_not_also_called_missing():
    assert "fine" not in found(find, "forms_exist.bpmn", review=b"{}")
