"""The token game on any BPMN 2.0 file: can every way end, properly, with nothing dead and nothing twice?

`explore` reads files, compiles them to small nets (`compiling`), makes these smaller (`reducing`), goes through
every state (`playing`) and says what it found (`judging`). It knows no data: every arrow can be taken.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine import xml
from engine.tokens.compiling import compiled
from engine.tokens.drawn import Drawn, Scope, Unknown, read
from engine.tokens.judging import DEAD, ENDLESS, IMPROPER, LIVELOCK, STUCK, UNSAFE, Finding, Judge, Named
from engine.tokens.net import without_offers
from engine.tokens.playing import Bound, play
from engine.tokens.reducing import reduced
from engine.tokens.throwing import Throwing

__all__ = ["DEAD", "ENDLESS", "IMPROPER", "LIVELOCK", "STUCK", "UNSAFE", "Bound", "Explored", "Finding", "Group",
           "Named", "Unknown", "explore"]


SLOWLY = Bound(states=20_000, moves=60_000)


@dataclass(frozen=True)
class Group:
    """The processes of one search, and how far it went; not `complete`: a bound was met and something may be
    left."""

    processes: tuple[Named, ...]
    states: int
    complete: bool
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Explored:
    """Everything found. `unknown` is what was drawn and left out of the game."""

    groups: tuple[Group, ...]
    unknown: tuple[Unknown, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        return tuple(one for group in self.groups for one in group.findings)

    @property
    def complete(self) -> bool:
        return all(group.complete for group in self.groups)


def explore(roots: Mapping[str, xml.Element], bound: Bound | None = None, *, reduce: bool = True) -> Explored:
    """Play the processes of these files (by name), each alone or together with those it exchanges messages with.

    `reduce=False` looks at every single step; the answers are the same, and it takes much longer.
    """
    drawn = read(roots)
    throwing = Throwing(drawn)
    groups = tuple(_played(drawn, throwing, group, bound or Bound(), reduce) for group in _groups(drawn))
    return Explored(groups, tuple(dict.fromkeys(drawn.unknown)))


def _played(drawn: Drawn, throwing: Throwing, processes: list[Scope], bound: Bound, reduce: bool) -> Group:
    net, counted = compiled(drawn, throwing, processes)
    played = play(without_offers(reduced(net) if reduce else net), bound)
    findings = tuple(Judge(drawn, counted, played).findings())
    if reduce and findings:
        # step by step, where it is not too long, each place is named and nothing left out of the way to it
        slowly = play(without_offers(net), SLOWLY)
        if slowly.complete:
            played, findings = slowly, tuple(Judge(drawn, counted, slowly).findings())
    named = tuple(Named(one.id, one.name, one.kind, one.file) for one in processes)
    return Group(named, len(played.states), played.complete, findings)


def _groups(drawn: Drawn) -> list[list[Scope]]:
    """Processes that message flows join, with those alone; without those in which nothing is drawn."""
    together: dict[int, int] = {one.key: one.key for one in drawn.processes() if one.nodes}

    def root(key: int) -> int:
        while together[key] != key:
            key = together[key]
        return key

    for flow in drawn.messages:
        if flow.source is not None and flow.target is not None:
            ends = [drawn.process_of(drawn.nodes[end].scope).key for end in (flow.source, flow.target)]
            together[root(ends[0])] = root(ends[1])
    found: dict[int, list[Scope]] = {}
    for key in together:
        found.setdefault(root(key), []).append(drawn.scopes[key])
    return list(found.values())
