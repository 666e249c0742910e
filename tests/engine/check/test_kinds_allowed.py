from engine.check.kinds_allowed import find
from tests.engine.check.tiny import found


def test_everything_drawn_that_does_not_run_is_named_also_where_nothing_leads_to_it():
    said = found(find, "kinds_allowed.bpmn")

    assert set(said) == {
        "every_monday", "plain", "misspelt", "send", "receive", "some", "odd", "anyhow", "all_or_nothing", "shout",
        "paper", "shelf", "each_letter", "again", "failing", "sent", "heard", "jump", "nothing", "several", "told",
        "watch", "called_in",
    }
    assert all("[L01]" in sentence for sentence in said.values())


def test_errors_and_escalations_run_where_they_are_thrown_and_where_they_are_caught():
    said = found(find, "kinds_allowed.bpmn")

    assert not {"gave_up", "handed_up", "failed", "raised"} & set(said)
    assert "thrown at an end and caught on an edge" in said["failing"]


def test_only_work_is_done_once_for_each_member_of_a_list_and_no_condition_repeats_anything():
    said = found(find, "kinds_allowed.bpmn")

    assert "each_point" not in said
    assert "Draw a subprocess round it" in said["each_letter"]
    assert "which nobody sees on the drawing" in said["again"]


def test_each_refusal_says_what_to_draw_instead():
    said = found(find, "kinds_allowed.bpmn")

    assert "Draw a user task (a person with a form)" in said["plain"]
    assert "Draw a service task with the operation send_letter" in said["send"]
    assert 'Did you mean "userTask"?' in said["misspelt"]
    assert "an event gateway with one catch event for each" in said["several"]
