"""Damage of every kind is found, and told under the name of the rule that it breaks."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, text, update

from engine import cases, doctor
from engine.model import (
    Await,
    Case,
    Deadline,
    Draft,
    Entry,
    Fact,
    Group,
    Membership,
    Message,
    Pack,
    Person,
    Run,
    Task,
    Timer,
)
from tests.engine.tiny_house import FIVE_DAYS, NOW, TinyHouse

OPEN, DONE = 1, 2
LATER = NOW + timedelta(hours=1)
LONG_AGO = NOW - timedelta(days=3000)

FAULTS = [
    ("goes-on", "an open case with nothing to wait for", [
        delete(Timer), delete(Await), update(Task).where(Task.case_id == OPEN).values(status="ended"),
    ]),
    ("goes-on", "an open case whose only task nobody can do", [
        delete(Timer), delete(Await), update(Person).values(active=False),
    ]),
    ("ends-agree", "a case closed while its run goes on", [
        update(Case).where(Case.id == OPEN).values(status="closed", closed_at=NOW)]),
    ("ends-agree", "a case open although its run has ended", [
        update(Case).where(Case.id == DONE).values(status="open", closed_at=None)]),
    ("ended-runs-are-empty", "an ended run that still has a state", [
        update(Run).where(Run.case_id == DONE).values(state=b"old")]),
    ("ended-runs-are-empty", "an ended run with an open task", [
        update(Task).where(Task.case_id == DONE).values(status="open")]),
    ("next-due-is-earliest-timer", "a timer that the worker is not told of", [
        update(Run).where(Run.case_id == OPEN).values(next_due_at=None)]),
    ("states-agree", "a state that was replaced", [
        update(Run).where(Run.case_id == OPEN).values(state=b"A1" + bytes(200))]),
    ("states-agree", "a running run without a state", [
        update(Run).where(Run.case_id == OPEN).values(state=None)]),
    ("states-agree", "a task with another due moment than its state knows", [
        update(Task).where(Task.case_id == OPEN).values(due_at=LATER)]),
    ("states-agree", "a task in another lane than its diagram says", [
        update(Task).where(Task.case_id == OPEN).values(lane="Team lead")]),
    ("states-agree", "a task that has lost its row", [delete(Task).where(Task.case_id == OPEN)]),
    ("states-agree", "a timer at another moment", [
        update(Timer).values(due_at=LATER), update(Run).where(Run.case_id == OPEN).values(next_due_at=LATER)]),
    ("states-agree", "a button that is not shown", [delete(Await)]),
    ("states-agree", "a button too many", [
        insert(Await).values(run_id=OPEN, token="0" * 32, element="more", case_id=OPEN, message="x", form="",
                             public_status="")]),
    ("journal-verifies", "an entry that was changed", [
        update(Entry).where(Entry.case_id == OPEN, Entry.seq == 2).values(actor="Nobody")]),
    ("journal-verifies", "an entry that was taken out", [
        delete(Entry).where(Entry.case_id == OPEN, Entry.seq == 2)]),
    ("journal-verifies", "a journal whose end was cut off", [
        delete(Entry).where(Entry.case_id == DONE, Entry.kind == "run.ended")]),
    ("milestones-agree", "a milestone with another date than its entry", [
        update(Case).where(Case.id == OPEN).values(acknowledged_at=LATER)]),
    ("milestones-agree", "a milestone that no entry tells of", [
        update(Case).where(Case.id == OPEN).values(decided_at=LATER)]),
    ("work-is-told-once", "a task done by somebody the journal does not name", [
        update(Task).where(Task.case_id == DONE).values(done_by=3)]),
    ("work-is-told-once", "a completion without a done task", [
        update(Task).where(Task.case_id == DONE).values(status="ended", done_by=None, ended_why="?")]),
    ("tasks-are-whole", "a done task that nobody did", [
        update(Task).where(Task.case_id == DONE).values(done_by=None)]),
    ("tasks-are-whole", "a task in a state that does not exist", [
        update(Task).where(Task.case_id == OPEN).values(status="odd")]),
    ("owner-is-told", "an owner whom nobody named", [update(Case).where(Case.id == OPEN).values(owner_id=3)]),
    ("deadlines-are-told", "a deadline that was moved behind the journal's back", [
        update(Deadline).where(Deadline.case_id == OPEN, Deadline.name == "final").values(due_at=LATER)]),
    ("deadlines-are-told", "a deadline that is gone", [
        delete(Deadline).where(Deadline.case_id == OPEN, Deadline.name == "final")]),
    ("facts-are-json", "a fact that cannot be read", [
        insert(Fact).values(case_id=OPEN, name="severity", value="{", set_at=NOW)]),
    ("letters-are-told-once", "a letter that is gone", [delete(Message).where(Message.case_id == OPEN)]),
    ("letters-are-told-once", "a letter that nobody wrote", [
        insert(Message).values(case_id=OPEN, direction="out", name="L9", status="paper", created_at=NOW)]),
    ("letters-are-unchanged", "a letter that says something else now", [
        update(Message).where(Message.case_id == OPEN).values(text="You get nothing.")]),
    ("deliveries-are-told", "a letter sent without an entry", [
        update(Message).where(Message.case_id == OPEN).values(status="sent", sent_at=NOW, next_at=None)]),
    ("received-are-told-once", "an answer that came from nowhere", [
        insert(Message).values(case_id=OPEN, direction="in", name="accepted", status="waiting", created_at=NOW)]),
    ("messages-are-whole", "a letter sent without a moment", [
        update(Message).where(Message.case_id == OPEN).values(status="sent")]),
    ("messages-are-whole", "a letter that waits for a try that never comes", [
        update(Message).where(Message.case_id == OPEN).values(next_at=None)]),
    ("packs-are-unchanged", "a pack that was edited after it was published", [update(Pack).values(hash="0" * 64)]),
    ("packs-are-unchanged", "a pack that cannot be unpacked", [update(Pack).values(content=b"nothing")]),
]

WARNINGS = [
    ("task-has-people", "a task in a group where nobody works", [
        delete(Membership).where(Membership.group_id.in_(select(Group.id).where(Group.name == "Handler")))]),
    ("drafts-have-tasks", "something typed into a task that is over", [
        insert(Draft).values(task_id=DONE, person_id=1, typed="{}", saved_at=NOW)]),
    ("worker-is-awake", "deadlines that passed and did not fire", [
        update(Timer).values(due_at=LONG_AGO), update(Run).where(Run.case_id == OPEN).values(next_due_at=LONG_AGO)]),
]


@pytest.fixture
def lived_in(database):
    """A database with an open case (1, with a letter in the post) and a closed one (2)."""
    with database.transaction() as session:
        house = TinyHouse(session)
        house.opened(session, email="carla@example.org")
        house.done(session, house.opened(session).case_id)
    return database


def examined(database):
    return {(finding.check, finding.warning) for finding in doctor.examine(database)}


def damage(database, statements):
    with database.transaction() as session:
        for statement in statements:
            session.execute(statement)


@pytest.mark.parametrize(("check", "damaged"), [pytest.param(c, d, id=f"{c}: {what}") for c, what, d in FAULTS])
def test_a_fault_is_found(lived_in, check, damaged):
    assert (check, False) not in examined(lived_in)

    damage(lived_in, damaged)

    assert (check, False) in examined(lived_in)


@pytest.mark.parametrize(("check", "damaged"), [pytest.param(c, d, id=f"{c}: {what}") for c, what, d in WARNINGS])
def test_what_asks_for_somebodys_attention_is_a_warning(lived_in, check, damaged):
    assert (check, True) not in examined(lived_in)

    damage(lived_in, damaged)

    assert (check, True) in examined(lived_in)


def test_a_run_that_rests_after_a_failure_does_not_mean_that_the_worker_sleeps(lived_in):
    damage(lived_in, [update(Run).values(held_until=NOW + timedelta(days=36500)),
                      update(Run).where(Run.case_id == OPEN).values(next_due_at=LONG_AGO)])

    assert ("worker-is-awake", True) not in examined(lived_in)


def test_a_finding_names_the_case_and_says_what_is_wrong(lived_in):
    with lived_in.transaction() as session:
        reference = session.execute(select(Case.reference).where(Case.id == OPEN)).scalar_one()
    damage(lived_in, [update(Person).where(Person.id == 2).values(name="Renamed"),
                      update(Case).where(Case.id == OPEN).values(owner_id=3)])

    found = next(finding for finding in doctor.examine(lived_in) if finding.check == "owner-is-told")

    assert found.to_dict() == {
        "check": "owner-is-told", "case": reference, "warning": False,
        "what": "The case belongs to person 3, the journal last named person 2.",
    }


def test_one_unreadable_case_does_not_hide_the_next(lived_in):
    damage(lived_in, [update(Entry).where(Entry.case_id == OPEN).values(data="{"),
                      update(Task).where(Task.case_id == DONE).values(done_by=None)])

    assert {("journal-verifies", False), ("tasks-are-whole", False)} <= examined(lived_in)


def test_looking_changes_nothing(lived_in):
    with lived_in.transaction() as session:
        cases.fire_due(session, OPEN, OPEN, NOW + FIVE_DAYS / 2)
        before = session.execute(select(Case.version, Case.head)).all()

    list(doctor.examine(lived_in))

    with lived_in.reading() as session:
        assert session.execute(select(Case.version, Case.head)).all() == before


def test_a_row_that_names_nothing_is_found_in_sqlite(lived_in):
    if not lived_in.sqlite:
        pytest.skip("PostgreSQL keeps references whole by itself")
    with lived_in.engine.connect() as connection:
        connection.execute(text("commit"))
        connection.execute(text("pragma foreign_keys=off"))
        connection.execute(text("update complaint set pack_id = 77 where id = 2"))
        connection.execute(text("pragma foreign_keys=on"))

    assert ("storage-is-sound", False) in examined(lived_in)
