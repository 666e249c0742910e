from engine.check.messages_known import find
from tests.engine.check.tiny import found, rest


def test_a_message_that_is_waited_for_has_a_button():
    said = found(find, "messages_known.bpmn")

    assert 'which nobody can send. Did you mean "rejected"?' in said["nobody_sends"]
    assert "does not say which message" in said["says_nothing"]
    assert not {"fine", "with_form"} & set(said)


def test_what_is_typed_behind_a_button_reaches_the_case():
    assert "asks for reaction.json" in found(find, "messages_known.bpmn")["loses_its_form"]


def test_a_button_that_no_diagram_waits_for_is_too_many():
    words = rest()["bpmn/milestones.toml"] + b'\n[[message]]\nname = "info"\nbutton.en = "Answer"\n'

    said = found(find, "messages_known.bpmn", milestones=words)

    assert 'No diagram waits for the message "info"' in said["info"]
    assert not {"more_info", "rejected"} & set(said)


def test_opening_a_closed_case_again_waits_for_no_diagram():
    words = rest()["bpmn/milestones.toml"] + b'\n[[message]]\nname = "reopen"\nbutton.en = "Open it again"\n'

    assert "reopen" not in found(find, "messages_known.bpmn", milestones=words)
