"""What the expression language answers, and how it tells an author what is wrong."""

from datetime import UTC, date, datetime
from warnings import catch_warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import EvaluationFailed, ExpressionInvalid
from engine.expressions import evaluate, parse

CASE = {
    "severity": 4,
    "amount": 250.5,
    "channel": "web",
    "safety": True,
    "outcome": None,
    "topics": ["bill", "service"],
    "review": {"approve": True, "points": [{"finding": "upheld"}, {"finding": "partly"}]},
    "received": datetime(2026, 3, 1, 9, tzinfo=UTC),
    "bought": date(2026, 2, 1),
    "local": datetime(2026, 3, 1, 9),
}


def value(source: str, **functions):
    return evaluate(parse(source), CASE, functions)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("severity >= 4 and safety", True),
        ("severity < 4 or channel == 'web'", True),
        ("not safety", False),
        ("1 < severity <= 4", True),
        ("4 < severity <= 5", False),
        ("1 < severity < 3 < 9", False),
        ("channel in ['web', 'mail']", True),
        ("channel not in ('web', 'mail')", False),
        ('"ill" in topics[0]', True),
        ("outcome == null", True),
        ("outcome == None", True),
        ("safety == true", True),
        ("False == false", True),
        ('review["approve"]', True),
        ('review["points"][1]["finding"]', "partly"),
        ('review["points"][-1]["finding"]', "partly"),
        ('"approve" in review', True),
        ("amount * 2 - 1 + 3 / 2", 501.5),
        ("7 // 2 + 7 % 4", 6),
        ("-severity", -4),
        ("'fast' if severity < 3 else 'slow'", "slow"),
        ("topics + ['delivery']", ["bill", "service", "delivery"]),
        ("channel + '!'", "web!"),
        ("{'a': severity, 'b': [severity]}", {"a": 4, "b": [4]}),
        ("outcome or 'none yet'", "none yet"),
        ("received > received", False),
        ("bought <= bought", True),
        ("'a' < 'b'", True),
        ("[1, -2]", [1, -2]),
        ("()", []),
        ("  severity\n  ==\t4 ", True),
        ("safety and outcome", None),
        ("received == bought", False),
        ("len(topics) + len(channel) + len(review)", 7),
        ("min(3, severity)", 3),
        ("max(topics)", "service"),
        ("max([1, 5])", 5),
        ("abs(-2) + sum(1, 2) + sum([])", 5),
        ("sum([1, null, 2])", 3),
        ("round(amount)", 250),
        ("round(2.345, 1)", 2.3),
        ("lower('ÕUN') + upper('a')", "õunA"),
        ("contains(channel, 'we')", True),
        ("any_of(safety, severity > 9)", True),
        ("all_of([safety, outcome])", False),
        ("any_of()", False),
    ],
)
def test_an_expression_has_the_value_that_its_author_expects(source, expected):
    assert value(source) == expected


def test_a_condition_asks_no_further_than_it_must():
    assert value("safety or never_mentioned") is True
    assert value("outcome and never_mentioned") is None
    assert value("1 if safety else never_mentioned") == 1


def test_names_and_functions_of_an_expression_are_known_before_it_runs():
    parsed = parse('review["approve"] and earliest(working_days(n), deadline("final")) == null')

    assert parsed.names == {"review", "n"}
    assert parsed.calls == {"earliest", "working_days", "deadline"}


def test_an_expression_is_read_once_and_kept():
    assert parse("severity > 1") is parse("severity > 1")


def test_functions_of_the_case_are_called_with_values():
    assert value("working_days(severity - 1) + 1", working_days=lambda n: n * 10) == 31


def test_a_function_of_the_case_stands_before_a_built_in_one():
    assert value("len(topics)", len=lambda _: 99) == 99


