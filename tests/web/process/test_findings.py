"""What a check found, in the words of the page."""

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel

from engine.errors import ERROR, NOTE, WARNING, Cause, PathStep
from web.process import findings
from web.process.drawings import Drawn

DRAWN = Drawn("a.bpmn", "Complaint", {"t": "Draft", "clock": ""}, {"t": "t", "clock": "t"}, "")


@pytest.fixture(autouse=True)
def reader() -> Iterator[None]:
    app = Flask("reader")
    Babel(app, default_locale="en")
    with app.test_request_context():
        yield


def weighing(*severities: str) -> list[Cause]:
    return [Cause(f"{number}", "a.bpmn", severity=one) for number, one in enumerate(severities)]


@pytest.mark.parametrize(("severities", "whole", "sentence"), [
    ([ERROR] * 3 + [WARNING, WARNING, NOTE], True, "3 things keep this from being published, 2 to look at."),
    ([ERROR], True, "One thing keeps this from being published."),
    ([WARNING], True, "This can be published; one to look at."),
    ([NOTE], True, "Nothing keeps this from being published."),
    ([ERROR, ERROR], False, "2 things are to be repaired."),
    ([WARNING, WARNING], False, "2 to look at."),
    ([], False, "Nothing to repair in what was sent; promises are proved for a whole pack only."),
])
def test_the_verdict_is_one_sentence(severities: list[str], whole: bool, sentence: str) -> None:
    assert findings.verdict(weighing(*severities), 25, 0, whole) == sentence


def test_only_promises_that_are_all_proved_are_called_kept() -> None:
    kept = findings.verdict([], 25, 25, True)

    assert kept == "This pack keeps its 25 promises. Nothing found: this can be published."
    assert findings.verdict([], 25, 24, True) == "Nothing found: this can be published."


def test_what_weighs_most_comes_first_and_numbers_run_through() -> None:
    causes = [Cause("to know", "b.toml", severity=NOTE), *weighing(WARNING, ERROR)]

    told = [(group.file, [(one.number, one.cause.severity) for one in group.findings])
            for group in findings.groups(causes, {})]

    assert told == [("a.bpmn", [(1, ERROR), (2, WARNING)]), ("b.toml", [(3, NOTE)])]


def test_a_page_shows_as_much_as_one_can_repair() -> None:
    groups = findings.groups(weighing(*[ERROR] * 5000), {})

    assert sum(len(group.findings) for group in groups) == findings.MOST


def test_what_has_no_shape_of_its_own_is_marked_where_it_stands() -> None:
    cause = Cause("This is no moment.", "a.bpmn", "clock", path=(PathStep("t", says="waits", day=2.5),))

    (group,) = findings.groups([cause], {"a.bpmn": DRAWN})

    assert (group.findings[0].shape, group.findings[0].name) == ("t", "clock")
    assert group.findings[0].way[0].text == "day 2.5 · Draft · waits"


def test_a_broken_promise_is_marked_where_its_way_ends() -> None:
    way = (PathStep("clock", "a.bpmn"), PathStep("t", "a.bpmn"), PathStep("gone", "a.bpmn"))
    cause = Cause("Nobody answers.", "bpmn/obligations.toml", "told", "obligation/told", path=way)

    groups = findings.groups([cause], {"a.bpmn": DRAWN})

    assert (groups[0].findings[0].drawn_in, groups[0].findings[0].shape) == ("a.bpmn", "t")
    assert findings.counts(groups) == {"a.bpmn": 1}
