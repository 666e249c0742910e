"""What happened that concerns the complainant: milestones, letters to them, their own messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.model import Case, Entry
from engine.packs import Pack
from engine.packs.words import SENDERS, say
from engine.public.pages import SIZE, cut

KINDS = ("milestone.reached", "letter.written", "message.received")


@dataclass(frozen=True)
class Happening:
    """Something that concerns the complainant. `kind`: milestone, letter (its subject) or message
    (the words of the button they pressed)."""

    at: datetime
    kind: str
    text: str


def page(session: Session, case: Case, pack: Pack, before: int | None) -> tuple[Sequence[Happening], int | None]:
    """What happened, newest first, and the entry to go on before; what is only ours to know is left out, so
    that a page may be shorter than others."""
    wanted = (
        select(Entry.seq, Entry.at, Entry.kind, Entry.data).where(Entry.case_id == case.id, Entry.kind.in_(KINDS))
        .order_by(Entry.seq.desc()).limit(SIZE + 1)
    )
    if before is not None:
        wanted = wanted.where(Entry.seq < before)
    rows, last = cut(session.execute(wanted).all())
    said = []
    for row in rows:
        text = _text(row.kind, orjson.loads(row.data), pack, case.language)
        if text:
            said.append(Happening(row.at, row.kind.split(".")[0], text))
    return said, last.seq if last is not None else None


def _text(kind: str, data: Mapping[str, Any], pack: Pack, language: str) -> str:
    if kind == "milestone.reached":
        milestone = pack.words.milestones.get(data["name"])
        return say(milestone.done, language) if milestone is not None and milestone.public else ""
    if kind == "letter.written":
        # what goes to others about the complaint is not the complainant's to read
        return "" if data.get("to") else str(data["subject"])
    if data.get("of"):
        # what another case handed on was perhaps not theirs: staff read it, nobody else
        return ""
    message = pack.words.messages.get(data["name"])
    theirs = message is not None and message.sender == SENDERS[0]
    return say(message.button, language) if message is not None and theirs else ""
