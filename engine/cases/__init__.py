"""Verbs on cases: plain functions with a session, ids, values, an actor and a moment.

Everything that moves a case goes through `moving.move`; everything that is written about it goes
through `storing.store`. Nobody else writes these rows. The caller opens the transaction.
"""

from engine.cases.answering_together import Answer, Answered, Companion, answer_together, companions
from engine.cases.charge import in_charge
from engine.cases.correcting import correct_letter
from engine.cases.excluding import (
    KeptOut,
    agree_to_lift,
    allow_untrained,
    ask_to_lift,
    keep_out,
    kept_out,
    may_lift,
    untrained,
)
from engine.cases.extending import extend, latest_extension
from engine.cases.going_back import Earlier, earlier_steps, go_back
from engine.cases.incidents import as_failure, record, resolve
from engine.cases.linking import group_of, link, unlink
from engine.cases.moving import Move, move
from engine.cases.opening import Intake, Opened, open_case, open_many, open_on
from engine.cases.owning import Successor, find_owner, hand_over, owned, refusals, successors
from engine.cases.post import came_back, may_post, posted, send_again
from engine.cases.receiving import Arrival, dealt_with, deliver, hand_to, receive, take, unclaimed
from engine.cases.reopening import reopen, reopened_as
from engine.cases.repairing import fire_due, retry
from engine.cases.rights import Right, reasons, right
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
    "Answer", "Answered", "Arrival", "Companion", "Earlier", "Intake", "KeptOut", "Move", "Opened", "Right",
    "Successor", "agree_to_lift", "allow_untrained", "answer_together", "as_failure", "ask_to_lift", "came_back",
    "claim", "companions", "complete", "correct_letter", "dealt_with", "deliver", "draft", "earlier_steps", "extend",
    "find_owner", "fire_due", "go_back", "group_of", "hand_over", "hand_to", "in_charge", "journal_delivery",
    "keep_out", "kept_out", "latest_extension", "link", "may_lift", "may_post", "move", "note", "open_case",
    "open_many", "open_on", "owned", "posted", "reasons", "receive", "record", "refusals", "release", "reopen",
    "reopened_as", "require_open", "resolve", "retry", "right", "save_draft", "send_again", "successors", "take",
    "too_late", "unclaimed", "unlink", "untrained",
]
