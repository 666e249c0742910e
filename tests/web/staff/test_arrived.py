"""Recording what arrived another way than through our pages, and what nothing waited for."""

from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from engine import delivery
from engine.cases import Opened
from engine.db import Database
from engine.model import Attachment, Exclusion, Message
from tests.engine.cases.asking import ASKING, places
from tests.engine.cases.conftest import MONDAY
from tests.web.staff.desk import Desk, Visitor
from tests.web.staff.other_packs import desk_with

PDF = b"%PDF-1.7\n"


@pytest.fixture
def asking(database: Database, clock: time_machine.Traveller, tmp_path: Path) -> Desk:
    """An office that asks a question about each point of a complaint."""
    return desk_with(database, ASKING, clock, tmp_path, MONDAY)


@pytest.fixture
def case(asking: Desk) -> Opened:
    return asking.office.complain(points=["the fee", "the delay"])


def at(asking: Desk, about: str) -> dict[str, str]:
    with asking.office.database.reading() as session:
        return {"at": places(session, "info")[about].token}


def key(visitor: Visitor, address: str) -> dict[str, str]:
    """The mark of one filled-in page."""
    return {"key": visitor.get(address).text.split('name="key" value="')[1].split('"')[0]}


def arrived(asking: Desk) -> list[tuple[str, str, str]]:
    with asking.office.database.reading() as session:
        return [(one.name, one.status, one.address) for one in session.scalars(
            select(Message).where(Message.direction == "in").order_by(Message.id))]


