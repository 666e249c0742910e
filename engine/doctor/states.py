"""Whether lists and buttons show what the sealed states say."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from engine import dossier as dossiers
from engine import process
from engine.cases.lending import state_key, surroundings
from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding
from engine.dossier import Dossier
from engine.errors import AmendsError
from engine.process import View


def states_agree(chart: Chart, around: Round) -> Iterator[Finding]:
    """The state of each running run opens with its seal, and waits for exactly what the rows say."""
    for run in chart.runs:
        if run.ended_at is not None:
            continue
        if run.state is None:
            if run.id not in {one.run_id for one in chart.incidents if one.resolved_at is None}:
                yield chart.finding("states-agree", f"Run {run.id} goes on but has no state.")
            continue
        try:
            view = _view(chart, run, around)
        except AmendsError as wrong:
            yield chart.finding("states-agree", f"The state of run {run.id} cannot be opened: {wrong.message}")
        except Exception as wrong:
            # a damaged row may break anything on the way; a doctor who stops at it would hide all the others
            yield chart.finding("states-agree", f"Run {run.id} cannot be looked at: {type(wrong).__name__}: {wrong}")
        else:
            yield from _compare(chart, run.id, view)


def _view(chart: Chart, run: Any, around: Round) -> View:
    lent = surroundings(_dossier(chart, run, around))
    compiled = around.pack(run.pack_id).process(run.process)
    return process.load(compiled, run.state, lent, state_key(around.session, chart.case["reference"])).view()


def _dossier(chart: Chart, run: Any, around: Round) -> Dossier:
    return dossiers.opened(
        around.session, dict(chart.case), around.pack(run.pack_id), around.now,
        {fact.name: orjson.loads(fact.value) for fact in chart.facts},
        {deadline.name: deadline.due_at for deadline in chart.deadlines},
    )


def _compare(chart: Chart, run_id: int, view: View) -> Iterator[Finding]:
    tasks = {task.token: task for task in chart.tasks if task.run_id == run_id and task.status == "open"}
    timers = {(timer.token, timer.element): timer for timer in chart.timers if timer.run_id == run_id}
    awaits = {(one.token, one.element): one for one in chart.awaits if one.run_id == run_id}
    drawn = _drawn_groups(chart)
    for what, rows, told in (
        ("task", {key: (row.element, row.about, drawn.get(key, row.lane), row.form, row.due_at)
                  for key, row in tasks.items()},
         {key: (one.element, one.about, one.lane, one.form, one.due) for key, one in view.tasks.items()}),
        ("timer", {key: (row.element, row.deadline, row.due_at) for key, row in timers.items()},
         {key: (one.element, one.deadline, one.due) for key, one in view.timers.items()}),
        ("awaited message", {key: (row.element, row.message, row.about) for key, row in awaits.items()},
         {key: (one.element, one.message, one.about) for key, one in view.awaits.items()}),
    ):
        for difference in _differences(what, rows, told):
            yield chart.finding("states-agree", f"Run {run_id}: {difference}")


def _drawn_groups(chart: Chart) -> dict[str, str]:
    """The group that the drawing gives a task, where it went up to another because nobody of it could do it."""
    drawn: dict[str, str] = {}
    for _, data in chart.told("task.escalated"):
        drawn.setdefault(data["token"], data["lane"])
    return drawn


def _differences(what: str, rows: Mapping[Any, tuple[Any, ...]], told: Mapping[Any, tuple[Any, ...]]) -> Iterator[str]:
    for key in told.keys() - rows.keys():
        yield f"the {what} {_said(told[key])} has no row."
    for key in rows.keys() - told.keys():
        yield f"the {what} {_said(rows[key])} has a row, but the state knows nothing of it."
    for key in rows.keys() & told.keys():
        if rows[key] != told[key]:
            yield f"the {what} is {_said(rows[key])} in its row and {_said(told[key])} in the state."


def _said(parts: tuple[Any, ...]) -> str:
    return " · ".join(str(part) for part in parts if part)
