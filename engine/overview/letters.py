"""What was written and what came in, as the staff may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import outbox
from engine.errors import NotFound
from engine.model import Case, Message
from engine.packs.words import SENDERS
from engine.people import COMPLAINANT

HIDDEN = "••••"
THEIRS = (COMPLAINANT.name, SENDERS[0])
"""From whom a message came: the complainant, themselves or through somebody who recorded it."""
GONE_OUT = ("waiting", "sent", "paper", "undeliverable")


@dataclass(frozen=True)
class Written:
    """A letter and its text as the staff may read it. `corrects` is the number of the letter that it sets
    right, `corrected_by` those of the letters that set it right."""

    message: Message
    text: str
    corrects: int | None = None
    corrected_by: Sequence[int] = ()

    @property
    def can_be_corrected(self) -> bool:
        """Whether there is something its reader may believe that is wrong."""
        return self.message.status in GONE_OUT


def letters(session: Session, case: Case, before: int | None = None, most: int | None = None) -> list[Written]:
    """What was written, newest first, without the code that opens the complainant's page: who reads a
    case must not be able to act as its complainant. `before` and `most`: a part of a long list."""
    ours = (Message.case_id == case.id, Message.direction == "out")
    wanted = select(Message).where(*ours).order_by(Message.id.desc()).limit(most)
    rows = session.scalars(wanted.where(Message.id < before) if before is not None else wanted).all()
    corrections = session.execute(select(Message.id, Message.data).where(*ours, Message.data != "{}"))
    corrects = {row.id: orjson.loads(row.data).get("corrected") for row in corrections}
    return [
        Written(one, _readable(one), corrects.get(one.id), [by for by, of in corrects.items() if of == one.id])
        for one in rows
    ]


def letter(session: Session, case_id: int, message_id: int) -> Written:
    """One letter of a case.

    Raises:
        NotFound: the case has none of that number.
    """
    found = session.get(Message, message_id)
    if found is None or found.case_id != case_id or found.direction != "out":
        raise NotFound()
    return Written(found, _readable(found), _corrected(found))


def sent(session: Session, case_id: int) -> list[tuple[Message, dict[str, Any]]]:
    """What the complainant sent since the complaint itself, newest first, with what they answered."""
    rows = session.scalars(
        select(Message).where(Message.case_id == case_id, Message.direction == "in", Message.address.in_(THEIRS))
        .order_by(Message.id.desc()).limit(20)
    )
    return [(one, orjson.loads(one.data)) for one in rows]


def unclaimed(session: Session, case_id: int, most: int | None = None) -> list[tuple[Message, dict[str, Any]]]:
    """Messages from outside that nothing in the process waited for, newest first, with what they say."""
    rows = session.scalars(
        select(Message).where(Message.case_id == case_id, Message.direction == "in", Message.status == "unclaimed")
        .order_by(Message.id.desc()).limit(most)
    )
    return [(one, orjson.loads(one.data)) for one in rows]


def _corrected(message: Message) -> int | None:
    found: int | None = orjson.loads(message.data).get("corrected")
    return found


def _readable(message: Message) -> str:
    return message.text.replace(outbox.LINK, HIDDEN).replace(outbox.CODE, HIDDEN)
