"""What a deputy sees and does, and what colleagues see of work whose holder is away."""

import pytest

from engine.cases import Opened
from tests.engine.cases.office import DECISION
from tests.engine.cases.staffing import away, hire, limit, needs, owner, trained
from tests.web.staff.desk import Desk

LOOK = "Investigate and decide"
ANSWER = {**DECISION, "amount_offered": "20", "remedy_text": "We pay the fee back."}


@pytest.fixture
def held(desk: Desk) -> Opened:
    """A case whose task Hugo has taken; Hanna handles as well."""
    case = desk.office.complain()
    desk.office.assess(case)
    desk.sit("hugo").post(f"{desk.task(case, LOOK)}/claim")
    hire(desk.office, "hanna", "Handler")
    limit(desk.office, "hanna", 0)
    assert owner(desk.office, case) == "hugo"
    return case


def test_the_deputy_finds_the_work_in_a_list_of_its_own_with_whose_it_is_and_until_when(
    desk: Desk, held: Opened
) -> None:
    before = desk.sit("tess").get("/inbox").text
    away(desk.office, "hugo", deputy="tess")
    tess = desk.sit("tess")

    everything, own = tess.get("/inbox").text, tess.get("/inbox?view=standing_in").text

    assert "For colleagues away" not in before and held.reference not in before
    assert "For colleagues away" in everything
    for page in (everything, own):
        assert held.reference in page and "for Hugo, away until Fri 27 Nov 2026" in page


def test_the_deputy_opens_the_form_drafts_and_does_it_without_taking_it_first(desk: Desk, held: Opened) -> None:
    away(desk.office, "hugo", deputy="tess")
    tess, address = desk.sit("tess"), desk.task(held, LOOK)

    page = tess.get(address).text
    draft = tess.post(f"{address}/draft", {"findings": "half"}, headers={"X-Autosave": "1"})
    done = tess.post(address, ANSWER)
    timeline = tess.get(f"/cases/{held.reference}/timeline?topic=work").text

    assert "You do this for Hugo, who is away until Fri 27 Nov 2026" in page and 'name="findings"' in page
    assert (draft.status_code, done.status_code) == (204, 303)
    assert desk.office.tasks(held) == ["Four-eyes review"]
    assert "Hugo" in timeline


def test_when_the_absence_is_over_the_deputy_no_longer_has_it(desk: Desk, held: Opened) -> None:
    away(desk.office, "hugo", deputy="tess")
    desk.later(days=5)
    tess = desk.sit("tess")

    assert held.reference not in tess.get("/inbox").text
    assert tess.get(desk.task(held, LOOK)).status_code == 403


def test_colleagues_see_that_the_holder_is_away_and_take_over_what_nobody_stands_in_for(
    desk: Desk, held: Opened
) -> None:
    away(desk.office, "hugo")
    hanna, address = desk.sit("hanna"), desk.task(held, LOOK)

    listed, page = hanna.get("/inbox?view=unassigned").text, hanna.get(address).text
    hanna.post(f"{address}/claim", {"open": "1"})

    assert "away until Fri 27 Nov 2026" in listed and held.reference in listed
    assert "nobody stands in for them" in page
    assert 'name="findings"' in hanna.get(address).text


def test_colleagues_do_not_take_what_is_in_a_deputys_hands(desk: Desk, held: Opened) -> None:
    away(desk.office, "hugo", deputy="tess")
    hanna, address = desk.sit("hanna"), desk.task(held, LOOK)

    page, taken = hanna.get(address).text, hanna.post(f"{address}/claim")

    assert "Hugo has taken this task." in page and "Take this task" not in page
    assert taken.status_code == 409


def test_who_stands_in_for_nobody_has_no_such_list(desk: Desk) -> None:
    assert "For colleagues away" not in desk.sit("ina").get("/inbox").text
    assert "named you as their deputy" in desk.sit("ina").get("/inbox?view=standing_in").text


def test_a_task_that_needs_a_training_says_so_instead_of_offering_itself(desk: Desk) -> None:
    case = desk.office.complain()
    needs(desk.office, desk.office.task(case, "Initial assessment"), "payments")
    ina, address = desk.sit("ina"), desk.task(case, "Initial assessment")

    page, taken = ina.get(address).text, ina.post(f"{address}/claim")
    trained(desk.office, "ina", "payments")

    assert "This task needs the training “payments”" in page and "You have no training “payments”" in page
    assert "Take this task" not in page and "Ina has no training “payments”." in page
    assert taken.status_code == 409 and "This task needs a training" in taken.text
    assert "Take this task" in ina.get(address).text


def test_the_task_page_says_who_cannot_do_it_and_why(desk: Desk) -> None:
    case = desk.office.complain()
    desk.office.assess(case)
    desk.office.do("hugo", case, LOOK, **DECISION)

    page = desk.sit("rita").get(desk.task(case, "Four-eyes review")).text

    assert "Who may not do this" in page
    assert "Hugo did “Investigate and decide” in this case." in page
