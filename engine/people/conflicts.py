"""Who must keep out of a case because of whom it is about (ISO 10002 4.7, annex D; domain 4.2 D4, S21).

A person named in a complaint may neither read nor do anything. Whoever reports to them, at any
distance, may read but not work on it: a complaint about a manager goes to the next level. Their own
manager is passed over as well, unless the case has come up to those groups to which it escalates.
Two people together can lift it; see `engine.cases.excluding`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, bindparam, exists, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from engine.db import table
from engine.errors import ClosedToYou, Excluded
from engine.model import Exclusion, Person
from engine.people.actor import Actor
from engine.people.bars import Bar
from engine.people.groups import ESCALATION, lanes
from engine.people.reporting import Post, above, posts

EXCLUSION, PERSON = table(Exclusion), table(Person)
NAMED, RELATED = "named", "related"
"""Sources of an exclusion: named in the complaint; by the reporting line to somebody named, which is
written down only when somebody asks to lift it."""

_ROWS = (
    select(EXCLUSION.c.person_id, EXCLUSION.c.source, EXCLUSION.c.lifted_at, PERSON.c.name)
    .join(PERSON, PERSON.c.id == EXCLUSION.c.person_id).where(EXCLUSION.c.case_id == bindparam("case"))
    .order_by(EXCLUSION.c.id)
)
_CLOSED = select(EXCLUSION.c.reason).where(
    EXCLUSION.c.case_id == bindparam("case"), EXCLUSION.c.person_id == bindparam("person"),
    EXCLUSION.c.source == NAMED, EXCLUSION.c.lifted_at.is_(None),
)


@dataclass(frozen=True)
class Conflicts:
    """Who must keep out of one case, by id, and who of them may not even read it."""

    bars: Mapping[int, Bar] = field(default_factory=dict)

    @property
    def closed(self) -> frozenset[int]:
        return frozenset(one for one, bar in self.bars.items() if bar.why == "named")

    def bar(self, person_id: int, lane: str) -> Bar | None:
        """Why a person cannot work on the case in a group."""
        found = self.bars.get(person_id)
        return None if found is None or (found.why == "manages" and lane in ESCALATION) else found

    def barred(self, lane: str) -> dict[int, Bar]:
        """Everybody who cannot work on the case in a group."""
        return {one: bar for one in self.bars if (bar := self.bar(one, lane)) is not None}


NO_CONFLICT = Conflicts()


def conflicts(session: Session, case_id: int, line: Mapping[int, Post] | None = None) -> Conflicts:
    """Who must keep out of a case; by another reporting `line` than the one there is, where it is given."""
    rows = session.execute(_ROWS, {"case": case_id}).all()
    named = {row.person_id: row.name for row in rows if row.source == NAMED and row.lifted_at is None}
    if not named:
        return NO_CONFLICT
    lifted = {row.person_id for row in rows if row.lifted_at is not None}
    known = posts(session) if line is None else line
    return Conflicts({one: bar for one, bar in _bars(named, known).items() if one not in lifted})


def _bars(named: Mapping[int, str], known: Mapping[int, Post]) -> dict[int, Bar]:
    bars = {one: Bar(one, name, "named") for one, name in named.items()}
    for one, post in known.items():
        over = next((chief for chief in above(one, known) if chief in named), None)
        if over is not None:
            bars.setdefault(one, Bar(one, post.name, "reports", named[over]))
    for one, name in named.items():
        chief = known[one].manager_id
        if chief is not None and chief in known:
            bars.setdefault(chief, Bar(chief, known[chief].name, "manages", name))
    return bars


def is_closed_to(session: Session, case_id: int, person_id: int | None) -> bool:
    """Whether a person may not read a case."""
    return session.execute(_CLOSED, {"case": case_id, "person": person_id}).first() is not None


def require_reader(session: Session, case_id: int, person_id: int | None) -> None:
    """Raises:
        ClosedToYou: the person is named in the complaint.
    """
    if is_closed_to(session, case_id, person_id):
        raise ClosedToYou()


def require_independent(session: Session, case_id: int, actor: Actor, groups: Iterable[str] | None = None) -> None:
    """Refuse to change a case for somebody who must keep out of it, though they may read it. Every verb by which
    staff move a case or write into it asks this under the lock of the case; what is done in a task asks
    `cases.right`. `groups` are those in which the actor may do it, all of theirs where it is for anybody.

    Raises:
        ClosedToYou: the actor is named in the complaint.
        Excluded: they must keep out of it by the reporting line; `about` has the reason as `bar`.
    """
    found = conflicts(session, case_id)
    bar = found.bars.get(actor.id) if actor.id is not None else None
    if bar is None:
        return
    asked = lanes(session, bar.person_id) if groups is None else frozenset(groups)
    if bar.why == "named":
        raise ClosedToYou(f"{bar}.", bar=bar)
    if all(found.bar(bar.person_id, lane) is not None for lane in asked):
        raise Excluded(f"{bar}.", bar=bar)


def readable(person_id: int, case_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """A condition for lists: the row's case may be read by the person. Whatever lists or counts cases
    for the staff asks it (S21: neither listed nor counted)."""
    return ~exists().where(
        Exclusion.case_id == case_id, Exclusion.person_id == person_id, Exclusion.source == NAMED,
        Exclusion.lifted_at.is_(None),
    )


def excluded_text(people: Iterable[int]) -> str:
    """Ids as a task's row keeps them: ",3,7,"; empty for nobody."""
    ids = sorted(set(people))
    return f",{','.join(map(str, ids))}," if ids else ""
