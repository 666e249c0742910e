"""Whether every letter was meant, exists once, and is in a state it can be in."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from typing import Any

from engine.doctor.chart import Chart, Round
from engine.doctor.finding import Finding


def letters_are_told_once(chart: Chart, around: Round) -> Iterator[Finding]:
    """Each letter the journal tells of is one message, and each message to the complainant is told of."""
    rows = Counter((one.name, one.text_hash) for one in chart.messages if one.direction == "out")
    told = Counter((data["letter"], data["sha256"]) for _, data in chart.told("letter.written"))
    for letter in rows.keys() | told.keys():
        if rows[letter] != told[letter]:
            yield chart.finding("letters-are-told-once", f"The letter {letter[0]} is there {rows[letter]} times and "
                                                         f"was written {told[letter]} times by the journal.")


def letters_are_unchanged(chart: Chart, around: Round) -> Iterator[Finding]:
    """A letter still says what it said when it was written."""
    for one in chart.messages:
        if one.direction == "out" and one.text_hash != _fingerprint(one):
            yield chart.finding("letters-are-unchanged", f"The letter {one.name} (message {one.id}) was changed after "
                                                         "it was written.")


def deliveries_are_told(chart: Chart, around: Round) -> Iterator[Finding]:
    """A letter that went out is told of once, by its number."""
    rows = Counter(one.id for one in chart.messages if one.direction == "out" and one.status == "sent")
    told = Counter(data["message"] for _, data in chart.told("letter.sent"))
    for number in rows.keys() | told.keys():
        if rows[number] != told[number]:
            yield chart.finding("deliveries-are-told", f"Message {number} was sent {rows[number]} times by its row and "
                                                       f"{told[number]} times by the journal.")


def received_are_told_once(chart: Chart, around: Round) -> Iterator[Finding]:
    """Each message from outside is told of once."""
    rows = Counter(one.name for one in chart.messages if one.direction == "in")
    told = Counter(data["name"] for _, data in chart.told("message.received"))
    for name in rows.keys() | told.keys():
        if rows[name] != told[name]:
            yield chart.finding("received-are-told-once", f"The message {name} is there {rows[name]} times and was "
                                                          f"received {told[name]} times by the journal.")


def messages_are_whole(chart: Chart, around: Round) -> Iterator[Finding]:
    """A message is in one of the states that delivery knows, with what that state needs."""
    for one in chart.messages:
        fits = (OUT if one.direction == "out" else IN).get(one.status)
        if fits is None or not fits(one):
            yield chart.finding("messages-are-whole", f"Message {one.id} ({one.name}, {one.direction}) is "
                                                      f"{one.status}, next try {one.next_at}, sent {one.sent_at}.")


def _waits(one: Any) -> bool:
    return bool(one.address) and one.next_at is not None and one.sent_at is None


def _sent(one: Any) -> bool:
    return one.sent_at is not None


def _not_sent(one: Any) -> bool:
    return one.sent_at is None


OUT = {"waiting": _waits, "sent": _sent, "undeliverable": _not_sent, "paper": _not_sent, "held": _not_sent}
IN = {"waiting": _not_sent, "delivered": _sent, "unclaimed": _not_sent, "dealt_with": _not_sent}


def _fingerprint(one: Any) -> str:
    return hashlib.sha256(f"{one.subject}\0{one.text}".encode()).hexdigest()
