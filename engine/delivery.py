"""Delivering: letters by mail, messages to the tasks that wait for them, each in its own transaction."""

import logging
import smtplib
import ssl
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine import cases, clock, outbox
from engine.db import Database
from engine.model import Case, Message, Run

log = logging.getLogger("amends.delivery")
FIRST_DELAY = timedelta(seconds=20)
LONGEST_DELAY = timedelta(hours=4)
GIVE_UP_AFTER = 24
BATCH = 50
TIMEOUT = 20
LEASE = timedelta(minutes=10)
"""How long a letter is in the hands of whoever claimed it: longer than any talk with a mail server."""


def post(database: Database, smtp_url: str, sender: str) -> int:
    """Send the letters that are due; without a mail server they wait. Gives how many went out."""
    if not smtp_url:
        return 0
    with database.reading() as session:
        ids = session.scalars(
            select(Message.id).where(*_due(clock.real())).order_by(Message.next_at, Message.id).limit(BATCH)
        ).all()
    return sum(_post_one(database, message_id, smtp_url, sender) for message_id in ids)


def _due(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return Message.status == "waiting", Message.direction == "out", Message.next_at <= now


def _post_one(database: Database, message_id: int, smtp_url: str, sender: str) -> int:
    """One letter: claimed, sent, noted. The mail server is never waited for inside a transaction (R13)."""
    letter = _claim(database, message_id)
    if letter is None:
        return 0
    try:
        _send(_mail(letter, sender), letter.address, smtp_url)
    except (OSError, smtplib.SMTPException, ValueError) as wrong:  # ValueError: no mail can be made of it
        _failed(database, message_id, wrong)
        return 0
    _sent(database, message_id)
    return 1


@dataclass(frozen=True)
class Letter:
    """A letter as its reader gets it."""

    id: int
    address: str
    subject: str
    text: str
    html: str
    text_hash: str


def _claim(database: Database, message_id: int) -> Letter | None:
    """Take a letter out of the others' sight for a while; None when another worker has it. Whoever
    dies with it leaves it to the next when the lease is over."""
    with database.transaction() as session:
        now = clock.real()
        message = session.execute(
            select(Message).where(Message.id == message_id, *_due(now)).with_for_update(skip_locked=True)
        ).scalar()
        if message is None:
            return None
        message.attempts += 1
        message.next_at = now + LEASE
        case = session.execute(select(Case.reference, Case.salt).where(Case.id == message.case_id)).one()
        text, html = (
            outbox.reveal(session, case.reference, case.salt, one) for one in (message.text, message.html)
        )
        return Letter(message.id, message.address, message.subject, text, html, message.text_hash)


def _sent(database: Database, message_id: int) -> None:
    with database.transaction() as session:
        message = session.get_one(Message, message_id, with_for_update=True)
        message.status, message.sent_at, message.next_at, message.error = "sent", clock.real(), None, ""
        cases.journal_delivery(session, message.case_id, "letter.sent", message, clock.business(session))


def _failed(database: Database, message_id: int, wrong: Exception) -> None:
    """Wait longer each time; what is refused for good is undeliverable at once."""
    with database.transaction() as session:
        message = session.get_one(Message, message_id, with_for_update=True)
        message.error = _reason(wrong)
        if not _hopeless(wrong, message.attempts):
            delay = min(FIRST_DELAY * 2 ** min(message.attempts - 1, 12), LONGEST_DELAY)
            message.next_at = clock.real() + delay
            return
        message.status, message.next_at = "undeliverable", None
        now = clock.business(session)
        cases.journal_delivery(session, message.case_id, "letter.undeliverable", message, now)
        cases.came_back(session, message, now)


def _hopeless(wrong: Exception, attempts: int) -> bool:
    """The address is refused for good, no mail can be made of the letter, or a server that answers has
    put us off too often. One that does not answer is waited for without end: it is not the letter's fault."""
    if isinstance(wrong, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in wrong.recipients.values()
    ):
        return True
    if isinstance(wrong, ValueError):
        return True
    answers = (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException, smtplib.SMTPNotSupportedError)
    return isinstance(wrong, answers) and attempts >= GIVE_UP_AFTER


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in wrong.recipients.values())[:500]
    return f"{type(wrong).__name__}: {wrong}"[:500]


def _mail(letter: Letter, sender: str) -> EmailMessage:
    """A letter as mail; Auto-Submitted keeps answering machines from answering (RFC 3834), and sent
    again it has the same Message-ID, so that whoever got it before can tell."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(letter.subject.split())
    mail["From"] = sender
    mail["To"] = letter.address
    mail["Date"] = clock.real()
    domain = sender.rsplit("@", 1)[-1].strip("> ")
    mail["Message-ID"] = f"<amends-{letter.id}-{letter.text_hash[:24]}@{domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(letter.text)
    mail.add_alternative(letter.html, subtype="html")
    return mail


def _send(mail: EmailMessage, address: str, smtp_url: str) -> None:
    """Hand a mail to the server, for this one address whatever stands in its headers."""
    parts = urlsplit(smtp_url)
    host, secure = parts.hostname or "", parts.scheme == "smtps"
    port = parts.port or (465 if secure else 25)
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context()) if secure
        else smtplib.SMTP(host, port, timeout=TIMEOUT)
    )
    try:
        if parts.username:
            if not secure:
                server.starttls(context=ssl.create_default_context())
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail, to_addrs=[address])
    finally:
        # the letter was taken or refused above; how the server says goodbye changes neither
        with suppress(OSError, smtplib.SMTPException):
            server.quit()


def hand_over(database: Database) -> int:
    """Hand stored messages to the tasks that wait; gives how many were taken."""
    with database.reading() as session:
        ids = session.scalars(
            select(Message.id).where(
                Message.status == "waiting", Message.direction == "in",
                Message.next_at.is_(None) | (Message.next_at <= clock.real()),
            ).order_by(Message.id).limit(BATCH)
        ).all()
    return sum(hand_over_one(database, message_id) for message_id in ids)


def hand_over_one(database: Database, message_id: int) -> bool:
    """Hand one message over; a run that fails becomes an incident and the message stays."""
    try:
        with database.transaction() as session:
            now = clock.business(session)
            if cases.deliver(session, message_id, now):
                return True
            cases.unclaimed(session, message_id, now)
            return False
    except (OperationalError, PoolTimeout):
        raise
    except Exception as wrong:
        # whatever is wrong with this case must not hold up the messages of others (R14)
        _stuck(database, message_id, wrong)
        return False


def _stuck(database: Database, message_id: int, wrong: Exception) -> None:
    with database.transaction() as session:
        message = session.get_one(Message, message_id)
        runs = select(Run.id).where(Run.case_id == message.case_id).order_by(Run.id)
        run_id = session.execute(runs).scalars().first()
        failed = cases.as_failure(wrong, message.case_id, run_id)
        incident = cases.record(session, failed, "message", clock.business(session))
        message.next_at = incident.retry_at

