"""What a formula says: arithmetic in decimals, three answers, lists, fields and functions."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from engine.feel import Scope, Trouble, given, parse

NAMES = {
    "amount": 20.1, "count": 3, "nothing": None, "home": "EE", "yes": True, "no": False,
    "case": {"owner": {"name": "Ann"}, "limit": 0.3, "points": [{"done": True}, {}]},
    "regimes": ["eu", "pl"], "received": date(2026, 3, 31), "at": datetime(2026, 3, 31, 12, tzinfo=UTC),
}
FUNCTIONS = {
    "twice": lambda value: value * 2, "kind": lambda value: type(value).__name__, "day": lambda: date(2026, 1, 1),
    "fail": lambda: 1 // 0, "odd": lambda: object(), "endless": lambda: float("inf"),
    "both": lambda one, two: [one, two],
}


def value(source: str, strict: bool = True, notes: list[str] | None = None):
    return given(parse(source).value(Scope(NAMES, FUNCTIONS, strict, notes)))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("10 + 20 / -5 - 3", 3),
        ("(10 + 20) / (-5 - 3)", -3.75),
        ("0.1 + 0.2", 0.3),
        ("amount * 3", 60.3),
        ("case.limit * 3 = 0.9", True),
        ("1 / 3 * 3", 1),
        ("10 - 2 - 3", 5),
        ("100 / 10 / 5", 2),
        ("2 * 3 + 4 * 5", 26),
        ("1.2 * 10 ** 3", 1200),
        ("2 ** -2", 0.25),
        ("4 ** 0.5", 2),
        ("(1 + 1) ** (1 + 2)", 8),
        ("- count", -3),
        ("--count", 3),
        ("-(-2)", 2),
        ('"a" + "b" + home', "abEE"),
        ("count = 3", True),
        ("count != 3", False),
        ("count >= 3 and home = \"EE\"", True),
        ("1 < 2 or 2 < 1", True),
        ("not(yes)", False),
        ("nothing = null", True),
        ("home != null", True),
        ("count between 1 and 3", True),
        ("count between 1 and 2 or yes", True),
        ("count in [1..3]", True),
        ("count in [1..3)", False),
        ("count in (3..5]", False),
        ("count in ]2..4[", True),
        ("count in (1, 3)", True),
        ("count in (1, > 2)", True),
        ("count in > 3", False),
        ("count in [1,2]", False),
        ('"eu" in regimes', True),
        ('"uk" in regimes', False),
        ('"eu" in nothing', False),
        ('if yes then "a" else "b"', "a"),
        ('if nothing then "a" else "b"', "b"),
        ("if no then 1 else if yes then 2 else 3", 2),
        ("(if count > 2 then 1 else 0) + 1", 2),
        ('["a", home, [count]]', ["a", "EE", [3]]),
        ("[]", []),
        ("[1,2] = [1,2]", True),
        ("[1,2] = [2,1]", False),
        ("case.owner.name", "Ann"),
        ("case.owner.phone", None),
        ("nothing.name", None),
        ("case.points.done", [True, None]),
        ("twice(amount)", 40.2),
        ("twice(twice(count)) + 1", 13),
        ("kind(1 / 4)", "float"),
        ("kind(10 / 5)", "int"),
        ("kind(received)", "date"),
        ("kind(case)", "dict"),
        ("kind(regimes)", "list"),
        ("both(1, null)", [1, None]),
        ("day() + duration(\"P1M\")", "2026-02-01"),
        ("received.year", 2026),
        ("at > received", None),
        ("true", True),
        ("null", None),
        (".5", 0.5),
        ("0", 0),
        ("-0.0", 0),
        ('"a\\"b\\n\\u00e4\\\\"', 'a"b\nä\\'),
        ('"横綱 \\U01F600"', "横綱 😀"),
        ("1\n+\t2", 3),
    ],
)
def test_a_formula_says_what_its_author_wrote(source, expected):
    found = value(source)

    assert found == expected
    assert type(found) is type(expected)


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        ("true", "true", True, True), ("true", "false", False, True), ("true", "null", None, True),
        ("false", "true", False, True), ("false", "false", False, False), ("false", "null", False, None),
        ("null", "true", None, True), ("null", "false", False, None), ("null", "null", None, None),
    ],
)
def test_a_missing_answer_stays_missing_unless_the_other_decides(one, other, both, either):
    assert value(f"{one} and {other}") is both
    assert value(f"{one} or {other}") is either


@pytest.mark.parametrize("source", ["not(null)", "null < 1", "1 < null", "null + 1", "1 - null", "null * 2", "2 / null",
                                    "null ** 2", "-nothing", 'home = 3', "1 = true", "null between 1 and 2",
                                    "regimes < 3", "date(null)", "[1] = [\"a\"]", "case = case"])
def test_with_a_missing_value_or_two_kinds_there_is_no_answer(source):
    assert value(source) is None


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("1 / 0", "nothing can be divided by zero"),
        ("0 / 0", "/ has no answer"),
        ("0 ** 0", "** has no answer"),
        ("(-8) ** 0.5", "** has no answer"),
        ("10 ** 7000", "** has no answer"),
        ('"a" * 2', "* cannot be applied to a text and a number"),
        ('1 + "a"', "+ cannot be applied to a number and a text"),
        ("regimes + regimes", "+ cannot be applied to a list and a list"),
        ("-home", "a text has no opposite"),
        ("home.length", "a text has no length"),
        ("received.hour", "a date has no hour"),
        ("count and yes", "and takes true and false, and this is a number"),
        ("not(count)", "not takes true and false"),
        ('date("2026-" + home)', "is not a date such as"),
        ('date and time(home)', "is not a date and time such as"),
        ("at - date and time(\"2026-01-01T00:00:00\")", "one has an offset and the other has none"),
    ],
)
def test_what_cannot_be_worked_out_stops_a_case_and_is_null_with_a_note_in_a_model(source, reason):
    notes: list[str] = []

    with pytest.raises(Trouble) as trouble:
        value(source)

    assert reason in str(trouble.value)
    assert value(source, strict=False, notes=notes) is None
    assert reason in notes[0]


def test_what_is_neither_true_nor_false_stops_a_choice_in_a_case_and_is_no_in_a_model():
    with pytest.raises(Trouble, match="if takes true and false, and this is a number"):
        value("if count then 1 else 2")

    assert value("if count then 1 else 2", strict=False) == 2


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("lmit + 1", "there is nothing named lmit"),
        ("amont", 'there is nothing named amont (did you mean "amount"?)'),
        ("twce(1)", 'there is no function named twce (did you mean "twice"?)'),
        ("twice()", "twice cannot work with what it was given"),
        ("fail()", "fail cannot work with what it was given"),
        ("odd()", "a value of the kind object cannot be used"),
        ("endless()", "a number must be finite"),
        ("date(count)", "date takes a text such as"),
        ("duration(received)", "duration takes a text such as"),
        ("10 ** 19", "numbers go up to 1,000,000,000,000,000,000"),
        ("10 ** -400", "too small to be kept"),
        ("received + duration(\"P9000Y\")", "years go from 1 to 9999"),
        ("duration(\"P900000000D\") * 100", "the period is too long"),
        ('"a" in home', "in looks into lists and intervals. Write contains(text, part)"),
    ],
)
def test_what_is_not_there_or_too_large_is_an_error_everywhere(source, reason):
    with pytest.raises(Trouble) as trouble:
        value(source)

    assert reason in str(trouble.value)


def test_a_text_grows_to_a_bound_only():
    grown = " + ".join(["long"] * 3)

    with pytest.raises(Trouble, match="longer than 100,000 letters"):
        parse(grown).value(Scope({"long": "x" * 40_000}, {}))


def test_a_list_that_holds_a_list_many_times_is_not_unfolded_for_ever():
    nested: list = [1]
    for _ in range(19):
        nested = [nested, nested]

    with pytest.raises(Trouble, match="more than 200,000 parts"):
        given(parse("nested").value(Scope({"nested": nested[0]}, {})))


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_is_none_is_refused_where_it_comes_in(number):
    with pytest.raises(Trouble, match="must be finite"):
        parse("x > 1").value(Scope({"x": number}, {}))


def test_the_names_functions_and_calls_of_a_formula_are_known_beforehand():
    formula = parse('deadline("edr") != null and times(milestone, 2) > case.limit')

    assert formula.names == {"milestone", "case"}
    assert formula.calls == {"deadline", "times"}
    assert [(call.name, call.values) for call in formula.called] == [("deadline", (("edr",),)), ("times", ((), (2,)))]
    assert not formula.fixed
    assert parse('date("2026-01-01") + duration("P1D")').fixed


def test_numbers_keep_34_digits_and_no_more():
    third = parse("1 / 3").value(Scope({}, {}))

    assert third == Decimal("0." + "3" * 34)
    assert parse("9999999999999999999999999999999999 + 1").value(Scope({}, {})) == Decimal("1E+34")


def test_a_value_of_a_case_is_never_changed():
    names = {"list": [1, [2.5]], "group": {"a": [1]}}

    parse("[list, group.a]").value(Scope(names, {}))

    assert names == {"list": [1, [2.5]], "group": {"a": [1]}}
