"""Promises about the order of milestones, proved over all ways: existence, precedence, absence, between."""

from dataclasses import dataclass

from engine.proofs import conditions, narrowing, slicing
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage, explore
from engine.proofs.game import Game, TooLarge
from engine.proofs.narrowing import Step
from engine.proofs.net import Net
from engine.proofs.promises import ANYBODY, Promise
from engine.proofs.watching import observer

ROUNDS = 16
"""How often more facts are followed before a proof is given up."""

HASTY = 0
"""The first way is not tried: mostly one more fact shows that no case goes it."""


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
    names = set(begun)
    more = dict(when.constants) if when else {}
    for round_ in range(ROUNDS):
        known = content.facts(sorted(names), more)
        made = slicing.cut(net, content, known, promise.milestones,
                           anybody=ANYBODY in (*promise.before, *promise.never))
        game = Game(made, observer(promise, known))
        try:
            found = explore(game, content.begin(known, beside))
        except TooLarge:
            return Ordered(False, why="there are more ways through the drawing than can be looked at")
        if found.broken is None:
            return Ordered(True)
        way = found.way(found.broken)
        further = narrowing.next_names(content, made, way)
        if round_ != HASTY or not further:
            steps = narrowing.played(content, made, way, beside, promise.milestones,
                                     lambda known: observer(promise, known), begun,
                                     most_steps=narrowing.A_TRY if further else narrowing.THOROUGH)
            if steps is not None:
                return Ordered(False, way, tuple(steps))
        if not further:
            return Ordered(False, way, why="no case was found that goes this way")
        names |= set(further)
    return Ordered(False, way, why="too many facts have a say in it")
