from engine.check.loops_wait import find
from tests.engine.check.tiny import found


def test_a_circle_in_which_nothing_waits_is_named_once():
    said = found(find, "loops_wait.bpmn")

    assert set(said) == {"again", "quick", "work"}
    assert "nothing waits for a person, a message or a moment" in said["again"]


def test_an_error_leads_back_at_once_too():
    assert "comes back to it" in found(find, "loops_wait.bpmn")["work"]


def test_where_a_person_or_a_timer_is_on_the_way_a_circle_is_left_alone_also_inside_a_call():
    assert not {"draft", "file", "slow", "poll", "pause"} & set(found(find, "loops_wait.bpmn"))
