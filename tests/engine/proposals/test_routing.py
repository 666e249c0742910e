"""An arrow goes round what is in its way, with few corners, and touches boxes in the middle of an edge."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.proposals.routing import Obstacles, route
from engine.repairs.picture import Box

LEFT, RIGHT = Box(0, 0, 100, 80), Box(400, 0, 100, 80)


def around(*boxes: Box) -> Obstacles:
    return Obstacles({str(number): box for number, box in enumerate(boxes)}, [])


def crosses(line, box: Box) -> bool:
    return any(min(ax, bx) < box.x + box.width and box.x < max(ax, bx) and min(ay, by) < box.y + box.height
               and box.y < max(ay, by) for (ax, ay), (bx, by) in pairwise(line))


def test_with_nothing_between_an_arrow_is_straight():
    assert route(LEFT, RIGHT, around(LEFT, RIGHT)) == [(100, 40), (400, 40)]


def test_an_arrow_goes_round_a_box_in_its_way():
    wall = Box(200, -40, 60, 160)

    line = route(LEFT, RIGHT, around(LEFT, RIGHT, wall))

    assert not crosses(line, wall)
    assert line[0][0] in (0, 50, 100) and line[-1][0] in (400, 450, 500)


def test_an_arrow_leaves_an_event_on_an_edge_away_from_its_step():
    event, below = Box(32, 62, 36, 36), Box(200, 200, 100, 80)

    line = route(event, below, around(LEFT, event, below), below=True)

    assert line[0] == (50, 98) and line[1][0] == 50 and line[1][1] > 98
    assert not crosses(line, LEFT)


def test_an_arrow_leads_straight_into_a_wide_box():
    wide = Box(200, -500, 800, 1200)

    assert route(LEFT, wide, around(LEFT, wide)) == [(100, 40), (200, 40)]


def test_where_everything_is_shut_an_arrow_is_drawn_straight():
    walls = [Box(-40, -40, 30, 160), Box(110, -40, 30, 160), Box(-40, -45, 180, 30), Box(-40, 95, 180, 30)]

    assert route(LEFT, RIGHT, around(LEFT, RIGHT, *walls)) == [LEFT.middle, RIGHT.middle]


BOX = st.builds(Box, st.integers(0, 900), st.integers(0, 600), st.just(100), st.just(80))


@settings(max_examples=60, deadline=None)
@given(st.lists(BOX, min_size=2, max_size=9))
def test_every_arrow_runs_along_rows_and_columns_and_through_no_box(boxes):
    apart = [box for number, box in enumerate(boxes)
             if all(abs(box.x - other.x) > 160 or abs(box.y - other.y) > 140 for other in boxes[:number])]
    if len(apart) < 2:
        return

    line = route(apart[0], apart[1], around(*apart))

    assert all(ax == bx or ay == by for (ax, ay), (bx, by) in pairwise(line))
    assert not any(crosses(line, box) for box in apart[2:])
