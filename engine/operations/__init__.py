"""What service tasks can ask for, by name. Each notes its changes in the dossier; nothing is sent here."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.dossier import Dossier
from engine.operations.breach import apply_breach_effect
from engine.operations.dates import set_deadlines, set_review_deadlines
from engine.operations.dispute import open_dispute
from engine.operations.exclusions import exclude_people
from engine.operations.granting import grant_as_asked
from engine.operations.history import look_up_history
from engine.operations.joining import join_duplicate
from engine.operations.letters import send_letter, send_progress
from engine.operations.owners import assign_owner
from engine.operations.receipt import register
from engine.operations.runs import start_run
from engine.process import Call, Operation

__all__ = ["OPERATIONS", "bound"]

OPERATIONS: Mapping[str, Callable[[Dossier, Call], None]] = {
    "register": register, "set_deadlines": set_deadlines, "assign_owner": assign_owner, "send_letter": send_letter,
    "apply_breach_effect": apply_breach_effect, "send_progress": send_progress,
    "set_review_deadlines": set_review_deadlines, "grant_as_asked": grant_as_asked, "open_dispute": open_dispute,
    "look_up_history": look_up_history, "exclude_people": exclude_people, "join_duplicate": join_duplicate,
    "start_run": start_run,
}


def bound(dossier: Dossier) -> dict[str, Operation]:
    """The operations of one case, for a run to call."""
    def bind(operation: Callable[[Dossier, Call], None]) -> Operation:
        def call(asked: Call) -> Mapping[str, Any] | None:
            operation(dossier, asked)
            return None
        return call
    return {name: bind(operation) for name, operation in OPERATIONS.items()}
