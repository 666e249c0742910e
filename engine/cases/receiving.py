"""Messages from outside: stored first, then handed to the task that waits, under the lock."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine.cases import storing
from engine.cases.incidents import MESSAGE, TIMER, resolve
from engine.cases.moving import Move, move
from engine.db import insert_row, table
from engine.dossier import Dossier
from engine.errors import NotFound, NothingWaits
from engine.model import Attachment, Await, Case, Message
from engine.people import COMPLAINANT, SYSTEM, Actor
from engine.process import Running


def receive(
    session: Session, case_id: int, name: str, data: Mapping[str, Any], now: datetime, *,
    files: Sequence[int] = (), key: str | None = None, actor: Actor = COMPLAINANT,
) -> int:
    """Store a message from outside and wake nothing yet; gives its id.

    The same `key` a second time is the same message (a double click has one effect, R20).
    """
    dossier = dossiers.bare(session, case_id, now)
    if key is not None:
        # asked under the lock: of two clicks at once the second one sees the first
        known = session.execute(select(Message.id).where(Message.key == key)).scalar()
        if known is not None:
            return known
    message_id = insert_row(session, table(Message), {
        "case_id": case_id, "direction": "in", "name": name, "address": actor.name,
        "data": orjson.dumps(dict(data)).decode(), "key": key, "status": "waiting", "created_at": now,
    })
    if files:
        session.execute(update(Attachment).where(Attachment.id.in_(files)).values(case_id=case_id))
    dossier.write("message.received", now, actor, name=name, data=dict(data), files=len(files))
    storing.store(dossier, None, None)
    return message_id


def unclaimed(session: Session, message_id: int, now: datetime) -> None:
    """Nothing waits for this message: it stays in the inbox of messages and the case says so."""
    message = session.get(Message, message_id)
    if message is None or message.status != "waiting":
        return
    dossier = dossiers.bare(session, message.case_id, now)
    message.status = "unclaimed"
    dossier.write("message.unclaimed", now, SYSTEM, name=message.name)
    storing.store(dossier, None, None)


def deliver(session: Session, message_id: int, now: datetime) -> bool:
    """Hand a stored message to the task that waits for it; False when nothing waits (it stays).

    Raises:
        StepFailed: the run could not go on; nothing was changed, the message stays stored.
    """
    message = session.get(Message, message_id)
    if message is None:
        raise NotFound()
    session.execute(select(Case.id).where(Case.id == message.case_id).with_for_update())
    session.refresh(message)
    if message.status != "waiting":
        return True
    waiting = session.execute(
        select(Await).where(Await.case_id == message.case_id, Await.message == message.name)
    ).scalars().first()
    if waiting is None:
        return False
    data = orjson.loads(message.data)

    def act(running: Running, dossier: Dossier) -> None:
        running.deliver(waiting.token, waiting.element, dossier.take_in(waiting.form, data))

    try:
        move(session, message.case_id, waiting.run_id, now, Move(act))
    except NothingWaits:
        # a timer that was due took the wait away; nothing was stored, the next sweep fires it
        return False
    message.status, message.sent_at = "delivered", now
    resolve(session, message.case_id, waiting.run_id, SYSTEM, now, (TIMER, MESSAGE))
    session.flush()
    return True
