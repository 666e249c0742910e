"""What runs beside a complaint: begun by it, on its pack, and living on when it is closed."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from sqlalchemy import delete, select, update

from engine import cases, clock, deadlines, delivery, doctor
from engine.cases import Opened
from engine.db import Database
from engine.errors import StepFailed
from engine.model import Await, Case, Entry, Incident, Message, Run, Task, Timer
from tests.engine.cases.beside import SURVEYING, drawn, on_pack, open_tasks, run_of, surveying
from tests.engine.cases.test_incidents import incident, press_retry, repair
from tests.engine.process.drawing import node, path, timer
from tests.engine.tiny_house import NOW, TinyHouse, service, task_of, told, work

DAY = timedelta(days=1)


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    return surveying(database)


def closed(database: Database, house: TinyHouse) -> Opened:
    """A complaint that was looked into and closed."""
    with database.transaction() as session:
        case = house.opened(session, email="carla@example.org")
        house.done(session, case.case_id, clock.business(session))
    return case


def told_of(database: Database, case: Opened, *kinds: str) -> list[dict[str, Any]]:
    with database.reading() as session:
        rows = session.scalars(
            select(Entry.data).where(Entry.case_id == case.case_id, Entry.kind.in_(kinds)).order_by(Entry.seq)
        )
        return [orjson.loads(row) for row in rows]


def healthy(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_a_step_begins_a_run_of_its_own_on_the_same_case_and_pack(database: Database, house: TinyHouse) -> None:
    case = closed(database, house)

    with database.reading() as session:
        runs = {run.process: run for run in session.scalars(select(Run).where(Run.case_id == case.case_id))}
        assert {run.pack_id for run in runs.values()} == {house.pack_id}
        assert (runs["complaint"].ended_at, runs["survey"].ended_at, runs["cause"].ended_at) == (NOW, None, None)
        assert open_tasks(session, case.case_id) == ["Find the cause"]
    assert [data["process"] for data in told_of(database, case, "run.started")] == ["survey", "cause"]
    assert [data["name"] for data in told_of(database, case, "run.ended")] == ["complaint"]
    assert healthy(database) == []


def test_the_end_of_the_complaint_itself_closes_the_case_and_no_other_end_does(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = closed(database, house)
    now.move_to(NOW + 3 * DAY)

    with database.transaction() as session:
        task = task_of(session, case.case_id)
        cases.complete(session, task.id, {"text": "Two systems."}, house.chief, clock.real())

    with database.reading() as session:
        row = session.get_one(Case, case.case_id)
        assert (row.status, row.closed_at) == ("closed", NOW)
        assert run_of(session, case.case_id, "cause").ended_at == NOW + 3 * DAY
    assert healthy(database) == []


def test_deadlines_of_a_closed_case_fire_as_long_as_something_runs_beside_it(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = closed(database, house)

    now.move_to(NOW + 7 * DAY)
    deadlines.sweep(database)
    with database.reading() as session:
        letters = list(session.scalars(select(Message.name).where(Message.case_id == case.case_id)))
        waits = list(session.scalars(select(Await.message).where(Await.case_id == case.case_id)))
    now.move_to(NOW + 30 * DAY)
    deadlines.sweep(database)

    assert (letters, waits) == (["L1_ack", "L12_survey"], ["survey_answered"])
    with database.reading() as session:
        assert run_of(session, case.case_id, "survey").ended_at == NOW + 21 * DAY
        assert open_tasks(session, case.case_id) == ["Ask where it stands", "Find the cause"]
    assert healthy(database) == []


def test_a_message_for_a_closed_case_reaches_the_run_that_waits_for_it(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = closed(database, house)
    now.move_to(NOW + 7 * DAY)
    deadlines.sweep(database)

    with database.transaction() as session:
        cases.receive(session, case.case_id, "survey_answered", {"score": 5}, clock.business(session))
    taken = delivery.hand_over(database)

    with database.reading() as session:
        assert taken == 1
        assert run_of(session, case.case_id, "survey").ended_at == NOW + 7 * DAY
    assert healthy(database) == []


def test_what_was_asked_for_late_begins_at_its_own_moment(
    database: Database, now: time_machine.Traveller
) -> None:
    # the complaint asks for the survey by itself after five days; somebody looks on the twentieth
    late = drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("intermediateCatchEvent", "rest",
               "<bpmn:timerEventDefinition><bpmn:timeDuration>\"P5D\"</bpmn:timeDuration></bpmn:timerEventDefinition>")
        + node("serviceTask", "ask_later", service("start_run", "decided", process="&quot;survey&quot;"))
        + node("userTask", "look", work("Handler"), name="Look into it") + node("endEvent", "done")
        + path("came", "take_up", "rest", "ask_later", "look", "done"), "complaint",
    )
    house = on_pack(database, {"bpmn/complaint.bpmn": late})
    with database.transaction() as session:
        case = house.opened(session)
    now.move_to(NOW + 20 * DAY)

    deadlines.sweep(database)
    deadlines.sweep(database)

    with database.reading() as session:
        run = run_of(session, case.case_id, "survey")
        written = session.execute(select(Message.created_at).where(Message.name == "L12_survey")).scalar_one()
        assert (run.started_at, written) == (NOW + 5 * DAY, NOW + 12 * DAY)
        due = session.execute(select(Timer.due_at).where(Timer.run_id == run.id)).scalar_one()
        assert due == NOW + 26 * DAY
    assert healthy(database) == []


BROKEN = drawn(
    node("startEvent", "s_start")
    + node("serviceTask", "s_odd", service("assign_owner", "x", lane="&quot;Nobody&quot;"))
    + node("userTask", "s_ask", work("Handler"), name="Ask them") + node("endEvent", "s_end")
    + path("s_start", "s_odd", "s_ask", "s_end"), "survey",
)


def test_a_process_beside_that_cannot_begin_never_holds_the_complaint_up(
    database: Database, now: time_machine.Traveller
) -> None:
    house = on_pack(database, {"bpmn/survey.bpmn": BROKEN})

    case = closed(database, house)

    with database.reading() as session:
        incident = session.scalars(select(Incident)).one()
        assert session.get_one(Case, case.case_id).status == "closed"
        assert (incident.kind, incident.element) == ("start", "s_odd")
        assert open_tasks(session, case.case_id) == ["Find the cause"]
    assert [data["process"] for data in told_of(database, case, "run.started")] == ["cause"]
    assert healthy(database) == []


def test_after_the_repair_it_begins_by_itself_at_the_moment_for_which_it_was_asked(
    database: Database, now: time_machine.Traveller
) -> None:
    house = on_pack(database, {"bpmn/survey.bpmn": BROKEN})
    case = closed(database, house)
    now.shift(timedelta(seconds=1))
    deadlines.sweep(database)
    repair(database)
    now.shift(timedelta(hours=2))

    deadlines.sweep(database)

    with database.reading() as session:
        assert open_tasks(session, case.case_id) == ["Ask them", "Find the cause"]
        assert run_of(session, case.case_id, "survey").started_at == NOW
    assert incident(database).resolved_at is not None
    assert healthy(database) == []


def test_the_button_tries_at_once_what_could_not_begin(database: Database, now: time_machine.Traveller) -> None:
    house = on_pack(database, {"bpmn/survey.bpmn": BROKEN})
    case = closed(database, house)
    repair(database)

    press_retry(database, house)

    with database.reading() as session:
        assert open_tasks(session, case.case_id) == ["Ask them", "Find the cause"]
    assert incident(database).resolved_by == house.chief.id
    assert healthy(database) == []


def test_a_process_that_begins_itself_without_end_is_stopped(
    database: Database, now: time_machine.Traveller
) -> None:
    again = drawn(
        node("startEvent", "s_start")
        + node("serviceTask", "s_again", service("start_run", "x", process="&quot;survey&quot;"))
        + node("endEvent", "s_end") + path("s_start", "s_again", "s_end"), "survey",
    )
    house = on_pack(database, {"bpmn/survey.bpmn": again})

    case = closed(database, house)

    with database.reading() as session:
        assert "without end" in session.scalars(select(Incident)).one().cause
        assert session.get_one(Case, case.case_id).status == "closed"


@pytest.mark.parametrize("process", ["complaint", "suvey", ""])
def test_only_a_process_of_the_pack_other_than_the_complaint_can_begin_beside_it(
    database: Database, now: time_machine.Traveller, process: str
) -> None:
    wrong = SURVEYING.files["bpmn/complaint.bpmn"].replace(b"&quot;survey&quot;", f"&quot;{process}&quot;".encode())
    house = on_pack(database, {"bpmn/complaint.bpmn": wrong})

    with pytest.raises(StepFailed, match="cause, survey"):
        closed(database, house)


def test_a_terminating_end_of_the_complaint_ends_its_open_tasks_each_with_an_entry_and_none_beside_it(
    database: Database, now: time_machine.Traveller
) -> None:
    # two ways side by side: the handler's ends everything of the complaint
    ending = drawn(
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("serviceTask", "learn", service("start_run", "decided", process="&quot;cause&quot;"))
        + node("parallelGateway", "both") + node("userTask", "look", work("Handler"), name="Look into it")
        + node("userTask", "watch", work("Team lead"), name="Watch over it") + node("endEvent", "watched")
        + node("endEvent", "done", told("", milestone="closed") + '<bpmn:terminateEventDefinition id="all"/>')
        + path("came", "take_up", "learn", "both", "look", "done") + path("both", "watch", "watched"), "complaint",
    )
    house = on_pack(database, {"bpmn/complaint.bpmn": ending})
    with database.transaction() as session:
        case = house.opened(session)
        task = session.execute(select(Task.id).where(Task.name == "Look into it")).scalar_one()

    with database.transaction() as session:
        cases.complete(session, task, {"text": "Mended."}, house.handler, NOW)

    assert [data["name"] for data in told_of(database, case, "task.ended")] == ["Watch over it"]
    with database.reading() as session:
        assert session.get_one(Case, case.case_id).status == "closed"
        assert open_tasks(session, case.case_id) == ["Find the cause"]
    assert healthy(database) == []


def test_the_doctor_finds_a_run_beside_that_stands_still(database: Database, house: TinyHouse) -> None:
    case = closed(database, house)
    with database.transaction() as session:
        run = run_of(session, case.case_id, "survey")
        session.execute(delete(Timer).where(Timer.run_id == run.id))
        session.execute(update(Run).where(Run.id == run.id).values(next_due_at=None))

    assert any("goes-on" in finding and "survey" in finding for finding in healthy(database))


WATCHED = drawn(
    node("startEvent", "c_start")
    + node("userTask", "c_find", told("", lane="Team lead", formJsonSchemaFilename="remark.json",
                                      due="deadline(&quot;final&quot;)"), name="Find the cause")
    + node("boundaryEvent", "c_late", timer('deadline("final")'), attachedToRef="c_find", cancelActivity="false")
    + node("endEvent", "c_asked") + path("c_late", "c_asked")
    + node("endEvent", "c_end") + path("c_start", "c_find", "c_end"), "cause",
)
URGENT = drawn(
    node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
    + node("serviceTask", "learn", service("start_run", "decided", process="&quot;cause&quot;"))
    + node("userTask", "look", work("Handler"), name="Look into it")
    + node("scriptTask", "nothing", "<bpmn:script>done = true</bpmn:script>")
    + node("serviceTask", "date", service("set_deadlines", "assessed"))
    + node("userTask", "answer", work("Handler"), name="Answer it") + node("endEvent", "done")
    + path("came", "take_up", "learn", "look", "nothing", "date", "answer", "done"), "complaint",
)
REGIMES = SURVEYING.files["bpmn/regimes.toml"]


def test_a_date_that_the_complaint_sets_anew_binds_what_runs_beside_it(
    database: Database, now: time_machine.Traveller
) -> None:
    shorter = b"""
