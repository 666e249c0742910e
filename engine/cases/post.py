"""What becomes of letters that did not reach their reader, and of those on paper."""

import hashlib
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine import clock, people, publishing
from engine import dossier as dossiers
from engine.cases import storing
from engine.cases.charge import in_charge
from engine.cases.receiving import Arrival, take
from engine.contract import INTAKE_GROUP
from engine.dossier import Dossier
from engine.errors import NotFound, NotInCharge, Refused
from engine.model import Case, Message, Party
from engine.outbox import COMPLAINANT
from engine.people import SYSTEM, Actor

UNDELIVERABLE = "undeliverable"
"""The message by which a case learns that its complainant cannot be reached (ISO 10002 7.4)."""
RETURNED = ("undeliverable",)


def may_post(session: Session, case_id: int, owner_id: int | None, actor: Actor, now: datetime) -> bool:
    """Whether somebody sees to the post of a case. A letter holds the code of the complainant: only who is in
    charge, and the group that takes complaints in, unless they must keep out of the case (S28)."""
    if in_charge(session, case_id, owner_id, actor, now):
        return True
    if actor.id is None or INTAKE_GROUP not in people.lanes(session, actor.id):
        return False
    return people.conflicts(session, case_id).bar(actor.id, INTAKE_GROUP) is None


def came_back(session: Session, letter: Message, now: datetime) -> int | None:
    """Tell the case that a letter to its complainant came back, once for each letter and address; gives the
    id of the message, None where the pack of the case knows none for it."""
    case = session.execute(select(Case.pack_id).where(Case.id == letter.case_id)).one()
    words = publishing.by_id(session, case.pack_id).words.messages
    if letter.recipient != COMPLAINANT or UNDELIVERABLE not in words:
        return None
    where = hashlib.sha256(letter.address.encode()).hexdigest()[:16]
    arrival = Arrival(
        UNDELIVERABLE, {"letter": letter.subject[:200], "why": letter.error[:2000]},
        key=f"{UNDELIVERABLE}/{letter.id}/{where}",
    )
    return take(session, letter.case_id, arrival, SYSTEM, now)


def send_again(session: Session, letter_id: int, address: str, actor: Actor, now: datetime) -> None:
    """Send a letter that came back to a corrected address; where it was the complainant's own, later letters
    go there too. The letter stays as it was, word for word.

    Raises:
        NotFound: there is no such letter. NotInCharge: see `may_post`. Refused: it did not come back.
    """
    letter, dossier = _locked(session, letter_id, actor, now)
    if letter.status not in RETURNED:
        raise Refused("Only a letter that came back is sent again.")
    if letter.recipient == COMPLAINANT:
        session.execute(update(Party).where(
            Party.case_id == letter.case_id, Party.email == letter.address
        ).values(email=address))
    letter.address, letter.status, letter.attempts, letter.error = address, "waiting", 0, ""
    letter.next_at = clock.real()
    # the address itself stays out of the journal, which is never changed: it says who a person is
    dossier.write("letter.readdressed", now, actor, letter=letter.name, message=letter.id)
    storing.store(dossier, None, None)
    session.flush()


def posted(session: Session, letter_id: int, actor: Actor, now: datetime) -> None:
    """A letter on paper was printed and given to the post; told a second time, it changes nothing.

    Raises:
        NotFound: there is no such letter. NotInCharge: see `may_post`. Refused: it goes another way.
    """
    letter, dossier = _locked(session, letter_id, actor, now)
    if letter.status == "sent":
        return
    if letter.status not in ("paper", *RETURNED):
        raise Refused("This letter goes by mail.")
    letter.status, letter.sent_at, letter.next_at = "sent", clock.real(), None
    dossier.write("letter.sent", now, actor, letter=letter.name, message=letter.id, error="", by="paper")
    storing.store(dossier, None, None)
    session.flush()


def _locked(session: Session, letter_id: int, actor: Actor, now: datetime) -> tuple[Message, Dossier]:
    """The letter, with its case locked first as everybody does, for somebody who sees to its post."""
    letter = session.get(Message, letter_id)
    if letter is None or letter.direction != "out":
        raise NotFound()
    dossier = dossiers.bare(session, letter.case_id, now)
    if not may_post(session, dossier.id, dossier.case["owner_id"], actor, now):
        raise NotInCharge()
    session.refresh(letter)
    return letter, dossier
