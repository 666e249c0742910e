"""Verbs on cases: plain functions with a session, ids, values, an actor and a moment.

Everything that moves a case goes through `moving.move`; everything that is written about it goes
through `storing.store`. Nobody else writes these rows. The caller opens the transaction.
"""

from engine.cases.incidents import as_failure, fire_due, record, resolve, retry
from engine.cases.moving import Move, move
from engine.cases.opening import Intake, Opened, open_case, open_many, open_on
from engine.cases.receiving import deliver, receive, unclaimed
from engine.cases.tasks import (
    claim,
    complete,
    draft,
    journal_delivery,
    note,
    release,
    require_open,
    save_draft,
    too_late,
)

__all__ = [
    "Intake", "Move", "Opened", "as_failure", "claim", "complete", "deliver", "draft", "fire_due", "journal_delivery",
    "move", "note", "open_case", "open_many", "open_on", "receive", "record", "release",
    "require_open", "resolve", "retry", "save_draft", "too_late", "unclaimed",
]
