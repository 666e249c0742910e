"""What is found of a drawing shows when its tokens are moved by hand along the way that is told; and where nothing is
found, there is nothing."""

from collections import Counter

import pytest

from engine.tokens import DEAD, ENDLESS, IMPROPER, LIVELOCK, STUCK, UNSAFE, Finding
from tests.engine.proofs.anything.graphs import Wishes
from tests.engine.proofs.anything.judged import PARTS, judged, seeds
from tests.engine.proofs.anything.tokens_by_hand import CAME, WORK, Board, State, along, everything

FEW = 160
WISHES = Wishes(parts=False, loops=False)


def shows(board: Board, finding: Finding) -> bool:
    """Whether a finding is so."""
    if finding.rule == DEAD:
        if any(node.host and not node.interrupting for node in board.sketch.nodes.values()):
            return True  # by hand a way beside a step can be begun twice at once
        found = everything(board, board.settle(board.begin()))
        return finding.at.id not in found.done
    states = along(board, [one.id for one in finding.path])
    if finding.rule in (ENDLESS, LIVELOCK):
        return any(_is_endless(board, state) for state in states)
    return any({STUCK: _is_stuck, UNSAFE: _is_twice, IMPROPER: _came_twice}[finding.rule](board, state, finding)
               for state in states)


def _is_stuck(board: Board, state: State, finding: Finding) -> bool:
    return not list(board.steps(state)) and any(finding.at.id in place for place, _ in state)


def _is_twice(_: Board, state: State, finding: Finding) -> bool:
    return any((many > 1 and place[1] in (finding.at.id, WORK)) or (many > 1 and finding.at.id in place)
               for place, many in state)


def _came_twice(_: Board, state: State, finding: Finding) -> bool:
    return any(many > 1 and place == (finding.at.id, CAME) for place, many in state)


def _is_endless(board: Board, state: State) -> bool:
    found = everything(board, state)
    return not found.whole or state in found.lost()


@pytest.mark.parametrize("part", range(PARTS))
def test_what_is_found_shows_on_the_way_that_is_told(part: int) -> None:
    told: Counter[str] = Counter()

    for seed in seeds(part, FEW):
        one = judged(seed, WISHES)
        for finding in one.played.findings:
            told[finding.rule] += 1
            assert shows(Board(one.sketch), finding), (seed, finding.rule, finding.at.id)

    assert told[STUCK] > 1 and told[UNSAFE] > 1


@pytest.mark.parametrize("part", range(PARTS))
def test_where_nothing_is_found_there_is_nothing(part: int) -> None:
    for seed in seeds(part, FEW):
        one = judged(seed, WISHES)
        beside = any(node.host and not node.interrupting for node in one.sketch.nodes.values())
        if one.played.findings or not one.played.complete or beside:
            continue
        board = Board(one.sketch)
        found = everything(board, board.settle(board.begin()))
        assert not any(many > 1 for state in found.after for _, many in state), seed
        if found.whole:
            assert not found.lost(), seed
            assert found.done == {node.id for node in one.sketch.nodes.values() if node.kind != "startEvent"}, seed
