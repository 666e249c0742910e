"""Silence that grants what was asked."""

import pytest

from tests.engine.operations.ground import Ground


@pytest.mark.parametrize(("wanted", "remedies"), [
    (["refund", "apology"], ["refund", "apology"]), (["moon", "refund"], ["other", "refund"]), (["moon"], ["other"]),
    ([], ["other"]), (None, ["other"]),
], ids=["what we offer", "also what we do not", "only what we do not", "nothing ticked", "not asked"])
def test_the_complaint_is_upheld_and_what_was_wanted_is_to_be_done(
    ground: Ground, wanted: list[str] | None, remedies: list[str]
) -> None:
    ground.asks("grant_as_asked")

    case = ground.done_to(facts={"wanted": wanted} if wanted is not None else {})

    assert ground.row(case).outcome == "upheld"
    assert ground.facts(case)["remedies"] == remedies
    assert ground.facts(case)["granted_by_silence"] is True
    assert ground.told(case, "complaint.granted") == [{"remedies": remedies}]


def test_what_they_wrote_about_it_is_what_has_to_be_done(ground: Ground) -> None:
    ground.asks("grant_as_asked")

    case = ground.done_to(facts={"wanted": ["refund"], "wanted_text": "20 euros, please"})

    assert ground.facts(case)["remedy_text"] == "20 euros, please"


def test_what_was_promised_already_is_not_written_over(ground: Ground) -> None:
    ground.asks("grant_as_asked")

    case = ground.done_to(facts={"wanted_text": "20 euros, please", "remedy_text": "We pay 30 euros."})

    assert ground.facts(case)["remedy_text"] == "We pay 30 euros."
