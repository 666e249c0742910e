"""A reason why somebody cannot is kept as a value and said in words."""

from datetime import date

import pytest

from engine.people import Bar
from engine.people.bars import SENTENCES


@pytest.mark.parametrize("why", SENTENCES)
def test_every_reason_comes_back_from_the_journal_as_it_went_in_and_can_be_said(why: str) -> None:
    bar = Bar(3, "Hugo", why, "payments", date(2026, 5, 3))

    assert Bar.from_data(bar.as_data()) == bar
    assert str(bar).startswith("Hugo")


def test_a_reason_needs_neither_day_nor_subject() -> None:
    bar = Bar(3, "Hugo", "named")

    assert Bar.from_data(bar.as_data()) == bar
    assert str(bar) == "Hugo is named in the complaint"
