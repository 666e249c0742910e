"""The same net, smaller: what always works out in the same way is done in one step.

Each rule keeps what is asked for later: whether two tokens can meet in one place, whether every way can end,
whether an end is counted twice, which elements come at all, and whether a circle waits.

1. A place from which every step is plain (takes this one token, asks nothing else) is skipped: whoever gives to it
   takes one of those steps at once. Where two tokens could meet in it, they can meet behind it as well.
2. Of places that always hold the same (branches between one parting and one join), one is kept.
3. Of steps with the same effect one is kept, which remembers the elements of the others.
4. A step that changes nothing goes, if another leads on from its place.
5. A count of an end goes when it is given only together with one token that lasts as long.
6. A message that nothing waits for goes.
7. An inclusive join right behind one parting waits for exactly what that gave: both together are one step.
"""

from collections import deque
from dataclasses import replace

from engine.tokens.net import ACTIVE, BUSY, ENDED, MESSAGE, Net, Step, joined

MOST_GROWTH = 1


def reduced(net: Net) -> Net:
    """A net with the same answers, usually much smaller."""
    return _Reducer(net).run()


class _Reducer:
    def __init__(self, net: Net) -> None:
        self.net = net
        self.zones = [set(zone) for zone in net.zones]
        self.steps: dict[int, Step] = {}
        self.by_key: dict[tuple[object, ...], int] = {}
        self.producers: list[set[int]] = [set() for _ in net.places]
        self.consumers: list[set[int]] = [set() for _ in net.places]
        self.clearing: set[int] = set()
        self.emptying: dict[int, set[int]] = {}
        self.upstream: set[int] = set()
        self.of: list[set[int]] = [set() for _ in net.places]
        self.gone: set[int] = set()
        self.queue: deque[int] = deque()
        self.queued: set[int] = set()
        self.users: dict[int, set[int]] = {}
        self.next = 0
        for number, zone in enumerate(self.zones):
            for place in zone:
                self.of[place].add(number)
        for step in net.steps:
            if step.clears is not None:
                self.clearing.add(step.clears)
            if step.empty is not None:
                self.emptying.setdefault(step.empty, set())
            self.upstream |= {one.upstream for one in step.joins}
        for step in net.steps:
            self._add(step)

    def run(self) -> Net:
        for place in range(len(self.net.places)):
            self._again(place)
        while self.queue:
            place = self.queue.popleft()
            self.queued.discard(place)
            if place not in self.gone and place != self.net.start:
                self._look_at(place)
        kept = [place for place in range(len(self.net.places)) if place not in self.gone]
        number = {place: count for count, place in enumerate(kept)}
        return Net([self.net.places[place] for place in kept],
                   [_renumbered(step, number) for _, step in sorted(self.steps.items())],
                   [{number[place] for place in zone} for zone in self.zones], number[self.net.start])

    def _look_at(self, place: int) -> None:
        for key in list(self.consumers[place]):
            if key in self.steps:
                self._drop_idle(key)
        if self.net.places[place].role == MESSAGE and not self.consumers[place]:
            self._take_out(place)
            return
        if self._drop_count(place) or self._drop_twin(place) or self._skip(place):
            return
        for key in list(self.consumers[place]):
            if key in self.steps and self.steps[key].joins and self._merge_join(key):
                return

    # bookkeeping

    def _again(self, *places: int) -> None:
        for place in places:
            if place not in self.queued and place not in self.gone:
                self.queued.add(place)
                self.queue.append(place)

    def _add(self, step: Step) -> None:
        step = self._without_needless(step)
        twin = self.by_key.get(step.key())
        if twin is not None:
            other = self.steps[twin]
            first, second = (step, other) if other.nodes is None else (other, step)
            also = joined(joined(first.also, second.nodes), second.also)
            self.steps[twin] = replace(first, also=also, automatic=other.automatic and step.automatic)
            self._again(*step.takes, *step.gives)
            return
        key = self.next
        self.next += 1
        self.steps[key] = step
        self.by_key[step.key()] = key
        for place in self._takes(step):
            self.consumers[place].add(key)
        for place in _gives(step):
            self.producers[place].add(key)
        for zone in (step.empty, step.clears):
            if zone is not None:
                self.users.setdefault(zone, set()).add(key)
        self._again(*self._takes(step), *_gives(step))

    def _remove(self, key: int) -> Step:
        step = self.steps.pop(key)
        del self.by_key[step.key()]
        for place in self._takes(step):
            self.consumers[place].discard(key)
        for place in _gives(step):
            self.producers[place].discard(key)
        for zone in (step.empty, step.clears):
            if zone is not None:
                self.users[zone].discard(key)
        self._again(*self._takes(step), *_gives(step))
        return step

    def _without_needless(self, step: Step) -> Step:
        if step.empty is not None and not self.zones[step.empty]:
            step = replace(step, empty=None)
        if step.clears is not None and not self.zones[step.clears]:
            step = replace(step, clears=None)
        return step

    def _forget(self, place: int) -> None:
        """A place is in no zone any more; steps whose zone has become empty need it no longer."""
        self.gone.add(place)
        for zone in self.of[place]:
            self.zones[zone].discard(place)
            if not self.zones[zone]:
                for key in sorted(self.users.get(zone, ())):
                    self._add(self._remove(key))

    def _takes(self, step: Step) -> tuple[int, ...]:
        return (*step.takes, *(one.place for one in step.joins))

    # rules

    def _skip(self, place: int) -> bool:
        """Rule 1."""
        into, out = self.producers[place], self.consumers[place]
        if not out or not into or into & out or self.net.places[place].role in (MESSAGE, ENDED):
            return False
        outs = [self.steps[key] for key in sorted(out)]
        if not all(step.plain and self._same_fate(place, step) for step in outs):
            return False
        makers = [self.steps[key] for key in sorted(into)]
        if any(self._ends(step) for step in outs) and not self._bounded(place):
            return False
        if len(into) * len(out) > len(into) + len(out) + MOST_GROWTH:
            return False
        if any(step.gives.count(place) > 1 and len(outs) > 1 for step in makers):
            return False
        if any(step.offers for step in outs) and any(step.offers or step.gives.count(place) > 1 for step in makers):
            return False
        offered = any(place in offer for step in makers for offer in step.offers)
        if offered and (len(outs) > 1 or any(offer.count(place) > 1 for step in makers for offer in step.offers)):
            return False
        for key in sorted(into):
            self._remove(key)
        for key in sorted(out):
            self._remove(key)
        self._forget(place)
        for maker in makers:
            for step in outs:
                self._add(_after_each_other(maker, place, step))
        return True

    def _same_fate(self, place: int, step: Step, beside: frozenset[int] = frozenset()) -> bool:
        """Whatever empties this place empties those behind it; nothing waits for them that does not wait for it."""
        here = self.of[place]
        for after in _gives(step):
            there = self.of[after]
            if any(not self._empty_before(zone, here, there) for zone in (here ^ there) & self.clearing):
                return False
            if self.net.places[after].role != MESSAGE and (here ^ there) & self.upstream - beside:
                return False
            for zone in (there - here) & self.emptying.keys():
                for user in self.users.get(zone, ()):
                    other = self.steps[user]
                    if other.empty == zone and not set(other.takes) & set(step.gives):
                        return False
        return True

    def _empty_before(self, zone: int, here: set[int], there: set[int]) -> bool:
        """The zone holds only what comes after, and is cleared only when nothing is left in what comes before."""
        return zone in there and all(
            self.steps[key].empty in here for key in self.users.get(zone, ()) if self.steps[key].clears == zone
        )

    def _drop_twin(self, place: int) -> bool:
        """Rule 2."""
        if self.net.places[place].role == MESSAGE or any(self.steps[key].joins for key in self.consumers[place]):
            return False
        near = {other for key in self.consumers[place] for other in self.steps[key].takes}
        near |= {other for key in self.producers[place] for other in self.steps[key].gives
                 if not self.consumers[place]} if not near else set()
        for other in sorted(near - {place}):
            if self._twins(place, other):
                self._take_out(max(place, other))
                self._again(min(place, other))
                return max(place, other) == place
        return False

    def _twins(self, one: int, other: int) -> bool:
        if self.producers[one] != self.producers[other] or self.consumers[one] != self.consumers[other]:
            return False
        if self.of[one] != self.of[other] or self.net.start in (one, other):
            return False
        if MESSAGE in (self.net.places[one].role, self.net.places[other].role):
            return False
        steps = [self.steps[key] for key in self.producers[one] | self.consumers[one]]
        return all(
            step.takes.count(one) == step.takes.count(other) and step.gives.count(one) == step.gives.count(other)
            and all(offer.count(one) == offer.count(other) for offer in step.offers) for step in steps
        )

    def _take_out(self, place: int) -> None:
        """The place goes, and nothing else changes."""
        touched = sorted(self.producers[place] | self.consumers[place])
        removed = [self._remove(key) for key in touched]
        self._forget(place)
        for step in removed:
            self._add(replace(
                step, takes=tuple(one for one in step.takes if one != place),
                gives=tuple(one for one in step.gives if one != place),
                offers=tuple(tuple(one for one in offer if one != place) for offer in step.offers),
            ))

    def _drop_idle(self, key: int) -> None:
        """Rule 4: its elements come whenever its place is come to."""
        step = self.steps[key]
        place = step.takes[0] if len(step.takes) == 1 else None
        if place is None or step.gives != (place,) or step.empty is not None or step.clears is not None or step.offers:
            return
        if len(self.consumers[place]) < 2 or not self.producers[place] - {key}:
            return
        self._remove(key)
        for maker in sorted(self.producers[place]):
            before = self.steps[maker]
            self.steps[maker] = replace(before, also=joined(before.also, joined(step.nodes, step.also)))
        for other in sorted(self.consumers[place]) if not step.automatic else ():
            self.steps[other] = replace(self.steps[other], automatic=False)

    def _drop_count(self, place: int) -> bool:
        """Rule 5."""
        if self.net.places[place].role != ENDED or self.consumers[place]:
            return False
        if self.producers[place] and not self._bounded(place):
            return False
        self._take_out(place)
        return True

    def _ends(self, step: Step) -> bool:
        """The token goes, and nothing shows any more that there were two."""
        return all(self.net.places[place].role in (MESSAGE, ENDED) for place in _gives(step))

    def _bounded(self, place: int) -> bool:
        """Two tokens meet in it only where two meet elsewhere, too: it is given to only while it is empty, or only
        together with one that stays at least as long."""
        makers = [self.steps[key] for key in self.producers[place]]
        if any(step.gives.count(place) > 1 or any(place in offer for offer in step.offers) for step in makers):
            return False
        here = self.of[place]
        if all(step.empty in here for step in makers):
            return True
        return any(
            self.net.places[other].role in (ACTIVE, BUSY)
            and not self.of[other] & self.clearing - here
            and all(step.gives.count(other) == 1 and other not in step.takes for step in makers)
            and all(self._outlasts(self.steps[key], other, here) for key in self.consumers[other])
            for other in makers[0].gives if other != place
        )

    def _outlasts(self, step: Step, other: int, zones: set[int]) -> bool:
        return step.clears in zones or step.empty in zones or other in step.gives

    def _merge_join(self, key: int) -> bool:
        """Rule 7."""
        step = self.steps[key]
        into = {one.place for one in step.joins}
        if step.takes or step.offers or step.empty is not None or step.clears is not None:
            return False
        makers = {maker for place in into for maker in self.producers[place]}
        sources = {self.steps[maker].takes for maker in makers}
        if len(sources) != 1 or key in makers:
            return False
        (source,) = sources
        if len(source) != 1 or self.consumers[source[0]] != makers or source[0] in into:
            return False
        for maker in makers:
            made = self.steps[maker]
            if not made.plain or not set(_gives(made)) <= into or len(set(made.gives)) < len(made.gives):
                return False
            if any(len(offer) != 1 for offer in made.offers) or not (made.gives or made.offers):
                return False
        if any(self.consumers[place] != {key} for place in into) or self.net.start == source[0]:
            return False
        own = frozenset(one.upstream for one in step.joins)
        if not all(self._same_fate(place, step, own) for place in into) or not all(
            self._same_fate(source[0], self.steps[maker], own) for maker in makers
        ):
            return False
        parting = [self._remove(maker) for maker in sorted(makers)]
        self._remove(key)
        for place in sorted(into):
            self._forget(place)
        for made in parting:
            self._add(replace(
                made, nodes=joined(made.nodes, step.nodes), also=joined(made.also, step.also), gives=step.gives,
                offers=(), automatic=made.automatic and step.automatic,
            ))
        # nothing waits for these ways any more
        self.upstream -= own
        self._again(*sorted({place for zone in own for place in self.zones[zone]}))
        return True


