"""What is known after a form was filled in is every combination of answers that the form lets through."""

from hypothesis import given, settings
from hypothesis import strategies as st

from engine import forms
from engine.proofs.knowledge import OTHER, STAYS, answers, facts, filled, joined, same, standing_for
from tests.engine.proofs.sketch import choice, form, yes_no

NUMBERS = (0, 5, 10)
LISTED = ("fee", "tone")
KINDS = {
    "choice": (choice("a", "b", "c"), ("a", "b", "c")),
    "tick": (yes_no(), (True, False)),
    "radio": (yes_no(**{"x-amends-widget": "radio"}), (True, False)),
    "number": ({"type": "number", "minimum": 0, "maximum": 10}, NUMBERS),
    "text": ({"type": "string", "maxLength": 9}, ("a",)),
    "several": ({"type": "array", "items": {"enum": list(LISTED)}}, LISTED),
}
NAMES = ("q0", "q1", "q2", "q3")
TYPED = ("", "a", "b", "true", "false", "0", "5", "7", "10", "11", "fee", "x y")


@st.composite
def questions(draw):
    """A form of up to four questions, some of them asked only after certain answers to one before."""
    asked, required = {}, []
    for name in NAMES[:draw(st.integers(1, 4))]:
        kind = draw(st.sampled_from(sorted(KINDS)))
        spec = {**KINDS[kind][0], "x-amends-fact": f"fact_{name}"}
        closed = sorted(other for other, (spec, _) in asked.items() if "enum" in str(spec) or "boolean" in str(spec))
        if closed and draw(st.booleans()):
            before = draw(st.sampled_from(closed))
            offered = asked[before][1]
            wanted = draw(st.lists(st.sampled_from(offered), min_size=1, max_size=2, unique=True))
            spec["x-amends-show"] = {before: wanted}
            if draw(st.booleans()):
                spec["x-amends-keep"] = True
        if draw(st.booleans()):
            required.append(name)
        asked[name] = spec, KINDS[kind][1]
    return form(*required, **{name: spec for name, (spec, _) in asked.items()})


def followed(read, names):
    """The facts of these questions, with values that stand for all."""
    known = {one.fact: standing_for([5, *LISTED, *(value for other in read.fields for name, wanted in other.show
                                                   for value in wanted if name == one.name)], [one])
             for one in read.fields if one.name in names}
    return facts(list(known), known)


def stands_for(value, known, name):
    """The bit of the value that stands for this one."""
    for number, other in enumerate(known.values[known.place[name]]):
        if same(value, other) or (isinstance(value, str) and other == OTHER):
            return 1 << number
        if isinstance(value, int | float) and not isinstance(value, bool) and isinstance(other, float | int) \
                and not isinstance(other, bool) and 5 < value < 10 and 5 < other < 10:
            return 1 << number
    raise AssertionError((value, known.values[known.place[name]]))


@settings(max_examples=150, deadline=None)
@given(questions(), st.data())
def test_whatever_a_form_takes_is_among_the_answers_that_are_reckoned_with(written, data):
    read = forms.read(written, "forms/f.json")
    typed = {one.name: data.draw(st.lists(st.sampled_from(TYPED), max_size=2)) for one in read.fields}
    some = data.draw(st.sets(st.sampled_from([one.name for one in read.fields]), min_size=1))
    submitted = read.parse(typed)
    if not submitted.ok:
        return
    known = followed(read, some)

    reckoned = answers(read, {one.name: one.fact for one in read.fields if one.name in some}, known)

    given_ = read.facts(submitted.data)
    assert any(
        all((name not in given_) if bits == STAYS else name in given_ and bits & stands_for(given_[name], known, name)
            for name, bits in one)
        for one in reckoned
    ), (given_, known.values, reckoned)


def told(written, names, **constants):
    """The combinations of answers by question, in words."""
    read = forms.read(written, "forms/f.json")
    known = followed(read, names)
    found = answers(read, {name: f"fact_{name}" for name in names}, known)
    return {
        tuple((name.removeprefix("fact_"), "stays" if bits == STAYS else
               tuple(value for number, value in enumerate(known.values[known.place[name]]) if bits >> number & 1))
              for name, bits in sorted(one))
        for one in found
    }


def fact(name, spec, **more):
    return {**spec, "x-amends-fact": f"fact_{name}", **more}


def test_a_required_question_is_never_left_open():
    asked = {"q0": fact("q0", choice("a", "b"))}

    assert told(form(**asked), ["q0"]) == {(("q0", (None, "a", "b")),)}
    assert told(form("q0", **asked), ["q0"]) == {(("q0", ("a", "b")),)}


def test_a_box_to_tick_is_answered_with_no_where_it_is_left_alone():
    assert told(form(q0=fact("q0", yes_no())), ["q0"]) == {(("q0", (True, False)),)}
    radio = yes_no(**{"x-amends-widget": "radio"})
    assert told(form(q0=fact("q0", radio)), ["q0"]) == {(("q0", (None, True, False)),)}


def test_a_question_that_is_not_asked_takes_its_answer_back_unless_it_is_kept():
    first = fact("q0", choice("a", "b"))
    hanging = fact("q1", choice("x", "y"), **{"x-amends-show": {"q0": "a"}})

    back = told(form("q0", "q1", q0=first, q1=hanging), ["q0", "q1"])
    kept = told(form("q0", "q1", q0=first, q1={**hanging, "x-amends-keep": True}), ["q0", "q1"])

    assert back == {(("q0", ("a",)), ("q1", ("x", "y"))), (("q0", ("b",)), ("q1", (None,)))}
    assert kept == {(("q0", ("a",)), ("q1", ("x", "y"))), (("q0", ("b",)), ("q1", "stays"))}


def test_where_it_is_not_followed_if_a_question_is_asked_both_are_reckoned_with():
    first = fact("q0", choice("a", "b"))
    hanging = fact("q1", choice("x", "y"), **{"x-amends-show": {"q0": "a"}})

    assert told(form("q0", "q1", q0=first, q1=hanging), ["q1"]) == {(("q1", (None, "x", "y")),)}
    assert told(form("q0", "q1", q0=first, q1={**hanging, "x-amends-keep": True}), ["q1"]) == {
        (("q1", ("x", "y")),), (("q1", "stays"),)}


def test_a_bounded_number_has_no_answer_beyond_its_bounds():
    number = fact("q0", {"type": "integer", "minimum": 5, "maximum": 6})

    assert told(form("q0", q0=number), ["q0"]) == {(("q0", (5, 6)),)}


def test_answers_that_differ_in_one_fact_only_are_put_together():
    assert joined([(1, 1), (2, 1), (3, 2)]) == [(3, 3)]
    assert sorted(joined([(1, 1), (2, 2)])) == [(1, 1), (2, 2)]
    assert joined([]) == []


def test_what_a_form_does_not_ask_stays_as_it_was():
    known = facts(["x", "y"], {"x": ["a", "b"], "y": [1, 2, 3]})

    assert filled(known, (1, 7), (("x", 2), ("y", STAYS))) == (2, 7)
