"""Whether every case goes on: by a person, a moment, a message, or somebody who repairs it."""

from collections.abc import Iterator
from typing import Any

from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding
from engine.packs import MAIN


def goes_on(chart: Chart, around: Round) -> Iterator[Finding]:
    """Every run that has not ended, also beside or after the complaint itself, has a task that somebody
    can do, a timer, a message it waits for, or an incident."""
    for run in _running(chart):
        doable = any(one.run_id == run.id and one.status == "open" and one.lane in around.staffed
                     for one in chart.tasks)
        wakes = any(one.run_id == run.id for one in (*chart.timers, *chart.awaits))
        broken = any(one.run_id in (run.id, None) and one.resolved_at is None for one in chart.incidents)
        if not (doable or wakes or broken):
            what = "The case is open" if run.process == MAIN else f"The process {run.process} (run {run.id}) goes on"
            yield chart.finding("goes-on", f"{what} and nothing will ever happen in it: no task that anybody can do, "
                                           "no timer, no message waited for, no incident.")


def task_has_people(chart: Chart, around: Round) -> Iterator[Finding]:
    """A task in a lane where nobody works is seen by nobody (security 2.4)."""
    for task in chart.tasks:
        if task.status == "open" and task.lane not in around.staffed:
            yield chart.finding("task-has-people", f"“{task.name}” waits in the group {task.lane or '(none)'}, where "
                                                   "nobody active works.", warning=True)


def ends_agree(chart: Chart, around: Round) -> Iterator[Finding]:
    """A case is open as long as the complaint itself is; what runs beside it may go on when it is closed."""
    main = [run for run in chart.runs if run.process == MAIN]
    running = [run for run in main if run.ended_at is None]
    if not main:
        yield chart.finding("ends-agree", "The case has no run of the complaint itself.")
    elif chart.open and not running:
        yield chart.finding("ends-agree", "The case is open, but the run of the complaint itself has ended.")
    elif not chart.open and running:
        yield chart.finding("ends-agree", f"The case is {chart.case['status']}, but run {running[0].id} of the "
                                          "complaint itself has not ended.")
    # an open one may have a moment of closing: work that was left beside it goes on after that milestone
    if not chart.open and chart.case["closed_at"] is None:
        yield chart.finding("ends-agree", f"The case is {chart.case['status']}, but its moment of closing is missing.")


def ended_runs_are_empty(chart: Chart, around: Round) -> Iterator[Finding]:
    """An ended run keeps no state and waits for nothing; nothing of it can be clicked any more."""
    for run in chart.runs:
        if run.ended_at is None:
            continue
        if run.state is not None or run.next_due_at is not None:
            yield chart.finding("ended-runs-are-empty", f"Run {run.id} has ended and still has a state or a due "
                                                        "moment.")
        left = {
            "open tasks": sum(task.run_id == run.id and task.status == "open" for task in chart.tasks),
            "timers": sum(timer.run_id == run.id for timer in chart.timers),
            "awaited messages": sum(one.run_id == run.id for one in chart.awaits),
        }
        for what, count in left.items():
            if count:
                yield chart.finding("ended-runs-are-empty", f"Run {run.id} has ended and still has {count} {what}.")


def next_due_is_earliest_timer(chart: Chart, around: Round) -> Iterator[Finding]:
    """The worker looks at `next_due_at` only: a timer it does not know of would never fire. One that is put
    aside has an open incident, by which the worker finds it."""
    for run in _running(chart):
        aside = {one.token for one in chart.incidents if one.run_id == run.id and one.resolved_at is None}
        dues = [one.due_at for one in chart.timers if one.run_id == run.id and one.token not in aside]
        earliest = run.started_at if run.state is None else min(dues, default=None)
        if run.next_due_at != earliest:
            yield chart.finding("next-due-is-earliest-timer", f"Run {run.id} is to wake at {run.next_due_at}, its "
                                                              f"earliest timer is {earliest}.")


def incidents_are_tried_again(chart: Chart, around: Round) -> Iterator[Finding]:
    """A timer that is put aside has a moment at which it is tried again."""
    for one in chart.incidents:
        if one.resolved_at is None and one.token and one.retry_at is None:
            yield chart.finding("incidents-are-tried-again", f"Incident {one.id} puts a timer aside for ever.")


def _running(chart: Chart) -> list[Any]:
    return [run for run in chart.runs if run.ended_at is None]
