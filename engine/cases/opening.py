"""Opening a case: from what somebody sent to the first human step, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import process, publishing, sealing
from engine.cases import storing
from engine.cases.moving import state_key, surroundings
from engine.db import insert_row, instance, table
from engine.dossier import CASE
from engine.journal import GENESIS
from engine.model import Attachment, Party, Run
from engine.packs import MAIN, Pack
from engine.people import Actor

RUN = table(Run)


@dataclass(frozen=True)
class Intake:
    """What is known of a complaint when it comes in. `source` and `source_id` name a row of an
    import, so that a second import adds nothing; `attachments` are ids of files already stored."""

    description: str
    topic: str
    country: str
    received_at: datetime
    language: str = "en"
    channel: str = "web"
    facts: Mapping[str, Any] = field(default_factory=dict)
    party: Mapping[str, str] = field(default_factory=dict)
    attachments: Sequence[int] = ()
    source: str | None = None
    source_id: str | None = None
    send_letters: bool = True


@dataclass(frozen=True)
class Opened:
    case_id: int
    reference: str
    code: str


def open_case(session: Session, intake: Intake, actor: Actor, now: datetime) -> Opened:
    """Open a case on the current pack and go on to its first human step.

    Raises:
        StepFailed: the process could not start; nothing was written.
        NotFound: nothing has been published yet.
    """
    pack_id, pack = publishing.current(session)
    return open_on(session, pack_id, pack, intake, actor, now)


def open_on(session: Session, pack_id: int, pack: Pack, intake: Intake, actor: Actor, now: datetime) -> Opened:
    """Open a case on a given pack; see `open_case`."""
    case = _insert_case(session, pack_id, intake, now)
    if intake.party:
        session.execute(insert(Party), [{"case_id": case["id"], **intake.party}])
    if intake.attachments:
        session.execute(update(Attachment).where(Attachment.id.in_(intake.attachments)).values(case_id=case["id"]))
    run_id = insert_row(session, RUN, {
        "case_id": case["id"], "pack_id": pack_id, "process": MAIN, "state": None, "started_at": now,
    })
    dossier = dossiers.opened(session, case, pack, now, {}, {})
    dossier.facts.update(intake.facts)
    dossier.write("case.received", intake.received_at, actor, channel=intake.channel, topic=intake.topic,
                  pack=pack.hash, files=len(intake.attachments), source=intake.source or "")
    state = process.start(pack.process(), surroundings(dossier), state_key(session))
    storing.store(dossier, run_id, state, actor)
    code = sealing.case_code(instance(session).key, case["reference"], case["salt"])
    return Opened(case["id"], case["reference"], code)


def _insert_case(session: Session, pack_id: int, intake: Intake, now: datetime) -> dict[str, Any]:
    columns = {
        "reference": _free_reference(session, now.year), "salt": sealing.new_salt(), "pack_id": pack_id,
        "status": "open", "owner_id": None, "channel": intake.channel, "language": intake.language,
        "country": intake.country, "topic": intake.topic, "description": intake.description, "urgency": "",
        "outcome": "", "source": intake.source, "source_id": intake.source_id, "send_letters": intake.send_letters,
        "received_at": intake.received_at, "opened_at": now, "head": GENESIS, "entries": 0, "version": 0,
    }
    case_id = insert_row(session, CASE, columns)
    empty = {column.name: None for column in CASE.c if column.name not in columns}
    return {**empty, **columns, "id": case_id}


def _free_reference(session: Session, year: int) -> str:
    while True:
        reference = sealing.new_reference(year)
        if session.execute(select(CASE.c.id).where(CASE.c.reference == reference)).first() is None:
            return reference
