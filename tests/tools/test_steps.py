"""The set-up does each step once, and again when what it depends on has changed."""

import pytest

from tools.steps import SetupFailed, Stamps, call, digest


def test_a_step_counts_as_done_until_one_of_its_inputs_changes(tmp_path):
    lock = tmp_path / "lock.txt"
    lock.write_text("flask==3.1.3")
    Stamps(tmp_path / "stamps.json").put("packages", digest(lock, "3.11"))

    assert Stamps(tmp_path / "stamps.json").has("packages", digest(lock, "3.11"))
    lock.write_text("flask==3.1.4")
    assert not Stamps(tmp_path / "stamps.json").has("packages", digest(lock, "3.11"))


def test_inputs_that_only_read_the_same_in_a_row_are_told_apart():
    assert digest("ab", "c") != digest("a", "bc")


def test_what_was_done_is_forgotten_with_the_thing_it_was_done_to(tmp_path):
    assert not Stamps(tmp_path / "gone" / "stamps.json").has("packages", "1")


def test_a_step_that_fails_says_what_it_ran_what_that_said_and_what_may_help():
    with pytest.raises(SetupFailed, match=r"(?s)ended with code 3:.*no such disk.*Try the other disk"):
        call(["sh", "-c", "echo no such disk; exit 3"], help="Try the other disk.")


def test_a_program_that_is_not_there_is_named():
    with pytest.raises(SetupFailed, match="no-such-program could not be started"):
        call(["no-such-program"])
