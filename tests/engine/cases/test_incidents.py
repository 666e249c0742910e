"""A case that cannot go on is seen, tried again at growing intervals, and goes on when it is repaired (R14)."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select, update

from engine import cases, clock, deadlines, delivery, doctor, people
from engine.cases import Opened
from engine.cases.incidents import FIRST_DELAY, LONGEST_DELAY
from engine.db import Database
from engine.errors import NotFound, StepFailed
from engine.model import Case, Entry, Incident, Message, Person, Run
from tests.engine.poisons import ASKING, STRAIGHT, beside, nobody, poisoned, rules
from tests.engine.process.drawing import flow, node, path
from tests.engine.tiny_house import FIVE_DAYS, NOW, TinyHouse, service, task_of

SECOND = timedelta(seconds=1)
ODD = node("serviceTask", "odd", service("assign_owner", "assessed", lane="&quot;Nobody&quot;"))


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    """The machine's clock, to be moved."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    """A house whose missed deadlines ask for a group in which nobody works."""
    with database.transaction() as session:
        return beside(session, TinyHouse(session), nobody())


def late(database: Database, house: TinyHouse, now: time_machine.Traveller) -> Opened:
    """A case whose deadline has passed, and that could not go on."""
    with database.transaction() as session:
        case = house.opened(session)
    now.move_to(NOW + FIVE_DAYS)
    deadlines.sweep(database)
    return case


def repair(database: Database) -> None:
    """Somebody joins the group."""
    with database.transaction() as session:
        people.set_groups(session, session.get_one(Person, 1), ["Handler", "Nobody"])


def incident(database: Database) -> Incident:
    with database.reading() as session:
        return session.scalars(select(Incident)).one()


def journal(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.scalars(select(Entry.kind).where(Entry.kind.like("incident%")).order_by(Entry.id)))


def at_work(database: Database, case: Opened) -> str:
    with database.reading() as session:
        return task_of(session, case.case_id).name


def press_retry(database: Database, house: TinyHouse) -> None:
    """The button on the page of incidents."""
    with database.transaction() as session:
        cases.retry(session, incident(database).id, house.chief, clock.business(session))


def healthy(database: Database) -> bool:
    return not [finding for finding in doctor.examine(database) if not finding.warning]


