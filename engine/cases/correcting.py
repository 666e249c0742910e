"""A letter that said something wrong is never changed: another one corrects it (ISO 10002 4.9)."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import outbox
from engine.cases import storing
from engine.cases.charge import require_charge
from engine.contract import CORRECTION_LETTER
from engine.dossier import Dossier
from engine.errors import NotFound, Refused
from engine.model import Message
from engine.outbox import Reader
from engine.people import Actor

CAN_BE_CORRECTED = ("waiting", "sent", "paper", "undeliverable")


def correct_letter(session: Session, message_id: int, wrong: str, right: str, actor: Actor, now: datetime) -> None:
    """Write to whoever got a letter what in it was wrong and what is right.

    The new letter and its entry name the hash of the first, which stays as it was, byte by byte.

    Raises:
        NotFound: there is no such letter. NotInCharge: the actor may not correct it.
        Refused: it never went out.
    """
    case_id = session.execute(
        select(Message.case_id).where(Message.id == message_id, Message.direction == "out")
    ).scalar()
    if case_id is None:
        raise NotFound()
    dossier = dossiers.lock(session, case_id, now)
    require_charge(session, dossier.id, dossier.case["owner_id"], actor, now)
    first = session.get_one(Message, message_id)
    if first.status not in CAN_BE_CORRECTED or not dossier.case["send_letters"]:
        raise Refused("This letter was not sent, so there is nothing to correct.")
    said = {
        "corrected_subject": first.subject, "correction_wrong": wrong, "correction_right": right,
        "corrected_on": outbox.date_of(dossier, first.created_at),
    }
    outbox.letter_to(
        dossier, CORRECTION_LETTER, _reader(dossier, first), now, "", actor=actor, more=said,
        about={"corrects": first.text_hash, "corrected": first.id},
    )
    storing.store(dossier, None, None)


def _reader(dossier: Dossier, first: Message) -> Reader:
    """Who got the letter; at the address that is known of them now."""
    known = outbox.readers(dossier, first.recipient)
    if len(known) == 1:
        return known[0]
    return next((one for one in known if one.address == first.address), Reader(first.recipient, "", first.address))
