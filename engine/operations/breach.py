"""What follows when the final date passes without an answer (domain 2, design conclusion 2)."""

from collections.abc import Callable, Mapping

from engine import outbox
from engine.contract import EDR_LETTER, HOLDING_LETTER
from engine.dossier import Dossier
from engine.errors import StepFailed
from engine.process import Call


def apply_breach_effect(dossier: Dossier, call: Call) -> None:
    """Bring about every effect that the drawing names, in its order."""
    effects = call.parameters.get("effects") or []
    dossier.write("deadline.missed", call.at, element=call.element, deadline="final", effects=list(effects))
    for effect in effects:
        act = BREACH.get(effect)
        if act is None:
            raise StepFailed(f"There is no breach effect called {effect!r}; known are: {', '.join(sorted(BREACH))}.")
        act(dossier, call)


def _holding_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, HOLDING_LETTER, call.at, call.element)


def _edr_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, EDR_LETTER, call.at, call.element)


def _regulator_flag(dossier: Dossier, call: Call) -> None:
    dossier.write("regulator.flagged", call.at, element=call.element, regimes=list(dossier.facts.get("regimes") or []))


BREACH: Mapping[str, Callable[[Dossier, Call], None]] = {
    "holding_letter": _holding_letter, "edr_letter": _edr_letter, "regulator_flag": _regulator_flag,
}
