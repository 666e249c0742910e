"""What a drawing is compiled to: places that hold tokens and steps that move them.

A step takes one token from each place of `takes`, needs each place of the zone `empty` to be without one,
then empties the zone `clears`, then gives a token to each place of `gives`. A zone is a set of places with a
number. An inclusive join (`joins`) takes one token from each of its places that has one. An inclusive split
gives to each place of one or more of its `offers`.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

Rope = Any
"""Keys of nodes in order, as nested pairs, so that joining two costs nothing; None is empty."""

FLOW, BUSY, ACTIVE, ENDED, MESSAGE, WAITING = "flow", "busy", "active", "ended", "message", "waiting"
CHOOSING = "choosing"
"""A place in the middle of a choice: nothing else moves until the choice is made."""


@dataclass(frozen=True)
class Place:
    """Where a token can be. `node` is the node that it comes to (or is at), `flow` the arrow's id."""

    role: str
    node: int | None
    flow: str = ""
    source: int | None = None


@dataclass(frozen=True)
class Join:
    """One way into an inclusive join, and the zone from which a token can still come on it."""

    place: int
    upstream: int


@dataclass(frozen=True)
class Step:
    takes: tuple[int, ...]
    gives: tuple[int, ...]
    nodes: Rope = None
    """What is done, in order."""
    also: Rope = None
    """What is done on other ways with the same outcome."""
    empty: int | None = None
    clears: int | None = None
    automatic: bool = True
    joins: tuple[Join, ...] = ()
    offers: tuple[tuple[int, ...], ...] = ()

    @property
    def plain(self) -> bool:
        """Takes one token and is always ready to."""
        return len(self.takes) == 1 and self.empty is None and self.clears is None and not self.joins

    def key(self) -> tuple[object, ...]:
        return self.takes, self.gives, self.empty, self.clears, self.joins, self.offers


@dataclass
class Net:
    """`start` is the place that alone holds a token at first."""

    places: list[Place] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    zones: list[set[int]] = field(default_factory=list)
    start: int = 0

    def place(self, role: str, node: int | None, flow: str = "", source: int | None = None) -> int:
        self.places.append(Place(role, node, flow, source))
        return len(self.places) - 1

    def zone(self, places: set[int]) -> int:
        self.zones.append(places)
        return len(self.zones) - 1

    def step(self, takes: tuple[int, ...], gives: tuple[int, ...], nodes: Rope = None, **more: Any) -> None:
        self.steps.append(Step(tuple(sorted(takes)), tuple(sorted(gives)), nodes, **more))


def joined(first: Rope, second: Rope) -> Rope:
    if first is None or second is None:
        return first if second is None else second
    return (first, second)


def members(*ropes: Rope) -> dict[int, None]:
    """The keys in ropes, each once; parts that several ropes share are looked at once, however often they occur."""
    found: dict[int, None] = {}
    seen: set[int] = set()
    ahead = list(reversed(ropes))
    while ahead:
        here = ahead.pop()
        if isinstance(here, int):
            found[here] = None
        elif here is not None and id(here) not in seen:
            seen.add(id(here))
            ahead += [here[1], here[0]]
    return found


def flat(rope: Rope) -> Iterator[int]:
    """The keys of a rope from left to right; deep ropes do no harm."""
    ahead = [rope]
    while ahead:
        here = ahead.pop()
        if isinstance(here, int):
            yield here
        elif here is not None:
            ahead += [here[1], here[0]]


MOST_OFFERS = 5
"""A split with more offers is chosen one by one, so that the net stays small."""


def without_offers(net: Net) -> Net:
    """The same net with each inclusive split as plain steps: one for each choice, or a chain of choices."""
    made = Net(list(net.places), [], [set(zone) for zone in net.zones], net.start)
    for step in net.steps:
        count = len(step.offers)
        if not count:
            made.steps.append(step)
        elif count <= MOST_OFFERS:
            for mask in range(1, 1 << count):
                chosen = [place for bit, offer in enumerate(step.offers) if mask >> bit & 1 for place in offer]
                made.steps.append(replace(step, gives=tuple(sorted([*step.gives, *chosen])), offers=()))
        else:
            _chain(made, step)
    return made


def _chain(net: Net, step: Step) -> None:
    """Offer after offer is taken or left; the last one may not be left when no other was taken."""
    here = {False: net.place(CHOOSING, None)}
    net.steps.append(replace(step, gives=tuple(sorted([*step.gives, here[False]])), offers=()))
    for number, offer in enumerate(step.offers):
        last = number == len(step.offers) - 1
        after = {taken: net.place(CHOOSING, None) for taken in (False, True)} if not last else {}
        for taken, place in here.items():
            net.step((place,), (*offer, *([after[True]] if after else [])))
            if taken or not last:
                net.step((place,), (after[taken],) if after else ())
        here = after
