"""Letters that came back, and opening a closed case again."""

import pytest
from sqlalchemy import select, update

from engine.cases import Opened
from engine.model import Case, Message
from tests.web.staff.desk import Desk, Visitor


def returned(desk: Desk) -> tuple[Opened, Visitor]:
    """A case whose first letter came back, and the person of the intake."""
    case = desk.office.complain()
    with desk.office.database.transaction() as session:
        session.execute(update(Message).values(status="undeliverable", error="550 No such user", next_at=None))
    return case, desk.sit("ina")


def letter(desk: Desk) -> Message:
    with desk.office.database.reading() as session:
        return session.scalars(select(Message).order_by(Message.id)).first() or Message()


def test_a_letter_that_came_back_stands_on_the_case_until_somebody_sees_to_it(desk: Desk) -> None:
    case, ina = returned(desk)

    page = ina.get(f"/cases/{case.reference}").text

    assert "Letters that came back" in page and "550 No such user" in page


def test_it_is_sent_again_to_the_corrected_address(desk: Desk) -> None:
    case, ina = returned(desk)
    address = f"/cases/{case.reference}/letters/1/again"
    ina.get(address)

    answer = ina.post(address, {"address": " zoe.quist@home.example "}, follow_redirects=True).text

    assert "The letter is on its way again." in answer
    assert (letter(desk).status, letter(desk).address) == ("waiting", "zoe.quist@home.example")
    overview = ina.get(f"/cases/{case.reference}").text
    assert "Letters that came back" not in overview and "zoe.quist@home.example" in overview


@pytest.mark.parametrize("typed", [
    "", "zoe", "zoe@home.example, all@home.example", "zoe@home.example\nBcc: all@home.example",
])
def test_what_is_no_address_comes_back_as_it_was_typed(desk: Desk, typed: str) -> None:
    case, ina = returned(desk)
    address = f"/cases/{case.reference}/letters/1/again"
    ina.get(address)

    answer = ina.post(address, {"address": typed})

    assert answer.status_code == 422
    assert letter(desk).status == "undeliverable"


def test_a_colleague_who_only_reads_the_case_can_send_no_letter_of_it_to_an_address_of_their_own(desk: Desk) -> None:
    case, _ = returned(desk)
    rita = desk.sit("rita")
    address = f"/cases/{case.reference}/letters/1/again"

    page = rita.get(f"/cases/{case.reference}").text

    assert "Letters that came back" in page and address not in page
    assert rita.get(address).status_code == 403
    assert rita.post(address, {"address": "rita@office.example"}).status_code == 403
    assert letter(desk).status == "undeliverable"


def test_a_letter_of_another_case_is_not_sent_from_here(desk: Desk) -> None:
    returned(desk)
    other = desk.office.complain("credit")
    ina = desk.sit("ina")

    assert ina.get(f"/cases/{other.reference}/letters/1/again").status_code == 404
    assert ina.post(f"/cases/{other.reference}/letters/1/paper").status_code == 404


# --- opening a closed case again ---------------------------------------------------------------------------

def closed(desk: Desk) -> Opened:
    case = desk.office.complain()
    desk.office.send(case, "withdrawn")
    desk.office.do("hugo", case, "Confirm withdrawal", note="Yes.")
    desk.office.do("hugo", case, "Close the case", all_points_answered=True)
    return case


def test_staff_open_a_closed_case_again_as_a_new_one_that_belongs_to_it(desk: Desk) -> None:
    case, carl = closed(desk), desk.sit("carl")
    carl.get(f"/cases/{case.reference}/reopen")

    answer = carl.post(f"/cases/{case.reference}/reopen", {"way": "phone"}, follow_redirects=True).text

    with desk.office.database.reading() as session:
        new = session.scalars(select(Case).order_by(Case.id.desc())).first()
    assert new is not None and new.reference in answer and new.channel == "phone"
    assert "It was opened again." in answer
    assert f"/cases/{case.reference}/reopen" not in carl.get(f"/cases/{case.reference}").text
    assert desk.office.faults() == []


def test_how_they_told_us_has_to_be_said(desk: Desk) -> None:
    case, carl = closed(desk), desk.sit("carl")
    carl.get(f"/cases/{case.reference}/reopen")

    assert carl.post(f"/cases/{case.reference}/reopen", {"way": ""}).status_code == 422


def test_an_open_case_is_not_opened_again(desk: Desk) -> None:
    case, carl = desk.office.complain(), desk.sit("carl")

    page = carl.get(f"/cases/{case.reference}").text
    answer = carl.post(f"/cases/{case.reference}/reopen", {"way": "phone"}, follow_redirects=True).text

    assert f"/cases/{case.reference}/reopen" not in page
    assert "still being worked on" in answer
