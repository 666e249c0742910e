"""Operations that date a case: its deadlines by urgency and regimes."""

from engine import regimes
from engine.contract import DEFAULT_REGIME, DEFAULT_URGENCY
from engine.dossier import Dossier
from engine.process import Call


def set_deadlines(dossier: Dossier, call: Call) -> None:
    """Re-date every deadline by the urgency and the regimes that the tables chose; the strictest wins."""
    urgency = dossier.facts.get("urgency") or DEFAULT_URGENCY
    date_by(dossier, call, urgency, dossier.facts.get("regimes") or [DEFAULT_REGIME])


def date_by(dossier: Dossier, call: Call, urgency: str, names: list[str]) -> None:
    """Set every deadline of the case anew; those that no rule gives any more are dropped."""
    book, case = dossier.pack.regimes, dossier.case
    start = case["opened_at"] if case["source"] else case["received_at"]
    in_force = book.for_case(names, start.date())
    dates = regimes.deadlines(in_force, book.urgency(urgency), start, dossier.calendar)
    for name, deadline in dates.items():
        dossier.set_deadline(name, deadline.due, deadline.derivation)
    for gone in set(dossier.deadlines) - set(dates):
        dossier.drop_deadline(gone)
    dossier.write("deadlines.set", call.at, element=call.element, urgency=urgency, regimes=[one.id for one in in_force],
                  dates={name: deadline.due.isoformat() for name, deadline in dates.items()})
