"""What fits a cell is known as ranges, and a value lies in them exactly when the cell takes it."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import Scope, parse_cell
from engine.feel.lines import key, line, value
from engine.feel.moments import Months, text_of
from engine.feel.ranges import Range, holds, meet, pieces, point, ranges
from engine.tables.types import shown

NOW = Scope({}, {})
OFFSETS = st.sampled_from([None, dt.UTC, dt.timezone(dt.timedelta(hours=2)), dt.timezone(-dt.timedelta(hours=14))])
VALUES = {
    "number": st.one_of(st.integers(-3, 3), st.decimals("-3", "3", places=1), st.just(Decimal("1E-30"))),
    "text": st.sampled_from(["", "a", "a\0", "ab", "b", "ä"]),
    "yes or no": st.booleans(),
    "none": st.none(),
    "date": st.sampled_from([dt.date.min, dt.date(2026, 1, 1), dt.date(2026, 1, 2), dt.date(2026, 1, 4), dt.date.max]),
    "time": st.builds(
        lambda clock, offset: clock.replace(tzinfo=offset),
        st.sampled_from([dt.time.min, dt.time(9), dt.time(9, 0, 0, 1), dt.time.max]), OFFSETS),
    "moment": st.builds(
        lambda at, offset: at.replace(tzinfo=offset),
        st.sampled_from([dt.datetime.min, dt.datetime(2026, 1, 1), dt.datetime(2026, 1, 1, 9), dt.datetime.max]),
        OFFSETS),
    "days": st.sampled_from([-dt.timedelta(1), dt.timedelta(), dt.timedelta(hours=1), dt.timedelta(3)]),
    "months": st.builds(Months, st.integers(-2, 2)),
}
ORDERED = [name for name in VALUES if name not in ("none", "yes or no")]
ANY = st.one_of(*VALUES.values())


def written(one):
    if one is None or isinstance(one, bool):
        return {None: "null", True: "true", False: "false"}[one]
    if isinstance(one, str):
        return f'"{one}"'
    return format(one, "f") if isinstance(one, int | Decimal) else f'@"{text_of(one)}"'


@st.composite
def asked(draw):
    shape = draw(st.sampled_from(["value", "sign", "interval", "differs"]))
    if shape == "value":
        return written(draw(ANY))
    if shape == "differs":
        return f"!= {written(draw(ANY))}"
    of = VALUES[draw(st.sampled_from(ORDERED))]
    if shape == "sign":
        return f"{draw(st.sampled_from(['<', '<=', '>', '>=']))} {written(draw(of))}"
    ends = sorted(draw(st.lists(of.filter(lambda one: "offset" not in line(one)), min_size=2, max_size=2)), key=key)
    if key(ends[0]) == key(ends[1]):
        return f"[{written(ends[0])}..{written(ends[1])}]"
    return f"{draw(st.sampled_from('[(]'))}{written(ends[0])}..{written(ends[1])}{draw(st.sampled_from('])['))}"


@st.composite
def cells(draw):
    text = ", ".join(draw(st.lists(asked(), min_size=1, max_size=3)))
    return parse_cell(draw(st.sampled_from([text, text, f"not({text})", "-"])))


@given(cells(), ANY)
@settings(max_examples=400)
def test_a_value_lies_in_the_ranges_of_a_cell_exactly_when_the_cell_takes_it(cell, one):
    assert holds(ranges(cell), one) == (cell.fits(one, NOW) is True)


@given(cells())
@settings(max_examples=200)
def test_each_range_has_a_value_that_the_cell_takes(cell):
    for found in ranges(cell):
        assert cell.fits(value(found.line, found.sample), NOW) is True


@given(ANY)
def test_a_value_comes_back_from_its_place_on_its_line(one):
    assert line(value(line(one), key(one))) == line(one)
    assert key(value(line(one), key(one))) == key(one)


@given(st.sampled_from(sorted(VALUES)).flatmap(lambda name: st.lists(VALUES[name], max_size=4)), ANY)
@settings(max_examples=200)
def test_the_pieces_of_a_line_hold_each_of_its_values_once(some, one):
    keys = [key(other) for other in some if line(other) == line(one)]

    found = [piece for piece in pieces(line(one), keys) if piece.holds(key(one))]

    assert len(found) == 1


@pytest.mark.parametrize("source", ["limit", "> limit * 2", '"a", limit', "deadline(\"final\")", "1 / 0"])
def test_what_hangs_on_other_facts_or_has_no_value_is_not_known(source):
    assert ranges(parse_cell(source)) is None


def test_numbers_of_thousands_of_digits_have_others_between_them():
    cell = parse_cell("> 10 ** 6000, < -(10 ** 6000), 10 ** (-6000), (10 ** (-6001)..2 * 10 ** (-6001))")

    for found in ranges(cell, ("number",)):
        assert cell.fits(value("number", found.sample), NOW) is True
        assert shown(value("number", found.sample))


def test_between_two_days_that_follow_each_other_lies_nothing():
    first, second = dt.date(2026, 1, 1), dt.date(2026, 1, 2)

    assert Range("date", key(first), key(second)).sample is None
    assert meet(Range("number", 1, 2, whole=True), Range("number")) is None
    assert meet(point("a"), Range("text", "a", "b", True)) == point("a")
