"""What may not be done to a complainant while their complaint is open (domain 2, design conclusion 2)."""

from collections.abc import Iterable
from datetime import datetime

from engine.dossier import Dossier
from engine.process import Call
from engine.regimes import Regime
from engine.regimes.regime import KEEPS_SERVICE

FACT = "service_cut_blocked"


def guard_service(dossier: Dossier, in_force: Iterable[Regime], call: Call) -> None:
    """Say that the service may not be cut off, as soon as a regime in force wants it so; and take it back
    when none does any more."""
    wanting = [one for one in in_force if KEEPS_SERVICE in one.breach_effects]
    if bool(wanting) == bool(dossier.facts.get(FACT)):
        return
    if not wanting:
        let_go(dossier, call.at, call.element)
        return
    dossier.facts[FACT] = True
    dossier.write("service.guarded", call.at, element=call.element, regimes=[one.id for one in wanting])


def let_go(dossier: Dossier, at: datetime, element: str = "") -> None:
    """Nothing forbids any more to cut the service off: no regime wants it, or the case is closed."""
    if dossier.facts.get(FACT):
        dossier.facts[FACT] = False
        dossier.write("service.unguarded", at, element=element)
