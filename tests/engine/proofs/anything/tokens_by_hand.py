"""Tokens moved by hand: the plainest reading of a drawing without subprocesses, told apart from engine.tokens."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.engine.proofs.anything.graphs import Node, Sketch

Place = tuple[str, str]
State = frozenset[tuple[Place, int]]
"""How many tokens are where: on an arrow (its ends), at work at a step, behind an event gateway, come to an end."""

WORK, BEHIND, CAME = "·work", "·behind", "·came"
START: State = frozenset()


@dataclass(frozen=True)
class Board:
    """A drawing to move tokens on."""

    sketch: Sketch

    def begin(self) -> State:
        start = next(one for one in self.sketch.nodes.values() if one.kind == "startEvent")
        return self._with(START, [], self._outs(start.id))

    def steps(self, state: State) -> Iterator[tuple[str, State]]:
        """Each element that can be done now, and the state after it."""
        for node in self.sketch.nodes.values():
            for after in self.done(state, node.id):
                yield node.id, after

    def done(self, state: State, identity: str) -> Iterator[State]:
        """The states after an element is done; none: it cannot be."""
        node, held = self.sketch.nodes[identity], dict(state)
        if node.host:
            if held.get((node.host, WORK)):
                taken = [(node.host, WORK)] if node.interrupting else []
                yield self._with(state, taken, self._outs(node.id))
            return
        if (node.id, WORK) in held:
            yield self._with(state, [(node.id, WORK)], self._outs(node.id))
        ins = [place for place in self._ins(node.id) if held.get(place)]
        if node.kind == "parallelGateway":
            if len(ins) == len(self._ins(node.id)) and ins:
                yield self._with(state, ins, self._outs(node.id))
            return
        for place in ins:
            yield from self._came(state, node, place)

    def settle(self, state: State) -> State:
        """Tokens that come to a step with events on its edge begin to work there, without anything being done."""
        hosts = {one.host for one in self.sketch.nodes.values() if one.host}
        for place, many in list(state):
            if place[1] in hosts:
                state = self._with(state, [place] * many, [(place[1], WORK)] * many)
        return state

    def is_over(self, state: State) -> bool:
        return all(place[1] == CAME for place, _ in state)

    def _came(self, state: State, node: Node, place: Place) -> Iterator[State]:
        if node.kind == "endEvent":
            yield START if node.event == "terminate" else self._with(state, [place], [(node.id, CAME)])
        elif node.kind == "exclusiveGateway":
            for out in self._outs(node.id):
                yield self._with(state, [place], [out])
        elif node.kind == "eventBasedGateway":
            yield self._with(state, [place], [(node.id, BEHIND)])
        else:
            yield self._with(state, [place], self._outs(node.id))

    def _ins(self, identity: str) -> list[Place]:
        found = []
        for source, target in self.sketch.flows:
            if target == identity:
                gate = self.sketch.nodes[source].kind == "eventBasedGateway"
                found.append((source, BEHIND) if gate else (source, target))
        return found

    def _outs(self, identity: str) -> list[Place]:
        return [(identity, target) for target in self.sketch.outs(identity)]

    def _with(self, state: State, taken: Iterable[Place], given: Iterable[Place]) -> State:
        held = Counter(dict(state))
        held.subtract(taken)
        held.update(given)
        return frozenset((place, many) for place, many in held.items() if many)


def along(board: Board, path: Iterable[str]) -> set[State]:
    """Every state that this way can lead to."""
    states = {board.settle(board.begin())}
    for number, identity in enumerate(path):
        if number == 0 and board.sketch.nodes[identity].kind == "startEvent":
            continue
        states = {board.settle(after) for state in states for after in board.done(state, identity)}
    return states


@dataclass
class Everything:
    """All states, as far as they were looked at. `whole`: that is all of them."""

    after: dict[State, set[State]]
    done: set[str]
    whole: bool

    def lost(self) -> set[State]:
        """The states from which no end can be come to."""
        good = {state for state in self.after if all(place[1] == CAME for place, _ in state)}
        while True:
            more = {state for state, ahead in self.after.items() if state not in good and ahead & good}
            if not more:
                return set(self.after) - good
            good |= more


def everything(board: Board, start: State, most: int = 600) -> Everything:
    """Go through all states from one on; of one place three tokens are as many as two."""
    found = Everything({}, set(), True)
    ahead = [start]
    while ahead:
        state = ahead.pop()
        if state in found.after:
            continue
        if len(found.after) >= most or any(many > 2 for place, many in state if place[1] != CAME):
            found.whole = False
            found.after[state] = set()
            continue
        steps = [(identity, _flat(board.settle(after))) for identity, after in board.steps(state)]
        found.done |= {identity for identity, _ in steps}
        found.after[state] = {after for _, after in steps}
        ahead += found.after[state]
    return found


def _flat(state: State) -> State:
    return frozenset((place, min(many, 2) if place[1] == CAME else many) for place, many in state)
