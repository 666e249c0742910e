"""A closed complaint that is not settled comes back as a new case that belongs to the old one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import people, publishing, sealing
from engine.cases import storing
from engine.cases.linking import LINK, REOPENED
from engine.cases.opening import Intake, Opened, open_case
from engine.contract import INTAKE_FORM, REOPEN, STAFF_INTAKE_FORM
from engine.db import instance
from engine.dossier import Dossier
from engine.errors import Refused
from engine.model import Case, CaseLink, Party
from engine.operations import exclusions
from engine.packs import Pack
from engine.people import Actor


def reopen(
    session: Session, case_id: int, data: Mapping[str, Any], actor: Actor, now: datetime, *, channel: str = "web"
) -> Opened:
    """Open a case for a closed one that is not settled: the same person, matter and wishes, in a fresh
    process. As long as that one is open, asking again gives the same.

    Raises:
        NotFound: there is no such case. Refused: it is not closed.
        Excluded: the actor must keep out of it.
        StepFailed: the process could not start; nothing was written.
    """
    old = dossiers.lock(session, case_id, now)
    people.require_independent(session, case_id, actor)
    if old.case["status"] != "closed":
        raise Refused("Only a closed complaint is opened again; this one is still being worked on.")
    known = reopened_as(session, case_id)
    if known is not None:
        return known
    _, pack = publishing.current(session)
    new = open_case(session, _intake(old, pack, data, channel, now), actor, now)
    session.execute(insert(LINK), [{
        "case_id": new.case_id, "other_id": case_id, "kind": REOPENED, "note": "", "created_at": now,
        "person_id": actor.id,
    }])
    # what has changed since it was opened is in its row, not in what we read before
    ours = dossiers.bare(session, new.case_id, now)
    for here, there in ((ours, old), (old, ours)):
        here.write("case.linked", now, actor, other=there.case["reference"], link=REOPENED, note="")
    ours.beside.append(old)
    storing.store(ours, None, None)
    return new


def reopened_as(session: Session, case_id: int) -> Opened | None:
    """The open case that a closed one came back as."""
    row = session.execute(
        select(Case.id, Case.reference, Case.salt).join(CaseLink, CaseLink.case_id == Case.id)
        .where(CaseLink.other_id == case_id, CaseLink.kind == REOPENED, Case.status == "open")
        .order_by(CaseLink.id.desc()).limit(1)
    ).first()
    if row is None:
        return None
    return Opened(row.id, row.reference, sealing.case_code(instance(session).key, row.reference, row.salt))


PARTY = ("name", "email", "phone", "address", "organisation", "on_behalf_of")


def _intake(old: Dossier, pack: Pack, data: Mapping[str, Any], channel: str, now: datetime) -> Intake:
    case, party = old.case, old.session.get(Party, old.id)
    words = pack.words.messages.get(REOPEN)
    form = pack.forms.get(words.form) if words is not None else None
    told = str(data.get("text") or "").strip()
    before = f"{case['reference']}:\n{case['description']}"
    given = form.facts(data) if form is not None else {}
    return Intake(
        description=f"{told}\n\n{before}" if told else before, topic=case["topic"], country=case["country"],
        language=case["language"], channel=channel, received_at=now, send_letters=case["send_letters"],
        facts={name: value for name, value in {**_about_them(old, pack), **given}.items() if value is not None},
        party={name: getattr(party, name) for name in PARTY} if party is not None else {}, again=old.id,
    )


def _about_them(old: Dossier, pack: Pack) -> dict[str, Any]:
    """What was told at intake, about them and the matter, and whom it is about; what else was found out since is
    asked anew."""
    asked = {
        field.fact for name in (INTAKE_FORM, STAFF_INTAKE_FORM) if name in pack.forms
        for field in pack.forms[name].fields if field.fact
    }
    return {name: value for name, value in old.facts.items() if name in asked | {exclusions.FACT}}
