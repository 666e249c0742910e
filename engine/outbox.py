"""Letters: rows written in the transaction that decided them; another loop delivers."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, people, sealing
from engine.contract import INTAKE_FORM, RECIPIENTS
from engine.db import instance
from engine.dossier import Dossier
from engine.errors import StepFailed
from engine.letters import Worded, render
from engine.model import Message, Party, Person
from engine.packs.words import say
from engine.people import SYSTEM, Actor
from engine.regimes import Regime

# What stands in a stored letter where its reader sees their link and code: the database alone, a
# backup or a colleague's screen open nobody's page (S11, S28).
LINK, CODE = "https://link.amends.invalid/", "CODE-OF-THIS-CASE"

COMPLAINANT, PROVIDER, STAFF = RECIPIENTS
NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True)
class Reader:
    """Who gets a letter. `kind` is a `contract.RECIPIENTS`; without an address it is to be printed."""

    kind: str
    name: str
    address: str


def reveal(session: Session, reference: str, salt: bytes, text: str) -> str:
    """The letter as its reader gets it, with the link and the code of their case."""
    code = sealing.case_code(instance(session).key, reference, salt)
    link = f"{instance(session).base_url}/follow/{reference}/{code}"
    return text.replace(LINK, link).replace(CODE, sealing.grouped(code))


def letter(
    dossier: Dossier, name: str, at: datetime, element: str, until: datetime | None = None, *, to: str = COMPLAINANT,
    more: Mapping[str, Any] = NOTHING,
) -> None:
    """Write a letter to everybody whom `to` names; `until` is the date it asks them to answer by, `more`
    are values that only this letter has.

    It waits for delivery by mail; without an address it is to be printed; for an imported case it is
    only noted, not written (the complainant had their letters elsewhere).

    Raises:
        StepFailed: nobody is known by `to`.
    """
    if to not in RECIPIENTS:
        raise StepFailed(f"Nobody gets letters as {to!r}; known are: {', '.join(RECIPIENTS)}.")
    if _held(dossier, name, at, element, SYSTEM):
        return
    found = readers(dossier, to)
    if to == STAFF:
        told = _told(dossier, name)
        found = [one for one in found if one.address not in told]
    if not found:
        dossier.write("letter.needless", at, element=element, letter=name, to=to)
    for reader in found:
        letter_to(dossier, name, reader, at, element, until, more=more)


def letter_to(
    dossier: Dossier, name: str, reader: Reader, at: datetime, element: str, until: datetime | None = None, *,
    actor: Actor = SYSTEM, more: Mapping[str, Any] = NOTHING, about: Mapping[str, Any] = NOTHING,
) -> None:
    """Write a letter to one reader. `more` are values that only this letter has; `about` goes into its row
    and its entry."""
    if _held(dossier, name, at, element, actor):
        return
    said = {**values(dossier, reader, at, until or _next(dossier, reader, at)), **more}
    rendered = render(dossier.pack.letter(name, dossier.case["language"]), said)
    fingerprint = hashlib.sha256(f"{rendered.subject}\0{rendered.text}".encode()).hexdigest()
    dossier.messages.append({
        "case_id": dossier.id, "direction": "out", "name": name, "recipient": reader.kind, "address": reader.address,
        "subject": rendered.subject, "text": rendered.text, "html": rendered.html, "text_hash": fingerprint,
        "data": orjson.dumps(dict(about)).decode(), "key": None, "status": "waiting" if reader.address else "paper",
        "created_at": at, "attempts": 0, "next_at": clock.real() if reader.address else None, "sent_at": None,
        "error": "",
    })
    beside = {"to": reader.kind, "reader": reader.name} if reader.kind != COMPLAINANT else {}
    dossier.write("letter.written", at, actor, element, letter=name, subject=rendered.subject,
                  by="mail" if reader.address else "paper", sha256=fingerprint, **beside, **about)


def _held(dossier: Dossier, name: str, at: datetime, element: str, actor: Actor) -> bool:
    """Note a letter that an imported case does without."""
    if dossier.case["send_letters"]:
        return False
    dossier.write("letter.held", at, actor, element, letter=name)
    return True


# --- who gets it --------------------------------------------------------------------------------------

def readers(dossier: Dossier, to: str) -> list[Reader]:
    """The people whom a letter to `to` goes to; of the colleagues named in the complaint those who are still
    here, perhaps nobody."""
    if to == PROVIDER:
        facts = dossier.facts
        name = facts.get("notice_from") or facts.get("dispute_provider") or ""
        return [Reader(PROVIDER, str(name), str(facts.get("provider_email") or ""))]
    if to == STAFF:
        named = dossier.facts.get("subject_people") or []
        ids = [one for one in named if isinstance(one, int) and not isinstance(one, bool)]
        rows = dossier.session.execute(
            select(Person.name, Person.email).where(Person.id.in_(ids), Person.active.is_(True)).order_by(Person.id)
        )
        return [Reader(STAFF, name, email) for name, email in rows]
    party = _party(dossier)
    return [Reader(COMPLAINANT, party.name if party else "", party.email if party else "")]


def _told(dossier: Dossier, name: str) -> set[str]:
    """The colleagues who had this letter already, by address: only who is named since then hears."""
    rows = dossier.session.execute(select(Message.address).where(
        Message.case_id == dossier.id, Message.direction == "out", Message.name == name, Message.recipient == STAFF
    ))
    fresh = (one for one in dossier.messages if one["name"] == name and one["recipient"] == STAFF)
    return {*rows.scalars(), *(one["address"] for one in fresh)}


def _party(dossier: Dossier) -> Party | None:
    return dossier.session.execute(select(Party).where(Party.case_id == dossier.id)).scalar()


# --- what it says -------------------------------------------------------------------------------------

def values(dossier: Dossier, reader: Reader, at: datetime, next_date: datetime | None) -> dict[str, Any]:
    """What a letter written at a moment may say: facts, dates and names; nothing that is not recorded
    (ISO 10002 4.9), and no promise for a day that is over.

    The link and the code are the complainant's alone; their name is kept from the colleagues they
    complain about where they asked for that (ISO 10002 4.10).
    """
    case = dossier.case
    theirs = reader.kind == COMPLAINANT
    return {
        **_labelled(dossier),
        "reference": case["reference"],
        "complainant": _complainant(dossier, reader),
        "reader": reader.name,
        "organisation": say(dossier.pack.words.organisation, case["language"]),
        "owner": people.name_of(dossier.session, dossier.get("owner_id")),
        "received_on": date_of(dossier, case["received_at"]),
        "topic": dossier.pack.topic(case["topic"]),
        "next_date": date_of(dossier, next_date),
        **_answer_by(dossier, at),
        "link": LINK if theirs else "",
        "code": CODE if theirs else "",
        **_outside(dossier),
    }


def _answer_by(dossier: Dossier, at: datetime) -> dict[str, str]:
    """By when they have our answer, as long as that can still come true; once it cannot and there is no answer,
    by when they should have had it."""
    final = dossier.deadlines.get("final")
    ahead = final is not None and final > at
    missed = not ahead and dossier.get("communicated_at") is None
    return {
        "final_date": date_of(dossier, final if ahead else None),
        "missed_date": date_of(dossier, final if missed else None),
    }


def _complainant(dossier: Dossier, reader: Reader) -> str:
    """The complainant's name, for those who may know it."""
    if reader.kind == COMPLAINANT:
        return reader.name
    if reader.kind == STAFF and dossier.facts.get("hide_identity"):
        return ""
    party = _party(dossier)
    return party.name if party else ""


