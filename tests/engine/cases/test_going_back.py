"""Back to an earlier step with a reason, and a table that overlaps in a running case."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import orjson
import pytest
import time_machine
from sqlalchemy import select

from engine import cases, clock, deadlines, doctor
from engine.cases import Earlier, Opened
from engine.db import Database
from engine.errors import Refused, StepFailed, TaskGone
from engine.model import Case, Entry, Incident, Task, Timer
from engine.packs import Pack
from tests.engine.cases.beside import drawn
from tests.engine.poisons import beside, rules
from tests.engine.process.drawing import node, path, timer
from tests.engine.tiny_house import FILES, NOW, TinyHouse, service, told, work

DAY = timedelta(days=1)
WHY = "The topic was wrong; please assess it again."

INNER = (
    node("startEvent", "h_start")
    + node("userTask", "assess", told("", lane="Intake", formJsonSchemaFilename="remark.json", milestone="assessed"),
           name="Assess it")
    + node("userTask", "find", work("Handler"), name="Find out")
    + node("businessRuleTask", "odd", "<bpmn:extensionElements><spiffworkflow:calledDecisionId>D_odd"
                                      "</spiffworkflow:calledDecisionId></bpmn:extensionElements>", name="Rate it")
    + node("userTask", "answer", work("Handler"), name="Answer it")
    + node("endEvent", "h_end") + path("h_start", "assess", "find", "odd", "answer", "h_end")
)
COMPLAINT = drawn(
    node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
    + node("subProcess", "handling", INNER)
    + node("boundaryEvent", "warn", timer('"P20D"'), attachedToRef="handling", cancelActivity="false")
    + node("userTask", "watch", work("Team lead"), name="Watch over it") + node("endEvent", "watched")
    + path("warn", "watch", "watched")
    + node("endEvent", "done", told("", milestone="closed")) + path("came", "take_up", "handling", "done"),
    "complaint",
)


def overlapping() -> bytes:
    """Two rows for the same finding, and one for everything else."""
    return rules('"credit"', "grade", '"A"', '"B"').replace(
        b"<text>topic</text>", b"<text>finding</text>").replace(
        b"</decisionTable>", b'<rule id="r9"><inputEntry id="i9"><text>not("credit")</text></inputEntry>'
                             b'<outputEntry id="o9"><text>"C"</text></outputEntry></rule></decisionTable>')


ASSESSING = Pack({**FILES, "bpmn/complaint.bpmn": COMPLAINT, "bpmn/tables/D_odd.dmn": overlapping()})


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def house(database: Database, now: time_machine.Traveller) -> TinyHouse:
    with database.transaction() as session:
        return beside(session, TinyHouse(session), ASSESSING)


@pytest.fixture
def case(database: Database, house: TinyHouse) -> Opened:
    with database.transaction() as session:
        return house.opened(session)


def do(database: Database, house: TinyHouse, name: str, **data: Any) -> None:
    """Whoever may does an open task; a case that cannot follow records it, as the page does."""
    people = {"Intake": house.desk, "Handler": house.handler, "Team lead": house.chief}
    try:
        with database.transaction() as session:
            task = session.execute(select(Task).where(Task.name == name, Task.status == "open")).scalar_one()
            cases.complete(session, task.id, data, people[task.lane], clock.real())
    except StepFailed as wrong:
        with database.transaction() as session:
            cases.record(session, wrong, "task", clock.real())


def earlier(database: Database, case: Opened) -> list[Earlier]:
    with database.reading() as session:
        return cases.earlier_steps(session, case.case_id, clock.real())


def back(database: Database, house: TinyHouse, case: Opened, name: str, reason: str = WHY) -> None:
    step = next(one for one in earlier(database, case) if one.name == name)
    with database.transaction() as session:
        cases.go_back(session, case.case_id, step.run_id, step.token, reason, house.chief, clock.real())


def tasks(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(Task.name).where(Task.status == "open")))


def journal(database: Database, kind: str) -> list[tuple[str, dict[str, Any]]]:
    with database.reading() as session:
        rows = session.scalars(select(Entry).where(Entry.kind == kind).order_by(Entry.seq))
        return [(one.actor, orjson.loads(one.data)) for one in rows]


def incident(database: Database) -> Incident:
    with database.reading() as session:
        return session.scalars(select(Incident)).one()


def healthy(database: Database) -> list[str]:
    return [str(finding) for finding in doctor.examine(database) if not finding.warning]


def test_the_steps_that_can_be_done_again_say_who_did_them_and_when_the_last_one_first(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    do(database, house, "Assess it", text="payments")
    now.shift(DAY)
    do(database, house, "Find out", text="payments")

    found = [(one.name, one.who, one.at) for one in earlier(database, case)]

    assert found == [("Find out", house.handler.name, NOW + DAY), ("Assess it", house.desk.name, NOW)]


def test_going_back_opens_the_step_again_and_ends_what_came_after_it(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    do(database, house, "Assess it", text="payments")
    do(database, house, "Find out", text="payments")
    now.shift(DAY)

    back(database, house, case, "Assess it")

    assert tasks(database) == ["Assess it"]
    [(who, entry)] = journal(database, "run.gone_back")
    assert (who, entry["name"], entry["reason"]) == (house.chief.name, "Assess it", WHY)
    assert entry["done_at"] == NOW.isoformat()
    [(_, ended)] = journal(database, "task.ended")
    assert (ended["name"], ended["why"]) == ("Answer it", "gone_back: Assess it")
    assert healthy(database) == []


def test_the_complainants_clock_goes_on_while_a_case_goes_back(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    do(database, house, "Assess it", text="payments")
    now.shift(19 * DAY)
    back(database, house, case, "Assess it")
    with database.reading() as session:
        due = session.execute(select(Timer.due_at).where(Timer.element == "warn")).scalar_one()
    now.move_to(NOW + 20 * DAY)

    deadlines.sweep(database)

    assert due == NOW + 20 * DAY
    assert tasks(database) == ["Assess it", "Watch over it"]
    assert healthy(database) == []


def test_going_back_needs_a_reason(database: Database, house: TinyHouse, case: Opened) -> None:
    do(database, house, "Assess it", text="payments")

    with pytest.raises(Refused, match="Say why"):
        back(database, house, case, "Assess it", "   no.   ")

    assert tasks(database) == ["Find out"]


def test_a_step_that_was_gone_back_behind_cannot_be_gone_back_to(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    do(database, house, "Assess it", text="payments")
    do(database, house, "Find out", text="payments")
    shown = next(one for one in earlier(database, case) if one.name == "Find out")
    back(database, house, case, "Assess it")

    with pytest.raises(TaskGone), database.transaction() as session:
        cases.go_back(session, case.case_id, shown.run_id, shown.token, WHY, house.chief, clock.real())


def test_what_somebody_was_typing_when_a_case_goes_back_stays_as_a_note(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    do(database, house, "Assess it", text="payments")
    with database.transaction() as session:
        task = session.execute(select(Task).where(Task.name == "Find out")).scalar_one()
        cases.save_draft(session, task.id, house.handler.id or 0, {"text": ["half a sentence"]}, clock.real())

    back(database, house, case, "Assess it")

    [(who, note)] = journal(database, "note.added")
    assert (who, note["text"], note["about"]) == (house.handler.name, "Text: half a sentence", "Find out")
    assert not [one for one in doctor.examine(database) if one.check == "drafts-have-tasks"]


def test_a_table_whose_rows_overlap_is_an_incident_that_shows_rows_and_inputs(
    database: Database, house: TinyHouse, case: Opened
) -> None:
    do(database, house, "Assess it", text="credit")

    do(database, house, "Find out", text="credit")

    found = incident(database)
    what = orjson.loads(found.what)
    assert (found.element, found.kind, what["table"]) == ("odd", "task", "D_odd")
    assert (what["rows"], what["inputs"]) == ([1, 2], {"finding": "credit"})
    assert tasks(database) == ["Find out"]


def test_answering_otherwise_heals_what_overlapped(database: Database, house: TinyHouse, case: Opened) -> None:
    do(database, house, "Assess it", text="credit")
    do(database, house, "Find out", text="credit")

    back(database, house, case, "Assess it")
    opened = incident(database).resolved_at
    do(database, house, "Assess it", text="payments")
    do(database, house, "Find out", text="payments")

    assert opened is None, "nothing shows yet that the case goes on"
    assert incident(database).resolved_at is not None
    assert tasks(database) == ["Answer it"]
    assert healthy(database) == []


def test_a_click_that_the_case_cannot_follow_keeps_no_deadline_waiting(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    do(database, house, "Assess it", text="credit")
    do(database, house, "Find out", text="credit")
    now.move_to(NOW + 20 * DAY)

    deadlines.sweep(database)

    assert tasks(database) == ["Find out", "Watch over it"]
    assert incident(database).resolved_at is None
    assert healthy(database) == []


def test_a_milestone_that_was_reached_stays_reached_on_its_first_day(
    database: Database, house: TinyHouse, case: Opened, now: time_machine.Traveller
) -> None:
    do(database, house, "Assess it", text="payments")
    now.shift(DAY)
    back(database, house, case, "Assess it")
    do(database, house, "Assess it", text="payments")

    with database.reading() as session:
        assert session.get_one(Case, case.case_id).assessed_at == NOW
    assert [entry["name"] for _, entry in journal(database, "milestone.reached")].count("assessed") == 2
    assert healthy(database) == []
