"""The token game itself: every state that a net can come to, as one whole number each, two bits a place.

A place counts to three; a fourth token is dropped and the state marked `Played.flooded`: what stands still behind
such a state proves nothing. A third message on one way, and a third token at one end, are dropped without a mark.
"""

from dataclasses import dataclass, field

from engine.tokens.net import CHOOSING, MESSAGE, Net, Step

FULL = 3


@dataclass(frozen=True)
class Bound:
    """How far a search goes before it gives up."""

    states: int = 100_000
    moves: int = 300_000


@dataclass
class Move:
    """A step as masks. `need` and `empty` are over presence bits, `takes` and `gives` are sums."""

    step: Step
    number: int
    need: int
    takes: int
    empty: int
    keeps: int
    gives: int
    room: int
    each: tuple[int, ...]


@dataclass
class Played:
    """`states` in the order found; `came` is the state before each and `by` the step that led to it. `before` holds
    all pairs (state, state before). `over` are states in which nothing moves any more, `still` those in which
    something stands and nothing can move; `met` maps a place to the first state with two tokens in it."""

    net: Net
    states: list[int] = field(default_factory=list)
    came: list[int] = field(default_factory=list)
    by: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    tails: list[int] = field(default_factory=list)
    ways: list[int] = field(default_factory=list)
    over: list[int] = field(default_factory=list)
    still: list[int] = field(default_factory=list)
    met: dict[int, int] = field(default_factory=dict)
    fired: dict[int, int] = field(default_factory=dict)
    complete: bool = True
    flood: int = 0

    def holds(self, state: int, place: int) -> int:
        return self.states[state] >> 2 * place & FULL

    def flooded(self, state: int) -> bool:
        return bool(self.states[state] & self.flood)


def play(net: Net, bound: Bound) -> Played:
    """Breadth first, so that the way to each state is a shortest one."""
    return _Player(net, bound).run()


class _Player:
    def __init__(self, net: Net, bound: Bound) -> None:
        self.net = net
        self.bound = bound
        count = len(net.places)
        self.ones = sum(1 << 2 * place for place in range(count))
        self.posted = sum(1 << 2 * place for place, one in enumerate(net.places) if one.role == MESSAGE)
        self.calm = self.ones & ~self.posted & ~sum(
            1 << 2 * place for place, one in enumerate(net.places) if one.role == "ended")
        self.choosing = sum(1 << 2 * place for place, one in enumerate(net.places) if one.role == CHOOSING)
        self.brief = self.ones & ~self.calm
        self.flood = 1 << 2 * count
        self.zones = [sum(1 << 2 * place for place in zone) for zone in net.zones]
        self.moves: list[list[Move]] = [[] for _ in net.places]
        self.joins: list[list[Move]] = [[] for _ in net.places]
        for number, step in enumerate(net.steps):
            self._add(step, number)

    def _add(self, step: Step, number: int) -> None:
        need = sum(1 << 2 * place for place in set(step.takes))
        empty = self.zones[step.empty] if step.empty is not None else 0
        clears = self.zones[step.clears] if step.clears is not None else 0
        gives, room = 0, 0
        for place in step.gives:
            gives += 1 << 2 * place
            room |= 1 << 2 * place
        single = len(set(step.gives)) == len(step.gives)
        move = Move(step, number, need, need, empty, ~(clears | clears << 1), gives, room if single else -1, step.gives)
        if step.joins:
            for one in step.joins:
                self.joins[one.place].append(move)
        else:
            self.moves[min(step.takes)].append(move)

    def run(self) -> Played:
        played = Played(self.net, flood=self.flood)
        known: dict[int, int] = {}
        first = 1 << 2 * self.net.start
        known[first] = 0
        played.states.append(first)
        played.came.append(-1)
        played.by.append(-1)
        here = 0
        while here < len(played.states):
            if len(played.states) > self.bound.states or len(played.heads) > self.bound.moves:
                played.complete = False
                return played
            state = played.states[here]
            after = self._after(state)
            live = state & (self.calm | self.calm << 1)
            if not after:
                (played.still if live else played.over).append(here)
            elif not live:
                played.over.append(here)
            twice = (state >> 1) & self.ones & ~self.posted
            if twice:
                self._meet(played, twice, here)
            for number, new in after:
                target = known.get(new)
                if target is None:
                    target = known[new] = len(played.states)
                    played.states.append(new)
                    played.came.append(here)
                    played.by.append(number)
                if number not in played.fired:
                    played.fired[number] = here
                played.heads.append(here)
                played.tails.append(target)
                played.ways.append(number)
            here += 1
        return played

    def _meet(self, played: Played, twice: int, here: int) -> None:
        while twice:
            low = twice & -twice
            played.met.setdefault((low.bit_length() - 1) >> 1, here)
            twice ^= low

    def _after(self, state: int) -> list[tuple[int, int]]:
        """(number of the step, state after it) for each step that can be taken."""
        present = (state | state >> 1) & self.ones
        found: list[tuple[int, int]] = []
        left = present & self.choosing or present
        joins: dict[int, Move] = {}
        while left:
            low = left & -left
            left ^= low
            place = (low.bit_length() - 1) >> 1
            for move in self.moves[place]:
                if present & move.need == move.need and not present & move.empty:
                    found.append((move.number, self._done(state - move.takes, move)))
            for move in self.joins[place]:
                joins[move.number] = move
        for move in joins.values():
            takes = self._joined(present, move.step)
            if takes:
                found.append((move.number, self._done(state - takes, move)))
        return found

    def _joined(self, present: int, step: Step) -> int:
        """What an inclusive join takes, when nothing it lacks can still come: a token that can come on a way that
        lacks one, and not also on one that has one, keeps it waiting."""
        takes = awaited = known = 0
        for one in step.joins:
            bit = 1 << 2 * one.place
            if present & bit:
                takes |= bit
                known |= self.zones[one.upstream]
            else:
                awaited |= self.zones[one.upstream]
        return 0 if present & awaited & ~known & ~takes else takes

    def _done(self, state: int, move: Move) -> int:
        state &= move.keeps
        if move.room >= 0 and not (state >> 1) & (state | self.brief) & move.room:
            return state + move.gives
        for place in move.each:
            held = state >> 2 * place & FULL
            if self.brief >> 2 * place & 1 and held > 1:
                continue
            if held < FULL:
                state += 1 << 2 * place
            else:
                state |= self.flood
        return state
