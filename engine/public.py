"""What a complainant sees: how to complain, and how their own complaint stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import outbox, publishing, sealing
from engine.db import instance
from engine.errors import NotFound
from engine.model import Attachment, Await, Case, Deadline, Entry, Message, Task
from engine.packs import Pack
from engine.packs.words import say

PUBLIC_DEADLINES = ("final", "edr")


@dataclass(frozen=True)
class Step:
    """A point of the way: its sentence, when it was reached; `current` marks the next one ahead."""

    name: str
    sentence: str
    done_at: datetime | None
    current: bool


@dataclass(frozen=True)
class Action:
    """What the complainant can do now; `form` is the name of its form, empty without one."""

    message: str
    button: str
    help: str
    form: str


@dataclass(frozen=True)
class Happening:
    """Something that concerns the complainant. `kind`: milestone, letter (its subject) or message
    (the words of the button they pressed)."""

    at: datetime
    kind: str
    text: str


@dataclass(frozen=True)
class LetterRef:
    id: int
    subject: str
    written_at: datetime


@dataclass(frozen=True)
class LetterView:
    subject: str
    html: str
    text: str
    written_at: datetime


@dataclass(frozen=True)
class StatusView:
    """One complaint as its complainant sees it. `next_date` is by when they hear from us, `final_date` by
    when they have our answer; None once nothing is owed any more."""

    case_id: int
    reference: str
    code: str
    topic: str
    description: str
    received_at: datetime
    steps: Sequence[Step]
    doing_now: str
    next_date: datetime | None
    final_date: datetime | None
    actions: Sequence[Action]
    history: Sequence[Happening]
    letters: Sequence[LetterRef]
    files: Sequence[Attachment]
    closed: bool
    zone: str


@dataclass(frozen=True)
class HowTo:
    """How complaints are handled here, made from the published pack."""

    organisation: str
    steps: Sequence[str]
    spans: Mapping[str, str]
    edr_body: str
    edr_url: str
    edr_window: str


def how_to(session: Session, language: str) -> HowTo:
    """The way a complaint goes, in the words and with the times of the current pack.

    Raises:
        NotFound: nothing has been published yet.
    """
    pack = publishing.current(session)[1]
    urgency = pack.regimes.urgencies["U3"]
    default = next(one for one in pack.regimes.regimes["default"])
    return HowTo(
        organisation=say(pack.words.organisation, language),
        steps=[say(m.ahead, language) for m in pack.words.milestones.values() if m.public and m.ahead],
        spans={"acknowledge": str(urgency.acknowledge), "target": str(urgency.target), "final": str(default.final)},
        edr_body=default.edr_body, edr_url=default.edr_url, edr_window=default.edr_window,
    )


def find(session: Session, reference: str, code: str) -> Case:
    """The case behind a reference and its code.

    Raises:
        NotFound: unknown reference or wrong code: one answer, in one time (S12).
    """
    reference, code = sealing.plain(reference), sealing.plain(code)
    # Both wrong ways take the same steps: one small row or none, one derivation, one comparison.
    found = session.execute(select(Case.id, Case.salt).where(Case.reference == reference)).first()
    expected = sealing.case_code(instance(session).key, reference, found.salt if found else bytes(sealing.CODE_BYTES))
    right = sealing.same(expected, code)
    if found is None or not right:
        raise NotFound("We cannot find a complaint with this reference and code.")
    return session.get_one(Case, found.id)


def status(session: Session, reference: str, code: str, now: datetime) -> StatusView:
    """How a complaint stands.

    Raises:
        NotFound: see `find`.
    """
    case = find(session, reference, code)
    pack = publishing.by_id(session, case.pack_id)
    tasks = session.scalars(select(Task).where(Task.case_id == case.id, Task.status == "open").order_by(Task.id)).all()
    awaits = session.scalars(select(Await).where(Await.case_id == case.id)).all()
    rows = session.execute(select(Deadline.name, Deadline.due_at).where(Deadline.case_id == case.id))
    dates = {name: due for name, due in rows}
    closed = case.status == "closed" or case.closed_at is not None
    if closed or _answered(case):
        dates = {}
    ahead = [dates[name] for name in PUBLIC_DEADLINES if name in dates and dates[name] > now]
    return StatusView(
        case_id=case.id, reference=case.reference, code=sealing.plain(code), topic=pack.topic(case.topic),
        description=case.description, received_at=case.received_at, steps=_steps(session, case, pack),
        doing_now="" if closed else _doing_now(tasks, awaits), next_date=min(ahead, default=None),
        final_date=dates.get("final"), actions=[] if closed else _actions(pack, awaits, case.language),
        history=_history(session, case, pack), letters=_letters(session, case.id),
        files=session.scalars(select(Attachment).where(Attachment.case_id == case.id).order_by(Attachment.id)).all(),
        closed=closed, zone=pack.calendar(case.country).zone,
    )


def letter(session: Session, case_id: int, letter_id: int) -> LetterView:
    """A letter of this case.

    Raises:
        NotFound: it is not one of this case's.
    """
    found = session.execute(select(Message).where(
        Message.id == letter_id, Message.case_id == case_id, Message.direction == "out"
    )).scalar()
    if found is None:
        raise NotFound()
    return _view(session, found)


def first_letter(session: Session, case_id: int) -> LetterView | None:
    """The acknowledgement: the first letter of a case."""
    found = session.execute(select(Message).where(
        Message.case_id == case_id, Message.direction == "out"
    ).order_by(Message.id).limit(1)).scalar()
    return _view(session, found) if found else None


def _view(session: Session, found: Message) -> LetterView:
    case = session.execute(select(Case.reference, Case.salt).where(Case.id == found.case_id)).one()
    html, text = (outbox.reveal(session, case.reference, case.salt, one) for one in (found.html, found.text))
    return LetterView(found.subject, html, text, found.created_at)


def _answered(case: Case) -> bool:
    """Nothing is owed any more by a date: they have our answer, took it back, or were shown the way outside."""
    return any(at is not None for at in (case.communicated_at, case.withdrawn_at, case.edr_offered_at))


def _left_the_way(case: Case) -> bool:
    """Withdrawn, or shown the way outside at their own wish, before there was an answer or a late notice."""
    asked = case.edr_offered_at is not None and case.informed_final_at is None and case.communicated_at is None
    return case.withdrawn_at is not None or asked


def _steps(session: Session, case: Case, pack: Pack) -> list[Step]:
    """The milestones of this case's own pack: those reached, and those still to come on the usual way."""
    reached = _reached(session, case.id)
    steps: list[Step] = []
    current_given = case.closed_at is not None
    # what came beside the usual way (a late notice) hides nothing; who left it (a withdrawal) sees only the end
    left = _left_the_way(case)
    passed = [m for m in pack.words.milestones.values() if m.name in reached and (m.ahead or left)]
    last = max((m.order for m in passed), default=0)
    for milestone in pack.words.milestones.values():
        if not milestone.public:
            continue
        done_at = reached.get(milestone.name)
        if done_at is None and (not milestone.ahead or milestone.order < last or case.closed_at is not None):
            continue
        current = done_at is None and not current_given
        current_given = current_given or current
        sentence = say(milestone.done if done_at else milestone.ahead, case.language)
        steps.append(Step(milestone.name, sentence, done_at, current))
    return steps


