"""One case at a glance, from its rows: who, what, by when, what it waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import outbox, people, publishing, sealing
from engine.errors import NotFound
from engine.model import Attachment, Await, Case, Deadline, Entry, Fact, Message, Party, Person, Task, Timer
from engine.packs import Pack

HIDDEN = "••••"


@dataclass(frozen=True)
class Head:
    """What stands above every page of a case."""

    case: Case
    pack: Pack
    topic: str
    owner: str
    deadlines: Sequence["Due"]

    @property
    def final_at(self) -> datetime | None:
        return next((one.due_at for one in self.deadlines if one.name == "final"), None)


@dataclass(frozen=True)
class Due:
    """A date the case is bound to, and how it came about."""

    name: str
    due_at: datetime
    derivation: Mapping[str, Any]


@dataclass(frozen=True)
class Work:
    """An open task of the case."""

    id: int
    name: str
    lane: str
    due_at: datetime | None
    assignee_id: int | None
    assignee: str


@dataclass(frozen=True)
class Written:
    """A letter and its text as the staff may read it."""

    message: Message
    text: str


@dataclass(frozen=True)
class Waits:
    """What else the case waits for: messages from outside and moments."""

    messages: Sequence[str]
    timers: Sequence[Timer]


def head(session: Session, reference: str) -> Head:
    """The head of a case.

    Raises:
        NotFound: there is no case of that reference.
    """
    case = session.execute(select(Case).where(Case.reference == sealing.plain(reference))).scalar()
    if case is None:
        raise NotFound()
    pack = publishing.by_id(session, case.pack_id)
    rows = session.scalars(select(Deadline).where(Deadline.case_id == case.id).order_by(Deadline.due_at))
    dates = [Due(one.name, one.due_at, orjson.loads(one.derivation)) for one in rows]
    return Head(case, pack, pack.topic(case.topic), people.name_of(session, case.owner_id), dates)


def find(session: Session, typed: str, year: int) -> str | None:
    """The reference that somebody typed, whole or only its last part; None if no case has it."""
    text = sealing.plain(typed)[:20]
    tries = (text, f"C-{year}-{text}", f"C-{year - 1}-{text}")
    rows = session.execute(select(Case.reference).where(Case.reference.in_(tries)).order_by(Case.reference.desc()))
    return rows.scalars().first()


def party(session: Session, case_id: int) -> Party | None:
    """Who complains; None where nobody gave a name."""
    return session.get(Party, case_id)


def known(session: Session, case_id: int) -> dict[str, Any]:
    """The facts of a case by name, also those that are columns of it."""
    rows = session.execute(select(Fact.name, Fact.value).where(Fact.case_id == case_id))
    outcome = session.execute(select(Case.outcome).where(Case.id == case_id)).scalar_one()
    return {**({"outcome": outcome} if outcome else {}), **{name: orjson.loads(value) for name, value in rows}}


def facts(known: Mapping[str, Any], pack: Pack) -> list[tuple[str, Any]]:
    """What is known, as pairs of the question that asked for it and the answer in its words."""
    left = dict(known)
    shown: list[tuple[str, Any]] = []
    for form in pack.forms.values():
        for field in form.fields:
            value = left.pop(field.fact, None) if field.fact else None
            if value is None or value == []:
                continue
            shown.append((field.title, _in_words(field, value)))
    return shown


def _in_words(field: Any, value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return ", ".join(field.label(one) for one in value)
    return field.label(value)


def work(session: Session, case_id: int, reader: int) -> list[Work]:
    """The open tasks of a case, but those from which the reader is excluded (S21)."""
    rows = session.execute(
        select(Task, Person.name).outerjoin(Person, Person.id == Task.assignee_id)
        .where(Task.case_id == case_id, Task.status == "open", Task.excluded.not_like(f"%,{reader},%"))
        .order_by(Task.due_at, Task.id)
    )
    return [
        Work(task.id, task.name, task.lane, task.due_at, task.assignee_id, name or "") for task, name in rows
    ]


def waits(session: Session, case_id: int) -> Waits:
    """The messages and moments that a case waits for."""
    messages = session.scalars(select(Await.message).where(Await.case_id == case_id).order_by(Await.message).distinct())
    timers = session.scalars(select(Timer).where(Timer.case_id == case_id).order_by(Timer.due_at))
    return Waits(messages.all(), timers.all())


def letters(session: Session, case: Case) -> list[Written]:
    """What was written to the complainant, newest first, without the code that opens their page:
    who reads a case must not be able to act as its complainant."""
    rows = session.scalars(
        select(Message).where(Message.case_id == case.id, Message.direction == "out").order_by(Message.id.desc())
    )
    return [Written(one, one.text.replace(outbox.LINK, HIDDEN).replace(outbox.CODE, HIDDEN)) for one in rows]


def sent(session: Session, case_id: int) -> list[tuple[Message, list[str]]]:
    """What the complainant sent since the complaint itself, newest first, with the texts in it."""
    rows = session.scalars(
        select(Message).where(Message.case_id == case_id, Message.direction == "in")
        .order_by(Message.id.desc()).limit(20)
    )
    return [(one, [text for text in orjson.loads(one.data).values() if text and isinstance(text, str)]) for one in rows]


def unclaimed(session: Session, case_id: int) -> list[tuple[Message, dict[str, Any]]]:
    """Messages from outside that nothing in the process waited for, newest first, with what they say."""
    rows = session.scalars(
        select(Message).where(Message.case_id == case_id, Message.direction == "in", Message.status == "unclaimed")
        .order_by(Message.id.desc())
    )
    return [(one, orjson.loads(one.data)) for one in rows]


def files(session: Session, case_id: int) -> Sequence[Attachment]:
    """The files of a case, without their content."""
    return session.scalars(select(Attachment).where(Attachment.case_id == case_id).order_by(Attachment.id)).all()


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
