"""Names of a model: with spaces, signs and words of the language in them, the longest first."""

from dataclasses import dataclass, field

import pytest

from engine.feel import FeelInvalid, Scope, Vocabulary, given, parse, parse_cell


@dataclass
class Known:
    """A value whose fields are known."""

    parts: dict = field(default_factory=dict)


LOAN = Known({"pre-bureau risk category": Known(), "rate": Known(), "amount/year": Known(), "time offset": Known()})
NAMES = {
    "Full Name": "Ann", "Full": "F", "a": 10, "b": 3, "a-b": 100, "Terms and Conditions": True, "not applicable": False,
    "Loan": {"pre-bureau risk category": "LOW", "rate": 2, "amount/year": 5}, "Käufer №1": 7, "if paid": 1,
}
KNOWN = Vocabulary({name: LOAN if name == "Loan" else Known() for name in NAMES}, {"PMT": 2, "round up": 1})


class Functions(Scope):
    def call(self, name, values):
        return [name, *values]


def value(source: str):
    return given(parse(source, KNOWN).value(Functions(NAMES, {})))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('"Hello " + Full Name', "Hello Ann"),
        ("Full   \n Name", "Ann"),
        ("Full", "F"),
        ("a-b", 100),
        ("a - b", 7),
        ("a-b-b", 97),
        ("a -b", 7),
        ("Terms and Conditions and a = 10", True),
        ("not(not applicable)", True),
        ("Loan.pre-bureau risk category", "LOW"),
        ("Loan.rate-b", -1),
        ("Loan . rate / Loan.amount/year", 0.4),
        ("Käufer №1 + if paid", 8),
        ("PMT(a, b)", ["PMT", 10, 3]),
        ("round up ( a )", ["round up", 10]),
        ("-a ** 2", 100),
        ("2 ** b ** 2", 64),
    ],
)
def test_the_longest_known_name_is_meant(source, expected):
    assert value(source) == expected


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Ful Name", "there is nothing named Ful"),
        ("Fulls", 'there is nothing named Fulls (did you mean "Full"?)'),
        ("Full Names", "Names is not expected here"),
        ("Loan.colour", "colour is not expected here"),
        ("PMT", "something is missing at the end"),
        ("PMT(1)", "PMT is given 1 values, and it takes 2"),
        ("PMT(1, 2, 3)", "PMT is given 3 values"),
        ("pmt(1, 2)", "there is nothing named pmt"),
        ("a(1)", "( is not expected here"),
        ("sum([1])", "there is nothing named sum"),
    ],
)
def test_a_name_that_the_model_does_not_have_is_refused_while_reading(source, problem):
    with pytest.raises(FeelInvalid) as refused:
        parse(source, KNOWN)

    assert problem in refused.value.problem
    assert refused.value.repair


def test_what_a_value_has_is_told_when_something_else_is_asked_of_it():
    with pytest.raises(FeelInvalid) as refused:
        parse("Loan.colour", KNOWN)

    assert "There is: pre-bureau risk category, rate" in refused.value.repair


def test_cells_find_names_in_the_same_way():
    assert parse_cell("> a-b", KNOWN).fits(101, Scope(NAMES, {})) is True
    assert parse_cell("not(Full Name)", KNOWN).fits("Ann", Scope(NAMES, {})) is False


def test_a_cell_reads_all_the_names_in_it():
    assert parse_cell("[a..a-b], Full Name", KNOWN).names == {"a", "a-b", "Full Name"}