def test_the_case_lists_what_it_waits_for_by_who_it_comes_from(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")

    overview, page = ina.get(f"/cases/{case.reference}").text, ina.get(f"/cases/{case.reference}/arrived").text

    assert f"/cases/{case.reference}/arrived" in overview
    assert page.index("From the body that resolves the dispute") < page.index("A dispute body wrote")
    assert page.index("From the complainant") < page.index("the delay") < page.index("the fee")


def test_what_a_dispute_body_sent_goes_on_its_way_with_its_papers(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")
    address = f"/cases/{case.reference}/arrived/edr_notice"

    answer = ina.post(address, {
        "body": "The ombudsman", "files": (BytesIO(PDF), "notice.pdf"), **key(ina, address),
    }, content_type="multipart/form-data", follow_redirects=True)

    assert "The notice is with the case." in answer.text
    assert arrived(asking) == [("edr_notice", "delivered", "provider")]
    assert "Reply to the dispute body" in asking.office.tasks(case)
    with asking.office.database.reading() as session:
        assert session.scalars(select(Attachment.added_by)).one() == "Ina"


def test_what_is_missing_comes_back_with_what_was_typed(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")
    ina.get(f"/cases/{case.reference}/arrived/info")

    answer = ina.post(f"/cases/{case.reference}/arrived/info", {"text": "She rang.", **at(asking, "the fee")})

    assert answer.status_code == 422
    assert "She rang." in answer.text and "How did they tell us?" in answer.text
    assert arrived(asking) == []


def test_an_answer_on_the_telephone_goes_to_the_point_it_is_about_and_tells_who_recorded_it(
    asking: Desk, case: Opened
) -> None:
    ina = asking.sit("ina")

    ina.post(f"/cases/{case.reference}/arrived/info", {"text": "She rang.", "way": "phone", **at(asking, "the fee")})

    timeline = ina.get(f"/cases/{case.reference}/timeline?topic=messages").text
    assert "Something arrived from the complainant" in timeline and "It came by telephone." in timeline
    assert "· Ina" in timeline
    with asking.office.database.reading() as session:
        assert set(places(session, "info")) == {"the delay"}


def test_it_must_be_said_which_of_several_points_is_meant(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")

    assert ina.get(f"/cases/{case.reference}/arrived/info").status_code == 404
    assert ina.get(f"/cases/{case.reference}/arrived/nothing").status_code == 404


def test_sent_twice_it_is_the_same_message(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")
    address = f"/cases/{case.reference}/arrived/edr_notice"
    typed = {"body": "The ombudsman", **key(ina, address)}

    for _ in range(2):
        ina.post(address, typed)

    assert len(arrived(asking)) == 1


def test_what_nothing_waits_for_any_more_is_kept_and_said_so(asking: Desk, case: Opened) -> None:
    ina = asking.sit("ina")
    shown = at(asking, "the fee")
    ina.post(f"/cases/{case.reference}/arrived/info", {"text": "First.", "way": "phone", **shown})

    answer = ina.post(f"/cases/{case.reference}/arrived/info", {"text": "Second.", "way": "phone", **shown},
                      follow_redirects=True)

    assert "nothing waits for it any more" in answer.text
    assert [status for _, status, _ in arrived(asking)] == ["delivered", "unclaimed"]


def test_who_is_in_no_group_records_nothing(asking: Desk, case: Opened) -> None:
    asking.only_in("mona")
    mona = asking.sit("mona")

    assert mona.get(f"/cases/{case.reference}/arrived").status_code == 403
    assert mona.post(f"/cases/{case.reference}/arrived/edr_notice", {"body": "x"}).status_code == 403


# --- what nothing waited for -----------------------------------------------------------------------------

def left_over(asking: Desk, case: Opened) -> Visitor:
    """Somebody at the list, with an answer that did not say to which point it belongs."""
    asking.office.send(case, "info", text="It came on Friday.")
    delivery.hand_over(asking.office.database)
    return asking.sit("hugo")


def test_what_nothing_waited_for_is_listed_with_where_it_could_go_now(asking: Desk, case: Opened) -> None:
    hugo = left_over(asking, case)

    page = hugo.get("/messages").text

    assert case.reference in page and "It came on Friday." in page
    assert "(the fee)" in page and "(the delay)" in page
    assert 'href="/messages"' in hugo.get("/inbox").text


def test_it_is_handed_to_the_point_it_belongs_to(asking: Desk, case: Opened) -> None:
    hugo = left_over(asking, case)
    hugo.get("/messages")

    answer = hugo.post("/messages/1/hand", {"place": at(asking, "the delay")["at"]}, follow_redirects=True).text

    assert "It was handed on" in answer and "Nothing is waiting to be read" in answer
    assert arrived(asking)[0][1] == "delivered"


def test_a_place_that_no_longer_waits_gets_nothing(asking: Desk, case: Opened) -> None:
    hugo = left_over(asking, case)
    hugo.get("/messages")

    answer = hugo.post("/messages/1/hand", {"place": "0" * 32}, follow_redirects=True).text

    assert "Nothing waits for it there any more." in answer and "It came on Friday." in answer


def test_one_that_needs_nothing_more_leaves_the_list_with_a_reason(asking: Desk, case: Opened) -> None:
    hugo = left_over(asking, case)
    hugo.get("/messages")

    without = hugo.post("/messages/1/done", {"reason-1": " "})
    done = hugo.post("/messages/1/done", {"reason-1": "I called them."}, follow_redirects=True).text

    assert without.status_code == 422
    assert "Nothing is waiting to be read" in done
    assert "I called them." in hugo.get(f"/cases/{case.reference}/timeline?topic=messages").text


def test_the_list_is_for_people_of_a_group_and_shows_no_case_that_is_closed_to_them(
    asking: Desk, case: Opened
) -> None:
    hugo = left_over(asking, case)
    with asking.office.database.transaction() as session:
        session.add(Exclusion(case_id=case.case_id, person_id=asking.office.cast["hugo"].id, reason="named",
                              source="named", created_at=MONDAY))
    asking.only_in("mona")

    assert case.reference not in hugo.get("/messages").text
    assert hugo.post("/messages/1/done", {"reason-1": "I called them."}).status_code == 404
    assert asking.sit("mona").get("/messages").status_code == 403
