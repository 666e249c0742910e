"""What the doctor says of runs beside a complaint, of linked cases, and of timers that are put aside."""

import pytest
from sqlalchemy import delete, insert, update

from engine import cases, doctor
from engine.db import Database
from engine.model import CaseLink, Incident, Run, Timer
from tests.engine.cases.beside import run_of, surveying
from tests.engine.tiny_house import NOW, TinyHouse

OPEN, DONE, AGAIN = 1, 2, 3
SURVEY = (Run.case_id == DONE) & (Run.process == "survey")


@pytest.fixture
def lived_in(database: Database) -> Database:
    """An open case (1), a closed one that two processes outlive (2), and what that came back as (3)."""
    house: TinyHouse = surveying(database)
    with database.transaction() as session:
        house.opened(session)
        done = house.opened(session)
        house.done(session, done.case_id)
        cases.reopen(session, done.case_id, {}, house.desk, NOW)
    return database


def examined(database: Database) -> set[str]:
    return {finding.check for finding in doctor.examine(database) if not finding.warning}


def test_runs_that_outlive_their_case_and_cases_that_came_back_are_healthy(lived_in: Database) -> None:
    assert examined(lived_in) == set()


FAULTS = [
    ("ends-agree", "a case whose complaint never ran", [
        update(Run).where(Run.case_id == OPEN).values(process="other")]),
    ("runs-are-told", "a run that nobody told of", [insert(Run).values(
        case_id=DONE, pack_id=1, process="survey", state=b"A1", started_at=NOW)]),
    ("runs-are-told", "a run that is told of and is not there", [
        delete(Timer).where(Timer.case_id == DONE), delete(Run).where(SURVEY)]),
    ("runs-are-told", "an end that nobody told of", [update(Run).where(SURVEY).values(
        ended_at=NOW, state=None, next_due_at=None), delete(Timer).where(Timer.case_id == DONE)]),
    ("unbegun-runs-are-known", "a run that never began", [insert(Run).values(
        case_id=DONE, pack_id=1, process="survey", state=None, started_at=NOW, next_due_at=NOW)]),
    ("links-are-told", "a link that nobody told of", [insert(CaseLink).values(
        case_id=OPEN, other_id=DONE, kind="group", note="", created_at=NOW)]),
    ("links-are-told", "a link that is told of and is not there", [delete(CaseLink)]),
    ("incidents-are-tried-again", "a timer that is put aside for ever", [insert(Incident).values(
        case_id=DONE, run_id=3, kind="timer", element="s_rest", token="f" * 32, cause="", what="{}", trace_hash="",
        opened_at=NOW, retry_at=None)]),
]


@pytest.mark.parametrize(("check", "damage"), [pytest.param(c, d, id=f"{c}: {what}") for c, what, d in FAULTS])
def test_a_fault_is_found(lived_in: Database, check: str, damage: list[object]) -> None:
    with lived_in.transaction() as session:
        for statement in damage:
            session.execute(statement)  # type: ignore[call-overload]

    assert check in examined(lived_in)


def test_a_closed_case_that_came_back_twice_at_the_same_time_is_found(lived_in: Database) -> None:
    with lived_in.transaction() as session:
        session.execute(insert(CaseLink).values(
            case_id=OPEN, other_id=DONE, kind="reopened", note="", created_at=NOW))

    assert "reopened-once" in examined(lived_in)


def test_a_timer_that_is_put_aside_is_none_that_was_forgotten(lived_in: Database) -> None:
    with lived_in.transaction() as session:
        run = run_of(session, DONE, "survey")
        token = session.execute(Timer.__table__.select().where(Timer.run_id == run.id)).one().token
        session.execute(insert(Incident).values(
            case_id=DONE, run_id=run.id, kind="timer", element="s_rest", token=token, cause="", what="{}",
            trace_hash="", opened_at=NOW, retry_at=NOW))
        session.execute(update(Run).where(Run.id == run.id).values(next_due_at=None))

    assert examined(lived_in) == set()
