"""Letters that came back: the case learns of each once, and staff send it to the right address."""

from collections.abc import Iterator

import orjson
import pytest
import time_machine
from sqlalchemy import select

from engine import cases, clock, delivery, doctor
from engine.db import Database
from engine.errors import NotFound, NotInCharge, Refused
from engine.model import Entry, Message, Party, Task
from engine.packs import Pack
from tests.engine.cases.beside import drawn
from tests.engine.poisons import beside
from tests.engine.post_office import PostOffice, opened
from tests.engine.process.drawing import message, node, path
from tests.engine.tiny_house import FILES, NOW, TinyHouse, service, told, work

SENDER = "Complaints <complaints@amends.test>"
WRONG, RIGHT = "calra@home.example", "carla@home.example"

REACHING = Pack({
    **FILES,
    "bpmn/complaint.bpmn": drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("serviceTask", "answer", service("send_letter", "acknowledged", letter="&quot;L1_ack&quot;"))
        + node("userTask", "look", work("Handler"), name="Look into it")
        + node("boundaryEvent", "back",
               told("", formJsonSchemaFilename="undeliverable.json") + message("undeliverable"),
               attachedToRef="look", cancelActivity="false")
        + node("userTask", "reach", told("", lane="Handler", formJsonSchemaFilename="remark.json",
                                         about="undeliverable[&quot;letter&quot;]"), name="Reach them another way")
        + node("endEvent", "reached") + path("back", "reach", "reached")
        + node("endEvent", "done", told("", milestone="closed")) + path("came", "take_up", "answer", "look", "done"),
        "complaint", ("undeliverable",),
    ),
    "bpmn/milestones.toml": FILES["bpmn/milestones.toml"] + b"""
[[message]]
name = "undeliverable"
from = "staff"
form = "undeliverable.json"
button.en = "A letter came back"
""",
    "forms/undeliverable.json": b"""{"title": "A letter came back", "type": "object", "properties": {
        "letter": {"title": "Which letter?", "type": "string", "maxLength": 200},
        "why": {"title": "Why?", "type": "string", "maxLength": 2000}}}""",
})


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return beside(session, TinyHouse(session), REACHING)


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with opened() as office:
        yield office


def came_back(database: Database, house: TinyHouse, post_office: PostOffice, address: str = WRONG) -> int:
    """The id of an acknowledgement that nobody took at its address."""
    with database.transaction() as session:
        case = house.opened(session, email=address)
        letter = session.scalars(select(Message.id).where(Message.case_id == case.case_id)).one()
    post_office.on_address = "550 5.1.1 No such user"
    tick(database, post_office)
    post_office.on_address = "250 OK"
    return letter


def tick(database: Database, post_office: PostOffice) -> None:
    delivery.post(database, post_office.url, SENDER)
    delivery.hand_over(database)


def tasks(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(Task.name, Task.about).where(Task.status == "open").order_by(Task.id))
        return [(row.name, row.about) for row in rows]


def received(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Message.name).where(Message.direction == "in")))


def healthy(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_a_letter_that_comes_back_reaches_the_case_by_itself(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    came_back(database, house, post_office)

    [_, (name, about)] = tasks(database)
    assert name == "Reach them another way"
    assert about.startswith("We have C-")
    assert healthy(database) == []


def test_it_does_so_once_for_each_letter(database: Database, house: TinyHouse, post_office: PostOffice) -> None:
    letter = came_back(database, house, post_office)

    with database.transaction() as session:
        cases.came_back(session, session.get_one(Message, letter), clock.business(session))
    tick(database, post_office)

    assert received(database) == ["undeliverable"]


def test_sent_again_to_the_right_address_it_arrives_word_for_word_and_later_letters_go_there_too(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    letter = came_back(database, house, post_office)
    with database.reading() as session:
        before = session.get_one(Message, letter).text_hash

    with database.transaction() as session:
        cases.send_again(session, letter, RIGHT, house.desk, clock.business(session))
    tick(database, post_office)

    with database.reading() as session:
        row = session.get_one(Message, letter)
        assert (row.status, row.address, row.text_hash) == ("sent", RIGHT, before)
        assert session.get_one(Party, row.case_id).email == RIGHT
        entry = session.execute(select(Entry).where(Entry.kind == "letter.readdressed")).scalar_one()
        assert entry.actor == house.desk.name
        assert RIGHT not in entry.data, "who somebody is stands nowhere that cannot be erased"
    assert post_office.recipients == [[RIGHT]]
    assert healthy(database) == []


def test_what_comes_back_from_the_second_address_as_well_is_told_again(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    letter = came_back(database, house, post_office)
    with database.transaction() as session:
        cases.send_again(session, letter, "other@home.example", house.desk, clock.business(session))
    post_office.on_address = "550 5.1.1 No such user"

    tick(database, post_office)

    assert received(database) == ["undeliverable", "undeliverable"]
    assert healthy(database) == []


def test_only_a_letter_that_came_back_is_sent_again(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    with database.transaction() as session:
        house.opened(session, email=RIGHT)
        letter = session.scalars(select(Message.id)).one()

    with pytest.raises(Refused, match="came back"), database.transaction() as session:
        cases.send_again(session, letter, RIGHT, house.desk, clock.business(session))
    with pytest.raises(NotFound), database.transaction() as session:
        cases.send_again(session, 999, RIGHT, house.desk, clock.business(session))


def test_a_pack_that_knows_no_such_message_is_not_told(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    with database.transaction() as session:
        plain = beside(session, house, Pack({**FILES, "forms/letters/en/L_y.md": b"Subject: y\n\ny\n"}))

    came_back(database, plain, post_office)

    assert received(database) == []
    assert healthy(database) == []


def test_a_letter_on_paper_is_sent_when_somebody_posted_it(database: Database, house: TinyHouse) -> None:
    with database.transaction() as session:
        house.opened(session)
        letter = session.scalars(select(Message.id)).one()

    for _ in range(2):
        with database.transaction() as session:
            cases.posted(session, letter, house.desk, clock.business(session))

    with database.reading() as session:
        assert session.get_one(Message, letter).status == "sent"
        entry = session.execute(select(Entry).where(Entry.kind == "letter.sent")).scalar_one()
        assert (entry.actor, orjson.loads(entry.data)["by"]) == (house.desk.name, "paper")
    assert healthy(database) == []


def test_a_letter_that_goes_by_mail_is_not_posted(database: Database, house: TinyHouse) -> None:
    with database.transaction() as session:
        house.opened(session, email=RIGHT)
        letter = session.scalars(select(Message.id)).one()

    with pytest.raises(Refused, match="by mail"), database.transaction() as session:
        cases.posted(session, letter, house.desk, clock.business(session))


def test_only_who_takes_complaints_in_or_is_in_charge_redirects_or_posts_a_letter_that_holds_the_code(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    letter = came_back(database, house, post_office)

    for act in (lambda session, now: cases.send_again(session, letter, RIGHT, house.handler, now),
                lambda session, now: cases.posted(session, letter, house.handler, now)):
        with pytest.raises(NotInCharge), database.transaction() as session:
            act(session, clock.business(session))

    with database.transaction() as session:
        assert session.get_one(Message, letter).address == WRONG
        cases.send_again(session, letter, RIGHT, house.chief, clock.business(session))
        assert session.get_one(Message, letter).address == RIGHT
