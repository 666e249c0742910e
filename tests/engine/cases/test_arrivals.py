"""Which of several waiting places something that arrives is for, and what nothing waits for."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from sqlalchemy import select

from engine import cases, clock, deadlines, delivery, doctor
from engine.cases import Arrival, Opened
from engine.db import Database
from engine.errors import NothingWaits
from engine.model import Await, Entry, Message, Task
from engine.packs import Pack
from engine.people import COMPLAINANT
from tests.engine.cases import asking
from tests.engine.cases.asking import ASKING, WORDS
from tests.engine.cases.beside import drawn
from tests.engine.poisons import beside
from tests.engine.process.drawing import flow, message, node, path, timer
from tests.engine.tiny_house import FILES, NOW, TinyHouse, service, work

DAY = timedelta(days=1)

@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return beside(session, TinyHouse(session), ASKING)


@pytest.fixture
def case(database: Database, house: TinyHouse) -> Opened:
    """A complaint of two points, each with its own question to the complainant."""
    with database.transaction() as session:
        return house.opened(session, facts={"points": ["the fee", "the delay"]})


def places(database: Database, name: str) -> dict[str, Await]:
    with database.reading() as session:
        return asking.places(session, name)


def sent(database: Database, case: Opened, name: str, place: Await | None = None, **data: Any) -> int:
    """Something the complainant sends, from the page that showed this place."""
    arrival = Arrival(name, data, token=place.token if place else "", element=place.element if place else "")
    with database.transaction() as session:
        return cases.take(session, case.case_id, arrival, COMPLAINANT, clock.business(session))


def tasks(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(Task.name, Task.about).where(Task.status == "open").order_by(Task.about))
        return [(row.name, row.about) for row in rows]


def status(database: Database, message_id: int) -> str:
    with database.reading() as session:
        return session.get_one(Message, message_id).status


def healthy(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_each_waiting_point_is_a_place_of_its_own_and_says_what_it_is_about(database: Database, case: Opened) -> None:
    assert set(places(database, "info")) == {"the fee", "the delay"}


def test_an_answer_goes_to_the_point_that_was_shown_and_to_no_other(database: Database, case: Opened) -> None:
    sent(database, case, "info", places(database, "info")["the delay"], text="It came on Friday.")

    delivery.hand_over(database)

    assert tasks(database) == [("Look into it", "the delay")]
    assert set(places(database, "info")) == {"the fee"}
    assert healthy(database) == []


def test_an_answer_to_a_point_that_no_longer_waits_reaches_no_other_point(
    database: Database, case: Opened
) -> None:
    shown = places(database, "info")["the delay"]
    first = sent(database, case, "info", shown, text="It came on Friday.")
    again = sent(database, case, "info", shown, text="No, on Monday.")

    delivery.hand_over(database)

    assert (status(database, first), status(database, again)) == ("delivered", "unclaimed")
    assert set(places(database, "info")) == {"the fee"}
    assert healthy(database) == []


def test_an_answer_that_does_not_say_to_which_of_several_points_is_given_to_none(
    database: Database, case: Opened
) -> None:
    message_id = sent(database, case, "info", text="It came on Friday.")

    delivery.hand_over(database)

    assert status(database, message_id) == "unclaimed"
    assert tasks(database) == []


def test_it_is_handed_by_a_person_to_the_point_it_is_for(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    message_id = sent(database, case, "info", text="It came on Friday.")
    delivery.hand_over(database)
    place = places(database, "info")["the delay"]

    with database.transaction() as session:
        cases.hand_to(session, message_id, place.token, house.handler, clock.business(session))

    assert status(database, message_id) == "delivered"
    assert tasks(database) == [("Look into it", "the delay")]
    with database.reading() as session:
        entry = session.execute(select(Entry).where(Entry.kind == "message.handed")).scalar_one()
        assert (entry.actor, orjson.loads(entry.data)["about"]) == (house.handler.name, "the delay")
    assert healthy(database) == []


def test_what_was_handed_on_or_waits_nowhere_is_not_handed_on_again(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    message_id = sent(database, case, "info", text="It came on Friday.")
    delivery.hand_over(database)
    place = places(database, "info")["the delay"]
    with database.transaction() as session:
        cases.hand_to(session, message_id, place.token, house.handler, clock.business(session))

    with pytest.raises(NothingWaits), database.transaction() as session:
        cases.hand_to(session, message_id, place.token, house.handler, clock.business(session))
    late = sent(database, case, "info", place, text="And?")
    delivery.hand_over(database)
    with pytest.raises(NothingWaits), database.transaction() as session:
        cases.hand_to(session, late, place.token, house.handler, clock.business(session))

    assert status(database, late) == "unclaimed"


def test_one_that_has_been_read_and_dealt_with_leaves_the_list(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    message_id = sent(database, case, "info", text="Thank you.")
    delivery.hand_over(database)

    with database.transaction() as session:
        cases.dealt_with(session, message_id, "It only says thank you.", house.handler, clock.business(session))

    assert status(database, message_id) == "dealt_with"
    with pytest.raises(NothingWaits), database.transaction() as session:
        cases.dealt_with(session, message_id, "Again.", house.handler, clock.business(session))
    assert healthy(database) == []


def test_a_place_that_listens_again_takes_what_was_written_on_a_page_from_before(
    database: Database, case: Opened
) -> None:
    shown = places(database, "more_info")[""]
    sent(database, case, "more_info", shown, text="One more thing.")
    delivery.hand_over(database)

    late = sent(database, case, "more_info", shown, text="And another.")
    taken = delivery.hand_over(database)

    assert (taken, status(database, late)) == (1, "delivered")
    assert tasks(database) == [("Read it", ""), ("Read it", "")]


def test_a_message_for_a_later_step_is_taken_once_the_case_has_come_there(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    # ten days pass unnoticed; the points are looked into at once, and then the case waits for consent
    now.move_to(NOW + 10 * DAY)
    deadlines.sweep(database)
    with database.transaction() as session:
        for task_id in session.scalars(select(Task.id).where(Task.status == "open")).all():
            cases.complete(session, task_id, {"text": "Seen."}, house.handler, clock.real())
    message_id = sent(database, case, "accepted")

    taken = delivery.hand_over(database)

    assert (taken, status(database, message_id)) == (1, "delivered")
    assert healthy(database) == []


NEXT = drawn(
    node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
    + node("userTask", "look", work("Handler"), name="Look into it")
    + node("boundaryEvent", "late", timer('"P5D"'), attachedToRef="look", cancelActivity="true")
    + node("intermediateCatchEvent", "asked", message("info"))
    + node("userTask", "read", work("Handler"), name="Read it") + node("endEvent", "done")
    + node("endEvent", "done_late") + path("came", "take_up", "look", "done")
    + path("late", "asked", "read", "done_late"),
    "complaint", ("info",),
)


def test_a_message_for_which_only_what_is_due_begins_to_wait_is_taken(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    pack = Pack({**FILES, "bpmn/complaint.bpmn": NEXT, "bpmn/milestones.toml": WORDS})
    with database.transaction() as session:
        case = beside(session, house, pack).opened(session)
    now.move_to(NOW + 5 * DAY)
    sent(database, case, "info", text="Early.")

    taken = delivery.hand_over(database)

    assert taken == 1
    assert tasks(database) == [("Read it", "")]
    assert healthy(database) == []


def test_a_message_goes_to_the_innermost_place_that_waits_for_it(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    inner = (
        node("startEvent", "n_start") + node("intermediateCatchEvent", "n_told", message("info"))
        + node("userTask", "n_look", work("Handler"), name="Look inside") + node("endEvent", "n_end")
        + path("n_start", "n_told", "n_look", "n_end")
    )
    nested = drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("subProcess", "part", inner)
        + node("boundaryEvent", "outside", message("info"), attachedToRef="part", cancelActivity="true")
        + node("userTask", "leave", work("Handler"), name="Leave") + node("endEvent", "left")
        + path("outside", "leave", "left") + node("endEvent", "done") + path("came", "take_up", "part", "done"),
        "complaint", ("info",),
    )
    pack = Pack({**FILES, "bpmn/complaint.bpmn": nested, "bpmn/milestones.toml": WORDS})
    with database.transaction() as session:
        case = beside(session, house, pack).opened(session)
    sent(database, case, "info", text="For the inner one.")
    delivery.hand_over(database)
    first = tasks(database)

    sent(database, case, "info", text="For the outer one.")
    delivery.hand_over(database)

    assert (first, tasks(database)) == ([("Look inside", "")], [("Leave", "")])
    assert flow("n_told", "n_look") in inner


def test_what_staff_record_for_somebody_is_journaled_with_both(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    place = places(database, "info")["the fee"]
    arrival = Arrival(
        "info", {"text": "She rang."}, token=place.token, element=place.element, sender="complainant", way="phone"
    )

    with database.transaction() as session:
        cases.take(session, case.case_id, arrival, house.desk, clock.business(session))
    delivery.hand_over(database)

    with database.reading() as session:
        entry = session.execute(select(Entry).where(Entry.kind == "message.received")).scalar_one()
        message = session.execute(select(Message).where(Message.direction == "in")).scalar_one()
    said = orjson.loads(entry.data)
    assert (entry.actor, said["sender"], said["way"]) == (house.desk.name, "complainant", "phone")
    assert message.address == "complainant"
    assert tasks(database) == [("Look into it", "the fee")]
