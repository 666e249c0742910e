"""What is found on the grid of a table is what its evaluation does, case by case."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import tables
from engine.errors import NoRowFits, RowsOverlap
from engine.feel import taken
from engine.feel.lines import value
from engine.feel.ranges import Range, holds, point
from engine.tables.grid import NEVER, Domain, grid
from engine.tables.sweep import Steps, TooMany, covered, holes, overlaps, sampled, shared
from tests.engine.tables.drawing import definitions, table

INPUTS = ["amount:number", "topic:string", "vip:boolean"]
AMOUNTS = ["-", "1", "< 1", ">= 1", "[1..2]", "(1..2]", "> 2", "not(1)", "1, 2", "not(null)", "null", "<= 1, > 2"]
TOPICS = ["-", '"a"', '"b"', 'not("a")', '"a","b"', "null", '!= "b"', 'not("a", "b", null)']
VIPS = ["-", "true", "false", "not(true)", "null"]
POINTS = [(0, 1, 1.5, 2, 3, None), ("a", "b", "c", None), (True, False, None)]
ROWS = st.lists(st.tuples(st.sampled_from(AMOUNTS), st.sampled_from(TOPICS), st.sampled_from(VIPS)), min_size=1,
                max_size=6)


def drawn(rows, inputs=INPUTS, policy="UNIQUE"):
    logic = table(list(inputs), ["fee:number"], [f"{' | '.join(row)} | {number}" for number, row in enumerate(rows, 1)],
                  policy)
    return tables.read(definitions(f'<decision id="fees">{logic}</decision>'), "fees.dmn")


def cases():
    for values in product(*POINTS):
        yield dict(zip(("amount", "topic", "vip"), values, strict=True))


def fitting(table, case):
    try:
        return tables.decide(table, case, {}).rows
    except NoRowFits:
        return ()
    except RowsOverlap as several:
        return several.about["rows"]


def told(on, box):
    """A case in a box; inputs outside it are missing."""
    places = {on.axes[axis].source: on.axes[axis].pieces[at] for axis, at in sampled(on.axes, box).items()}
    return {"amount": None, "topic": None, "vip": None} | {
        name: value(piece.line, piece.sample) for name, piece in places.items()}


def pairs(on):
    return {(row + 1, other + 1) for row, others in enumerate(overlaps(on))
            for other in range(len(on.table.rules)) if others >> other & 1}


@given(ROWS)
@settings(max_examples=120, deadline=None)
def test_rows_overlap_exactly_where_one_case_fits_both(rows):
    table = drawn(rows)
    on = grid(table)

    met = {(one, other) for case in cases() for one in fitting(table, case) for other in fitting(table, case)
           if one < other}

    assert pairs(on) == met
    for one, other in met:
        assert {one, other} <= set(fitting(table, told(on, shared(on, one - 1, other - 1))))


@given(ROWS)
@settings(max_examples=120, deadline=None)
def test_every_case_without_a_row_lies_in_a_hole_and_no_hole_holds_another(rows):
    table = drawn(rows)
    on = grid(table)

    found = list(holes(on, on.rows, {}, Steps()))

    for box in found:
        assert fitting(table, told(on, box)) == ()
    for case in cases():
        assert (fitting(table, case) == ()) == any(lies(on, box, case) for box in found)


def lies(on, box, case):
    return all(holds(on.axes[axis].picked(bits), taken(case[on.axes[axis].source])) for axis, bits in box.items())


@given(ROWS)
@settings(max_examples=120, deadline=None)
def test_a_row_is_covered_exactly_when_first_never_takes_it(rows):
    table = drawn(rows, policy="FIRST")
    on = grid(table)

    taken = {fitting(table, case)[:1] for case in cases()}

    for row in range(len(rows)):
        before = on.rows & (1 << row) - 1
        never = row in on.never or covered(on, row, before, Steps())
        assert never == ((row + 1,) not in taken)


def test_what_can_come_decides_what_is_missing():
    whole = Domain((Range("number", 1, 5, True, True, whole=True),), NEVER, certain=True)
    rows = [("[1..2]",), ("(2..4)",), ("4, 5",)]

    assert list(holes(grid(drawn(rows, INPUTS[:1]), lambda _: whole), 0b111, {}, Steps())) == []
    assert list(holes(grid(drawn(rows, INPUTS[:1])), 0b111, {}, Steps())) != []


def test_a_row_that_asks_for_what_cannot_come_never_fits():
    offered = Domain((point("a"), point("b")), NEVER, certain=True)

    on = grid(drawn([('"a"',), ('"c"',)], ["topic:string"]), lambda _: offered)

    assert set(on.never) == {1}


def test_cells_that_hang_on_other_facts_close_no_gap_and_overlap_nothing_for_certain():
    on = grid(drawn([("> limit",), ("-",), ("5",)], INPUTS[:1]))

    assert on.unsure == 0b001
    assert pairs(on) == {(2, 3)}
    assert not covered(on, 2, 0b001, Steps())
    assert list(holes(on, 0b001, {}, Steps())) == []


def test_two_columns_that_ask_the_same_are_one_question():
    on = grid(drawn([("< 5", "> 7"), ("-", "6")], ["amount:number", "amount:number"]))

    assert len(on.axes) == 1
    assert set(on.never) == {0}


def test_a_thousand_rows_are_compared():
    rows = [tuple(f"[{row * place}..{row * place + 99}]" if (row + place) % 3 else "-" for place in range(6))
            for row in range(1_000)]

    on = grid(drawn(rows, [f"a{place}:number" for place in range(6)]))

    assert any(overlaps(on))
    assert next(holes(on, on.rows, {}, Steps())) != {}


def test_a_table_that_takes_too_long_is_given_up_and_never_called_whole():
    some = [tuple("true" if place in (row, row + 1) else "-" for place in range(8)) for row in range(8)]

    with pytest.raises(TooMany):
        list(holes(grid(drawn(some, [f"a{place}:boolean" for place in range(8)])), 0xFF, {}, Steps(10)))
