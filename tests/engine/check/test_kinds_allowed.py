from engine.check.kinds_allowed import find
from tests.engine.check.tiny import found


def test_everything_drawn_that_does_not_run_is_named_also_where_nothing_leads_to_it():
    said = found(find, "kinds_allowed.bpmn")

    assert set(said) == {
        "every_monday", "plain", "misspelt", "send", "receive", "some", "odd", "anyhow", "all_or_nothing", "shout",
        "paper", "shelf", "each_point", "again", "failed", "raised", "heard", "jump", "nothing", "several", "told",
        "watch", "called_in",
    }
    assert all("[L01]" in sentence for sentence in said.values())


def test_what_the_profile_has_and_this_version_not_is_said_to_come():
    said = found(find, "kinds_allowed.bpmn")

    later = {place for place, sentence in said.items() if "this version does not run" in sentence}
    assert later == {"each_point", "again", "failed", "raised", "told"}


def test_each_refusal_says_what_to_draw_instead():
    said = found(find, "kinds_allowed.bpmn")

    assert "Draw a user task (a person with a form)" in said["plain"]
    assert "Draw a service task with the operation send_letter" in said["send"]
    assert 'Did you mean "userTask"?' in said["misspelt"]
    assert "an event gateway with one catch event for each" in said["several"]