def _reached(session: Session, case_id: int) -> dict[str, datetime]:
    """When each milestone was first reached."""
    found: dict[str, datetime] = {}
    rows = session.execute(
        select(Entry.at, Entry.data).where(Entry.case_id == case_id, Entry.kind == "milestone.reached")
        .order_by(Entry.seq)
    )
    for row in rows:
        found.setdefault(orjson.loads(row.data)["name"], row.at)
    return found


def _history(session: Session, case: Case, pack: Pack) -> list[Happening]:
    """What happened that concerns the complainant, newest first: milestones, letters, their own messages."""
    kinds = ("milestone.reached", "letter.written", "message.received")
    rows = session.execute(
        select(Entry.at, Entry.kind, Entry.data).where(Entry.case_id == case.id, Entry.kind.in_(kinds))
        .order_by(Entry.seq.desc())
    )
    said = []
    for row in rows:
        text = _text(row.kind, orjson.loads(row.data), pack, case.language)
        if text:
            said.append(Happening(row.at, row.kind.split(".")[0], text))
    return said


def _text(kind: str, data: Mapping[str, Any], pack: Pack, language: str) -> str:
    if kind == "milestone.reached":
        milestone = pack.words.milestones.get(data["name"])
        return say(milestone.done, language) if milestone is not None and milestone.public else ""
    if kind == "letter.written":
        return str(data["subject"])
    message = pack.words.messages.get(data["name"])
    return say(message.button, language) if message is not None else ""


def _doing_now(tasks: Sequence[Task], awaits: Sequence[Await]) -> str:
    """What the case waits for, in the pack's public words; our own work before what we await."""
    for status_of in (*(task.public_status for task in tasks), *(one.public_status for one in awaits)):
        if status_of:
            return status_of
    return ""


def _actions(pack: Pack, awaits: Sequence[Await], language: str) -> list[Action]:
    """A button for each message that something waits for, in the order of the pack."""
    waiting = {one.message: one for one in awaits}
    return [
        Action(name, say(words.button, language), say(words.help, language), waiting[name].form or words.form)
        for name, words in pack.words.messages.items() if name in waiting
    ]


def _letters(session: Session, case_id: int) -> list[LetterRef]:
    rows = session.execute(
        select(Message.id, Message.subject, Message.created_at)
        .where(Message.case_id == case_id, Message.direction == "out").order_by(Message.id.desc())
    )
    return [LetterRef(row.id, row.subject, row.created_at) for row in rows]
