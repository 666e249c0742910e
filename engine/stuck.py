"""Cases that cannot go on: the open incidents, newest first, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from engine import people, publishing
from engine.cases.incidents import TASK
from engine.errors import NotFound
from engine.model import Case, Incident
from engine.packs import Pack
from engine.tables import Rule, Table

SIZE = 25


@dataclass(frozen=True)
class Stuck:
    """One open incident. `step` is the name of the element in the drawing; `retry_at` is real time
    and set only where the worker tries again by itself."""

    id: int
    reference: str
    topic: str
    kind: str
    step: str
    cause: str
    attempts: int
    opened_at: datetime
    retry_at: datetime | None


@dataclass(frozen=True)
class Page:
    """`after` is the incident to go on with; None at the end."""

    rows: Sequence[Stuck]
    after: int | None


def page(session: Session, after: int | None = None, size: int = SIZE, *, reader_id: int = 0) -> Page:
    """One page of the open incidents, but those of cases that are closed to the reader (S21); 0: nobody reads."""
    wanted = (
        select(Incident, Case.reference, Case.topic, Case.pack_id).join(Case, Case.id == Incident.case_id)
        .where(*_open_to(reader_id)).order_by(Incident.id.desc()).limit(size + 1)
    )
    if after is not None:
        wanted = wanted.where(Incident.id < after)
    rows = []
    for one, reference, topic, pack_id in session.execute(wanted):
        rows.append(_stuck(one, reference, topic, publishing.by_id(session, pack_id)))
    return Page(rows[:size], rows[size - 1].id if len(rows) > size else None)


def _stuck(one: Incident, reference: str, topic: str, pack: Pack) -> Stuck:
    element = pack.elements.get(one.element)
    return Stuck(
        one.id, reference, pack.topic(topic), one.kind, element.label if element else one.element, one.cause,
        one.attempts, one.opened_at, one.retry_at if one.kind != TASK else None,
    )


@dataclass(frozen=True)
class Details:
    """One incident with what was at hand. Where a table could not decide: its name, the rows that all fitted
    with what each asks and would say, and the values it looked at."""

    stuck: Stuck
    case_id: int
    run_id: int | None
    resolved_at: datetime | None
    table: str
    columns: Sequence[str]
    rows: Sequence[tuple[int, Sequence[str]]]
    inputs: Sequence[tuple[str, Any]]


def details(session: Session, incident_id: int, reader_id: int) -> Details:
    """One incident, open or resolved.

    Raises:
        NotFound: there is none of that number, or its case is closed to the reader (S21).
    """
    found = session.execute(
        select(Incident, Case).join(Case, Case.id == Incident.case_id)
        .where(Incident.id == incident_id, people.readable(reader_id, Incident.case_id))
    ).first()
    if found is None:
        raise NotFound()
    incident, case = found
    pack = publishing.by_id(session, case.pack_id)
    what = orjson.loads(incident.what)
    table = pack.tables.get(str(what.get("table", "")))
    inputs = what["inputs"] if isinstance(what.get("inputs"), dict) else {}
    hit = [rule for rule in table.rules if rule.number in (what.get("rows") or ())] if table is not None else []
    columns, rows = _compared(table, hit) if table is not None and hit else ([], [])
    return Details(
        _stuck(incident, case.reference, case.topic, pack), case.id, incident.run_id, incident.resolved_at,
        table=table.name or table.id if table is not None else "", columns=columns, rows=rows,
        inputs=[(_label(table, name), value) for name, value in inputs.items()],
    )


def _compared(table: Table, rules: Sequence[Rule]) -> tuple[list[str], list[tuple[int, Sequence[str]]]]:
    """What the rows ask and say, as their author wrote it, without the questions that none of them asks."""
    asked = [place for place in range(len(table.inputs)) if any(rule.tests[place].source != "-" for rule in rules)]
    columns = [*(_label(table, table.inputs[place].expression.source) for place in asked), *table.outputs]
    return columns, [
        (rule.number, [*(rule.tests[place].source for place in asked), *(formula.source for formula in rule.values)])
        for rule in rules
    ]


def _label(table: Table | None, source: str) -> str:
    """A question of a table in the words of its column."""
    found = next((one.label for one in table.inputs if one.expression.source == source), "") if table else ""
    return found or source


def count(session: Session, reader_id: int = 0) -> int:
    """How many incidents are open that the reader may see."""
    return session.execute(select(func.count()).select_from(Incident).where(*_open_to(reader_id))).scalar_one()


def _open_to(reader_id: int) -> tuple[ColumnElement[bool], ...]:
    return Incident.resolved_at.is_(None), people.readable(reader_id, Incident.case_id)
