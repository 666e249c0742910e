"""Letters and notices: rows written in the transaction that decided them; another loop delivers."""

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import clock, people, sealing
from engine.db import instance
from engine.dossier import Dossier
from engine.letters import Worded, render
from engine.model import Party
from engine.packs.words import say
from engine.regimes import Regime

# What stands in a stored letter where its reader sees their link and code: the database alone, a
# backup or a colleague's screen open nobody's page (S11, S28).
LINK, CODE = "https://link.amends.invalid/", "CODE-OF-THIS-CASE"


def reveal(session: Session, reference: str, salt: bytes, text: str) -> str:
    """The letter as its reader gets it, with the link and the code of their case."""
    code = sealing.case_code(instance(session).key, reference, salt)
    link = f"{instance(session).base_url}/follow/{reference}/{code}"
    return text.replace(LINK, link).replace(CODE, sealing.grouped(code))


def letter(dossier: Dossier, name: str, at: datetime, element: str, until: datetime | None = None) -> None:
    """Write a letter to the complainant; `until` is the date it asks them to answer by.

    It waits for delivery by mail; without an address it is to be printed; for an imported case it is
    only noted, not written (the complainant had their letters elsewhere).
    """
    if not dossier.case["send_letters"]:
        dossier.write("letter.held", at, element=element, letter=name)
        return
    party = dossier.session.execute(select(Party).where(Party.case_id == dossier.id)).scalar()
    written = dossier.pack.letter(name, dossier.case["language"])
    rendered = render(written, values(dossier, party, until or _next(dossier, at)))
    address = party.email if party else ""
    fingerprint = hashlib.sha256(f"{rendered.subject}\0{rendered.text}".encode()).hexdigest()
    dossier.messages.append({
        "case_id": dossier.id, "direction": "out", "name": name, "address": address, "subject": rendered.subject,
        "text": rendered.text, "html": rendered.html, "text_hash": fingerprint, "data": "{}", "key": None,
        "status": "waiting" if address else "paper", "created_at": at, "attempts": 0,
        "next_at": clock.real() if address else None, "sent_at": None, "error": "",
    })
    way = "mail" if address else "paper"
    dossier.write("letter.written", at, element=element, letter=name, subject=rendered.subject, by=way,
                  sha256=fingerprint)


def values(dossier: Dossier, party: Party | None, next_date: datetime | None) -> dict[str, Any]:
    """What a letter may say: facts, dates and names; nothing that is not recorded (ISO 10002 4.9)."""
    case, language = dossier.case, dossier.case["language"]
    zone = ZoneInfo(dossier.calendar.zone)
    session = dossier.session
    regime = _strictest(dossier)
    return {
        **_labelled(dossier),
        "reference": case["reference"],
        "complainant": party.name if party else "",
        "organisation": say(dossier.pack.words.organisation, language),
        "owner": people.name_of(session, dossier.get("owner_id")),
        "received_on": day(case["received_at"], zone, language),
        "topic": dossier.pack.topic(case["topic"]),
        "next_date": day(next_date, zone, language),
        "final_date": day(dossier.deadlines.get("final"), zone, language),
        "link": LINK,
        "code": CODE,
        "edr_body": regime.edr_body if regime else "",
        "edr_window": regime.edr_window if regime else "",
        "edr_url": regime.edr_url if regime else "",
        "regime_name": regime.name if regime else "",
    }


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
    for form in dossier.pack.forms.values():
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


def _next(dossier: Dossier, at: datetime) -> datetime | None:
    dates = [dossier.deadlines[name] for name in ("final", "edr") if name in dossier.deadlines]
    return min((moment for moment in dates if moment > at), default=None)


def _strictest(dossier: Dossier) -> Regime | None:
    """The regime whose dispute-resolution body the letters name: the first that names one."""
    on = dossier.case["received_at"].date()
    found = dossier.pack.regimes.for_case(dossier.facts.get("regimes") or [], on)
    return next((one for one in found if one.edr_body), None)
