"""Delivering: letters by mail, messages to the tasks that wait for them, each in its own transaction."""

import logging
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from urllib.parse import unquote, urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, clock
from engine.db import Database
from engine.errors import ConfigInvalid, StepFailed
from engine.model import Message

log = logging.getLogger("amends.delivery")
FIRST_DELAY = timedelta(seconds=20)
LONGEST_DELAY = timedelta(hours=4)
GIVE_UP_AFTER = 24
BATCH = 50
TIMEOUT = 20


def post(database: Database, smtp_url: str, sender: str) -> int:
    """Send the letters that are due; without a mail server they wait. Gives how many went out."""
    if not smtp_url:
        return 0
    sent = 0
    with database.reading() as session:
        ids = session.scalars(
            select(Message.id).where(Message.status == "waiting", Message.direction == "out",
                                     Message.next_at <= clock.real()).order_by(Message.next_at).limit(BATCH)
        ).all()
    for message_id in ids:
        sent += _post_one(database, message_id, smtp_url, sender)
    return sent


def _post_one(database: Database, message_id: int, smtp_url: str, sender: str) -> int:
    """One letter, under its row lock: a second worker skips it; sent and noted together."""
    with database.transaction() as session:
        message = session.execute(
            select(Message).where(Message.id == message_id, Message.status == "waiting")
            .with_for_update(skip_locked=True)
        ).scalar()
        if message is None:
            return 0
        now = clock.real()
        try:
            _send(_mail(message, sender), smtp_url)
        except (OSError, smtplib.SMTPException) as wrong:
            _failed(session, message, wrong, now)
            return 0
        message.status, message.sent_at, message.next_at, message.error = "sent", now, None, ""
        message.attempts += 1
        cases.journal_delivery(session, message.case_id, "letter.sent", message, clock.business(session))
        return 1


def _failed(session: Session, message: Message, wrong: Exception, now: datetime) -> None:
    """Wait longer each time; what the server refuses for good is undeliverable at once."""
    message.attempts += 1
    message.error = _reason(wrong)
    permanent = isinstance(wrong, smtplib.SMTPRecipientsRefused) and all(
        code >= 500 for code, _ in wrong.recipients.values()
    )
    if permanent or message.attempts >= GIVE_UP_AFTER:
        message.status, message.next_at = "undeliverable", None
        cases.journal_delivery(session, message.case_id, "letter.undeliverable", message, clock.business(session))
        return
    message.next_at = now + min(FIRST_DELAY * 2 ** min(message.attempts - 1, 12), LONGEST_DELAY)


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {text.decode(errors='replace')}" for code, text in wrong.recipients.values())[:500]
    return f"{type(wrong).__name__}: {wrong}"[:500]


def _mail(message: Message, sender: str) -> EmailMessage:
    """A letter as mail; Auto-Submitted keeps answering machines from answering (RFC 3834)."""
    mail = EmailMessage()
    mail["Subject"] = " ".join(message.subject.split())
    mail["From"] = sender
    mail["To"] = message.address
    mail["Date"] = formatdate(clock.real().timestamp())
    mail["Message-ID"] = make_msgid(idstring=f"amends-{message.id}", domain=sender.rsplit("@", 1)[-1].strip("> "))
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail


def _send(mail: EmailMessage, smtp_url: str) -> None:
    parts = urlsplit(smtp_url)
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ConfigInvalid("AMENDS_SMTP_URL takes smtp://[user:password@]host:port or smtps://…")
    secure = parts.scheme == "smtps"
    port = parts.port or (465 if secure else 25)
    context = ssl.create_default_context()
    server: smtplib.SMTP = (
        smtplib.SMTP_SSL(parts.hostname, port, timeout=TIMEOUT, context=context) if secure
        else smtplib.SMTP(parts.hostname, port, timeout=TIMEOUT)
    )
    with server:
        if parts.username:
            if not secure:
                server.starttls(context=context)
            server.login(unquote(parts.username), unquote(parts.password or ""))
        server.send_message(mail)


def hand_over(database: Database) -> int:
    """Hand stored messages to the tasks that wait; gives how many were taken."""
    with database.reading() as session:
        ids = session.scalars(
            select(Message.id).where(Message.status == "waiting", Message.direction == "in")
            .order_by(Message.id).limit(BATCH)
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
    except StepFailed as wrong:
        with database.transaction() as session:
            cases.record(session, wrong, "message", clock.business(session))
        return False


def retry_undelivered(session: Session, message_id: int) -> None:
    """Put a letter back into the post, at somebody's word."""
    message = session.get(Message, message_id)
    if message is not None and message.status == "undeliverable":
        message.status, message.next_at, message.attempts = "waiting", clock.real(), 0