def test_data_cannot_take_the_place_of_a_function():
    names = {"len": "sent by a stranger", "__builtins__": None, "true": False}

    assert evaluate(parse("len('abc') == 3 and true"), names, {}) is True


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("sverity > 3", "sverity > 3: there is nothing named sverity."),
        ("outcome > 3", "outcome > 3: > cannot be applied: outcome has no value and 3 is a number"),
        ("severity < '5'", "severity is a number and '5' is a text; it takes two numbers, two texts or two dates"),
        ("safety < 5", "safety is true or false"),
        ("received < bought", "received is a datetime and bought is a date"),
        ("received < local", "a moment with a zone has no order with one without"),
        (
            "severity + channel",
            "severity is a number and channel is a text; it takes two numbers, two texts or two lists",
        ),
        ("channel * 3", "channel is a text and 3 is a number; it takes two numbers"),
        ("topics * 3", "topics is a list"),
        ("'%s' % severity", "it takes two numbers"),
        ("severity / 0", "nothing can be divided by zero"),
        ("amount // 0", "zero"),
        ("severity % 0.0", "zero"),
        ("5 in severity", "it looks for a value in a list"),
        ("5 in channel", "5 is a number and channel is a text"),
        ("'a' in outcome", "outcome has no value"),
        ("[1] in review", "cannot be looked up"),
        ("review['approved']", "review has no 'approved'"),
        ("topics[9]", "topics has no 9"),
        ("outcome['x']", "outcome has no value"),
        ("topics['x']", "topics is a list, so it has no 'x'"),
        ("channel[0]", "channel is a text"),
        ("topics[true]", "has no True"),
        ("review[0]", "review is a group of fields, so it has no 0"),
        ("-channel", "channel is a text, so it has no opposite number"),
        ("working_weeks(2)", "there is no function named working_weeks"),
        ("len(5)", "len takes a text or a list; this is a number"),
        ("len()", "len cannot work with what it was given"),
        ("min()", "min needs at least one value"),
        ("max(1, 'a')", "max takes numbers; one of these is a text"),
        ("sum(outcome)", "sum takes numbers; one of these has no value"),
        ("round(1.5, 99)", "round takes 0 to 12 digits"),
        ("lower(5)", "lower takes a text; this is a number"),
        ("contains(outcome, 'x')", "contains takes a text; this has no value"),
    ],
)
def test_what_cannot_be_answered_is_told_in_a_plain_sentence(source, sentence):
    with pytest.raises(EvaluationFailed) as failed:
        value(source)

    assert failed.value.message.startswith(f"{source}: ")
    assert sentence in failed.value.message


def test_a_function_that_refuses_its_values_is_named():
    def half(number):
        raise ValueError("odd")

    with pytest.raises(EvaluationFailed, match="half cannot work with what it was given: odd"):
        value("half(3)", half=half)


def test_a_refusal_of_our_own_inside_a_function_keeps_its_words():
    def deadline(name):
        raise EvaluationFailed(f"There is no deadline {name}.")

    with pytest.raises(EvaluationFailed, match=r"^There is no deadline final\.$"):
        value("deadline('final')", deadline=deadline)


