"""Opening a dispute with an outside body: a number and clocks of its own (ISO 10003 7.3)."""

from engine.dossier import Dossier
from engine.operations import dates
from engine.process import Call

HARD = 3
"""The complexity from which a body is given our position later (domain.md 1.6, 4.11)."""


def open_dispute(dossier: Dossier, call: Call) -> None:
    """Give the dispute its number and its dates, and confirm the notice on the same business day."""
    facts = dossier.facts
    number = _number(dossier.case["reference"], facts.get("dispute_reference"))
    facts["dispute_reference"] = number
    dossier.write(
        "dispute.opened", call.at, element=call.element, dispute=number,
        provider=str(facts.get("notice_from") or facts.get("dispute_provider") or ""),
        other_reference=str(facts.get("other_reference") or ""),
    )
    by = dossier.calendar.add_working_days(call.at, 0)
    dossier.write("dispute.acknowledged", call.at, element=call.element, dispute=number, by=by.isoformat())
    dates.set_dispute_deadlines(dossier, call, complex=(facts.get("complexity") or 0) >= HARD)


def _number(reference: str, former: str | None) -> str:
    """The case's own number as that of its dispute, D-2026-7K3QF2; a later one of the case counts on."""
    first = f"D{reference.removeprefix('C')}"
    if not former:
        return first
    _stem, _sign, count = former.removeprefix(first).partition("-")
    return f"{first}-{int(count or 1) + 1}"
