"""Complaints of one cause are answered together, and each stands for itself."""

from typing import Any

import pytest
import time_machine
from sqlalchemy import select

from engine import cases
from engine.cases import Answer, Answered, Opened
from engine.errors import AlreadyClaimed, NotYourLane, StepFailed, TaskGone
from engine.model import Run, Task
from tests.engine.cases.office import DECISION, Office

TASK = "Investigate and decide"


@pytest.fixture
def three(office: Office) -> list[Opened]:
    """Three complaints of the same cause, each to be decided."""
    found = [office.complain() for _ in range(3)]
    for case in found:
        office.assess(case)
    with office.database.transaction() as session:
        for other in found[1:]:
            cases.link(session, found[0].case_id, other.reference, "group", "", office.cast["tess"], office.now)
    return found


def answer(office: Office, case: Opened, **more: Any) -> Answer:
    data = {**DECISION, **more}
    typed = {name: [str(value)] for name, value in data.items()}
    return Answer(office.task(case, TASK), data, typed, [("What did you find out?", data["findings"])])


def together(office: Office, *answers: Answer, by: str = "hugo") -> list[Answered]:
    with time_machine.travel(office.now):
        return cases.answer_together(office.database, answers, office.cast[by])


def test_one_answer_goes_to_each_case_and_each_is_done(office: Office, three: list[Opened]) -> None:
    results = together(office, *(answer(office, case) for case in three))

    assert [(one.reference, one.done) for one in results] == [(case.reference, True) for case in three]
    assert [office.tasks(case) for case in three] == [["Four-eyes review"]] * 3
    assert office.faults() == []


def test_what_differs_for_one_case_is_its_own(office: Office, three: list[Opened]) -> None:
    together(office, answer(office, three[0]), answer(office, three[1], outcome="refused"))

    assert [office.case(case).outcome for case in three] == ["upheld", "refused", ""]
    assert office.tasks(three[2]) == [TASK]


def test_a_case_that_refuses_keeps_the_answer_from_no_other(office: Office, three: list[Opened]) -> None:
    with office.database.transaction() as session:
        held = office.task(three[1], TASK)
        session.get_one(Task, held).assignee_id = office.cast["rita"].id
    answers = [answer(office, case) for case in three]

    results = together(office, *answers)

    assert [one.done for one in results] == [True, False, True]
    assert isinstance(results[1].refused, AlreadyClaimed)


def test_what_was_typed_for_a_case_that_refused_is_kept_as_a_draft(office: Office, three: list[Opened]) -> None:
    held = answer(office, three[0])

    results = together(office, held, by="rita")

    assert isinstance(results[0].refused, NotYourLane)
    with office.database.reading() as session:
        assert cases.draft(session, held.task_id, office.cast["rita"].id or 0) == held.typed


def test_what_was_typed_for_a_task_that_is_gone_stays_with_its_case_as_a_note(
    office: Office, three: list[Opened]
) -> None:
    late = answer(office, three[0], findings="They were charged twice.")
    office.do("hugo", three[0], TASK, **DECISION)

    results = together(office, late, answer(office, three[1]))

    assert isinstance(results[0].refused, TaskGone) and results[1].done
    assert [told["text"] for _, _, told, _ in office.journal(three[0], "note.added")] == [
        "What did you find out?: They were charged twice."]


def test_a_case_that_cannot_go_on_is_an_incident_and_the_others_are_answered(
    office: Office, three: list[Opened]
) -> None:
    answers = [answer(office, case) for case in three]
    with office.database.transaction() as session:
        session.scalars(select(Run).where(Run.case_id == three[1].case_id)).one().state = b"broken"

    results = together(office, *answers)

    assert [one.done for one in results] == [True, False, True]
    assert isinstance(results[1].refused, StepFailed)
    assert len(office.journal(three[1], "incident.opened")) == 1


def test_what_can_be_answered_with_a_task_is_the_same_task_of_the_same_group_for_the_same_person(
    office: Office, three: list[Opened]
) -> None:
    alone = office.complain()
    office.assess(alone)
    office.do("hugo", three[2], TASK, **DECISION)

    def found(who: str) -> list[str]:
        with office.database.reading() as session:
            task = session.get_one(Task, office.task(three[0], TASK))
            return [one.reference for one in cases.companions(session, task, office.cast[who], office.now)]

    assert found("hugo") == [three[1].reference]
    assert found("rita") == []
