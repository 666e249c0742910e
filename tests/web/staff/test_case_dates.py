"""What became of each date of a case, on its page."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from engine.cases import Opened
from engine.model import Case
from tests.web.staff.desk import Desk


def states(desk: Desk, case: Opened) -> dict[str, str]:
    """Each date of the case with the word that stands beside it, empty without one."""
    page = desk.sit("tess").get(f"/cases/{case.reference}").text
    dates = page.split('<ul class="dates"')[1].split("</ul>")[0].split("<summary><span>")[1:]
    chips = [(part.split("<time")[0].split("<span class=\"chip"), part) for part in dates]
    return {
        found[0].strip(): found[1].split("</span>")[0].rsplit(">", 1)[1].strip() if len(found) > 1 else ""
        for found, _part in chips
    }


def reach(desk: Desk, case: Opened, milestone: str, days: float) -> None:
    """A milestone was reached so many days after receipt."""
    with desk.office.database.transaction() as session:
        at = desk.office.now + timedelta(days=days)
        session.execute(update(Case).where(Case.id == case.case_id).values({f"{milestone}_at": at}))


def test_dates_ahead_say_nothing_and_those_kept_or_missed_say_so(desk: Desk) -> None:
    case = desk.office.complain("other")

    told = states(desk.later(days=10), case)

    assert told["Confirm receipt"] == "done" and told["First look"] == "missed"
    assert told["Final date"] == "" and told["Our own target"] == ""


@pytest.mark.parametrize(("days", "final"), [(20, "done"), (40, "late")])
def test_the_answer_keeps_the_final_date_or_comes_late(desk: Desk, days: float, final: str) -> None:
    case = desk.office.complain("other")
    reach(desk, case, "communicated", days)

    told = states(desk.later(days=60), case)

    assert told["Final date"] == final


@pytest.mark.parametrize("milestone", ["withdrawn", "disputed"])
def test_what_ends_our_own_clock_makes_its_dates_needless(desk: Desk, milestone: str) -> None:
    case = desk.office.complain("other")
    reach(desk, case, milestone, 5)

    told = states(desk.later(days=60), case)

    assert told["Final date"] == told["Our own target"] == told["Dispute resolution opens"] == "no longer counts"
    assert told["Confirm receipt"] == "done"


def test_a_date_that_had_passed_when_they_gave_up_was_late(desk: Desk) -> None:
    case = desk.office.complain("other")
    reach(desk, case, "withdrawn", 40)

    assert states(desk.later(days=60), case)["Final date"] == "late"


def test_what_is_with_an_outside_body_has_no_date_to_put_off(desk: Desk) -> None:
    case = desk.office.complain("other")
    reach(desk, case, "disputed", 0)

    page = desk.sit("tess").get(f"/cases/{case.reference}").text

    assert f"/cases/{case.reference}/final-date" not in page
