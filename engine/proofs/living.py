"""Which facts somebody still asks about: positions that differ in others only are alike, and one of them is enough."""

from engine.proofs.game import Game, Position
from engine.proofs.net import NOBODY, Node

BY_PROMISE = -1
"""The promise itself asks: to the end."""


class Living:
    """What is still asked about in the positions of a game."""

    def __init__(self, game: Game) -> None:
        self._net, self._slice = game.net, game.slice
        self._readers = [
            BY_PROMISE if name in game.observer.asks else self._reading(name) for name in game.known.names
        ]
        self._reached: dict[int, int] = {}
        self._asked: dict[int, tuple[bool, ...]] = {}

    def alike(self, position: Position) -> Position:
        """The position without what nobody asks about any more."""
        marks, at, sets = position
        asked = self._asked.get(marks)
        if asked is None:
            ahead = 0
            for number in range(len(self._net.nodes)):
                if marks >> number & 1:
                    ahead |= self._ahead(number)
            asked = self._asked[marks] = tuple(one == BY_PROMISE or bool(one & ahead) for one in self._readers)
        return marks, at, tuple(bits if one else 0 for bits, one in zip(sets, asked, strict=True))

    def _reading(self, name: str) -> int:
        """The nodes that ask for a fact, as bits."""
        return sum(1 << number for number, keep in enumerate(self._slice.keep)
                   if keep and name in self._slice.reads[number])

    def _ahead(self, number: int) -> int:
        """The nodes that a token at a node can still come to, as bits."""
        if number not in self._reached:
            bits, ahead = 0, [number]
            while ahead:
                here = ahead.pop()
                if not bits >> here & 1:
                    bits |= 1 << here
                    ahead += self._further(self._net.nodes[here])
            self._reached[number] = bits
        return self._reached[number]

    def _further(self, node: Node) -> list[int]:
        found = [*(target for target, _ in node.outs), *node.edge, *self._net.outward(node.scope)]
        return [*found, self._net.scopes[node.inner].start] if node.inner != NOBODY else found
