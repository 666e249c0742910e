"""Promises about the order of milestones, proved over all ways: existence, precedence, absence, between."""

from dataclasses import dataclass

from engine.proofs import conditions, narrowing, slicing
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage, explore
from engine.proofs.game import Game, TooLarge
from engine.proofs.narrowing import NO_CASE, TOO_MANY_FACTS, TOO_MANY_WAYS, Asking, Step
from engine.proofs.net import Net
from engine.proofs.promises import ANYBODY, Promise
from engine.proofs.slicing import Slice
from engine.proofs.watching import observer

ROUNDS = 16
"""How often more facts are followed before a proof is given up."""

HASTY = 2
"""The first ways are not tried while there are more facts to follow: mostly one more shows that no case goes them."""


@dataclass(frozen=True)
class Ordered:
    """What was found: kept, or broken on a way (`steps` with every answer, where a case can go it), or neither."""

    kept: bool
    way: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] | None = None
    why: str = ""


def prove(promise: Promise, content: Content, net: Net, beside: bool) -> Ordered:
    """Prove a promise about the order of milestones for one process; `beside`: it runs beside the complaint."""
    when = conditions.read(promise.when) if promise.when else None
    begun = when.names if when else frozenset()
    asking = Asking(promise.milestones, lambda known: observer(promise, known), beside, begun=begun)
    names, more, why = set(begun), {**dict.fromkeys(begun, ()), **(when.constants if when else {})}, TOO_MANY_FACTS
    last: tuple[Slice, tuple[Stage, ...]] | None = None
    for round_ in range(ROUNDS):
        known = content.facts(sorted(names), more)
        made = slicing.cut(net, content, known, promise.milestones,
                           anybody=ANYBODY in (*promise.before, *promise.never))
        game = Game(made, observer(promise, known))
        try:
            found = explore(game, content.begin(known, beside))
        except TooLarge:
            why = TOO_MANY_WAYS
            break
        if found.broken is None:
            return Ordered(True)
        last = made, found.way(found.broken)
        further = narrowing.next_names(content, *last)
        if round_ >= HASTY or not further:
            steps = narrowing.played(content, *last, asking, deep=bool(round_ % 2))
            if steps is not None:
                return Ordered(False, last[1], steps)
        if not further:
            why = NO_CASE
            break
        names |= set(further)
    if last is None:
        return Ordered(False, why=why)
    steps = narrowing.played(content, *last, asking, thorough=True) or \
        narrowing.played(content, *last, asking, thorough=True, deep=True)
    return Ordered(False, last[1] if why == NO_CASE else (), steps, why)