def _after_each_other(maker: Step, place: int, step: Step) -> Step:
    """What both do together, when one gives to a place and the other takes from it at once."""
    count = maker.gives.count(place)
    gives = [one for one in maker.gives if one != place] + list(step.gives) * count
    offers = tuple(
        tuple(sorted([one for one in offer if one != place] + list(step.gives))) if place in offer else offer
        for offer in maker.offers
    ) + step.offers
    return Step(
        maker.takes, tuple(sorted(gives)), empty=maker.empty, clears=maker.clears, joins=maker.joins, offers=offers,
        nodes=joined(maker.nodes, step.nodes) if count else maker.nodes,
        also=joined(maker.also, step.also) if count else joined(joined(maker.also, step.nodes), step.also),
        automatic=maker.automatic and step.automatic,
    )


def _gives(step: Step) -> tuple[int, ...]:
    return (*step.gives, *(place for offer in step.offers for place in offer))


def _renumbered(step: Step, number: dict[int, int]) -> Step:
    return replace(
        step, takes=tuple(sorted(number[one] for one in step.takes)),
        gives=tuple(sorted(number[one] for one in step.gives)),
        joins=tuple(replace(one, place=number[one.place]) for one in step.joins),
        offers=tuple(tuple(number[one] for one in offer) for offer in step.offers),
    )
