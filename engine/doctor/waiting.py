"""Whether every case goes on: by a person, a moment, a message, or somebody who repairs it."""

from collections.abc import Iterator

from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding


def goes_on(chart: Chart, around: Round) -> Iterator[Finding]:
    """An open case has a task that somebody can do, a timer or a message on a running run, or an incident."""
    if not chart.open:
        return
    running = {run.id for run in chart.runs if run.ended_at is None}
    doable = any(task.status == "open" and task.lane in around.staffed for task in chart.tasks)
    wakes = any(one.run_id in running for one in (*chart.timers, *chart.awaits))
    broken = any(incident.resolved_at is None for incident in chart.incidents)
    if not (doable or wakes or broken):
        yield chart.finding("goes-on", "The case is open and nothing will ever happen in it: no task that anybody "
                                       "can do, no timer, no message waited for, no incident.")


def task_has_people(chart: Chart, around: Round) -> Iterator[Finding]:
    """A task in a lane where nobody works is seen by nobody (security 2.4)."""
    for task in chart.tasks:
        if task.status == "open" and task.lane not in around.staffed:
            yield chart.finding("task-has-people", f"“{task.name}” waits in the group {task.lane or '(none)'}, where "
                                                   "nobody active works.", warning=True)


def ends_agree(chart: Chart, around: Round) -> Iterator[Finding]:
    """A case is open as long as one of its runs is."""
    running = [run for run in chart.runs if run.ended_at is None]
    if not chart.runs:
        yield chart.finding("ends-agree", "The case has no run.")
    elif chart.open and not running:
        yield chart.finding("ends-agree", "The case is open, but all its runs have ended.")
    elif not chart.open and running:
        yield chart.finding("ends-agree", f"The case is {chart.case['status']}, but run {running[0].id} has not ended.")
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
    """The worker looks at `next_due_at` only: a timer it does not know of would never fire."""
    for run in chart.runs:
        if run.ended_at is not None:
            continue
        earliest = min((timer.due_at for timer in chart.timers if timer.run_id == run.id), default=None)
        if run.next_due_at != earliest:
            yield chart.finding("next-due-is-earliest-timer", f"Run {run.id} is to wake at {run.next_due_at}, its "
                                                              f"earliest timer is {earliest}.")
