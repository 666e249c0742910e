"""A few values stand for all that a fact can have: whatever is asked of it, one of them answers alike."""

from ast import literal_eval
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import expressions, forms
from engine.errors import EvaluationFailed
from engine.proofs import conditions
from engine.proofs.knowledge import MANY, OTHER, counts, fits, standing_for
from tests.engine.proofs.sketch import choice, form, yes_no

NUMBER = {"type": "number", "minimum": -5, "maximum": 800}
WHOLE = {"type": "integer"}
SEVERAL = {"type": "array", "items": {"enum": ["fee", "tone", "time"]}}
LINES = {"type": "array", "items": {"type": "string"}, "maxItems": 4}
KINDS = {
    "a number": ({"type": "number"}, (-10, -0.5, 0, 0.2, 0.5, 1, 1.5, 2, 499.5, 500, 501)),
    "a number with bounds": (NUMBER, (-5, -3, -1, 0, 0.3, 1, 2, 499, 500, 800)),
    "a whole number": (WHOLE, (-5, -3, -1, 0, 1, 2, 499, 500, 600)),
    "one of several": (choice("fee", "tone", "time"), ("fee", "tone", "time")),
    "a text": ({"type": "string"}, ("fee", "a fee", "tone", "Zebra", "1999-01-01")),
    "yes or no": (yes_no(), (True, False)),
    "some of several": (SEVERAL, (["fee"], ["tone"], ["time"], ["fee", "tone"], ["tone", "time"],
                                  ["fee", "tone", "time"])),
    "lines": (LINES, (["x"], ["fee"], ["x", "z"], ["fee", "x"], ["x", "y", "z"])),
}
ORDERS = ("<", "<=", ">", ">=", "==", "!=")
TEXTS, SIZES = ("'fee'", "'tone'", "'other'"), ("0", "1", "2")
ATOMS = (
    "it", "it == null", "it == []", "it != ['fee']", "it == true", "it == review['it']", "it in ['fee', 'other']",
    "it in [0, 500]", *(f"{text} in it" for text in TEXTS), *(f"{text} not in it" for text in TEXTS),
    *(f"it {order} {number}" for order in ORDERS for number in ("0", "1", "500", "-3", "0.5")),
    *(f"(it or 0) {order} {number}" for order in ORDERS for number in ("1", "500", "-3")),
    *(f"it {order} {text}" for order in ORDERS for text in TEXTS),
    *(f"len(it or []) {order} {size}" for order in ORDERS for size in SIZES),
    *(f"{size} {order} len(it)" for order in ORDERS for size in SIZES),
)


@cache
def asked(source, written):
    """What the language itself says; None: it cannot be worked out, and the case stops."""
    known = {"it": literal_eval(written), "review": {"it": 3}}
    try:
        return bool(expressions.evaluate(expressions.parse(source), known, {}))
    except EvaluationFailed:
        return None


@cache
def judged(source, written):
    return conditions.read(source)({"it": literal_eval(written), "review.it": 3})


def alike(atoms, answer, value):
    """Whether a value that stands for others says of each condition what the answer says, or leaves it open."""
    return all((truth := judged(atom, value)) is None or (said := asked(atom, answer)) is None or truth is said
               for atom in atoms)


def stand_for(spec, atoms):
    [field] = forms.read(form(it=spec), "forms/f.json").fields
    constants = [value for atom in atoms for value in conditions.read(atom).constants.get("it", ())]
    return [repr(one) for one in standing_for(constants, [field])]


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_answered_one_of_the_few_values_answers_every_condition_alike(kind):
    spec, answers = KINDS[kind]

    for atom in ATOMS:
        values = stand_for(spec, (atom,))
        for answer in map(repr, (*answers, None)):
            assert any(alike((atom,), answer, one) for one in values), (atom, answer, values)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(sorted(KINDS)), st.lists(st.sampled_from(ATOMS), min_size=2, max_size=4), st.data())
def test_one_value_answers_all_conditions_of_a_drawing_alike(kind, atoms, data):
    spec, answers = KINDS[kind]
    answer = repr(data.draw(st.sampled_from([*answers, None])))

    values = stand_for(spec, atoms)

    assert any(alike(atoms, answer, one) for one in values), (atoms, answer, values)


def test_numbers_are_split_at_what_they_are_compared_with_and_at_the_bounds_of_the_question():
    [bounded] = forms.read(form(it={"type": "integer", "minimum": 1, "maximum": 9}), "forms/f.json").fields
    [free] = forms.read(form(it={"type": "number"}), "forms/f.json").fields

    assert [one for one in standing_for([5], [bounded]) if one is not None and fits(one, bounded)] == [1, 2, 5, 6, 9]
    assert standing_for([500], [free]) == [None, -1, 0, 250, 500, 501]
    assert standing_for([], [free]) == [None, -1, 0, 1]


def test_of_a_list_every_selection_of_what_is_asked_about_is_told_apart():
    [field] = forms.read(form(it=SEVERAL), "forms/f.json").fields

    assert standing_for(["fee", "tone"], [field]) == [None, [], ["fee"], ["tone"], ["fee", "tone"], ["time"]]


def test_a_list_that_needs_several_members_is_never_empty():
    [field] = forms.read(form(it={**LINES, "minItems": 2}), "forms/f.json").fields

    assert [one for one in standing_for([], [field]) if one is not None and fits(one, field)] == [[OTHER]]


def test_what_no_question_gives_is_one_of_what_it_is_compared_with_or_something_else():
    assert standing_for(["upheld", "refused"], []) == [None, "upheld", "refused", OTHER]
    assert standing_for([True], []) == [None, True, False]
    assert set(standing_for(["fee", 3], [])) == {None, "fee", OTHER, -1, 0, 1.5, 3, 4}


def test_milestones_are_counted_up_to_a_number_beyond_what_is_asked_and_then_many():
    assert counts([], True) == [0, 1, 2, 3, MANY]
    assert counts([6, True, "x"], True) == [0, 1, 2, 3, 4, 5, 6, 7, MANY]
    assert counts([5_000], True) == [0, 1, 2, 3, MANY]


def test_a_count_that_is_only_compared_with_numbers_is_told_apart_up_to_the_largest_of_them():
    assert counts([0], False) == [0, MANY]
    assert counts([1, 3, "x"], False) == [0, 1, 2, 3, MANY]
    assert counts([5_000], False) == [0, 1, 2, 3, MANY]
