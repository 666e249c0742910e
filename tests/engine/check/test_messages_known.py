from engine.check.messages_known import find
from tests.engine.check.tiny import found


def test_a_message_that_is_waited_for_has_a_button():
    said = found(find, "messages_known.bpmn")

    assert 'which nobody can send. Did you mean "rejected"?' in said["nobody_sends"]
    assert "does not say which message" in said["says_nothing"]
    assert not {"fine", "with_form"} & set(said)


def test_what_is_typed_behind_a_button_reaches_the_case():
    assert "asks for reaction.json" in found(find, "messages_known.bpmn")["loses_its_form"]
