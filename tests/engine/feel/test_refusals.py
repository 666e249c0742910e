"""What is no S-FEEL is refused with what to write; nothing hangs and nothing reaches Python."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.feel import FeelInvalid, Scope, Trouble, Vocabulary, parse, parse_cell

NO_NAMES = Vocabulary({})


@pytest.mark.parametrize(
    ("source", "repair"),
    [
        ("a == 1", "Write = to compare."),
        ("(amount or 0) > 500", "if x = null then 0 else x"),
        ('x and "a"', "if x = null then 0 else x"),
        ("not x", "Write not(...)"),
        ("not(a, b)", "Write not(a or b)"),
        ('review["comment"]', "Write group.field"),
        ("list[0]", "Write group.field"),
        ("1 if a else 2", "Write if condition then a else b"),
        ("if a then 1", "Write if condition then a else b"),
        ("if a", "Write if condition then a else b"),
        ("1 < x < 5", "x between a and b"),
        ("x between 1", "x between a and b"),
        ("x in", "Write a value"),
        ('"a" in "abc"', "contains(text, part)"),
        ("'a'", "double quotes"),
        ("“a”", "straight double quotes"),
        ('"a', "at its end"),
        ('"\\q"', "\\\\ for a backslash"),
        ('"\\uD800"', "the letter itself"),
        ('"\\u0000"', "the letter itself"),
        ("True", "true, false or null"),
        ("None", "true, false or null"),
        ("a AND b", "Write and"),
        ("AND", "Write and"),
        ("a && b", "Write and"),
        ("a || b", "Write or"),
        ("!a", "Write not(...)"),
        ("a <> b", "Write !="),
        ("<> b", "Write !="),
        ("a => b", "Write >="),
        ("a // b", "Write / to divide"),
        ("a % b", "* and /"),
        ("a ^ b", "Write **"),
        ("1 /* one */", "annotation"),
        ("f(a: 1)", "Give the values of a function alone"),
        ("f(1;2)", "comma between values"),
        ("f(1 2)", "comma between values"),
        ("f(1,)", "Write a value"),
        ("{a: 1}", "an output column of its own"),
        ("? > 5", "Write only the comparison"),
        ("for x in list return x", "each(list"),
        ("some x in list satisfies x > 1", "each(list"),
        ("every x in list satisfies x > 1", "each(list"),
        ("function(a) a", "named function"),
        ("x instance of number", "Give the column a type"),
        ("-2 ** 2", "(-a) ** b or -(a ** b)"),
        ("2 ** 3 ** 2", "(a ** b) ** c"),
        ("1e5", "Write a value"),
        ("5.", "name of a field"),
        ("1_000", "Write a value"),
        ("0x10", "Write a value"),
        ("1" * 35, "at most 34"),
        ("a.", "name of a field"),
        ("a.1", "name of a field"),
        ("a b", "Check"),
        ("(1", "Write ) here"),
        ("1)", "Check"),
        ("[1, 2", 'as ["a","b"]'),
        ("[1..2]", 'as ["a","b"]'),
        ("", "or null"),
        ("a = ", "Write a value"),
        ("a\u200bb", "Check"),
        ("\x00", "Write a value"),
    ],
)
def test_a_formula_in_another_language_is_refused_with_what_to_write(source, repair):
    with pytest.raises(FeelInvalid) as refused:
        parse(source)

    assert repair in refused.value.repair
    assert refused.value.problem


@pytest.mark.parametrize(
    "source",
    ["().__class__", "a.__class__.__mro__", "a.__init__.__globals__", "__import__('os')", "a.real", "x.items", "x.pop",
     "f.__call__()", "x.format(y)"],
)
def test_nothing_of_python_is_behind_a_dot(source):
    with pytest.raises((FeelInvalid, Trouble)):
        parse(source).value(Scope({"a": 1, "x": "{0.__class__}", "y": 1}, {"f": print}))


def test_a_dot_on_a_group_finds_its_fields_and_never_its_methods():
    assert parse("x.items").value(Scope({"x": {"a": 1}}, {})) is None
    assert parse("x.keys").value(Scope({"x": {"keys": "mine"}}, {})) == "mine"


HOSTILE = [
    "(" * 1999, "[" * 1999, "-" * 1999, "?" * 1999, "." * 1999, "/" * 1999, '"' * 1999, '"' + "\\" * 1998, "not(" * 499,
    "f(" * 999, "if " * 666, "x in [" * 333, "1 in (" * 333, "x between " * 199, "1" * 1999, "a" * 1999,
    "a." * 999, "1+" * 999 + "1", "true and " * 222 + "true", "x" * 1_000_000, "[(1..2]," * 249, "(1..2),]" * 249,
    " " * 1999 + "1", "9999999999 ** 9999999999", "0.9999999999 ** 9999999999999999999", "(9 ** 9) ** 999999999",
    "@\"" + "1" * 1990 + '"',
]


@pytest.mark.parametrize("source", HOSTILE, ids=lambda source: source[:12])
@pytest.mark.parametrize("vocabulary", [None, NO_NAMES], ids=["free", "known"])
def test_a_hostile_text_is_refused_or_answered(source, vocabulary):
    scope = Scope({"x": 1}, {})
    for read, ask in ((parse, lambda formula: formula.value(scope)), (parse_cell, lambda cell: cell.fits(1, scope))):
        try:
            ask(read(source, vocabulary))
        except (FeelInvalid, Trouble) as wrong:
            assert len(str(wrong)) < 2_200


@settings(max_examples=700, deadline=None, derandomize=True)
@given(st.text(alphabet='ab"\\,.-+*/<>=!()[]@?{}: not1290dateifthnlsry\n', max_size=40))
def test_any_text_is_a_formula_with_a_value_or_is_refused(source):
    for vocabulary in (None, NO_NAMES):
        try:
            parse(source, vocabulary).value(Scope({"a": 1, "b": "x"}, {}, strict=False))
        except (FeelInvalid, Trouble):
            continue


@settings(max_examples=700, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from([
    "1", "2.5", '"a"', "a", "b", "null", "true", "+", "-", "*", "/", "**", "=", "!=", "<", ">=", "and", "or", "not",
    "(", ")", "[", "]", ",", "..", "in", "between", "if", "then", "else", ".", 'date("2026-01-01")',
    'duration("P1M")', "f", "@",
]), max_size=14))
def test_any_order_of_words_is_a_formula_with_a_value_or_is_refused(words):
    source = " ".join(words)
    scope = Scope({"a": 1.5, "b": ["x", {"a": 2}]}, {"f": lambda *values: list(values)}, strict=False)
    for read, ask in ((parse, lambda formula: formula.value(scope)), (parse_cell, lambda cell: cell.fits(1, scope))):
        try:
            ask(read(source))
        except (FeelInvalid, Trouble):
            continue
