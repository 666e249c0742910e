"""What can arrive at a case, and what has arrived that nothing waited for; to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine import people, publishing
from engine.cases import awaited
from engine.model import Await, Case, Message, Run
from engine.packs import MAIN, Pack
from engine.packs.words import SENDERS, MessageWords, say

SIZE = 50


@dataclass(frozen=True)
class Expected:
    """A place of a case that waits for a message. `sender` is of SENDERS; `about` says which of several
    places it is, `token` and `element` name it."""

    message: str
    button: str
    help: str
    form: str
    sender: str
    about: str
    token: str
    element: str


@dataclass(frozen=True)
class Place:
    """Where an unclaimed message could be handed to: the step that waits now, and which of several."""

    token: str
    step: str
    about: str


@dataclass(frozen=True)
class Unclaimed:
    """A message that nothing waited for when it came. `name` is its button's words; `data` what it says, by
    the questions of its form; `places` are where it could go now."""

    id: int
    reference: str
    topic: str
    pack: Pack
    message: str
    name: str
    sender: str
    at: datetime
    data: Mapping[str, Any]
    places: Sequence[Place]


@dataclass(frozen=True)
class Page:
    """`after` is the message to go on with; None at the end."""

    rows: Sequence[Unclaimed]
    after: int | None


def expected(session: Session, case_id: int, pack: Pack, language: str) -> list[Expected]:
    """What a case waits for, in the order of its pack; what comes from the complainant last."""
    rows = session.scalars(
        select(Await).join(Run, Run.id == Await.run_id).where(Await.case_id == case_id)
        .order_by(Run.process != MAIN, Await.run_id, Await.about, Await.token)
    ).all()
    words = sorted(pack.words.messages.values(), key=lambda one: one.sender == SENDERS[0])
    return [
        _expected(one, place, language) for one in words
        for place in awaited.innermost(pack, [row for row in rows if row.message == one.name])
    ]


def _expected(words: MessageWords, place: Await, language: str) -> Expected:
    return Expected(
        words.name, say(words.button, language), say(words.help, language), place.form or words.form, words.sender,
        place.about, place.token, place.element,
    )


def unclaimed(session: Session, reader_id: int, language: str, after: int | None = None, size: int = SIZE) -> Page:
    """One page of what nothing waited for, newest first; nothing of cases that are closed to the reader (S21)."""
    wanted = (
        select(Message, Case).join(Case, Case.id == Message.case_id).where(*_open_to(reader_id))
        .order_by(Message.id.desc()).limit(size + 1)
    )
    if after is not None:
        wanted = wanted.where(Message.id < after)
    found = session.execute(wanted).all()
    rows = [_unclaimed(session, message, case, language) for message, case in found[:size]]
    return Page(rows, rows[-1].id if len(found) > size else None)


def count(session: Session, reader_id: int) -> int:
    """How many messages nothing waited for that the reader may see."""
    wanted = select(func.count()).select_from(Message).join(Case, Case.id == Message.case_id)
    return session.execute(wanted.where(*_open_to(reader_id))).scalar_one()


def _open_to(reader_id: int) -> tuple[Any, ...]:
    return (
        Message.direction == "in", Message.status == "unclaimed", people.readable(reader_id, Message.case_id)
    )


def _unclaimed(session: Session, message: Message, case: Case, language: str) -> Unclaimed:
    pack = publishing.by_id(session, case.pack_id)
    words = pack.words.messages.get(message.name)
    rows = session.scalars(select(Await).where(Await.case_id == case.id, Await.message == message.name)).all()
    return Unclaimed(
        message.id, case.reference, pack.topic(case.topic), pack, message.name,
        say(words.button, language) if words is not None else message.name,
        words.sender if words is not None else SENDERS[0], message.created_at, orjson.loads(message.data),
        [Place(one.token, pack.elements[one.element].label, one.about) for one in rows if one.element in pack.elements],
    )
