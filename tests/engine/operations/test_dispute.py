"""A dispute with an outside body has a number and clocks of its own."""

from datetime import UTC, datetime

import pytest

from engine import overview
from tests.engine.operations.ground import Ground


def test_a_dispute_has_a_number_under_which_the_case_is_found(ground: Ground) -> None:
    ground.asks("open_dispute")

    case = ground.done_to()

    number = ground.facts(case)["dispute_reference"]
    assert number == case.reference.replace("C-", "D-")
    assert overview.find(ground.session, number.lower(), 2026) == case.reference


def test_a_second_dispute_of_a_case_has_another_number(ground: Ground) -> None:
    ground.asks_for(*[("open_dispute", {})] * 3)

    case = ground.done_to()

    first = case.reference.replace("C-", "D-")
    assert [one["dispute"] for one in ground.told(case, "dispute.opened")] == [first, f"{first}-2", f"{first}-3"]
    assert overview.find(ground.session, f"{first}-3", 2026) == case.reference


@pytest.mark.parametrize(("complexity", "days"), [(None, 20), (2, 20), (3, 30)])
def test_our_position_is_due_in_20_working_days_in_30_where_it_is_complex(
    ground: Ground, complexity: int | None, days: int
) -> None:
    ground.asks("open_dispute")

    case = ground.done_to(facts={"complexity": complexity} if complexity else {})

    # 20 working days from Monday 23 November end on Monday 21 December; bank holidays: 25 and 28 December, 1 January
    due = {20: datetime(2026, 12, 21, 17, tzinfo=UTC), 30: datetime(2027, 1, 7, 17, tzinfo=UTC)}[days]
    assert ground.dates(case)["edr_reply"] == due
    assert ground.dates(case)["edr_warn"] == datetime(2026, 12, 7, 17, tzinfo=UTC)


def test_the_notice_is_confirmed_on_the_same_business_day(ground: Ground) -> None:
    ground.asks("open_dispute")

    case = ground.done_to(facts={"notice_from": "The Ombudsman", "other_reference": "O-77"})

    assert ground.told(case, "dispute.opened")[0] | {"dispute": ""} == {
        "dispute": "", "provider": "The Ombudsman", "other_reference": "O-77"}
    assert ground.told(case, "dispute.acknowledged")[0]["by"] == "2026-11-23T17:00:00+00:00"


def test_where_the_dispute_stands_is_told_at_a_glance(ground: Ground) -> None:
    ground.asks("open_dispute")
    case = ground.done_to(facts={"dispute_provider": "The Ombudsman", "dispute_method": "advisory"})

    head = overview.head(ground.session, case.reference)
    told = overview.dispute(overview.known(ground.session, case.case_id), head)

    assert head.level == "dispute"
    assert told is not None and (told.provider, told.method, told.settled_at) == ("The Ombudsman", "advisory", None)
    assert told.reply_by == ground.dates(case)["edr_reply"]
