"""What follows when a date passes without an answer (domain 2, design conclusion 2)."""

from collections.abc import Callable, Iterable, Mapping

from engine import outbox, people
from engine.contract import EDR_LETTER, HOLDING_LETTER
from engine.dossier import Dossier
from engine.errors import StepFailed
from engine.operations import dates, guarding
from engine.operations.owners import name_owner
from engine.process import Call

FINAL = "final"
LADDER = (people.TEAM_LEAD, *people.ESCALATION)
"""The groups that a late case is referred to, one after the other."""


def apply_breach_effect(dossier: Dossier, call: Call) -> None:
    """Bring about what the regimes say of the date `deadline`, and the effects that the drawing names
    beside. Letters go last: they can tell what else came about."""
    deadline = str(call.parameters.get("deadline") or "")
    by_regime = dates.effects_of(dossier, deadline) if deadline else ()
    effects = list(dict.fromkeys([*by_regime, *(call.parameters.get("effects") or [])]))
    if unknown := [one for one in effects if one not in BREACH]:
        raise StepFailed(f"There is no breach effect called {unknown[0]!r}; known are: {', '.join(sorted(BREACH))}.")
    dossier.write("deadline.missed", call.at, element=call.element, deadline=deadline or FINAL, effects=effects)
    for effect in _letters_last(effects):
        BREACH[effect](dossier, call)


def _letters_last(effects: Iterable[str]) -> list[str]:
    return sorted(effects, key=lambda one: one in ("holding_letter", "edr_letter"))


def _holding_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, HOLDING_LETTER, call.at, call.element)


def _edr_letter(dossier: Dossier, call: Call) -> None:
    outbox.letter(dossier, EDR_LETTER, call.at, call.element)


def _regulator_flag(dossier: Dossier, call: Call) -> None:
    dossier.write("regulator.flagged", call.at, element=call.element, regimes=list(dossier.facts.get("regimes") or []))


def _deemed_granted(dossier: Dossier, call: Call) -> None:
    """Nothing here: the date deemed_granted has a timer of its own, which leads to `grant_as_asked`."""


def _auto_compensation(dossier: Dossier, call: Call) -> None:
    """Note what is owed for being late, in the words of the regime; the letters say it, somebody pays it."""
    final = dates.present(dossier).get(FINAL)
    words = str(final.derivation.get("compensation", "")) if final is not None else ""
    dossier.facts["compensation_due"] = words
    dossier.write("compensation.due", call.at, element=call.element, words=words)


def _auto_refer_level(dossier: Dossier, call: Call) -> None:
    """The case goes to the next group by itself: somebody of it becomes its owner."""
    level = _next_level(dossier.facts.get("referred_to"))
    if level is None:
        return
    dossier.facts["referred_to"] = level
    dossier.write("case.referred", call.at, element=call.element, lane=level)
    name_owner(dossier, call, level)


def _next_level(reached: str | None) -> str | None:
    """The group after the one that a case was referred to last; None above the last."""
    if reached not in LADDER:
        return LADDER[0]
    above = LADDER[LADDER.index(reached) + 1:]
    return above[0] if above else None


def _service_cut_block(dossier: Dossier, call: Call) -> None:
    guarding.guard_service(dossier, dates.in_force(dossier), call)


BREACH: Mapping[str, Callable[[Dossier, Call], None]] = {
    "holding_letter": _holding_letter, "edr_letter": _edr_letter, "regulator_flag": _regulator_flag,
    "deemed_granted": _deemed_granted, "auto_compensation": _auto_compensation,
    "auto_refer_level": _auto_refer_level, "service_cut_block": _service_cut_block,
}
