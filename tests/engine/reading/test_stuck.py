"""The list of cases that cannot go on."""

from sqlalchemy import select

from engine import cases, stuck
from engine.errors import StepFailed
from engine.model import Run
from tests.engine.cases.office import Office


def fail(office: Office, kind: str) -> str:
    """A case that could not take a step; gives its reference."""
    case = office.complain()
    with office.database.transaction() as session:
        run_id = session.execute(select(Run.id).where(Run.case_id == case.case_id)).scalar_one()
        wrong = StepFailed("No row fits.", case_id=case.case_id, run_id=run_id, element="rate_urgency")
        cases.record(session, wrong, kind, office.now)
    return case.reference


def test_an_incident_names_the_case_the_step_and_the_cause(office: Office) -> None:
    reference = fail(office, "timer")

    with office.database.reading() as session:
        row = stuck.page(session).rows[0]

    assert (row.reference, row.step, row.cause, row.attempts) == (reference, "Urgency", "No row fits.", 1)
    assert row.retry_at is not None


def test_what_a_click_met_waits_for_another_click_and_promises_no_next_try(office: Office) -> None:
    fail(office, "task")

    with office.database.reading() as session:
        assert stuck.page(session).rows[0].retry_at is None


def test_the_list_goes_on_where_the_page_ended(office: Office) -> None:
    references = [fail(office, "timer") for _ in range(3)]

    with office.database.reading() as session:
        first = stuck.page(session, size=2)
        second = stuck.page(session, first.after, size=2)
        count = stuck.count(session)

    assert [row.reference for row in (*first.rows, *second.rows)] == references[::-1]
    assert (second.after, count) == (None, 3)
