"""What an input cell asks: S-FEEL unary tests, with true alternatives and a true not (trap 37)."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelInvalid, Scope, Trouble, parse_cell, taken

AT_TEN = datetime(2026, 3, 31, 10, tzinfo=UTC)
NAMES = {
    "limit": 10, "home": "EE", "nothing": None, "regimes": ["eu", "pl"], "days": [1, 2.5],
    "case": {"limit": 3.5, "home": "PL"},
}


def fits(cell: str, value):
    return parse_cell(cell).fits(taken(value), Scope(NAMES, {"twice": lambda number: 2 * number}))


@pytest.mark.parametrize(
    ("cell", "fitting", "other"),
    [
        ("5", 5, 6),
        ("-5", -5, 5),
        ("0.5", 0.5, 0.4),
        (".5", 0.5, 5),
        ("5.0", 5, 5.1),
        ('"a"', "a", "A"),
        ('"a,b"', "a,b", "a"),
        ('"say \\"no\\""', 'say "no"', "say no"),
        ("true", True, False),
        ("false", False, True),
        ("null", None, 0),
        ("null", None, ""),
        ('date("2026-03-31")', date(2026, 3, 31), date(2026, 4, 1)),
        ('@"2026-03-31"', date(2026, 3, 31), date(2026, 4, 1)),
        ("< 5", 4.9, 5),
        ("<=5", 5, 5.1),
        ("> 5", 6, 5),
        (">=5", 5, 4),
        ("= 5", 5, 4),
        ("!= 5", 4, 5),
        ("> -5", -4, -5),
        ('< date("2026-03-31")', date(2026, 3, 30), date(2026, 3, 31)),
        ('>= "b"', "b", "a"),
        ("[1..5]", 1, 0.9),
        ("[1..5]", 5, 5.1),
        ("[1..5[", 4.9, 5),
        ("[1..5)", 4.9, 5),
        ("]1..5]", 5, 1),
        ("(1..5]", 1.1, 1),
        ("]1..5[", 2, 1),
        ("(1..5)", 2, 5),
        ("[-5..-1]", -5, 0),
        ('["a".."c"]', "b", "d"),
        ('[date("2026-01-01")..date("2026-12-31")]', date(2026, 2, 28), date(2027, 1, 1)),
        ('"a","b"', "b", "c"),
        ("1, 3, [5..7], > 100", 6, 4),
        ("1,3,[5..7],>100", 101, 100),
        ('null, "a"', None, "b"),
        ('not("a")', "b", "a"),
        ('not("a","b")', "c", "b"),
        ("not(< 5, [10..20])", 7, 15),
        ("not(null)", 5, None),
        ("not(true)", False, True),
        ("not ( 1 , 2 )", 3, 2),
        ("> limit", 11, 10),
        ("home", "EE", "PL"),
        ("[1..limit]", 10, 11),
        ("not(home)", "PL", "EE"),
        ("nothing", None, 5),
        ("!= null", 5, None),
        ("--5", 5, -5),
        ("123456789012345678901", 123456789012345678901, 123456789012345678902),
        ("0.1", 0.1, 0.1000001),
        ('date and time("2026-03-31T10:00:00Z")', AT_TEN, AT_TEN + timedelta(hours=1)),
        ('time("10:00:00")', time(10), time(11)),
        ('>= duration("P2D")', timedelta(days=2), timedelta(days=1)),
        ("> limit * 2", 21, 20),
        ("[limit - 1..limit + 1]", 9, 8),
        ("(limit + 1)", 11, 10),
        ("> case.limit", 4, 3),
        ("case.home", "PL", "EE"),
        ("twice(4)", 8, 4),
        ("< twice(limit)", 19, 20),
        ("regimes", "pl", "uk"),
        ("not(regimes)", "uk", "pl"),
        ("days", 2.5, 2),
        ("= limit", 10, 9),
    ],
)
def test_a_cell_tells_fitting_values_from_others(cell, fitting, other):
    assert fits(cell, fitting) is True
    assert fits(cell, other) is False


@pytest.mark.parametrize("cell", ["-", "", "  - ", "\n"])
def test_a_dash_or_an_empty_cell_fits_anything(cell):
    assert all(fits(cell, value) is True for value in (None, 0, "", False, "x"))


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("< 5", None),
        ("[1..5]", None),
        ("not(< 5)", None),
        ("not([1..5])", None),
        ("> limit", None),
        ("> nothing", 5),
        ("5", "5"),
        ("not(5)", "5"),
        ("true", 1),
        ("1", True),
        ("> 0", True),
        ('< "5"', 3),
        ("[1..nothing]", 3),
        ('1,"a"', 2),
        ("> regimes", 3),
        ('date and time("2026-03-31T10:00:00Z")', datetime(2026, 3, 31, 10)),
        ('< time("10:00:00Z")', time(9)),
    ],
)
def test_a_missing_value_or_one_of_another_kind_fits_neither_a_comparison_nor_its_opposite(cell, value):
    assert fits(cell, value) is None


def test_an_interval_that_ends_below_the_value_is_no_even_if_its_other_end_is_missing():
    assert fits("[1..nothing]", 0) is False


def test_an_alternative_that_fits_outweighs_one_without_an_answer():
    assert fits('"a",5', 5) is True


def test_a_text_without_quotes_is_taken_for_a_name_and_says_so_when_there_is_none():
    with pytest.raises(Trouble, match="there is nothing named U1; if a text is meant, write it in double quotes"):
        fits("U1", "U1")


def test_a_name_that_nobody_gave_comes_with_the_nearest_one():
    with pytest.raises(Trouble, match='there is nothing named limt \\(did you mean "limit"\\?\\)'):
        fits("> limt", 5)


@pytest.mark.parametrize(
    ("cell", "repair"),
    [
        ("'a'", "double quotes"),
        ("“a”", "straight double quotes"),
        ("? > 5", "Write only the comparison"),
        ("!true", "not(...)"),
        ('"a" "b"', "for example"),
        ('"a" or "b"', "with commas"),
        ('"a" || "b"', "commas"),
        ("> 5 && < 9", "a column for each"),
        ("1..5", "[1..5]"),
        ("[1..5", "Close the interval"),
        ("[1,5]", "Write [1..5] for an interval"),
        ('["a","b"]', "without brackets"),
        ("[1 5]", "without brackets"),
        ("[..5]", "Write a value"),
        ("[1..]", "Write a value"),
        ("[5..1]", "smaller end first"),
        ("(5..5)", "smaller end first"),
        ("]5..5]", "smaller end first"),
        ('[1.."b"]', "two numbers"),
        ("[true..false]", "two numbers"),
        ("> true", "alone"),
        ("<= null", "alone"),
        ("True", "true, false or null"),
        ("not", "not("),
        ("1, not(2)", "not("),
        ("not(not(2))", "not("),
        ("not(-)", "Write a value"),
        ("not()", "Write a value"),
        ("not(1", "Write ) here"),
        ("not(1) 2", "for example"),
        ("1,", "Write a value"),
        (",1", "Write a value"),
        ("5.", "field"),
        ("1e5", "Write a value"),
        ('date("2026-02-30")', "2026-03-31"),
        ("date(5)", "2026-03-31"),
        ('date("2026-03-31"', "Write ) here"),
        ("@5", "2026-03-31"),
        ('"a', "at its end"),
        ('"\\q"', "backslash"),
        ("1" * 35, "at most 34"),
        ("5 < 6", "Write only the comparison"),
        ("x = 5", "Write only the comparison"),
        ("x and y", "a column for each"),
        ("x in [1..5]", "Write only the comparison"),
        ("a.", "field"),
        ("=", "Write a value"),
        ("x" * 2001, "several rows"),
        ("?" * 1999, "Write only the comparison"),
        ("(" * 1999, "Split it"),
        ("@", "2026-03-31"),
    ],
)
def test_a_cell_that_cannot_be_read_is_refused_with_what_to_write(cell, repair):
    with pytest.raises(FeelInvalid) as refused:
        parse_cell(cell)

    assert repair in refused.value.repair
    assert refused.value.problem


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(
    st.text(alphabet='ab"\\,.-<>=!()[]@? not1290date\n', max_size=30),
    st.sampled_from([None, 1, -2.5, "a", True, date(2026, 1, 1)]),
)
def test_any_text_is_a_cell_with_an_answer_or_is_refused(cell, value):
    try:
        answer = fits(cell, value)
    except (FeelInvalid, Trouble):
        return

    assert answer in (True, False, None)


_NUMBERS = st.integers(-4, 4)


@st.composite
def _asked(draw):
    """A cell and the plain Python question that it asks."""
    kind = draw(st.sampled_from(["value", "sign", "interval"]))
    low, high = sorted((draw(_NUMBERS), draw(_NUMBERS)))
    if kind == "value":
        return str(low), lambda value: value == low
    if kind == "sign":
        sign = draw(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]))
        return f"{sign} {low}", lambda value: eval(f"{value} {'==' if sign == '=' else sign} {low}")
    return f"[{low}..{high + 1}[", lambda value: low <= value < high + 1


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(_asked(), min_size=1, max_size=4), st.booleans(), st.integers(-6, 6))
def test_lists_of_tests_are_their_disjunction_and_not_is_its_opposite(asked, negated, value):
    tests = ", ".join(cell for cell, _ in asked)

    answer = fits(f"not({tests})" if negated else tests, value)

    assert answer is (any(question(value) for _, question in asked) != negated)
