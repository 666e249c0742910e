"""What service tasks can ask for, by name. Each notes its changes in the dossier; nothing is sent here."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.dossier import Dossier
from engine.operations.breach import apply_breach_effect
from engine.operations.dates import set_deadlines
from engine.operations.letters import send_letter
from engine.operations.owners import assign_owner
from engine.operations.receipt import register
from engine.process import Call, Operation

__all__ = ["OPERATIONS", "bound"]

OPERATIONS: Mapping[str, Callable[[Dossier, Call], None]] = {
    "register": register, "set_deadlines": set_deadlines, "assign_owner": assign_owner, "send_letter": send_letter,
    "apply_breach_effect": apply_breach_effect,
}


def bound(dossier: Dossier) -> dict[str, Operation]:
    """The operations of one case, for a run to call."""
    def bind(operation: Callable[[Dossier, Call], None]) -> Operation:
        def call(asked: Call) -> Mapping[str, Any] | None:
            operation(dossier, asked)
            return None
        return call
    return {name: bind(operation) for name, operation in OPERATIONS.items()}
