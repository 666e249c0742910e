"""All promises of a pack, each kept, broken, or not proved; a broken one with the way and its replay."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property

from engine.packs import MAIN, Pack
from engine.proofs import charges, classes, moments, ordering, persons, replaying, timing
from engine.proofs.classes import Class
from engine.proofs.effects import Content
from engine.proofs.exploring import Stage
from engine.proofs.narrowing import Step
from engine.proofs.net import NOBODY, Drawings, Net, Node
from engine.proofs.promises import (
    ABSENCE,
    ANYBODY,
    BETWEEN,
    BY_ANOTHER,
    CLOCK,
    EXISTENCE,
    NO_CHARGE,
    PRECEDENCE,
    RESPONSE,
    Promise,
)
from engine.proofs.reckoning import Late
from engine.proofs.replaying import Replay, Run
from engine.proofs.timing import Timed

KEPT, BROKEN, UNPROVED = "kept", "broken", "not proved"
MOST_CLASSES = 12
"""So many classes of cases are tried in a replay."""


@dataclass(frozen=True)
class Proof:
    """What became of a promise. Of a broken one: the process, the way (`stages`, with every answer in `steps`
    where a case can go it), the step at which it shows, and what the replay on the engine said."""

    promise: Promise
    verdict: str
    net: Net | None = None
    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] | None = None
    shows_at: Node | None = None
    late: Late | None = None
    missing: tuple[str, ...] = ()
    replay: Replay | None = None
    timed: Timed | None = None
    why: str = ""


class Prover:
    """A pack with what its proofs share."""

    def __init__(self, pack: Pack, content: Content) -> None:
        self.pack, self.content = pack, content
        self.drawings = Drawings(content.diagrams)

    @cached_property
    def nets(self) -> Mapping[str, Net]:
        return {name: self.drawings.net(name) for name in self.drawings.roots}

    @cached_property
    def classes(self) -> list[Class]:
        """The classes of cases, those of the urgency that holds at first before all others."""
        found = classes.classes(self.pack, self.content)
        return sorted(found, key=lambda one: (one.urgency.name != "U3", bool(one.ids)))

    def prove(self, promise: Promise) -> Proof:
        """Prove a promise for every process that it is about."""
        for name, net in self.nets.items():
            if _concerns(promise, net, self.nets):
                found = self._prove(promise, net, name != MAIN)
                if found.verdict != KEPT:
                    return found
                if found.timed is not None:
                    return found
        return Proof(promise, KEPT)

    def _prove(self, promise: Promise, net: Net, beside: bool) -> Proof:
        if promise.pattern in (RESPONSE, CLOCK):
            return self._timed(promise, net, beside)
        if promise.pattern == BY_ANOTHER:
            return self._persons(promise, net, beside)
        if promise.pattern == NO_CHARGE:
            return self._charges(promise, net, beside)
        found = ordering.prove(promise, self.content, net, beside)
        if found.kept:
            return Proof(promise, KEPT)
        return self._ordered(promise, net, found)

    def _ordered(self, promise: Promise, net: Net, found: ordering.Ordered, **more: object) -> Proof:
        if not found.way and found.steps is None:
            return Proof(promise, UNPROVED, net, why=found.why)
        stages = found.way
        shows_at = net.nodes[_last(promise, net, stages, found.steps)]
        replay = replaying.ordered(promise, self.pack, net, found.steps, self._tried) if found.steps else None
        proof = Proof(promise, BROKEN, net, stages, found.steps, shows_at, replay=replay, why=found.why)
        return replace(proof, **more) if more else proof  # type: ignore[arg-type]

    def _persons(self, promise: Promise, net: Net, beside: bool) -> Proof:
        found = persons.prove(promise, self.content, net, beside)
        if found is None:
            return Proof(promise, KEPT)
        proof = self._ordered(found.asked, net, found.found, missing=found.missing, shows_at=found.step)
        return replace(proof, promise=promise)

    def _charges(self, promise: Promise, net: Net, beside: bool) -> Proof:
        found = charges.prove(promise, self.content, net, beside)
        if found is None:
            return Proof(promise, KEPT)
        node, way = found
        asked = replace(promise, pattern=ABSENCE, never=(replaying.AT + node.element.id,))
        return replace(self._ordered(asked, net, way, shows_at=node), promise=promise)

    def _timed(self, promise: Promise, net: Net, beside: bool) -> Proof:
        found = timing.prove(promise, self.content, net, beside, _Later(self),
                             lambda timed: self._replay_late(promise, net, timed).confirmed)
        if found.kept:
            return Proof(promise, KEPT, net, timed=found)
        if found.late is None:
            return Proof(promise, UNPROVED, net, why=found.why)
        late = found.late
        waiting = _waiting(net, late)
        replay = self._replay_late(promise, net, found) if found.steps else None
        return Proof(promise, BROKEN, net, late.way, found.steps, waiting[0] if waiting else None, late,
                     replay=replay, timed=found, why=found.why)

    def bounds(self, proof: Proof) -> list[str]:
        """For a promise about time that is kept: in how many days at most, for each list of regimes and urgency, the
        least room first. Counted for one receipt on a plain day and one before the longest holidays."""
        limit = moments.within(proof.promise.within)
        if proof.timed is None or limit is None or proof.net is None:
            return []
        found: dict[str, tuple[float, float, str]] = {}
        for label, takes, owed in timing.bounds(proof.promise, self.content, proof.net, proof.net.process != MAIN,
                                                limit, self.classes):
            before = found.get(label)
            if before is None or owed - takes < before[1] - before[0] or (owed, takes) > (before[1], before[0]):
                found[label] = (takes, owed, label)
        return [f"{label}: at most {takes:.3g} of {owed:.3g} days"
                for takes, owed, label in sorted(found.values(), key=lambda one: (one[1] - one[0], one[1], one[2]))]

    def _replay_late(self, promise: Promise, net: Net, found: Timed) -> Replay:
        late, limit = found.late, moments.within(promise.within)
        assert late is not None and found.steps is not None

        def owed(run: Run) -> datetime:
            if limit is None:
                return run.received + replaying.LONG
            if limit.date:
                return run.deadlines.get(limit.date, run.received + replaying.LONG)
            return moments.after(limit, run.received, run.of.calendar) or run.received + replaying.LONG
        of = [late.of] if late.of is not None else self._tried
        fast = replaying.late(promise, self.pack, net, found.steps, of, owed)
        if fast.confirmed or late.comes is None:
            return fast
        slow = replaying.late(promise, self.pack, net, found.steps, of, owed, late.at)
        return slow if slow.confirmed else fast

    @cached_property
    def _tried(self) -> list[Class]:
        """Classes for a replay: each list of regimes once."""
        seen: dict[tuple[str, ...], Class] = {}
        urgencies = list({one.urgency.name: one for one in reversed(self.classes) if not one.ids}.values())[::-1]
        for one in self.classes:
            seen.setdefault(one.ids, one)
        grants = [one for one in seen.values() if any(version.grants for version in one.versions)]
        refers = [one for one in seen.values() if any(version.refer_level for version in one.versions)]
        rest = list(seen.values())
        return list({id(one): one for one in [*urgencies, *grants[:2], *refers[:1], *rest]}.values())[:MOST_CLASSES]


class _Later(Sequence[Class]):
    """The classes, worked out when they are first asked for."""

    def __init__(self, prover: Prover) -> None:
        self._prover = prover

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self._prover.classes[place]

    def __len__(self) -> int:
        return len(self._prover.classes)

    def __iter__(self) -> Iterator[Class]:
        return iter(self._prover.classes)


def _waiting(net: Net, late: Late) -> list[Node]:
    """The steps at which a case waits when an answer comes too late, the one it came to last before all others."""
    marks = late.way[-1].position[0]
    come = {one: place for place, one in enumerate(one for stage in late.way for one in stage.nodes)}
    found = [node for node in net.nodes
             if marks >> node.number & 1 and node.inner == NOBODY and node.kind != "boundaryEvent"]
    return sorted(found, key=lambda node: -come.get(node.number, -1))


def _concerns(promise: Promise, net: Net, nets: Mapping[str, Net]) -> bool:
    """Whether a promise is about a process: about every complaint if it speaks of how cases end, else about those
    in which what it forbids or asks can happen."""
    borne = {one for node in net.nodes for one in node.milestones}
    if promise.pattern == NO_CHARGE:
        return True
    if promise.pattern == EXISTENCE:
        bearing = [name for name, other in nets.items()
                   if {one for node in other.nodes for one in node.milestones} & set(promise.reach)]
        return net.process == MAIN if MAIN in bearing or not bearing else net.process in bearing
    triggers = {
        PRECEDENCE: promise.before, BETWEEN: promise.after, ABSENCE: promise.never, BY_ANOTHER: promise.of,
        RESPONSE: promise.after, CLOCK: promise.after,
    }[promise.pattern]
    if ANYBODY in triggers or not triggers:
        return net.process == MAIN
    return bool(borne & set(triggers))


def _last(
    promise: Promise, net: Net, stages: Sequence[Stage], steps: Sequence[Step] | None
) -> int:
    """The step at which a broken order shows: the last one on the way that bears what came too early."""
    nodes = [one for stage in (steps or stages) for one in stage.nodes]
    wanted = {*promise.before, *promise.never}
    for one in reversed(nodes):
        if set(net.nodes[one].milestones) & wanted or persons.HERE in wanted:
            return one
    return nodes[-1]

