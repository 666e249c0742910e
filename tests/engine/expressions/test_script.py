"""Scripts assign values to names, perhaps under a condition, and do nothing else (trap 29)."""

from datetime import UTC, datetime

import pytest

from engine.errors import EvaluationFailed, ExpressionInvalid
from engine.expressions import parse_script, run_script


def run(source: str, **names):
    return run_script(parse_script(source), names, {"double": lambda n: 2 * n})


def test_a_script_answers_with_what_it_assigned():
    assert run("score = severity * 2\nfast = score < 5", severity=3) == {"score": 6, "fast": False}


def test_a_later_line_sees_what_an_earlier_one_assigned():
    assert run("round = round + 1; again = round >= 3", round=2) == {"round": 3, "again": True}


@pytest.mark.parametrize(("severity", "lane"), [(5, "Team lead"), (3, "Handler"), (1, "Intake")])
def test_a_condition_chooses_which_value_is_assigned(severity, lane):
    source = """
        if severity > 4:
            lane = "Team lead"
        elif severity > 2:  # the middle
            lane = "Handler"
        else:
            lane = "Intake"
    """

    assert run(source, severity=severity) == {"lane": lane}


def test_what_was_not_reached_is_not_assigned():
    assert run("if late:\n    level = 2", late=False) == {}


def test_a_script_may_call_the_functions_of_the_case():
    script = parse_script("due = double(4)")

    assert run_script(script, {}, {"double": lambda n: 2 * n}) == {"due": 8}
    assert script.calls == {"double"}


def test_the_data_of_the_case_stays_as_it_was_when_a_script_fails():
    data = {"rounds": 1, "points": [1]}

    with pytest.raises(EvaluationFailed):
        run_script(parse_script("rounds = 2\npoints = points + [2]\nx = unknown"), data, {})

    assert data == {"rounds": 1, "points": [1]}


def test_data_nested_too_deeply_to_compare_stops_the_script():
    deep, other = [], []
    for _ in range(5_000):
        deep, other = [deep], [other]

    with pytest.raises(EvaluationFailed, match="nested too deeply"):
        run("same = deep == other", deep=deep, other=other)


def test_what_a_script_reads_from_outside_and_writes_is_known_before_it_runs():
    script = parse_script("a = b\nc = a + d\nif c:\n    e = 1\nelse:\n    e = f\ng = e\nif c:\n    h = 1\ni = h")

    assert script.reads == {"b", "d", "f", "h"}
    assert script.writes == {"a", "c", "e", "g", "h", "i"}


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("x = unknown + 1", "unknown + 1: there is nothing named unknown"),
        ("if missing > 1:\n    x = 1", "missing > 1: there is nothing named missing"),
        ("x = when", "a value of the kind datetime cannot be kept"),
        ("x = [when]", "a value of the kind datetime cannot be kept"),
        ("x = thing", "a value of the kind object cannot be kept"),
        ("x = odd", "5 cannot be the name of a field"),
        ("x = typed", "'typename' cannot be the name of a field"),
        ("x = endless", "a number must be finite"),
    ],
)
def test_a_value_that_cannot_be_kept_in_a_case_stops_the_script(source, message):
    with pytest.raises(EvaluationFailed) as failed:
        run(source, when=datetime.now(UTC), thing=object(), odd={5: 1}, typed={"typename": "x"}, endless=float("nan"))

    assert message in failed.value.message


@pytest.mark.parametrize(
    "source",
    [
        "x += 1",
        "x: int = 1",
        "a, b = c",
        "a = b = 1",
        "a.b = 1",
        "a['b'] = 1",
        "del a",
        "import os",
        "from os import path",
        "pass",
        "for x in y:\n    z = 1",
        "while true:\n    x = 1",
        "def f():\n    x = 1",
        "class A:\n    x = 1",
        "with a:\n    x = 1",
        "try:\n    x = 1\nexcept:\n    x = 2",
        "raise a",
        "assert a",
        "return 1",
        "global x",
        "f(1)",
        "x",
        "true = 1",
        "_x = 1",
        "__builtins__ = 1",
        "typename = 1",
        "async def f():\n    x = 1",
        "match a:\n    case 1:\n        x = 1",
        "*a, b = c",
        "",
        "x = a.b",
        "if a: import os",
        "x = 1\n  y = 2",
        "a = 1 = 2",
    ],
)
def test_a_script_with_anything_else_is_refused(source):
    with pytest.raises(ExpressionInvalid):
        parse_script(source)


def test_a_refusal_names_the_line():
    with pytest.raises(ExpressionInvalid, match="line 2, column 5") as refused:
        parse_script("a = 1\nb = c.d")

    assert refused.value.about["line"] == 2


def test_conditions_inside_conditions_have_an_end():
    nested = "\n".join(f"{' ' * depth}if a:" for depth in range(45)) + f"\n{' ' * 45}b = 1"

    with pytest.raises(ExpressionInvalid):
        parse_script(nested)