@pytest.mark.parametrize(
    ("source", "column", "repair"),
    [
        ("a = 1", 3, "Write == to compare"),
        ("a && b", 3, "Write and"),
        ("a || b", 3, "Write or"),
        ("!a", 1, "Write not"),
        ("a <> b", 3, "Write !="),
        ("a === b", 3, "Write =="),
        ("a AND b", 3, "small letters"),
        ("a == “x”", 6, "straight quotes"),
        ("õun.maitse", 1, 'Write õun["maitse"].'),
        ('õ == "õ" and b.c', 14, 'Write b["c"].'),
        ("a is None", 1, "Write =="),
        ("a ** 2", 1, "multiplication"),
        ("a | b", 1, "Write or"),
        ("+a", 1, "Leave the + out"),
        ("~a", 1, "Write not"),
        ("[x for x in a]", 1, "any_of"),
        ("f'{a}'", 1, "Join texts with +"),
        ("a[1:2]", 3, "Ask for one element"),
        ("{1, 2}", 1, "Write a list"),
        ("lambda: 1", 1, "named function"),
        ("(b := 1)", 2, "script task"),
        ("f(*a)", 3, "one by one"),
        ("f(n=1)", 1, "alone, in order"),
        ("a()()", 1, "working_days(5)"),
        ("a.b()", 1, "working_days(5)"),
        ("true()", 1, "working_days"),
        ("_secret", 1, "a fact or a form"),
        ("_f()", 1, "working_days"),
        ("{1: 2}", 2, "Write texts"),
        ("{**a}", 1, "Write texts"),
        ("{'typename': 1}", 2, "Write texts"),
        ("b'x'", 1, "Write a text, a number"),
        ("...", 1, "Write a text, a number"),
        ("", 1, "Write an expression"),
        ("  \n ", 1, "Write an expression"),
        ("a # note", 3, "documentation"),
        ("a\\b", 2, "quotes"),
        ('"""a"""', 1, "one quote"),
        ("['a' 'b']", 6, "comma"),
        ("a\u202eb", 2, "Type this place again"),
        ("a\u00a0b", 2, "Type this"),
        ("a ≥ 3", 3, "Write <="),
        ("${a}", 1, "without braces"),
        ("if a then b", 6, "a if condition else b"),
        ("(a", 1, "Check quotes"),
        ("0x10", 1, "digits"),
        ("1_000", 1, "digits"),
        ("1e400", 1, "digits"),
        ("2j", 1, "digits"),
        ("1or 2", 1, "digits"),
        ("9" * 19, 1, "Numbers go up to"),
        ("await a", 1, "Use names"),
        ("a if b", 1, "Check quotes"),
        ("1; 2", 2, "Check quotes"),
        ("a \ud800", 3, "Type this place again"),
        ("a\x00b", 2, "Type this place again"),
    ],
)
def test_what_is_outside_the_language_is_refused_with_its_place_and_what_to_write(source, column, repair):
    with pytest.raises(ExpressionInvalid) as refused:
        parse(source)

    cause = refused.value.causes[0]
    assert refused.value.about["column"] == column
    assert f"column {column}" in cause.message
    assert repair in cause.repair
    assert cause.rule == "L05"


def test_a_long_expression_is_shown_shortened():
    with pytest.raises(ExpressionInvalid) as refused:
        parse("a + " * 200)

    assert len(refused.value.causes[0].message) < 200


_ATOMS = st.sampled_from(
    ["1", "2.5", "0", "'a'", "'ab'", "True", "None", "n", "t", "flag", "items", "items[0]", "5", "'b'", "-3"]
)


def _grown(inner):
    operator = st.sampled_from(
        ["+", "-", "*", "/", "//", "%", "<", "<=", ">", ">=", "==", "!=", "in", "not in", "and", "or"]
    )
    return st.one_of(
        st.tuples(inner, operator, inner).map(lambda parts: f"({' '.join(parts)})"),
        st.tuples(inner, operator, inner, operator, inner).map(lambda parts: f"({' '.join(parts)})"),
        inner.map(lambda part: f"(not {part})"),
        inner.map(lambda part: f"(-{part})"),
        st.tuples(inner, inner, inner).map(lambda parts: "({} if {} else {})".format(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.tuples(inner, inner).map(lambda parts: "{}[{}]".format(*parts)),
    )


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.recursive(_ATOMS, _grown, max_leaves=8))
def test_every_answer_is_the_one_python_gives(source):
    names = {"n": 7, "t": "abc", "flag": False, "items": [1, "a", None]}

    try:
        answer = evaluate(parse(source), names, {})
    except EvaluationFailed:
        return

    with catch_warnings(action="ignore"):  # Python warns of nonsense such as 1[0]
        expected = eval(source, {"__builtins__": {}}, names)
    assert repr(answer) == repr(expected)
