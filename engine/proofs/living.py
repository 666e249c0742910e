"""Which facts somebody still asks about: positions that differ in others only are alike, and one of them is enough."""

from engine.proofs.game import Game, Position
from engine.proofs.trails import bits

BY_PROMISE = -1
"""The promise itself asks: to the end."""


class Living:
    """What is still asked about in the positions of a game."""

    def __init__(self, game: Game) -> None:
        self._net, self._slice = game.net, game.slice
        self._readers = [
            BY_PROMISE if name in game.observer.asks else self._reading(name) for name in game.known.names
        ]
        self._asked: dict[int, tuple[bool, ...]] = {}
        self._wide = [len(values) for values in game.known.values]

    def known(self, position: Position) -> int:
        """What is known in a position of the facts that somebody still asks about, as the bits of one number. What
        has all bits of another holds every case of it."""
        marks, _, sets = position
        asked = self._asked.get(marks)
        if asked is None:
            ahead = 0
            for number in bits(marks & (1 << len(self._net.nodes)) - 1):
                ahead |= self._net.ahead(number)
            asked = self._asked[marks] = tuple(one == BY_PROMISE or bool(one & ahead) for one in self._readers)
        found = 0
        for known, wide, one in zip(sets, self._wide, asked, strict=True):
            found = found << wide | (known if one else 0)
        return found

    def _reading(self, name: str) -> int:
        """The nodes that ask for a fact, as bits."""
        return sum(1 << number for number, keep in enumerate(self._slice.keep)
                   if keep and name in self._slice.reads[number])
