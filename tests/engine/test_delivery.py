"""Letters go out by a real mail server: each once, whatever the server does meanwhile (R13)."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select, update

from engine import cases, clock, delivery, doctor
from engine.config import ROOT
from engine.db import Database
from engine.model import Case, Entry, Message
from tests.engine.post_office import PostOffice, opened
from tests.engine.tiny_house import NOW, TinyHouse

SENDER = "Complaints <complaints@amends.test>"
CARLA = "carla@home.example"
KINDS = ("letter.sent", "letter.undeliverable", "letter.readdressed")
MINUTE = timedelta(minutes=1)
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)

POSTING = """
import sys
from engine import delivery
from engine.db import Database

delivery.post(Database(sys.argv[1], key="k" * 32), sys.argv[2], sys.argv[3])
"""


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with opened() as office:
        yield office


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The machine's clock, to be moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return TinyHouse(session)


def write(database: Database, house: TinyHouse, address: str = CARLA, **about: object) -> int:
    """A case is opened and acknowledged; gives the id of the letter."""
    with database.transaction() as session:
        case = house.opened(session, email=address, **about)
        return session.scalars(select(Message.id).where(Message.case_id == case.case_id)).one()


def post(database: Database, server: PostOffice | str) -> int:
    return delivery.post(database, server if isinstance(server, str) else server.url, SENDER)


def letter(database: Database, message_id: int) -> Message:
    with database.reading() as session:
        return session.get_one(Message, message_id)


def told(database: Database) -> list[str]:
    """What the journal says became of letters."""
    with database.reading() as session:
        return list(session.scalars(
            select(Entry.kind).where(Entry.kind.in_(KINDS)).order_by(Entry.id)
        ))


def healthy(database: Database) -> bool:
    return not [finding for finding in doctor.examine(database) if not finding.warning]


def test_a_letter_goes_out_once_with_its_words_to_its_address(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house)

    went = [post(database, post_office), post(database, post_office)]

    mail, = post_office.mails
    kept = letter(database, message_id)
    body, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert went == [1, 0]
    assert post_office.recipients == [[CARLA]]
    assert (mail["To"], mail["From"], mail["Subject"]) == (CARLA, SENDER, kept.subject)
    assert body is not None and body.get_content().strip() == kept.text.strip()
    assert html is not None and html.get_content().strip() == kept.html.strip()
    assert (kept.status, kept.sent_at, kept.next_at, kept.attempts) == ("sent", NOW, None, 1)
    assert told(database) == ["letter.sent"]
    assert healthy(database)


def test_a_mail_says_that_a_machine_wrote_it_and_when(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    write(database, house)

    post(database, post_office)

    mail, = post_office.mails
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    assert mail["Message-ID"].endswith("@amends.test>")


def test_letters_in_any_script_arrive_as_they_were_written(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house)
    with database.transaction() as session:
        session.execute(update(Message).values(
            subject="Łucja, Şükrü:\n õhtul", text="räksmörgås\n", html="<p>żółty</p>"
        ))

    post(database, post_office)

    mail, = post_office.mails
    body = mail.get_body(("plain",))
    assert mail["Subject"] == "Łucja, Şükrü: õhtul"
    assert body is not None and body.get_content().strip() == "räksmörgås"
    assert letter(database, message_id).status == "sent"


def test_while_the_server_is_down_a_letter_waits_longer_each_time_and_shows_why(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller
) -> None:
    message_id = write(database, house)
    post_office.close()
    waits = []

    for _ in range(4):
        post(database, post_office)
        kept = letter(database, message_id)
        assert (kept.status, kept.sent_at) == ("waiting", None)
        assert "ConnectionRefusedError" in kept.error
        assert kept.next_at is not None
        waits.append(kept.next_at - clock.real())
        now.move_to(kept.next_at)

    assert waits == sorted(set(waits))
    assert told(database) == []
    assert healthy(database)


def test_before_its_next_try_a_letter_is_left_alone(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house)
    post_office.close()
    post(database, post_office)
    post_office.open()

    assert post(database, post_office) == 0
    assert letter(database, message_id).attempts == 1


def test_however_long_the_server_was_down_its_letters_go_out_when_it_is_back(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller
) -> None:
    message_id = write(database, house)
    post_office.close()
    for _ in range(delivery.GIVE_UP_AFTER + 1):
        now.shift(timedelta(hours=5))
        post(database, post_office)

    post_office.open()
    now.shift(timedelta(hours=5))
    went = post(database, post_office)

    assert went == 1
    assert letter(database, message_id).error == ""


@pytest.mark.parametrize("counter", ["on_address", "on_mail"])
def test_an_answer_to_try_later_makes_the_letter_wait(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller, counter: str
) -> None:
    message_id = write(database, house)
    setattr(post_office, counter, "451 4.7.1 Greylisted, try again later")

    post(database, post_office)
    waiting = letter(database, message_id)
    setattr(post_office, counter, "250 OK")
    now.shift(10 * MINUTE)
    post(database, post_office)

    assert (waiting.status, "Greylisted" in waiting.error) == ("waiting", True)
    assert letter(database, message_id).status == "sent"
    assert len(post_office.mails) == 1


def test_a_server_that_says_later_for_days_is_given_up_and_somebody_sees_it(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller
) -> None:
    message_id = write(database, house)
    post_office.on_address = "451 4.2.0 Mailbox busy"

    for _ in range(delivery.GIVE_UP_AFTER):
        now.shift(timedelta(hours=5))
        post(database, post_office)

    assert letter(database, message_id).status == "undeliverable"
    assert told(database) == ["letter.undeliverable"]


def test_an_address_that_does_not_exist_is_undeliverable_at_once_and_the_journal_says_so(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house)
    post_office.on_address = "550 5.1.1 No such user"

    post(database, post_office)

    kept = letter(database, message_id)
    assert (kept.status, kept.next_at) == ("undeliverable", None)
    assert "No such user" in kept.error
    assert told(database) == ["letter.undeliverable"]
    assert healthy(database)


def test_an_undeliverable_letter_can_be_put_back_into_the_post(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house)
    post_office.on_address = "550 5.1.1 No such user"
    post(database, post_office)
    post_office.on_address = "250 OK"

    with database.transaction() as session:
        cases.send_again(session, message_id, CARLA, house.desk, clock.business(session))
    post(database, post_office)

    assert letter(database, message_id).status == "sent"
    assert told(database) == ["letter.undeliverable", "letter.readdressed", "letter.sent"]


@pytest.mark.parametrize("address", [
    "carla@home.example\nBcc: all@home.example", "carla", "@", " ", "carla@home.example, all@home.example",
])
def test_a_letter_that_no_mail_can_be_made_of_holds_up_no_other(
    database: Database, house: TinyHouse, post_office: PostOffice, address: str
) -> None:
    odd, good = write(database, house, "odd@home.example"), write(database, house)
    with database.transaction() as session:
        session.execute(update(Message).where(Message.id == odd).values(address=address))
    post_office.on_address = "250 OK"

    post(database, post_office)

    assert letter(database, good).status == "sent"
    assert not any("all@home.example" in one for one in post_office.recipients)
    assert healthy(database)


def test_a_server_that_dies_with_the_letter_in_its_hands_gets_it_again_and_can_tell_that_it_is_the_same(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller
) -> None:
    message_id = write(database, house)
    post_office.dies = True
    post(database, post_office)
    between = letter(database, message_id)
    post_office.dies = False
    now.shift(10 * MINUTE)

    post(database, post_office)

    assert between.status == "waiting"
    assert letter(database, message_id).status == "sent"
    assert len(post_office.mails) == 2, "once more than needed, never once too few"
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 1
    assert told(database) == ["letter.sent"]


def test_a_worker_that_died_while_sending_leaves_the_letter_to_the_next(
    database: Database, house: TinyHouse, post_office: PostOffice, now: time_machine.Traveller
) -> None:
    message_id = write(database, house)
    with database.transaction() as session:
        session.execute(update(Message).values(next_at=LONG_AGO))
    url = database.engine.url.render_as_string(hide_password=False)
    worker = subprocess.Popen([sys.executable, "-c", POSTING, url, post_office.url, SENDER], cwd=ROOT)
    post_office.meanwhile = worker.kill

    died = worker.wait()
    post_office.meanwhile = lambda: None
    lease = letter(database, message_id).next_at
    assert lease is not None
    now.move_to(lease - timedelta(seconds=1))
    at_once = post(database, post_office)
    now.move_to(lease)
    later = post(database, post_office)

    assert (died, at_once, later) == (-signal.SIGKILL, 0, 1)
    assert letter(database, message_id).status == "sent"
    assert told(database) == ["letter.sent"]


def test_nobody_waits_for_the_database_while_the_mail_server_takes_its_time(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    """A slow server must not keep a complainant or a deadline waiting, not even with one writer at a time."""
    write(database, house)
    post_office.meanwhile = lambda: write(database, house, "")

    went = post(database, post_office)

    assert went == 1
    with database.reading() as session:
        assert len(session.scalars(select(Case.id)).all()) == 2


def test_without_a_mail_server_letters_wait(database: Database, house: TinyHouse) -> None:
    message_id = write(database, house)

    went = post(database, "")

    assert went == 0
    assert (letter(database, message_id).status, letter(database, message_id).attempts) == ("waiting", 0)


def test_without_an_address_a_letter_is_to_be_printed(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    message_id = write(database, house, "")

    assert post(database, post_office) == 0
    assert letter(database, message_id).status == "paper"


def test_an_imported_case_sends_nothing(database: Database, house: TinyHouse, post_office: PostOffice) -> None:
    with database.transaction() as session:
        house.opened(session, email=CARLA, source="cfpb", source_id="7", send_letters=False)

    post(database, post_office)

    assert post_office.mails == []
    with database.reading() as session:
        assert session.scalars(select(Message)).all() == []
        assert "letter.held" in session.scalars(select(Entry.kind)).all()


def test_two_workers_at_once_send_each_letter_once(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    letters = [write(database, house, f"reader{number}@home.example") for number in range(8)]

    with ThreadPoolExecutor(3) as workers:
        went = list(workers.map(lambda _: post(database, post_office), range(3)))

    assert sum(went) == len(letters)
    assert sorted(one[0] for one in post_office.recipients) == [f"reader{number}@home.example" for number in range(8)]
    assert told(database) == ["letter.sent"] * len(letters)
    assert healthy(database)


def test_letters_go_out_in_the_order_in_which_they_were_due(
    database: Database, house: TinyHouse, post_office: PostOffice
) -> None:
    letters = [write(database, house, f"reader{number}@home.example") for number in range(3)]
    with database.transaction() as session:
        session.execute(update(Message).where(Message.id == letters[2]).values(next_at=NOW - MINUTE))

    post(database, post_office)

    assert [one[0][:7] for one in post_office.recipients] == ["reader2", "reader0", "reader1"]


def test_real_time_rules_the_post_also_where_a_demos_clock_runs_ahead(
    database_url: str, now: time_machine.Traveller, post_office: PostOffice
) -> None:
    demo = Database(database_url, key="k" * 32, demo=True)
    with demo.transaction() as session:
        clock.advance(session, timedelta(days=30))
        house = TinyHouse(session)
    message_id = write(demo, house)

    went = post(demo, post_office)

    assert went == 1
    assert letter(demo, message_id).sent_at == datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    demo.close()
