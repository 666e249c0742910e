"""Operations that name the owner of a case: one at all times (ISO 10002 4.12)."""

from collections.abc import Callable
from typing import Any

from engine import people
from engine.dossier import Dossier
from engine.errors import StepFailed
from engine.people import SYSTEM
from engine.process import Call


def assign_owner(dossier: Dossier, call: Call) -> None:
    """Name the owner of the case from a group."""
    name_owner(dossier, call, str(call.parameters.get("lane", "")))


def name_owner(dossier: Dossier, call: Call, lane: str) -> None:
    """By turns over the group, the same for a case at every asking; an owner in the group stays."""
    group = _once(dossier, ("members", lane), lambda: people.members(dossier.session, lane))
    if not group:
        raise StepFailed(f"Nobody works in the group {lane}; the case cannot be given an owner.")
    if dossier.get("owner_id") in group:
        return
    chosen = group[dossier.id % len(group)]
    dossier.set("owner_id", chosen)
    name = _once(dossier, ("name", chosen), lambda: people.name_of(dossier.session, chosen))
    dossier.write("owner.named", call.at, SYSTEM, call.element, owner=name, person=chosen, lane=lane)


def _once(dossier: Dossier, key: tuple[str, object], ask: Callable[[], Any]) -> Any:
    """An answer that is the same for every case of this transaction."""
    if key not in dossier.shared:
        dossier.shared[key] = ask()
    return dossier.shared[key]
