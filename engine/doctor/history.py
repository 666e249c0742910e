"""Whether the journal holds, and tells what the rows tell."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import orjson

from engine import journal
from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding
from engine.model.cases import MILESTONE_COLUMNS
from engine.packs import MAIN


def journal_verifies(chart: Chart, around: Round) -> Iterator[Finding]:
    """The chain of hashes holds from the first entry to the tip that the case knows (S26)."""
    case = chart.case
    for fault in journal.faults(case["reference"], case["head"], case["entries"], chart.entries):
        yield chart.finding("journal-verifies", f"{fault[0].upper()}{fault[1:]}.")


def milestones_agree(chart: Chart, around: Round) -> Iterator[Finding]:
    """A milestone's column is the moment of its first entry; a complaint that ended without one closed then."""
    first: dict[str, datetime] = {}
    for entry, data in chart.told("milestone.reached"):
        first.setdefault(data["name"], entry.at)
    for entry, data in chart.told("run.ended"):
        if data["name"] == MAIN:
            first.setdefault("closed", entry.at)
    for name in MILESTONE_COLUMNS:
        column, told = chart.case[f"{name}_at"], first.get(name)
        if column != told:
            yield chart.finding("milestones-agree", f"“{name}” is {column or 'not reached'} in the case and "
                                                    f"{told or 'not reached'} in the journal.")


def work_is_told_once(chart: Chart, around: Round) -> Iterator[Finding]:
    """Each completion stands in the journal once, with the same person and moment; each task that was
    ended otherwise likewise."""
    done = Counter((task.element, task.done_by, task.ended_at) for task in chart.tasks if task.status == "done")
    told = Counter((entry.element, entry.person_id, entry.at) for entry, _ in chart.told("task.completed"))
    yield from _uneven(chart, "completed", done, told)
    ended = Counter((task.element,) for task in chart.tasks if task.status == "ended")
    told_ended = Counter((entry.element,) for entry, _ in chart.told("task.ended"))
    yield from _uneven(chart, "ended", ended, told_ended)


def _uneven(chart: Chart, what: str, rows: Counter[Any], told: Counter[Any]) -> Iterator[Finding]:
    for key in rows.keys() | told.keys():
        if rows[key] != told[key]:
            yield chart.finding("work-is-told-once", f"The task {key[0]} was {what} {rows[key]} times by its rows and "
                                                     f"{told[key]} times by the journal.")


def tasks_are_whole(chart: Chart, around: Round) -> Iterator[Finding]:
    """A task is open, done by somebody, or ended for a reason; never something between."""
    for task in chart.tasks:
        fits = {
            "open": task.ended_at is None and task.done_by is None,
            "done": task.ended_at is not None and task.done_by is not None,
            "ended": task.ended_at is not None and task.done_by is None and task.ended_why != "",
        }.get(task.status, False)
        if not fits:
            yield chart.finding("tasks-are-whole", f"“{task.name}” is {task.status}, ended {task.ended_at}, done by "
                                                   f"person {task.done_by}.")


def owner_is_told(chart: Chart, around: Round) -> Iterator[Finding]:
    """The owner of a case is the one last named in its journal (ISO 10002 4.12)."""
    named = None
    for _, data in chart.told("owner.named", "owner.handed_over"):
        named = data["person"]
    if chart.case["owner_id"] != named:
        yield chart.finding("owner-is-told", f"The case belongs to person {chart.case['owner_id']}, the journal last "
                                             f"named person {named}.")


def deadlines_are_told(chart: Chart, around: Round) -> Iterator[Finding]:
    """The dates that bind are those that were last set, for the urgency and regimes known then, and moved since."""
    last: dict[str, Any] = {}
    for entry, data in chart.told("deadlines.set", "deadlines.moved"):
        last = data["dates"] if entry.kind == "deadlines.set" else {**last, **data["dates"]}
    told = {name: datetime.fromisoformat(due) for name, due in last.items() if due}
    rows = {deadline.name: deadline.due_at for deadline in chart.deadlines}
    for name in sorted(told.keys() | rows.keys()):
        if told.get(name) != rows.get(name):
            yield chart.finding("deadlines-are-told", f"The deadline {name} is {rows.get(name) or 'not set'}, the "
                                                      f"journal set it to {told.get(name) or 'nothing'}.")


def facts_are_json(chart: Chart, around: Round) -> Iterator[Finding]:
    """Every fact can be read."""
    for fact in chart.facts:
        try:
            orjson.loads(fact.value)
        except orjson.JSONDecodeError:
            yield chart.finding("facts-are-json", f"The fact {fact.name} cannot be read.")


def drafts_have_tasks(chart: Chart, around: Round) -> Iterator[Finding]:
    """What somebody typed into a task that is over helps nobody there; it belongs with the case as a note."""
    for draft in chart.drafts:
        if draft.status != "open":
            yield chart.finding("drafts-have-tasks", f"“{draft.name}” is {draft.status}, and person {draft.person_id} "
                                                     "still has a draft of it.", warning=True)
