"""What is known of a case, what is to be done and what it waits for, its files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import clock
from engine.db import instance
from engine.errors import NotFound
from engine.forms import Field, Here, answers
from engine.model import Attachment, Await, Case, Entry, Fact, Message, Party, Person, Task, Timer
from engine.packs import Pack

NOWHERE = Here()


@dataclass(frozen=True)
class Work:
    """An open task of the case. `about` says which of several it is."""

    id: int
    name: str
    about: str
    lane: str
    due_at: datetime | None
    assignee_id: int | None
    assignee: str


@dataclass(frozen=True)
class Still:
    """What the case stands still for, while nobody here has work on it: who can send it on, of
    engine/packs/words.py:SENDERS, and until when it waits; None: for as long as it takes."""

    senders: frozenset[str]
    until: datetime | None


@dataclass(frozen=True)
class Waits:
    """What else the case waits for: messages from outside and moments."""

    messages: Sequence[str]
    timers: Sequence[Timer]
    still: Still | None = None


def party(session: Session, case_id: int) -> Party | None:
    """Who complains; None where nobody gave a name."""
    return session.get(Party, case_id)


def known(session: Session, case_id: int) -> dict[str, Any]:
    """The facts of a case by name, also those that are columns of it."""
    rows = session.execute(select(Fact.name, Fact.value).where(Fact.case_id == case_id))
    outcome = session.execute(select(Case.outcome).where(Case.id == case_id)).scalar_one()
    return {**({"outcome": outcome} if outcome else {}), **{name: orjson.loads(value) for name, value in rows}}


def here(session: Session) -> Here:
    """What forms need to name colleagues and local times: everybody who works or worked here, and today."""
    rows = session.execute(select(Person.id, Person.name).order_by(Person.name, Person.id))
    people = {row.id: row.name for row in rows}
    return Here(people, ZoneInfo(instance(session).zone), clock.latest_day(clock.business(session)))


def facts(known: Mapping[str, Any], pack: Pack, here: Here = NOWHERE) -> list[tuple[str, Any]]:
    """What is known, as pairs of the question that asked for it and the answer in its words."""
    said = ((_asking(fields, known[name]), known[name]) for name, fields in pack.asking.items()
            if known.get(name) not in (None, []))
    return [(field.title, in_words(field, value, here)) for field, value in said]


def _asking(fields: Sequence[Field], value: Any) -> Field:
    """Of several questions for one fact, one that could have been answered so."""
    answers_given = value if isinstance(value, list) else [value]
    fitting = (one for one in fields if all(any(option.value == given for option in one.options)
                                            for given in answers_given))
    return next(fitting, fields[0])


def fact(known: Mapping[str, Any], pack: Pack, name: str, here: Here = NOWHERE) -> Any:
    """One fact in the words of the form that asked for it; None where nobody said it."""
    value = known.get(name)
    fields = pack.asking.get(name)
    return in_words(_asking(fields, value), value, here) if fields and value is not None else value


def in_words(field: Field, value: Any, here: Here = NOWHERE) -> Any:
    """The answer to a question as people read it; yes and no stay what they are."""
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        between = "\n" if field.type == "lines" else ", "
        return between.join(answers.said(field, one, here) for one in value)
    return answers.said(field, value, here)


def work(session: Session, case_id: int, reader: int) -> list[Work]:
    """The open tasks of a case, but those from which the reader is excluded (S21)."""
    rows = session.execute(
        select(Task, Person.name).outerjoin(Person, Person.id == Task.assignee_id)
        .where(Task.case_id == case_id, Task.status == "open", Task.excluded.not_like(f"%,{reader},%"))
        .order_by(Task.due_at, Task.id)
    )
    return [
        Work(task.id, task.name, task.about, task.lane, task.due_at, task.assignee_id, name or "")
        for task, name in rows
    ]


def waits(session: Session, case_id: int, pack: Pack) -> Waits:
    """The messages and moments that a case waits for."""
    awaits = session.scalars(select(Await).where(Await.case_id == case_id).order_by(Await.run_id, Await.token)).all()
    timers = session.scalars(select(Timer).where(Timer.case_id == case_id).order_by(Timer.due_at)).all()
    return Waits(sorted({one.message for one in awaits}), timers, _still(awaits, timers, pack))


def _still(awaits: Sequence[Await], timers: Sequence[Timer], pack: Pack) -> Still | None:
    """The first place on the way itself, not on an edge, where a message is awaited. Behind an event gateway
    a moment stands beside it under the same token."""
    places = [(one.run_id, one.token) for one in awaits if _on_the_way(pack, one.element)]
    if not places:
        return None
    names = [one.message for one in awaits if (one.run_id, one.token) == places[0] and _on_the_way(pack, one.element)]
    senders = frozenset(words.sender for name in names if (words := pack.words.messages.get(name)) is not None)
    until = (one.due_at for one in timers if (one.run_id, one.token) == places[0])
    return Still(senders, next(until, None))


def _on_the_way(pack: Pack, identity: str) -> bool:
    element = pack.elements.get(identity)
    return element is not None and element.kind == "intermediateCatchEvent"


def files(
    session: Session, case_id: int, after: int | None = None, most: int | None = None
) -> Sequence[Attachment]:
    """The files of a case, without their content. `after` and `most`: a part of a long list."""
    wanted = select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id).limit(most)
    return session.scalars(wanted.where(Attachment.id > after) if after is not None else wanted).all()


def file(session: Session, file_id: int) -> tuple[Attachment, bytes]:
    """One file of a case with its content.

    Raises:
        NotFound: there is none of that number, or it belongs to a complaint that was not sent yet.
    """
    found = session.execute(
        select(Attachment, Attachment.content).where(Attachment.id == file_id, Attachment.case_id.is_not(None))
    ).first()
    if found is None:
        raise NotFound()
    return found


def sizes(session: Session, case_id: int) -> dict[str, int]:
    """How much there is behind each side of a case: entries, letters, files."""
    def count(column: Any, *conditions: Any) -> Any:
        return select(func.count(column)).where(*conditions).scalar_subquery()

    row = session.execute(select(
        count(Entry.id, Entry.case_id == case_id),
        count(Message.id, Message.case_id == case_id, Message.direction == "out"),
        count(Attachment.id, Attachment.case_id == case_id),
    )).one()
    return {"timeline": row[0], "letters": row[1], "files": row[2]}
