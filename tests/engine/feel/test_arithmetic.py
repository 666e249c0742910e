"""Formulas beside plain calculations of another kind: fractions, Python's own logic, naive intervals."""

from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.feel import Scope, parse, parse_cell, taken

AMOUNTS = st.integers(-10**4, 10**6).map(lambda cents: f"{cents // 100}.{cents % 100:02d}")
NO_NAMES = Scope({}, {})


@st.composite
def sums(draw, depth=3):
    """A formula without divisions, and its exact value."""
    if depth == 0 or draw(st.booleans()):
        written = draw(AMOUNTS)
        return (f"({written})" if written.startswith("-") else written), Fraction(written)
    (left, one), (right, other) = draw(sums(depth - 1)), draw(sums(depth - 1))
    sign = draw(st.sampled_from("+-*"))
    value = {"+": one + other, "-": one - other, "*": one * other}[sign]
    return f"({left} {sign} {right})", value


@settings(max_examples=500, deadline=None, derandomize=True)
@given(sums(depth=2))
def test_sums_and_products_of_amounts_are_exact(asked):
    source, expected = asked

    assert Fraction(parse(source).value(NO_NAMES)) == expected


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 50)), min_size=1, max_size=8), st.integers(0, 50))
def test_products_go_before_sums_and_both_from_left_to_right(rest, first):
    source = str(first) + "".join(f" {sign} {number}" for sign, number in rest)

    assert parse(source).value(NO_NAMES) == eval(source)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.integers(-10**9, 10**9), st.integers(-10**9, 10**9))
def test_a_quotient_is_right_to_34_digits(one, other):
    assume(other)

    found = Fraction(parse(f"({one}) / ({other})").value(NO_NAMES))

    exact = Fraction(one, other)
    assert abs(found - exact) <= abs(exact) / 10**33


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_a_number_of_a_case_is_the_one_that_was_written(number):
    assert Fraction(taken(number)) == Fraction(repr(number))


NUMBERS = st.integers(-5, 5)


@settings(max_examples=800, deadline=None, derandomize=True)
@given(st.sampled_from("[(]"), NUMBERS, NUMBERS, st.sampled_from("])["), NUMBERS, st.booleans())
def test_an_interval_holds_what_lies_between_its_ends_and_an_end_if_its_bracket_embraces_it(
    start, low, high, end, value, named
):
    assume(low < high)
    source = f"{start}{low}..{high}{end}" if not named else f"{start}low..high{end}"
    scope = Scope({"low": low, "high": high}, {})

    expected = (low <= value if start == "[" else low < value) and (value <= high if end == "]" else value < high)

    assert parse_cell(source).fits(value, scope) is expected
    assert parse_cell(f"not({source})").fits(value, scope) is not expected
    assert parse(f"x in {source}").value(Scope({"x": value, "low": low, "high": high}, {})) is expected


TRUTHS = st.sampled_from([True, False, None])
WORDS = {True: "true", False: "false", None: "null"}


def conjunction(answers):
    return False if False in answers else None if None in answers else True


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.lists(TRUTHS, min_size=1, max_size=6))
def test_chains_of_and_and_or_are_kleene_logic(answers):
    words = [WORDS[answer] for answer in answers]
    opposite = [None if answer is None else not answer for answer in answers]
    either = conjunction(opposite)

    assert parse(" and ".join(words)).value(NO_NAMES) is conjunction(answers)
    assert parse(" or ".join(words)).value(NO_NAMES) is (None if either is None else not either)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.recursive(TRUTHS.map(lambda one: (WORDS[one], one)), lambda inner: st.tuples(inner, inner, st.booleans()).map(
    lambda three: (f"({three[0][0]} {'and' if three[2] else 'or'} {three[1][0]})", combined(*three))), max_leaves=12))
def test_brackets_decide_before_words(asked):
    source, expected = asked

    assert parse(source).value(NO_NAMES) is expected


def combined(one, other, both):
    answers = [one[1], other[1]]
    if both:
        return conjunction(answers)
    found = conjunction([None if answer is None else not answer for answer in answers])
    return None if found is None else not found
