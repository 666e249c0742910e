"""A complaint that says again what an open one says: it goes on there (domain.md 4.2, 3a)."""

from typing import Any

import orjson
from sqlalchemy import func, insert, literal, select

from engine import dossier as dossiers
from engine import outbox
from engine.db import table
from engine.dossier import CASE, Dossier
from engine.errors import StepFailed
from engine.model import Attachment, CaseLink
from engine.packs import Pack
from engine.process import Call

DUPLICATE, HANDED_ON = "duplicate", "more_info"
LINK, FILE = table(CaseLink), table(Attachment)


def join_duplicate(dossier: Dossier, call: Call) -> None:
    """Link the case to the one in the fact duplicate_of, and hand what it says and its files on to those who
    deal with that one; once, however often the run comes by.

    An e-mail address proves nothing: what is handed on says from which case it comes, and the page of
    the other complainant does not show it. A case closed meanwhile is not joined, for nobody would read
    it there: the fact same_matter_open becomes false, and the diagram goes another way.

    Raises:
        StepFailed: there is no such case, or it is this one.
    """
    other = _other(dossier)
    link = {"case_id": dossier.id, "other_id": other.id, "kind": DUPLICATE}
    if dossier.session.execute(select(LINK.c.id).filter_by(**link)).first() is not None:
        return
    if other.case["status"] != "open":
        dossier.facts["same_matter_open"] = False
        dossier.write("case.not_joined", call.at, element=call.element, other=other.case["reference"])
        return
    dossier.session.execute(insert(LINK).values(**link, note="", created_at=call.at, person_id=None))
    files = _hand_files_on(dossier, other)
    _hand_text_on(dossier, other, call, files)
    dossier.write("case.linked", call.at, element=call.element, other=other.case["reference"], link=DUPLICATE, note="")
    other.write("case.linked", call.at, other=dossier.case["reference"], link=DUPLICATE, note="")
    dossier.beside.append(other)


def _other(dossier: Dossier) -> Dossier:
    """The case that this one says again, locked."""
    reference = str(dossier.facts.get("duplicate_of") or "")
    case_id = dossier.session.execute(select(CASE.c.id).where(CASE.c.reference == reference)).scalar()
    if case_id is None or case_id == dossier.id:
        raise StepFailed(f"There is no other case {reference!r} that this one could be joined to.")
    return dossiers.lock(dossier.session, case_id, dossier.now)


def _hand_text_on(dossier: Dossier, other: Dossier, call: Call, files: int) -> None:
    """What the complaint says, as a message that the other case is to take up."""
    text = dossier.case["description"]
    data = {_question(other.pack): text}
    other.messages.append({
        "case_id": other.id, "direction": "in", "name": HANDED_ON, "recipient": outbox.COMPLAINANT,
        "address": "Complainant", "subject": "", "text": "", "html": "", "text_hash": "",
        "data": orjson.dumps(data).decode(), "key": f"duplicate/{dossier.id}", "status": "waiting",
        "created_at": call.at, "attempts": 0, "next_at": None, "sent_at": None, "error": "",
    })
    other.write("message.received", call.at, name=HANDED_ON, data=data, files=files,
                of=dossier.case["reference"])


def _question(pack: Pack) -> str:
    """The question of the message's form that takes a longer text."""
    words = pack.words.messages.get(HANDED_ON)
    form = pack.forms.get(words.form) if words is not None else None
    texts = [field for field in form.fields if field.type == "text"] if form is not None else []
    return max(texts, key=lambda field: field.max_length).name if texts else "text"


def _hand_files_on(dossier: Dossier, other: Dossier) -> int:
    """The files stay with the complaint that brought them, and are with the other as well, by the reference of
    this one; gives how many."""
    kept = ("name", "media_type", "size", "sha256", "content", "added_at")
    ours = FILE.c.case_id == dossier.id
    columns: list[Any] = [literal(other.id), literal(dossier.case["reference"]), *(FILE.c[name] for name in kept)]
    dossier.session.execute(insert(FILE).from_select(["case_id", "added_by", *kept], select(*columns).where(ours)))
    return int(dossier.session.execute(select(func.count()).select_from(FILE).where(ours)).scalar_one())
