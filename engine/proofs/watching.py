"""Each pattern of an obligation as an observer: a small machine that moves with the game.

It stands somewhere (a number), hears of milestones in the order in which they are reached, and says
when the promise is kept for good or broken.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from engine.proofs import conditions
from engine.proofs.conditions import Condition
from engine.proofs.knowledge import Facts, Sets
from engine.proofs.promises import ABSENCE, ANYBODY, BETWEEN, EXISTENCE, PRECEDENCE, Promise

KEPT, BROKEN = -1, -2
BEGUN, OPEN = 0, 1

Stands = list[tuple[int, Sets]]


@dataclass(frozen=True)
class Observer:
    """`reach` and `work` say where it stands after a milestone, or after work of a person has begun; `end`
    after the run. Where a condition decides, what is known of the facts is divided; `asks` are the facts of which
    it is made."""

    reach: Callable[[int, str, Sets], Stands]
    work: Callable[[int, Sets], Stands]
    end: Callable[[int, Sets], Stands]
    begun: int = BEGUN
    asks: frozenset[str] = frozenset()


def observer(promise: Promise, known: Facts) -> Observer:
    """The observer of a promise about the order of milestones."""
    when = conditions.read(promise.when) if promise.when else None
    made = {
        EXISTENCE: _existence, PRECEDENCE: _precedence, ABSENCE: _absence, BETWEEN: _between,
    }[promise.pattern](promise, known, when)
    return replace(made, asks=when.names) if when is not None else made


def _same(at: int, sets: Sets) -> Stands:
    return [(at, sets)]


def _if(when: Condition | None, known: Facts, sets: Sets, then: int, otherwise: int) -> Stands:
    """Where it stands if the condition holds, or may hold, and where if it may not."""
    if when is None:
        return [(then, sets)]
    holds, fails = known.parted(sets, when.source, when.names, when)
    return [(then, one) for one in holds] + [(otherwise, one) for one in fails]


def _existence(promise: Promise, known: Facts, when: Condition | None) -> Observer:
    def reach(at: int, milestone: str, sets: Sets) -> Stands:
        return [(KEPT if milestone in promise.reach else at, sets)]

    def end(at: int, sets: Sets) -> Stands:
        return _if(when, known, sets, BROKEN, KEPT)
    return Observer(reach, _same, end)


def _precedence(promise: Promise, known: Facts, when: Condition | None) -> Observer:
    def reach(at: int, milestone: str, sets: Sets) -> Stands:
        if milestone in promise.first:
            return [(KEPT, sets)]
        return _if(when, known, sets, BROKEN, at) if milestone in promise.before else [(at, sets)]

    def work(at: int, sets: Sets) -> Stands:
        return _if(when, known, sets, BROKEN, at) if ANYBODY in promise.before else [(at, sets)]
    return Observer(reach, work, _same)


def _absence(promise: Promise, known: Facts, when: Condition | None) -> Observer:
    def reach(at: int, milestone: str, sets: Sets) -> Stands:
        return _if(when, known, sets, BROKEN, at) if milestone in promise.never else [(at, sets)]

    def work(at: int, sets: Sets) -> Stands:
        return _if(when, known, sets, BROKEN, at) if ANYBODY in promise.never else [(at, sets)]
    return Observer(reach, work, _same)


def _between(promise: Promise, known: Facts, when: Condition | None) -> Observer:
    def reach(at: int, milestone: str, sets: Sets) -> Stands:
        if at == OPEN and milestone in promise.until:
            return [(BEGUN, sets)]
        if at == OPEN and milestone in promise.never:
            return _if(when, known, sets, BROKEN, at)
        return [(OPEN if milestone in promise.after else at, sets)]

    def work(at: int, sets: Sets) -> Stands:
        return _if(when, known, sets, BROKEN, at) if at == OPEN and ANYBODY in promise.never else [(at, sets)]
    return Observer(reach, work, _same)
