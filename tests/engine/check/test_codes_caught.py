from engine.check.codes_caught import find
from tests.engine.check.tiny import found


def test_what_is_thrown_has_a_name():
    assert "throws an error without saying which" in found(find, "codes_caught.bpmn")["nothing_said"]


def test_a_throw_that_nothing_round_it_catches_is_refused():
    assert 'throws "HELP", and nothing round it catches that.' in found(find, "codes_caught.bpmn")["at_the_top"]


def test_a_called_process_is_judged_at_every_place_where_it_is_called():
    said = found(find, "codes_caught.bpmn")

    assert "lost" not in said
    assert 'throws "CONFLICT", and nothing round it catches that everywhere where' in said["at_odds"]


def test_an_event_that_waits_for_what_nothing_throws_is_refused():
    said = found(find, "codes_caught.bpmn")

    assert 'waits for the error "UNKNOWN", which nothing inside the subprocess "handling" throws' in said["never"]
    assert 'nothing inside the user task "look" throws' in said["of_a_person"]


def test_an_error_ends_what_it_is_thrown_in_and_one_event_catches_it():
    said = found(find, "codes_caught.bpmn")

    assert "Make it interrupting" in said["goes_on"]
    assert "waits for the same error" in said["conflict_again"]


def test_what_is_thrown_and_caught_is_left_alone_also_by_name_and_by_an_event_for_any():
    said = set(found(find, "codes_caught.bpmn"))

    assert not {"help", "helped", "by_name", "any_other", "lost_there", "conflict"} & said
