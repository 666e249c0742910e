"""Putting the final date off, on the page of the case."""

import pytest

from engine.cases import Opened
from tests.engine.cases.letterhead import furnish
from tests.web.staff.desk import Desk

REASON = "We wait for the bank's records of that day."


@pytest.fixture
def owned(desk: Desk) -> Opened:
    """A case about payments that Hugo owns."""
    furnish(desk.office)
    case = desk.office.complain("payments")
    desk.office.assess(case)
    return case


def test_the_button_stands_at_the_dates_and_in_the_menu_for_who_is_in_charge(desk: Desk, owned: Opened) -> None:
    address = f"/cases/{owned.reference}/final-date"

    mine, colleagues = (desk.sit(name).get(f"/cases/{owned.reference}").text for name in ("hugo", "rita"))

    assert mine.count(f'href="{address}"') == 2
    assert address not in colleagues


def test_the_form_shows_the_date_how_it_came_about_and_the_latest_possible(desk: Desk, owned: Opened) -> None:
    page = desk.sit("hugo").get(f"/cases/{owned.reference}/final-date").text

    assert "The final date is Monday 14 December 2026, 17:00 GMT." in page
    assert "15 working days, counted from Monday 23 November 2026, 09:00 GMT: UK payment services" in page
    assert "The latest possible day is Tuesday 12 January 2027." in page


def test_putting_it_off_brings_the_new_date_the_letter_and_the_reason(desk: Desk, owned: Opened) -> None:
    hugo = desk.sit("hugo")
    address = f"/cases/{owned.reference}/final-date"
    hugo.get(address)

    answer = hugo.post(address, {"day": "2026-12-31", "reason": f"  {REASON} "})
    page = hugo.get(f"/cases/{owned.reference}").text
    timeline = hugo.get(f"/cases/{owned.reference}/timeline?topic=dates").text

    assert (answer.status_code, answer.location) == (303, f"/cases/{owned.reference}")
    assert "Thu 31 Dec 2026" in page and "put off" in page
    assert ("Put off on Monday 23 November 2026 by Hugo, from Monday 14 December 2026, 17:00 GMT to "
            "Thursday 31 December 2026, because: We wait for the bank&#39;s records of that day.") in page
    assert "The final date was put off to Thursday 31 December 2026. <span class=\"note\">· Hugo</span>" in timeline
    assert desk.office.written(owned)[-1] == "L5_holding"


@pytest.mark.parametrize(("day", "reason", "fault"), [
    ("", REASON, "Write the date as year, month, day"), ("31.12.2026", REASON, "Write the date as year, month, day"),
    ("2026-12-31", "busy", "Write at least 20 characters"), ("2026-12-31", "x" * 2001, "Write at most 2000 characters"),
    ("2026-12-01", REASON, "is not later than the final date"), ("2027-06-01", REASON, "12 January 2027 at the latest"),
    ("2026-12-31", "a bell \x07 in a long reason", "a character that cannot be stored"),
])
def test_what_does_not_go_comes_back_as_typed_with_the_reason(
    desk: Desk, owned: Opened, day: str, reason: str, fault: str
) -> None:
    hugo = desk.sit("hugo")
    address = f"/cases/{owned.reference}/final-date"
    hugo.get(address)

    answer = hugo.post(address, {"day": day, "reason": reason})

    assert answer.status_code == 422
    assert fault in answer.text and f'value="{day}"' in answer.text
    assert desk.office.journal(owned, "deadline.extended") == []


def test_once_put_off_the_form_says_that_it_cannot_be_again(desk: Desk, owned: Opened) -> None:
    hugo = desk.sit("hugo")
    address = f"/cases/{owned.reference}/final-date"
    hugo.get(address)
    hugo.post(address, {"day": "2026-12-31", "reason": REASON})

    page, case = hugo.get(address).text, hugo.get(f"/cases/{owned.reference}").text
    again = hugo.post(address, {"day": "2027-01-05", "reason": REASON})

    assert "It cannot be put off any more." in page and address not in case
    assert again.status_code == 422 and "once is all" in again.text


def test_an_answered_complaint_has_no_date_to_put_off(desk: Desk, owned: Opened) -> None:
    desk.office.decide(owned)
    hugo = desk.sit("hugo")
    address = f"/cases/{owned.reference}/final-date"

    page = hugo.get(f"/cases/{owned.reference}").text
    answer = hugo.post(address, {"day": "2026-12-31", "reason": REASON})

    assert address not in page
    assert answer.status_code == 422 and "there is no date left to put off" in answer.text


@pytest.mark.parametrize("side", ["final-date", "links"])
def test_who_is_not_in_charge_gets_neither_the_form_nor_its_effect(desk: Desk, owned: Opened, side: str) -> None:
    rita = desk.sit("rita")
    address = f"/cases/{owned.reference}/{side}"

    shown, sent = rita.get(address), rita.post(address, {"day": "2026-12-31", "reason": REASON, "kind": "group",
                                                         "reference": owned.reference})

    assert (shown.status_code, sent.status_code) == (403, 403)
    assert "This is for the owner of the case, a team lead or the complaints manager." in shown.text
