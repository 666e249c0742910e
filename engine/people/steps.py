"""Who did which steps of a case: whoever did one that another must be independent of is kept from it
(domain 4.1: `not_by`), through called processes, subprocesses, instances and runs."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import orjson
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from engine.db import table
from engine.diagram import CONTAINERS
from engine.model import Entry
from engine.packs import Pack
from engine.people.bars import Bar

ENTRY = table(Entry)
COMPLETED, REACHED = "task.completed", "milestone.reached"

_DONE = (
    select(ENTRY.c.kind, ENTRY.c.person_id, ENTRY.c.actor, ENTRY.c.element, ENTRY.c.data)
    .where(ENTRY.c.case_id == bindparam("case"), ENTRY.c.kind.in_((COMPLETED, REACHED)), ENTRY.c.person_id.is_not(None))
    .order_by(ENTRY.c.seq)
)

Step = tuple[str, int, str, str, Mapping[str, Any]]
"""What an entry tells: its kind, who did it (id and name), at which element, its data."""


def acted(session: Session, case_id: int, milestones: Iterable[str], pack: Pack,
          fresh: Sequence[Step] = ()) -> dict[int, Bar]:
    """Whoever did a step that bears one of the milestones, or that lies within one that does, with the
    first step they did. `fresh` are steps that are not in the journal yet."""
    wanted = frozenset(milestones)
    if not wanted:
        return {}
    inside = bearing(pack, wanted)
    rows = session.execute(_DONE, {"case": case_id})
    known = [(row.kind, row.person_id, row.actor, row.element, orjson.loads(row.data)) for row in rows]
    found: dict[int, Bar] = {}
    for kind, person, name, element, data in (*known, *fresh):
        if kind == COMPLETED and element in inside:
            found.setdefault(person, Bar(person, name, "did", str(data.get("name", ""))))
        elif kind == REACHED and data.get("name") in wanted:
            found.setdefault(person, Bar(person, name, "did", _label(pack, element)))
    return found


@lru_cache(maxsize=512)
def bearing(pack: Pack, milestones: frozenset[str]) -> frozenset[str]:
    """The elements that bear one of the milestones, and all that lies within these."""
    found = {one.id for one in pack.elements.values() if milestones & set(one.milestones)}
    while True:
        scopes = {
            one.called or one.id for identity in found if (one := pack.elements[identity]).kind in CONTAINERS
            or one.called
        }
        more = {one.id for one in pack.elements.values() if one.scope in scopes} - found
        if not more:
            return frozenset(found)
        found |= more


def _label(pack: Pack, element: str) -> str:
    known = pack.elements.get(element)
    return known.label if known is not None else element