def date_of(dossier: Dossier, moment: datetime | None) -> str:
    """A moment as the date on which it was for the complainant, in their language."""
    return day(moment, ZoneInfo(dossier.calendar.zone), dossier.case["language"])


def day(moment: datetime | None, zone: ZoneInfo, language: str) -> str:
    """A date as people write it; empty without one."""
    if moment is None:
        return ""
    local: date = moment.astimezone(zone).date()
    return format_date(local, "d MMMM y", locale=language)


def _labelled(dossier: Dossier) -> Mapping[str, Any]:
    """Every fact that the pack declares, in the words of the forms that set it; None where unknown."""
    labels: dict[str, dict[Any, str]] = {}
    shown: dict[str, Any] = {}
    # the words in which the complainants themselves were asked stand above those of colleagues
    for form in sorted(dossier.pack.forms.values(), key=lambda form: form.name == INTAKE_FORM):
        for field in form.fields:
            if field.fact:
                shown[field.fact] = None
                labels.setdefault(field.fact, {}).update({one.value: one.label for one in field.options})
    for table in dossier.pack.tables.values():
        shown.update(dict.fromkeys(table.outputs))
    for name, value in dossier.facts.items():
        shown[name] = _worded(value, labels.get(name, {}))
    return shown


def _worded(value: Any, words: Mapping[Any, str]) -> Any:
    """A value that keeps its meaning for the letter's sections and shows its words to people."""
    if isinstance(value, list):
        return Worded(value, ", ".join(str(words.get(one, one)) for one in value))
    return Worded(value, words[value]) if isinstance(value, str) and value in words else value


def _next(dossier: Dossier, reader: Reader, at: datetime) -> datetime | None:
    """By when the reader hears from us next, if nothing else is said: of several stages, in the last one."""
    stages = (("edr_reply",),) if reader.kind == PROVIDER else (("review_final",), ("final", "edr"))
    for names in stages:
        ahead = [moment for name in names if (moment := dossier.deadlines.get(name)) is not None and moment > at]
        if ahead:
            return min(ahead)
    return None


def _laws(dossier: Dossier) -> list[Regime]:
    """The regimes of this case that may be presented as law, in the versions of the day of receipt."""
    on = dossier.calendar.local_day(dossier.case["received_at"])
    return [one for one in dossier.pack.regimes.for_case(dossier.facts.get("regimes") or [], on) if one.is_law]


def _outside(dossier: Dossier) -> dict[str, str]:
    """The law that letters name, and the body outside that the first law which has one opens the way to."""
    laws = _laws(dossier)
    with_body = next((one for one in laws if one.said("edr_body")), None)
    named = with_body or next(iter(laws), None)
    return {
        "regime_name": named.said("name") if named else "",
        **{key: with_body.said(key) if with_body else "" for key in ("edr_body", "edr_window", "edr_url")},
    }