def test_each_try_that_fails_waits_longer_up_to_an_hour(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    late(database, house, now)
    waits = []

    for attempt in range(1, 12):
        found = incident(database)
        assert found.attempts == attempt
        assert found.retry_at is not None
        waits.append(found.retry_at - clock.real())
        now.move_to(found.retry_at - SECOND)
        deadlines.sweep(database)
        assert incident(database).attempts == attempt, "it is left alone until its time"
        now.move_to(found.retry_at)
        deadlines.sweep(database)

    assert waits[:3] == [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY]
    assert waits[-1] == LONGEST_DELAY
    assert waits == sorted(waits)
    assert journal(database) == ["incident.opened"], "it is told once, however often it is tried"
    assert healthy(database)


def test_after_the_repair_the_case_goes_on_by_itself_at_the_next_try(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = late(database, house, now)
    repair(database)
    retry_at = incident(database).retry_at
    assert retry_at is not None
    now.move_to(retry_at)

    deadlines.sweep(database)

    assert at_work(database, case) == "Look at what was left"
    assert incident(database).resolved_at == retry_at
    assert journal(database) == ["incident.opened", "incident.resolved"]
    assert healthy(database)


def test_after_the_repair_the_button_makes_it_go_on_at_once_and_each_step_keeps_its_own_moment(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = late(database, house, now)
    repair(database)
    now.shift(SECOND)

    press_retry(database, house)

    found = incident(database)
    assert at_work(database, case) == "Look at what was left"
    assert (found.resolved_at, found.resolved_by) == (NOW + FIVE_DAYS + SECOND, house.chief.id)
    with database.reading() as session:
        assert session.scalars(select(Entry.at).where(Entry.kind == "timer.fired")).one() == NOW + FIVE_DAYS
        assert session.scalars(select(Run.held_until)).one() is None


def test_the_button_before_the_repair_changes_nothing_but_the_count(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = late(database, house, now)

    with pytest.raises(StepFailed) as failed:
        press_retry(database, house)
    with database.transaction() as session:
        cases.record(session, failed.value, "timer", clock.business(session))

    assert at_work(database, case) == "Look into it"
    assert (incident(database).attempts, incident(database).resolved_at) == (2, None)


def test_an_incident_that_is_resolved_or_not_there_is_not_tried_again(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    late(database, house, now)
    repair(database)
    press_retry(database, house)

    press_retry(database, house)

    assert journal(database) == ["incident.opened", "incident.resolved"]
    with database.transaction() as session, pytest.raises(NotFound):
        cases.retry(session, 99, house.chief, NOW)


def test_an_incident_holds_what_a_person_needs_to_repair_it_and_no_more_than_a_row_can_hold(
    database: Database, house: TinyHouse
) -> None:
    with database.transaction() as session:
        case = house.opened(session)
        wrong = StepFailed(
            "No row fits \0 here.", case_id=case.case_id, run_id=1, element="odd", rows=(1, 2), at=NOW,
            inputs={"amount": 10**30, "topic": "\ud800", 7: {"a"}}, cause=ValueError("inner"),
        )

        found = cases.record(session, wrong, "timer", NOW)

    assert (found.element, found.cause) == ("odd", "No row fits  here.")
    assert "1000000000000000000000000000000" in found.what
    assert "inner" not in found.what


# --- what a person does ----------------------------------------------------------------------------------

def finishing(database: Database, house: TinyHouse) -> Opened:
    """A case that cannot go on when its task is done: what is odd stands behind it."""
    pack = poisoned(ODD, STRAIGHT + path("odd", "done"))
    files = {**pack.files, "bpmn/complaint.bpmn": pack.files["bpmn/complaint.bpmn"].replace(
        flow("look", "done").encode(), flow("look", "odd").encode())}
    with database.transaction() as session:
        return beside(session, house, type(pack)(files)).opened(session)


def finish(database: Database, house: TinyHouse, case: Opened) -> None:
    """The handler does the task; when the case cannot go on, the page records it."""
    try:
        with database.transaction() as session:
            house.done(session, case.case_id, clock.real())
    except StepFailed as wrong:
        with database.transaction() as session:
            cases.record(session, wrong, "task", clock.real())


def test_a_click_that_the_case_cannot_follow_is_an_incident_and_leaves_the_task_open(
    database: Database, house: TinyHouse
) -> None:
    case = finishing(database, house)

    finish(database, house, case)

    assert at_work(database, case) == "Look into it"
    assert (incident(database).kind, incident(database).element) == ("task", "odd")
    assert healthy(database)


def test_after_the_repair_the_next_click_goes_through_and_closes_the_incident(
    database: Database, house: TinyHouse
) -> None:
    case = finishing(database, house)
    finish(database, house, case)
    repair(database)

    finish(database, house, case)

    assert incident(database).resolved_at is not None
    assert incident(database).resolved_by == house.handler.id
    with database.reading() as session:
        assert session.get_one(Case, case.case_id).status == "closed"
    assert healthy(database)


def test_clicks_that_fail_keep_no_deadline_waiting(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = finishing(database, house)
    now.move_to(NOW + FIVE_DAYS - SECOND)
    for _ in range(8):
        finish(database, house, case)
    now.move_to(NOW + FIVE_DAYS)

    deadlines.sweep(database)

    assert at_work(database, case) == "Look at what was left"


def test_an_incident_ends_with_its_case(database: Database, house: TinyHouse, now: time_machine.Traveller) -> None:
    case = finishing(database, house)
    finish(database, house, case)
    now.move_to(NOW + FIVE_DAYS)
    deadlines.sweep(database)

    with database.transaction() as session:
        cases.complete(session, task_of(session, case.case_id).id, {"text": "Mended."}, house.chief, clock.real())

    assert incident(database).resolved_at is not None
    assert healthy(database)


def test_a_click_whose_outcome_no_row_can_hold_is_an_incident_too(database: Database, house: TinyHouse) -> None:
    if database.sqlite:
        pytest.skip("SQLite holds values of any length")
    pack = poisoned(ASKING, STRAIGHT + path("odd", "done"), rules("-", "urgency", '"as soon as ever possible"'))
    files = {**pack.files, "bpmn/complaint.bpmn": pack.files["bpmn/complaint.bpmn"].replace(
        flow("look", "done").encode(), flow("look", "odd").encode())}
    with database.transaction() as session:
        case = beside(session, house, type(pack)(files)).opened(session)

    finish(database, house, case)

    assert (incident(database).kind, incident(database).element) == ("task", "done")
    assert "too long" in incident(database).cause
    assert healthy(database)


# --- what a complainant sends ------------------------------------------------------------------------------

def sending(database: Database, house: TinyHouse) -> tuple[Opened, int]:
    """A case that cannot go on with what its complainant adds; gives it and the message."""
    pack = poisoned(ODD, STRAIGHT + path("odd", "noted"))
    files = {**pack.files, "bpmn/complaint.bpmn": pack.files["bpmn/complaint.bpmn"].replace(
        flow("more", "noted").encode(), flow("more", "odd").encode())}
    with database.transaction() as session:
        case = beside(session, house, type(pack)(files)).opened(session)
        return case, cases.receive(session, case.case_id, "more_info", {"text": "More."}, clock.real())


def message(database: Database, message_id: int) -> Message:
    with database.reading() as session:
        return session.get_one(Message, message_id)


def test_a_message_that_the_case_cannot_follow_stays_and_is_an_incident(
    database: Database, house: TinyHouse
) -> None:
    case, sent = sending(database, house)

    taken = delivery.hand_over(database)

    assert taken == 0
    assert message(database, sent).status == "waiting"
    assert (incident(database).kind, incident(database).element) == ("message", "odd")
    assert at_work(database, case) == "Look into it"
    assert healthy(database)


def test_a_message_that_failed_rests_before_it_is_tried_again_and_holds_up_no_other(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    sending(database, house)
    delivery.hand_over(database)
    with database.transaction() as session:
        other = house.opened(session)
        fine = cases.receive(session, other.case_id, "more_info", {"text": "More."}, clock.real())

    rounds = [delivery.hand_over(database) for _ in range(5)]
    rested = incident(database).attempts
    now.shift(FIRST_DELAY)
    delivery.hand_over(database)

    assert rounds == [1, 0, 0, 0, 0]
    assert message(database, fine).status == "delivered"
    assert (rested, incident(database).attempts) == (1, 2)


def test_a_message_that_fails_keeps_no_deadline_waiting(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case, _ = sending(database, house)
    delivery.hand_over(database)
    now.move_to(NOW + FIVE_DAYS)
    delivery.hand_over(database)

    deadlines.sweep(database)

    assert at_work(database, case) == "Look at what was left"


def test_after_the_repair_the_message_arrives_by_itself_and_closes_the_incident(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    _, sent = sending(database, house)
    delivery.hand_over(database)
    repair(database)
    now.shift(FIRST_DELAY)

    taken = delivery.hand_over(database)

    assert taken == 1
    assert message(database, sent).status == "delivered"
    assert incident(database).resolved_at is not None
    assert healthy(database)


def test_the_button_sends_the_message_on_its_way_again_at_once(
    database: Database, house: TinyHouse
) -> None:
    _, sent = sending(database, house)
    delivery.hand_over(database)
    repair(database)

    press_retry(database, house)
    taken = delivery.hand_over(database)

    assert taken == 1
    assert message(database, sent).status == "delivered"


def test_the_same_answer_sent_ten_times_at_once_is_one_message(database: Database, house: TinyHouse) -> None:
    from concurrent.futures import ThreadPoolExecutor

    with database.transaction() as session:
        case = house.opened(session)

    def send(_: int) -> int:
        with database.transaction() as session:
            return cases.receive(session, case.case_id, "more_info", {"text": "More."}, NOW, key="web/1/page")

    with ThreadPoolExecutor(10) as clicks:
        sent = set(clicks.map(send, range(10)))

    assert len(sent) == 1
    with database.reading() as session:
        assert session.execute(select(func.count()).select_from(Message).where(Message.direction == "in")).scalar() == 1
    assert healthy(database)


def test_a_late_look_at_an_incident_of_a_message_that_was_taken_meanwhile_finds_nothing_to_do(
    database: Database, house: TinyHouse
) -> None:
    _, sent = sending(database, house)
    delivery.hand_over(database)
    with database.transaction() as session:
        session.execute(update(Message).where(Message.id == sent).values(status="unclaimed"))

    assert delivery.hand_over(database) == 0
