"""The journal: one hash chain per case, written in the transaction that made each line true (S26)."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Case, Entry
from engine.people import Actor
from engine.process.values import order

GENESIS = bytes(32)


@dataclass(frozen=True)
class Line:
    """One entry before it is chained. `at` is when it became true."""

    kind: str
    at: datetime
    actor: Actor
    element: str
    data: Mapping[str, Any]
    order: int = field(default_factory=order, compare=False)


def chain(
    reference: str, case_id: int, head: bytes, count: int, lines: Iterable[Line], noticed: datetime
) -> tuple[list[dict[str, Any]], bytes, int]:
    """Rows for the lines, the new head and the new count."""
    rows: list[dict[str, Any]] = []
    for line in lines:
        count += 1
        data = orjson.dumps(line.data, default=_plain).decode()
        by = line.actor
        head = link(head, reference, count, line.at, noticed, line.kind, by.name, by.id, line.element, data)
        rows.append({
            "case_id": case_id, "seq": count, "at": line.at, "noticed_at": noticed, "kind": line.kind,
            "actor": by.name, "person_id": by.id, "element": line.element, "data": data, "hash": head,
        })
    return rows, head, count


def link(head: bytes, reference: str, seq: int, at: datetime, noticed: datetime, kind: str, actor: str,
         person_id: int | None, element: str, data: str) -> bytes:
    """The hash of one entry: everything it says, and the hash before it."""
    said = [reference, seq, _stamp(at), _stamp(noticed), kind, actor, person_id, element, data]
    return hashlib.sha256(head + orjson.dumps(said)).digest()


def verify(session: Session, case: Case) -> list[str]:
    """What is wrong with a case's chain, in words; empty when it holds."""
    entries = session.scalars(select(Entry).where(Entry.case_id == case.id).order_by(Entry.seq))
    return faults(case.reference, case.head, case.entries, entries)


def faults(reference: str, tip: bytes, count: int, entries: Iterable[Any]) -> list[str]:
    """What is wrong with a chain: `entries` in order of seq, `tip` and `count` as the case knows them."""
    head, expected = GENESIS, 0
    for entry in entries:
        expected += 1
        if entry.seq != expected:
            return [f"entry {expected} is missing; the next one is {entry.seq}"]
        head = link(head, reference, entry.seq, entry.at, entry.noticed_at, entry.kind, entry.actor,
                    entry.person_id, entry.element, entry.data)
        if head != entry.hash:
            return [f"entry {entry.seq} ({entry.kind}) was changed after it was written"]
    if expected != count or head != tip:
        return [f"the journal has {expected} entries, the case knows of {count}; its end was cut or replaced"]
    return []


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def _plain(value: Any) -> Any:
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    if isinstance(value, Mapping):
        return dict(value)
    raise TypeError(f"{type(value).__name__} cannot stand in the journal")
