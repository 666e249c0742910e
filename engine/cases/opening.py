"""Opening a case: from what somebody sent to the first human step, in one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert, select, update
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import process, publishing, sealing
from engine.cases import starting, storing
from engine.cases.incidents import as_failure
from engine.cases.lending import state_key, surroundings
from engine.cases.writing import Writer
from engine.db import instance, table
from engine.dossier import CASE, Dossier
from engine.journal import GENESIS
from engine.model import Attachment, Party, Run
from engine.operations import exclusions
from engine.packs import MAIN, Pack
from engine.people import Actor

RUN = table(Run)


@dataclass(frozen=True)
class Intake:
    """What is known of a complaint when it comes in. `source` and `source_id` name a row of an
    import, so that a second import adds nothing; `attachments` are ids of files already stored; `reason`
    says why it is recorded later than it was received; `again` is the closed case that comes back: whoever
    must keep out of that one keeps out of this one, from its first step on."""

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
    reason: str = ""
    again: int | None = None


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
    return open_many(session, pack_id, pack, [intake], actor, now)[0]


def open_many(
    session: Session, pack_id: int, pack: Pack, intakes: Sequence[Intake], actor: Actor, now: datetime
) -> list[Opened]:
    """Open many cases at once, each as `open_case` would; their rows are written together.

    Raises:
        StepFailed: one of them could not start; none was written.
    """
    if not intakes:
        return []
    found = [_columns(reference, pack_id, intake, now)
             for reference, intake in zip(_free_references(session, now.year, len(intakes)), intakes, strict=True)]
    case_ids = _insert(session, CASE, found)
    run_ids = _insert(session, RUN, [
        {"case_id": case_id, "pack_id": pack_id, "process": MAIN, "state": None, "started_at": now}
        for case_id in case_ids
    ])
    writer, shared = Writer(session), dict[Any, Any]()
    opened, asked = [], []
    for columns, case_id, run_id, intake in zip(found, case_ids, run_ids, intakes, strict=True):
        dossier = dossiers.opened(session, {**_EMPTY, **columns, "id": case_id}, pack, now, {}, {})
        dossier.shared = shared
        opened.append(_open(dossier, run_id, intake, actor, writer))
        asked.append((dossier, run_id))
    try:
        writer.flush()
    except OperationalError:
        raise
    except DBAPIError as wrong:
        raise as_failure(wrong, case_ids[0], None) from wrong
    for dossier, run_id in asked:
        starting.begin_noted(session, dossier, run_id)
    return opened


def _open(dossier: Dossier, run_id: int, intake: Intake, actor: Actor, writer: Writer) -> Opened:
    """Who complains, with what; then the first steps of the run."""
    session, case = dossier.session, dossier.case
    if intake.party:
        # at once: the first letter asks for it
        session.execute(insert(Party), [{"case_id": dossier.id, **intake.party}])
    if intake.attachments:
        session.execute(update(Attachment).where(Attachment.id.in_(intake.attachments)).values(case_id=dossier.id))
    dossier.facts.update(intake.facts)
    late = {"reason": intake.reason} if intake.reason else {}
    dossier.write("case.received", intake.received_at, actor, channel=intake.channel, topic=intake.topic,
                  pack=dossier.pack.hash, files=len(intake.attachments), source=intake.source or "", **late)
    if intake.again is not None:
        exclusions.carry_over(dossier, intake.again)
    state = process.start(dossier.pack.process(), surroundings(dossier), state_key(session, case["reference"]))
    storing.gather(dossier, run_id, state, writer, actor)
    code = sealing.case_code(instance(session).key, case["reference"], case["salt"])
    return Opened(dossier.id, case["reference"], code)


def _columns(reference: str, pack_id: int, intake: Intake, now: datetime) -> dict[str, Any]:
    return {
        "reference": reference, "salt": sealing.new_salt(), "pack_id": pack_id,
        "status": "open", "owner_id": None, "channel": intake.channel, "language": intake.language,
        "country": intake.country, "topic": intake.topic, "description": intake.description, "urgency": "",
        "outcome": "", "source": intake.source, "source_id": intake.source_id, "send_letters": intake.send_letters,
        "received_at": intake.received_at, "opened_at": now, "head": GENESIS, "entries": 0, "version": 0,
    }


_EMPTY = {column.name: None for column in CASE.c}


def _insert(session: Session, into: Table, rows: list[dict[str, Any]]) -> list[int]:
    """Insert rows and give their ids, in the order of the rows."""
    statement = insert(into).returning(into.c.id, sort_by_parameter_order=True)
    return list(session.execute(statement, rows).scalars())


def _free_references(session: Session, year: int, count: int) -> list[str]:
    """References that no case has."""
    free: list[str] = []
    while len(free) < count:
        drawn = {sealing.new_reference(year) for _ in range(count - len(free))} - set(free)
        taken = set(session.execute(select(CASE.c.reference).where(CASE.c.reference.in_(drawn))).scalars())
        free += sorted(drawn - taken)
    return free
