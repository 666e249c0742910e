"""Findings as data: what other programs read, and what comes back from a child process."""

import json

import pytest

from engine.check.finding import answer, as_data, ok, packed, plain, unpacked
from engine.errors import ERROR, NOTE, WARNING, Cause, PathStep

LATE = Cause(
    "Nobody answers in time.", "bpmn/complaint.bpmn", "draft", "obligation", "Draw a timer.", 12, ERROR,
    (PathStep("came", "bpmn/complaint.bpmn", "received", 0), PathStep("turn"), PathStep("draft", "", "", 35.5)),
)


def test_a_finding_has_its_whole_path_and_what_happens_on_it():
    found = as_data(LATE)

    assert found == {
        "rule": "obligation", "severity": "error", "file": "bpmn/complaint.bpmn", "element": "draft",
        "message": "Nobody answers in time.", "repair": "Draw a timer.", "path": ["came", "turn", "draft"], "line": 12,
        "steps": [
            {"element": "came", "file": "bpmn/complaint.bpmn", "says": "received", "day": 0},
            {"element": "draft", "file": "", "says": "", "day": 35.5},
        ],
    }


@pytest.mark.parametrize(("severity", "fine"), [(ERROR, False), (WARNING, True), (NOTE, True)])
def test_only_errors_keep_something_from_going_live(severity, fine):
    cause = Cause("Something.", severity=severity)

    assert ok([cause]) is fine
    assert answer([cause])["ok"] is fine


def test_a_cause_comes_back_as_it_was_sent():
    assert unpacked(json.loads(json.dumps(packed(LATE)))) == LATE


@pytest.mark.parametrize("wrong", [{"severity": "fatal"}, {"line": None}, {"path": [["only one"]]}, {"path": 3}])
def test_what_is_no_cause_is_refused(wrong):
    with pytest.raises(ValueError):
        unpacked(packed(LATE) | wrong)


def test_what_a_hostile_file_says_can_be_shown_anywhere():
    said = plain("\x1b[31mred\ud800\n" + "x" * 1_000_000)

    assert said.isprintable()
    assert len(said) < 2_000
    said.encode()