[[regime]]
id = "short"
name = "A shorter time"
valid_from = 1970-01-01
clock_start = "receipt"
final = "10 CD"
breach_effects = ["holding_letter"]
confidence = "own"
source = "us"
"""
    # the handler's remark decides by which regime the case goes
    remark = b"""{"title": "Remark", "type": "object", "properties": {
        "text": {"title": "Regime", "type": "array", "items": {"type": "string", "enum": ["short"]},
                 "x-amends-fact": "regimes"}}}"""
    house = on_pack(database, {"bpmn/complaint.bpmn": URGENT, "bpmn/cause.bpmn": WATCHED,
                               "bpmn/regimes.toml": REGIMES + shorter, "forms/remark.json": remark})
    with database.transaction() as session:
        case = house.opened(session)
        before = session.execute(select(Timer.due_at).where(Timer.element == "c_late")).scalar_one()
        look = session.execute(select(Task.id).where(Task.name == "Look into it")).scalar_one()

    with database.transaction() as session:
        cases.complete(session, look, {"text": ["short"]}, house.handler, NOW)

    with database.reading() as session:
        due = session.execute(select(Timer.due_at).where(Timer.element == "c_late")).scalar_one()
        task = session.execute(select(Task.due_at).where(Task.name == "Find the cause")).scalar_one()
        assert due == task == run_of(session, case.case_id, "cause").next_due_at
        assert before - due == 20 * DAY
    assert healthy(database) == []


def test_a_message_that_nothing_waits_for_is_not_held_up_by_a_run_that_cannot_go_on(
    database: Database, house: TinyHouse, now: time_machine.Traveller
) -> None:
    case = closed(database, house)
    with database.transaction() as session:
        run = run_of(session, case.case_id, "cause")
        session.execute(update(Run).where(Run.id == run.id).values(state=b"A1" + bytes(100)))
        sent = cases.receive(session, case.case_id, "survey_answered", {}, clock.business(session))
    now.move_to(NOW + 10 * DAY)

    delivery.hand_over(database)

    with database.reading() as session:
        # the survey rests until the seventh day, which nobody has noticed yet: it takes the answer then
        assert session.get_one(Message, sent).status == "delivered"
    with database.transaction() as session:
        late = cases.receive(session, case.case_id, "survey_answered", {}, clock.business(session))
    delivery.hand_over(database)

    with database.reading() as session:
        assert session.get_one(Message, late).status == "unclaimed"
        assert session.scalars(select(Incident)).all() == []
