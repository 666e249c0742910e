"""Nothing that an author or a stranger writes runs code, hangs, or takes the memory (security.md S1, R15)."""

import ast
import builtins

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import AmendsError, EvaluationFailed, ExpressionInvalid
from engine.expressions import evaluate, parse, parse_script, run_script
from engine.expressions.building import PARTS

ESCAPES = [
    "().__class__.__bases__[0].__subclasses__()",
    "''.__class__.__mro__[1].__subclasses__()",
    "'{0.__class__}'.format(1)",
    "'{x.__class__}'.format_map(data)",
    "f'{().__class__.__base__}'",
    "(x for x in [1]).gi_frame.f_back.f_builtins",
    "[x for x in [1]].append.__self__",
    "(lambda: 0).__globals__",
    "len.__self__",
    "working_days.__globals__['sys']",
    "data._secret",
    "data['x'].__init__.__globals__",
    "__import__('os').system('true')",
    "open('/etc/passwd').read()",
    "getattr(data, '__cl' + 'ass__')",
    "eval('1')",
    "__builtins__['open']('/etc/passwd')",
]
BOMBS = [
    "9 ** 9 ** 9",
    "1 << 10000000000",
    "'a' * 100000000000",
    "[0] * 10000000000",
    "'%999999999d' % 1",
    "sum([i for i in range(100000) for j in range(100000)])",
    "','.join(['a'] * 1000000000)",
    "'a'.center(1000000000)",
]


class Secret:
    """An object of ours that got into data by mistake."""

    _secret = "known"


@pytest.mark.parametrize("source", ESCAPES)
def test_no_expression_reaches_out_of_the_language(source):
    with pytest.raises(AmendsError):
        evaluate(parse(source), {"data": Secret()}, {"working_days": lambda n: n})


@pytest.mark.parametrize("source", BOMBS)
def test_no_expression_takes_all_time_or_memory(source):
    with pytest.raises(AmendsError):
        evaluate(parse(source), {}, {})


@pytest.mark.parametrize("name", sorted(name for name in dir(builtins) if name not in ("True", "False", "None")))
def test_no_function_of_python_is_known_but_the_listed_ones(name):
    harmless = {"len", "min", "max", "sum", "abs", "round"}

    if name in harmless:
        assert evaluate(parse(f"{name}(1, 2)" if name in ("min", "max", "sum") else "1"), {}, {}) in (1, 2, 3)
        return
    with pytest.raises(AmendsError):
        evaluate(parse(f"{name}('x')"), {}, {})


def test_only_twelve_kinds_of_parts_are_known():
    assert {kind.__name__ for kind in PARTS} == {
        "Constant",
        "Name",
        "BoolOp",
        "UnaryOp",
        "Compare",
        "BinOp",
        "IfExp",
        "Subscript",
        "List",
        "Tuple",
        "Dict",
        "Call",
    }


@pytest.mark.parametrize(
    "source",
    [
        "(" * 300 + "1" + ")" * 300,
        "-" * 1900 + "1",
        "not " * 400 + "1",
        "[" * 90 + "]" * 90,
        "1" + " + 1" * 450,
        "a" + "[0]" * 60,
        "f(" * 80 + ")" * 80,
        "9" * 1999,
        "x" * 2001,
    ],
    ids=["brackets", "signs", "nots", "lists", "terms", "subscripts", "calls", "digits", "letters"],
)
def test_an_expression_that_is_too_deep_or_long_is_refused(source):
    with pytest.raises(ExpressionInvalid):
        parse(source)


