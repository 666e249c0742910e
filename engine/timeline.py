"""What happened to a case, to be read: journal and decisions as one line of time, newest first.

Nothing is worded here; `web/journal_words/` has the sentences. Pages go on by entry number.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.model import Decision, Entry
from engine.packs import Pack
from engine.tables import Rule, Table

SIZE = 60
DECIDED = "decision.made"
TABLE_RULE = re.compile(r"(?P<table>\S+) row (?P<rows>\d+(, \d+)*)")
"""How a run names the rows of a table that decided."""

TOPICS: Mapping[str, tuple[str, ...]] = {
    "work": ("case.received", "task.claimed", "task.released", "task.completed", "task.ended",
             "task.handed_over", "task.escalated", "task.returned", "task.stranded", "milestone.reached",
             "run.started", "run.ended", "run.gone_back"),
    "letters": ("letter.written", "letter.held", "letter.needless", "letter.sent", "letter.undeliverable",
                "letter.readdressed"),
    "messages": ("case.received", "message.received", "message.taken", "message.unclaimed", "message.handed",
                 "message.dealt_with"),
    "dates": ("deadlines.set", "deadlines.moved", "deadline.extended", "deadline.missed", "timer.fired",
              "regulator.flagged", "compensation.due", "complaint.granted", "case.referred", "service.guarded",
              "service.unguarded"),
    "people": ("owner.named", "owner.handed_over", "owner.escalated", "owner.refused", "person.excluded",
               "exclusion.asked", "exclusion.lifted", "exclusion.kept", "skill.allowed", "case.referred"),
    "links": ("case.linked", "case.unlinked", "case.not_joined", "dispute.opened", "dispute.acknowledged"),
    "decisions": (DECIDED,),
    "notes": ("note.added",),
    "incidents": ("incident.opened", "incident.resolved"),
}
"""The kinds of line by what a reader looks for; a kind in no topic shows when no topic is chosen."""


@dataclass(frozen=True)
class Line:
    """One thing that happened. `at`: when it became true; `noticed_at`: when Amends wrote it.
    `seq` is the entry's number in the journal, 0 for a decision."""

    kind: str
    at: datetime
    noticed_at: datetime
    actor: str
    person_id: int | None
    element: str
    data: Mapping[str, Any]
    seq: int = 0


@dataclass(frozen=True)
class Reason:
    """Why a row of a table fitted: its number, its author's note, and each question it asked with the
    value at hand and the cell that fits it."""

    row: int
    note: str
    asked: Sequence[tuple[str, Any, str]]


@dataclass(frozen=True)
class Page:
    """Lines newest first; `before` is the entry number to go on with, None at the beginning."""

    lines: Sequence[Line]
    before: int | None


def page(session: Session, case_id: int, topic: str = "", before: int | None = None, size: int = SIZE) -> Page:
    """One page of what happened to a case, of one topic or all."""
    kinds = TOPICS.get(topic, ())
    if kinds == (DECIDED,):
        return Page(_decisions(session, case_id, None, None), None)
    found = list(_entries(session, case_id, kinds, before, size + 1))
    more = len(found) > size
    shown = found[:size]
    lines = shown
    if not kinds:
        until = _at(session, case_id, before) if before is not None else None
        made = _decisions(session, case_id, shown[-1].at if more else None, until)
        lines = _merged(shown, made)
    return Page(lines, shown[-1].seq if more else None)


def _merged(entries: Sequence[Line], made: Sequence[Line]) -> list[Line]:
    """Newest first. What was decided at a moment follows from the first entry of that moment and
    leads to the others."""
    first = {line.at: line.seq for line in sorted(entries, key=lambda line: line.seq, reverse=True)}

    def place(line: Line) -> tuple[datetime, int, int]:
        return line.at, 1 if line.kind == DECIDED else 0 if line.seq == first[line.at] else 2, line.seq

    # Decisions come newest first; sorting backwards keeps the order of equals.
    return sorted([*entries, *made], key=place, reverse=True)


def reasons(line: Line, pack: Pack) -> list[Reason]:
    """Why the rows of a table that decided fitted; nothing for other rules, and for a table that the pack
    no longer has in that form."""
    found = TABLE_RULE.fullmatch(str(line.data.get("rule", "")))
    table = pack.tables.get(found["table"]) if found else None
    if table is None or found is None:
        return []
    hit = {int(number) for number in found["rows"].split(",")}
    return [_reason(table, rule, line.data.get("inputs") or {}) for rule in table.rules if rule.number in hit]


def _reason(table: Table, rule: Rule, inputs: Mapping[str, Any]) -> Reason:
    asked = [
        (column.label or column.expression.source, inputs.get(column.expression.source), cell.source)
        for column, cell in zip(table.inputs, rule.tests, strict=True) if cell.source not in ("", "-")
    ]
    return Reason(rule.number, rule.note, asked)


def whole(session: Session, case_id: int) -> list[Line]:
    """Every entry of a case, oldest first."""
    return list(reversed(list(_entries(session, case_id, (), None, None))))


def counts(session: Session, case_id: int) -> dict[str, int]:
    """How many lines each topic has."""
    by_kind: dict[str, int] = dict(session.execute(
        select(Entry.kind, func.count()).where(Entry.case_id == case_id).group_by(Entry.kind)
    ).all())
    by_kind[DECIDED] = session.execute(
        select(func.count()).select_from(Decision).where(Decision.case_id == case_id)
    ).scalar_one()
    return {topic: sum(by_kind.get(kind, 0) for kind in kinds) for topic, kinds in TOPICS.items()}


def _entries(
    session: Session, case_id: int, kinds: Sequence[str], before: int | None, limit: int | None
) -> Sequence[Line]:
    wanted = select(Entry).where(Entry.case_id == case_id).order_by(Entry.seq.desc()).limit(limit)
    if kinds:
        wanted = wanted.where(Entry.kind.in_(kinds))
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    return [
        Line(one.kind, one.at, one.noticed_at, one.actor, one.person_id, one.element, orjson.loads(one.data), one.seq)
        for one in session.scalars(wanted)
    ]


def _decisions(session: Session, case_id: int, since: datetime | None, until: datetime | None) -> list[Line]:
    """Decisions from one moment up to another, newest first: each is on one page only."""
    wanted = select(Decision).where(Decision.case_id == case_id).order_by(Decision.at.desc(), Decision.id.desc())
    if since is not None:
        wanted = wanted.where(Decision.at >= since)
    if until is not None:
        wanted = wanted.where(Decision.at < until)
    return [
        Line(DECIDED, one.at, one.at, "", None, one.element, {
            "kind": one.kind, "rule": one.rule, "inputs": orjson.loads(one.inputs), "result": orjson.loads(one.result),
        })
        for one in session.scalars(wanted)
    ]


def _at(session: Session, case_id: int, seq: int) -> datetime | None:
    return session.execute(select(Entry.at).where(Entry.case_id == case_id, Entry.seq == seq)).scalar()
