"""Two people at the same moment: one outcome, the other is told, nothing typed is lost (R3, R4)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from typing import Any

import pytest

from engine import cases
from engine.errors import Refused, TaskGone
from tests.engine.cases.office import ASSESSMENT, Office


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """Do things at the same moment; gives what came of each, or the refusal."""
    start = Barrier(len(acts))

    def run(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            return act()
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(acts)) as people:
        return list(people.map(run, acts))


def assess(office: Office, task_id: int) -> str:
    """Ina completes the assessment."""
    with office.database.transaction() as session:
        cases.complete(session, task_id, ASSESSMENT, office.cast["ina"], office.now)
    return "done"


@pytest.mark.parametrize("again", range(3))
def test_of_two_who_complete_one_task_exactly_one_wins_and_the_other_is_told_who(office: Office, again: int) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")

    complete = partial(assess, office, task_id)

    came = at_once(complete, complete, complete)

    lost = [one for one in came if isinstance(one, TaskGone)]
    assert came.count("done") == 1
    assert len(lost) == 2 and all("Ina" in one.message for one in lost)
    assert len(office.journal(case, "task.completed")) == 1
    assert office.faults() == []


@pytest.mark.parametrize("again", range(3))
def test_a_withdrawal_and_a_completion_at_the_same_moment_have_one_outcome(office: Office, again: int) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")

    complete = partial(assess, office, task_id)

    came = at_once(complete, lambda: office.send(case, "withdrawn"))

    assert came[1] is True
    assert came[0] == "done" or "withdrawn" in came[0].about["why"] or isinstance(came[0], TaskGone)
    assert office.tasks(case) == ["Confirm withdrawal"]
    assert office.faults() == []


def test_a_deadline_and_a_click_at_the_same_moment_leave_the_case_whole(office: Office) -> None:
    case = office.complain()
    task_id = office.task(case, "Initial assessment")
    office.later(days=40)

    complete = partial(assess, office, task_id)

    came = at_once(complete, lambda: office.wake(case), lambda: office.wake(case))

    fired = [data["deadline"] for _, _, data, _ in office.journal(case, "timer.fired")]
    assert came[0] == "done"
    assert fired == ["warn75", "final"]
    assert office.written(case)[:2] == ["L1_ack", "L5_holding"]
    assert office.faults() == []
