"""The one writer: what a step changed, into rows, with SQLAlchemy Core (trap 46).

Nobody else writes tasks, timers, awaits, milestones, decisions, entries and states.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, update
from sqlalchemy.exc import DataError

from engine import journal
from engine.cases import drafts, independence
from engine.cases.writing import Writer
from engine.contract import BROUGHT_ABOUT, KNOWN, LOOKED_UP
from engine.db import table
from engine.dossier import CASE, DEADLINE, FACT, Dossier
from engine.errors import StepFailed
from engine.journal import Line
from engine.model import Await, Decision, Entry, Message, Run, Task, Timer
from engine.model.cases import MILESTONE_COLUMNS
from engine.operations.guarding import let_go
from engine.packs import MAIN
from engine.people import SYSTEM, Actor
from engine.process import Happened, State

TASK, TIMER, AWAIT, RUN = table(Task), table(Timer), table(Await), table(Run)
ENTRY, DECISION, MESSAGE = table(Entry), table(Decision), table(Message)

COLUMNS = KNOWN - LOOKED_UP - BROUGHT_ABOUT - {"regimes"}
"""Facts that are columns of the case; all others are rows."""

_UPDATE_TIMER = update(TIMER).where(
    TIMER.c.run_id == bindparam("b_run"), TIMER.c.token == bindparam("b_token"),
    TIMER.c.element == bindparam("b_element"),
).values(due_at=bindparam("b_due"))
BACK = "gone_back"
_DONE = update(TASK).where(TASK.c.run_id == bindparam("b_run"), TASK.c.token == bindparam("b_token")).values(
    status="done", ended_at=bindparam("b_at"), done_by=bindparam("b_by"), assignee_id=bindparam("b_by")
)


def store(
    dossier: Dossier, run_id: int | None, state: State | None, actor: Actor = SYSTEM, done_token: str = ""
) -> None:
    """Write everything that changed. `actor` did the task `done_token`, if any."""
    writer = Writer(dossier.session)
    gather(dossier, run_id, state, writer, actor, done_token)
    writer.flush()


def write_down(
    dossier: Dossier, run_id: int, state: State, actor: Actor = SYSTEM, done_token: str = ""
) -> None:
    """Write a step down. What no row can hold (a text too long for its column) comes out of the drawing
    like any other fault.

    Raises:
        StepFailed: it cannot be stored.
    """
    try:
        store(dossier, run_id, state, actor, done_token)
    except (DataError, TypeError, ValueError) as wrong:
        detail = str(getattr(wrong, "orig", wrong)).splitlines()[0]
        raise StepFailed(
            f"What this step leaves cannot be stored: {detail}", case_id=dossier.id, run_id=run_id,
            element=state.path[-1] if state.path else "", cause=wrong,
        ) from wrong


def gather(
    dossier: Dossier, run_id: int | None, state: State | None, writer: Writer, actor: Actor = SYSTEM,
    done_token: str = "",
) -> None:
    """As `store`, leaving new rows to a writer that may serve many cases before it is flushed."""
    if state is not None and run_id is not None:
        _journal_steps(dossier, run_id, state, actor, done_token)
        _store_tasks(dossier, run_id, state, writer, actor, done_token)
        _store_timers(dossier, run_id, state, writer)
        _store_awaits(dossier, run_id, state, writer)
        _store_run(dossier, run_id, state, writer)
    independence.settle(dossier, state)
    _store_facts(dossier, writer)
    _store_deadlines(dossier, writer)
    writer.insert(DECISION, dossier.decisions)
    writer.insert(MESSAGE, dossier.messages)
    dossier.decisions, dossier.messages = [], []
    _store_entries(dossier, writer)
    changes = {**dossier.changes, "version": dossier.case["version"] + 1}
    writer.update(CASE, dossier.id, changes)
    dossier.case.update(changes)
    dossier.changes.clear()
    for other in dossier.beside:
        gather(other, None, None, writer)
    dossier.beside = []


# --- the journal ------------------------------------------------------------------------------------

def _journal_steps(dossier: Dossier, run_id: int, state: State, actor: Actor, done_token: str) -> None:
    """Merge what the run did with what its operations noted, in the order in which it became true."""
    done = state.before.tasks.get(done_token)
    lines: list[Line] = []
    for happened in state.log:
        if happened.kind == "decision":
            dossier.decisions.append(_decision(dossier.id, happened))
        elif happened.kind != BACK:  # told by who went back, with the reason
            by = actor if done is not None and happened.element == done.element else SYSTEM
            lines.append(_line(dossier, happened, by))
    noted = [*dossier.lines, *lines]
    noted.sort(key=lambda line: line.order)
    if state.path and noted:
        beside = {"run": run_id} if dossier.process != MAIN else {}
        noted[0] = replace(noted[0], data={**noted[0].data, **beside, "path": list(state.path)})
    dossier.lines = noted


def _line(dossier: Dossier, happened: Happened, by: Actor) -> Line:
    if happened.kind == "milestone":
        return _milestone(dossier, happened, by)
    kinds = {"timer": "timer.fired", "message": "message.taken", "ended": "run.ended"}
    data = {"name": happened.name, **{key: value for key, value in happened.data.items() if value}}
    return Line(kinds[happened.kind], happened.at, SYSTEM, happened.element, data, happened.order)


def _milestone(dossier: Dossier, happened: Happened, by: Actor) -> Line:
    """The first time is a column of the case, each time an entry."""
    if happened.name in MILESTONE_COLUMNS and dossier.get(f"{happened.name}_at") is None:
        dossier.set(f"{happened.name}_at", happened.at)
    if happened.data.get("outcome") and not (_is_end(dossier, happened) and dossier.facts.get("outcome")):
        # who withdraws after a refusal was drafted has withdrawn; an end only names what nothing before it did
        dossier.facts["outcome"] = happened.data["outcome"]
    return Line("milestone.reached", happened.at, by, happened.element, {"name": happened.name}, happened.order)


def _is_end(dossier: Dossier, happened: Happened) -> bool:
    element = dossier.pack.elements.get(happened.element)
    return element is not None and element.kind == "endEvent"


def _decision(case_id: int, happened: Happened) -> dict[str, Any]:
    data = happened.data
    return {
        "case_id": case_id, "at": happened.at, "element": happened.element, "kind": data["kind"],
        "rule": data["rule"], "inputs": _json(data["inputs"]), "result": _json(data["result"]),
    }


def _store_entries(dossier: Dossier, writer: Writer) -> None:
    if not dossier.lines:
        return
    case = dossier.case
    rows, head, count = journal.chain(
        case["reference"], dossier.id, case["head"], case["entries"], dossier.lines, dossier.now
    )
    writer.insert(ENTRY, rows)
    dossier.changes.update(head=head, entries=count)
    dossier.lines = []


# --- what a run waits for ----------------------------------------------------------------------------

def _store_tasks(
    dossier: Dossier, run_id: int, state: State, writer: Writer, actor: Actor, done_token: str
) -> None:
    before, after, session = state.before.tasks, state.after.tasks, dossier.session
    if done_token:
        session.execute(_DONE, {"b_run": run_id, "b_token": done_token, "b_at": dossier.now, "b_by": actor.id})
    gone = [token for token in before if token not in after and token != done_token]
    back = next((f"{one.kind}: {one.name}" for one in state.log if one.kind == BACK), "")
    for token in gone:
        task, (at, why) = before[token], state.left.get(token, (dossier.now, "the process went on without it"))
        why = back or why
        session.execute(update(TASK).where(TASK.c.run_id == run_id, TASK.c.token == token).values(
            status="ended", ended_at=at, ended_why=why[:200]
        ))
        dossier.write("task.ended", at, element=task.element, name=task.name, about=task.about, lane=task.lane, why=why)
    if gone:
        drafts.keep_as_notes(dossier, run_id, [before[token] for token in gone])
    writer.insert(TASK, [{
        "case_id": dossier.id, "run_id": run_id, "token": task.token, "element": task.element, "name": task.name,
        "about": task.about, "skill": task.skill, "form": task.form, "public_status": task.public_status,
        "due_at": task.due, "not_by": ",".join(task.not_by), **independence.columns(dossier, task), "status": "open",
        "opened_at": task.opened, "ended_why": "",
    } for token, task in after.items() if token not in before])
    for token, task in after.items():
        if token in before and before[token].due != task.due:
            session.execute(update(TASK).where(TASK.c.run_id == run_id, TASK.c.token == token).values(due_at=task.due))


def _store_timers(dossier: Dossier, run_id: int, state: State, writer: Writer) -> None:
    before, after = state.before.timers, state.after.timers
    _forget(dossier, TIMER, run_id, before, after)
    writer.insert(TIMER, [{
        "run_id": run_id, "token": timer.token, "case_id": dossier.id, "element": timer.element,
        "name": timer.name, "deadline": timer.deadline, "due_at": timer.due,
    } for key, timer in after.items() if key not in before])
    moved = [timer for key, timer in after.items() if key in before and before[key].due != timer.due]
    if moved:
        dossier.session.execute(_UPDATE_TIMER, [
            {"b_run": run_id, "b_token": t.token, "b_element": t.element, "b_due": t.due} for t in moved
        ])


def _store_awaits(dossier: Dossier, run_id: int, state: State, writer: Writer) -> None:
    before, after = state.before.awaits, state.after.awaits
    _forget(dossier, AWAIT, run_id, before, after)
    writer.insert(AWAIT, [{
        "run_id": run_id, "token": one.token, "case_id": dossier.id, "message": one.message,
        "element": one.element, "form": one.form, "about": one.about, "public_status": one.public_status,
    } for key, one in after.items() if key not in before])


def _forget(dossier: Dossier, table: Any, run_id: int, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> None:
    gone = [key for key in before if key not in after]
    if not gone:
        return
    if len(gone) == len(before):
        dossier.session.execute(delete(table).where(table.c.run_id == run_id))
        return
    for token, element in gone:
        dossier.session.execute(delete(table).where(
            table.c.run_id == run_id, table.c.token == token, table.c.element == element
        ))


def _store_run(dossier: Dossier, run_id: int, state: State, writer: Writer) -> None:
    """Where the run stands. Only the end of the complaint itself closes the case: what runs beside it
    (survey, corrective action) goes on."""
    timers = (timer for timer in state.after.timers.values() if timer.token not in dossier.aside)
    next_due = min((timer.due for timer in timers), default=None)
    values: dict[str, Any] = {"state": state.blob, "next_due_at": next_due, "held_until": None}
    if state.ended:
        values["ended_at"] = state.ended_at or dossier.now
        if dossier.process == MAIN:
            _close(dossier, values["ended_at"])
    writer.update(RUN, run_id, values)


def _close(dossier: Dossier, ended_at: datetime) -> None:
    dossier.set("status", "closed")
    if dossier.get("closed_at") is None:
        dossier.set("closed_at", ended_at)
    let_go(dossier, ended_at)


# --- facts and deadlines -----------------------------------------------------------------------------

def _store_facts(dossier: Dossier, writer: Writer) -> None:
    changed = {
        name: value for name, value in dossier.facts.items()
        if name not in dossier.known_facts or dossier.known_facts[name] != value
    }
    for column in ("urgency", "outcome"):
        if column in changed:
            dossier.set(column, str(changed.pop(column) or ""))
    rows = [
        {"case_id": dossier.id, "name": name, "value": _json(value), "set_at": dossier.now}
        for name, value in changed.items() if name not in COLUMNS
    ]
    writer.upsert(FACT, rows, ("case_id", "name"), ("value", "set_at"))
    dossier.known_facts = dict(dossier.facts)


def _store_deadlines(dossier: Dossier, writer: Writer) -> None:
    if dossier.gone_deadlines:
        dossier.session.execute(delete(DEADLINE).where(
            DEADLINE.c.case_id == dossier.id, DEADLINE.c.name.in_(dossier.gone_deadlines)
        ))
    rows = [
        {"case_id": dossier.id, "name": name, "due_at": new.due, "derivation": _json(new.derivation),
         "set_at": dossier.now}
        for name, new in dossier.new_deadlines.items()
    ]
    writer.upsert(DEADLINE, rows, ("case_id", "name"), ("due_at", "derivation", "set_at"))
    dossier.new_deadlines.clear()
    dossier.gone_deadlines.clear()


def _json(value: Any) -> str:
    return orjson.dumps(value, default=_iso).decode()


def _iso(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be stored")
