"""What happened that concerns the complainant: milestones, letters to them, their own messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.forms import Form
from engine.model import Case, Entry
from engine.packs import Pack
from engine.packs.words import SENDERS, say
from engine.public.pages import SIZE, cut

KINDS = ("milestone.reached", "letter.written", "message.received")


@dataclass(frozen=True)
class Happening:
    """Something that concerns the complainant. `kind`: milestone, letter (its subject) or message (the words of
    the button they pressed); `answers` are what they answered there, by the questions."""

    at: datetime
    kind: str
    text: str
    answers: Sequence[tuple[str, Any]] = ()


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
        kind, text, answers = _said(row.kind, orjson.loads(row.data), pack, case.language)
        if text:
            said.append(Happening(row.at, kind, text, answers))
    return said, last.seq if last is not None else None


def _said(
    kind: str, data: Mapping[str, Any], pack: Pack, language: str
) -> tuple[str, str, Sequence[tuple[str, Any]]]:
    """Kind, words and answers; without words what is not theirs to read."""
    if kind == "milestone.reached":
        milestone = pack.words.milestones.get(data["name"])
        return "milestone", say(milestone.done, language) if milestone is not None and milestone.public else "", ()
    if kind == "letter.written":
        # what goes to others about the complaint is not the complainant's to read
        return "letter", "" if data.get("to") else str(data["subject"]), ()
    message = pack.words.messages.get(data["name"])
    if data.get("of") or message is None or message.sender != SENDERS[0]:
        # what another case handed on was perhaps not theirs: staff read it, nobody else
        return "message", "", ()
    return "message", say(message.button, language), _answers(pack.forms.get(message.form), data.get("data") or {})


def _answers(form: Form | None, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Question and answer in the words of the form; yes and no stay what they are."""
    if form is None:
        return []
    words = dict(form.shown(data))
    return [(field.title, value if isinstance(value := data.get(field.name), bool) else words[field.title])
            for field in form.fields if field.title in words]
