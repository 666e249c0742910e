"""What the proofs predict of a drawing, with nothing left out, side by side with what the engine does."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.check import obligations_kept
from engine.check.parts import Parts
from engine.packs import MAIN
from engine.process import State
from engine.proofs import slicing
from engine.proofs.game import Game, Move, Position
from engine.proofs.net import NOBODY, Drawings, Node
from engine.proofs.trails import Trail, passed
from engine.proofs.watching import Observer
from tests.engine.proofs.anything.graphs import Sketch
from tests.engine.proofs.anything.playing import Act, Came, Player, Seen


def whole_game(parts: Parts) -> Game:
    """The game in which every element is played and nothing is known."""
    content = obligations_kept.content(parts)
    net = Drawings(content.diagrams).net(MAIN)
    made = slicing.cut(net, content, content.facts([], {}), frozenset(), every_wait=True, anybody=True)
    made.keep = [True] * len(net.nodes)
    made.shut, made.dropped, made.held_by_side = set(), set(), set()
    made.forget()
    return Game(made, Observer(lambda at, _, sets: [(at, sets)], lambda at, sets: [(at, sets)],
                               lambda at, sets: [(at, sets)]), 1_000_000)


class Foretold:
    """The game read as what a case waits for."""

    def __init__(self, game: Game) -> None:
        self.game, self.net = game, game.net

    def waits(self, position: Position) -> frozenset[str]:
        """The ids of what is waited for, and of gateways at which ways wait for others."""
        found: set[str] = set()
        for node in self.net.nodes:
            if self._is_at(position, node):
                found |= self._waits_at(position, node)
        found |= {self.net.nodes[number].element.id for (number, _), bit in self.game._join.items()
                  if position[0] & bit}
        return frozenset(found)

    def moves(self, position: Position) -> dict[Act, list[Move]]:
        """What can be done, each with the moves that are that."""
        found: dict[Act, list[Move]] = {}
        for move in self.game.moves(position):
            element = self.net.nodes[move.node].element
            verb = {"timer": "fire", "message": "deliver"}.get(element.event, "complete")
            found.setdefault(Act(verb, element.id), []).append(move)
        return found

    def _is_at(self, position: Position, node: Node) -> bool:
        return bool(position[0] >> node.number & 1) and node.kind != "boundaryEvent"

    def _waits_at(self, position: Position, node: Node) -> set[str]:
        found = set()
        if node.kind == "eventBasedGateway":
            found |= {self.net.nodes[target].element.id for target, _ in node.outs}
        elif node.inner == NOBODY:
            found.add(node.element.id)
        for number in node.edge:
            edge = self.net.nodes[number].element
            fired = position[0] >> number & 1
            if edge.event == "message" or (edge.event == "timer" and not fired):
                found.add(edge.id)
        return found


@dataclass
class Compared:
    """What was found of one drawing: where engine and game do not agree, which elements the engine came to, and
    which the game did. `whole`: everything was looked at; `twice`: steps that were open twice at once."""

    wrong: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    done: set[str] = field(default_factory=set)
    foretold: set[str] = field(default_factory=set)
    positions: int = 0
    whole: bool = True
    twice: set[str] = field(default_factory=set)


@dataclass
class _Pair:
    state: State
    seen: Seen
    standing: frozenset[Position]
    way: tuple[str, ...]


class Comparing:
    """Engine and game, move by move: what one can do the other can, and it leads to the same."""

    def __init__(self, sketch: Sketch, player: Player, game: Game, most: int) -> None:
        self.sketch, self.player, self.game, self.most = sketch, player, game, most
        self.told = Foretold(game)
        self.found = Compared()
        self.ahead: deque[_Pair] = deque()
        self.met: set[tuple[Seen, frozenset[Position]]] = set()
        # the game does not know how long a list is: another member may come that the engine has not
        self.guesses = races(sketch) or bool(sketch.lists)

    def run(self) -> Compared:
        """Compare until everything is seen, or so many moves were made."""
        self._led(list(self.player.begin()), self._noted(self.game.start(())), ())
        while self.ahead and not self.found.wrong:
            if self.player.moves > self.most:
                self.found.whole = False
                break
            self._compare(self.ahead.popleft())
        self.found.positions = len(self.met)
        return self.found

    def _compare(self, pair: _Pair) -> None:
        can = self.player.acts(pair.state)
        foretold = [self.told.moves(one) for one in pair.standing]
        for moves in foretold:
            if moves.keys() != can:
                self._say(pair.way, f"can be done: {can}, foretold: {set(moves)}")
                return
        for act in sorted(can, key=str):
            after = self._noted(
                one for position, moves in zip(pair.standing, foretold, strict=True)
                for move in moves[act] for one in self.game.after(position, move)
            )
            self._led(list(self.player.after(pair.state, act)), after, (*pair.way, f"{act.verb} {act.element}"))

    def _noted(self, after: Iterable[tuple[Position, Trail]]) -> frozenset[Position]:
        found = list(after)
        self.found.foretold |= {self.told.net.nodes[one].element.id for _, trail in found for one in passed(trail)}
        return frozenset(position for position, _ in found)

    def _led(self, came: Iterable[Came], foretold: frozenset[Position], way: tuple[str, ...]) -> None:
        fits: dict[frozenset[str], set[Position]] = {}
        for position in foretold:
            fits.setdefault(self.told.waits(position), set()).add(position)
        seen_here = set()
        for one in came:
            here = frozenset(name for name, _ in one.seen)
            self.found.done |= set(one.path)
            self.found.reached |= {*one.path, *here}
            seen_here.add(here)
            twice = {name for name, many in one.seen if many > 1 and self.sketch.nodes[name].kind != "parallelGateway"}
            if twice:  # the game knows one token at a place
                self.found.twice |= twice
                self.found.whole = False
            elif here not in fits:
                self._say(way, f"the engine waits for {sorted(here)} by {one.decided} past {one.path}, "
                               f"foretold is {[sorted(each) for each in fits]}")
                return
            elif not one.state.ended:
                self._further(one, frozenset(fits[here]), way)
        if not self.found.twice and not self.guesses and fits.keys() - seen_here:
            self._say(way, f"foretold and never come: {[sorted(each) for each in fits.keys() - seen_here]}, "
                           f"the engine waits for {[sorted(each) for each in seen_here]}")

    def _further(self, came: Came, standing: frozenset[Position], way: tuple[str, ...]) -> None:
        key = (came.seen, standing)
        if key not in self.met:
            self.met.add(key)
            self.ahead.append(_Pair(came.state, came.seen, standing, (*way, str(came.decided))))

    def _say(self, way: tuple[str, ...], what: str) -> None:
        self.found.wrong.append(f"{' | '.join(way)}: {what}")


def races(sketch: Sketch) -> bool:
    """Whether what goes on by itself can end other things that go on by themselves: the game follows each order,
    the engine has one."""
    ends = any(one.event in ("terminate", "error") and one.kind == "endEvent" for one in sketch.nodes.values())
    return ends or any(one.event == "escalation" and one.interrupting for one in sketch.nodes.values() if one.host)