@pytest.mark.parametrize(
    ("script", "cause"),
    [
        ("a = 'xxxxxxxxxx'\n" + "a = a + a\n" * 60, "longer than"),
        ("a = [1, 1, 1, 1, 1]\n" + "a = a + a\n" * 60, "parts and letters"),
        ("a = [1]\n" + "a = [a, a]\n" * 60, "parts and letters|nested"),
        ("a = [1]\n" + "a = [a]\n" * 60, "nested"),
        ("a = {'k': 1}\n" + "a = {'k': a, 'l': a, 'm': a, 'n': a, 'o': a, 'p': a}\n" * 15, "parts and letters"),
        ("a = 'x' + 'y'\n" + "a = a + a\n" * 15 + "b = [a, a, a, a, a, a, a]\n", "parts and letters"),
        ("a = 999999999\n" + "a = a * a\n" * 60, "numbers go up to"),
        ("a = 0.1\n" + "a = a / 1000000000000000000\n" * 40 + "b = 1 / a", "zero|no number"),
    ],
    ids=[
        "doubled text",
        "doubled list",
        "list shared in itself",
        "nested list",
        "group shared in itself",
        "list of long texts",
        "squared number",
        "divided by nearly nothing",
    ],
)
def test_a_script_that_grows_without_end_is_stopped(script, cause):
    with pytest.raises(EvaluationFailed, match=cause):
        run_script(parse_script(script), {}, {})


@pytest.mark.parametrize("poison", [float("nan"), float("inf"), 10**400])
def test_numbers_without_bounds_that_got_into_data_are_not_calculated_with(poison):
    with pytest.raises(EvaluationFailed):
        evaluate(parse("poison + 1"), {"poison": poison}, {})


def test_data_nested_too_deeply_to_compare_fails_this_case_only():
    deep, other = [], []
    for _ in range(5_000):
        deep, other = [deep], [other]

    with pytest.raises(EvaluationFailed, match="nested too deeply"):
        evaluate(parse("deep == other"), {"deep": deep, "other": other}, {})


@settings(max_examples=1_000, deadline=None, derandomize=True)
@given(st.text(alphabet="abn_.()[]{}'\"=<>!+-*/%,:# 019\n@&|~^\\õ", max_size=40))
def test_any_text_is_refused_or_gives_a_plain_value(source):
    names = {"a": 1, "b": "x", "n": [1, {"a": None}], "ab": None}

    try:
        value = evaluate(parse(source), names, {})
    except (ExpressionInvalid, EvaluationFailed):
        return

    assert isinstance(value, str | int | float | list | dict | None)


def _unlisted_sources():
    """A source for kinds of Python expressions, made by Python itself."""
    name = ast.Name("a", ast.Load())
    comprehension = [ast.comprehension(ast.Name("b", ast.Store()), name, [], 0)]
    empty = ast.arguments([], [], None, [], [], None, [])
    nodes = [
        ast.Attribute(name, "b", ast.Load()),
        ast.Lambda(empty, name),
        ast.ListComp(name, comprehension),
        ast.SetComp(name, comprehension),
        ast.DictComp(name, name, comprehension),
        ast.GeneratorExp(name, comprehension),
        ast.Await(name),
        ast.Yield(name),
        ast.YieldFrom(name),
        ast.JoinedStr([ast.FormattedValue(name, -1, None)]),
        ast.NamedExpr(ast.Name("b", ast.Store()), name),
        ast.Set([name]),
        ast.Subscript(name, ast.Slice(name, None, None), ast.Load()),
        ast.List([ast.Starred(name, ast.Load())], ast.Load()),
        ast.Constant(b"a"),
        ast.Constant(...),
        *(
            ast.BinOp(name, kind(), name)
            for kind in (ast.Pow, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor, ast.MatMult)
        ),
        *(ast.UnaryOp(kind(), name) for kind in (ast.Invert, ast.UAdd)),
        *(ast.Compare(name, [kind()], [name]) for kind in (ast.Is, ast.IsNot)),
    ]
    return [ast.unparse(ast.fix_missing_locations(ast.Expression(node))) for node in nodes]


@pytest.mark.parametrize("source", _unlisted_sources())
def test_every_other_kind_of_python_expression_is_refused(source):
    with pytest.raises(ExpressionInvalid):
        parse(source)
