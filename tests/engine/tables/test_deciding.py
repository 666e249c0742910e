"""Which rows of a table fit a case, and what the table then says."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from engine import tables
from engine.errors import EvaluationFailed, NoRowFits, RowsOverlap

HERE = Path(__file__).parent


@pytest.fixture
def urgency():
    return read("urgency_first.dmn")


@pytest.fixture
def fee():
    return read("fee_unique.dmn")


@pytest.fixture
def regimes():
    return read("regimes_collect.dmn")


def read(name: str) -> tables.Table:
    return tables.read((HERE / name).read_bytes(), name)


def case(**changed):
    return {"safety": False, "severity": 3, "channel": "WEB", "limit": 2, "chosen": "U3"} | changed


def test_of_a_first_table_the_first_row_that_fits_decides(urgency):
    hit = tables.decide(urgency, case(safety=True, severity=5), {})

    assert hit.outputs == {"urgency": "U1", "days": 1}
    assert hit.rows == (1,)
    assert hit.inputs == {"safety": True, "severity": 5, "lower(channel)": "web"}


def test_outputs_are_worked_out_from_the_facts_of_the_case(urgency):
    assert tables.decide(urgency, case(severity=4), {}).outputs == {"urgency": "U2", "days": 5}


def test_a_row_may_compare_one_fact_with_another(urgency):
    hit = tables.decide(urgency, case(), {})

    assert hit.outputs == {"urgency": "U3", "days": None}
    assert hit.rows == (3,)


def test_not_with_a_list_excludes_each_of_it(urgency):
    assert tables.decide(urgency, case(severity=5, channel="Mail"), {}).rows == (3,)


def test_when_no_row_fits_the_table_and_the_inputs_are_told(urgency):
    with pytest.raises(NoRowFits) as failed:
        tables.decide(urgency, case(severity=1), {})

    assert (
        'urgency: none of the 3 rows fits safety = false, severity = 1, lower(channel) = "web"' in failed.value.message
    )
    assert failed.value.about["inputs"]["severity"] == 1
    assert failed.value.about["rows"] == ()


def test_a_missing_fact_that_a_row_does_not_ask_for_does_no_harm(urgency):
    assert tables.decide(urgency, case(safety=True, severity=None), {}).rows == (1,)


def test_a_long_text_is_shortened_in_the_message(urgency):
    with pytest.raises(NoRowFits) as failed:
        tables.decide(urgency, case(severity=1, channel="x" * 500), {})

    assert len(failed.value.message) < 250


def test_of_a_unique_table_the_one_row_that_fits_decides(fee):
    assert tables.decide(fee, {"amount": 9.99}, {}).outputs == {"fee": 1}


def test_two_rows_of_a_unique_table_that_both_fit_are_an_error_that_names_them(fee):
    with pytest.raises(RowsOverlap) as failed:
        tables.decide(fee, {"amount": 50}, {})

    assert "the rows 2 and 3 all fit amount = 50" in failed.value.message
    assert failed.value.about["rows"] == (2, 3)


def test_no_row_of_a_unique_table_is_an_error(fee):
    with pytest.raises(NoRowFits):
        tables.decide(fee, {"amount": 55}, {})


def test_a_collecting_table_gives_a_list_of_what_all_fitting_rows_say(regimes):
    hit = tables.decide(regimes, {"country": "PL", "received_on": "2026-06-01", "topic": "bank"}, {})

    assert hit.outputs == {"regime": ["eu", "pl-bank"]}
    assert hit.rows == (1, 3)


def test_a_collecting_table_without_a_fitting_row_gives_empty_lists(regimes):
    hit = tables.decide(regimes, {"country": "TR", "received_on": None}, {})

    assert hit.outputs == {"regime": []}
    assert hit.rows == ()


@pytest.mark.parametrize("received", ["2026-05-31", date(2026, 5, 31)])
def test_a_day_may_come_as_text_or_as_date(regimes, received):
    assert tables.decide(regimes, {"country": "PL", "received_on": received}, {}).rows == (1, 2)


def test_an_output_without_a_type_may_be_a_list():
    text = (HERE / "fee_unique.dmn").read_text().replace(' typeRef="number"/>', "/>")

    table = tables.read(text.replace("<text>1<", "<text>[1, 2]<").encode(), "x.dmn")

    hit = tables.decide(table, {"amount": 1}, {})

    assert hit.outputs == {"fee": [1, 2]}


def test_inputs_may_call_the_functions_of_the_case(urgency):
    data = (HERE / "urgency_first.dmn").read_text().replace("lower(channel)", "route(channel)")

    hit = tables.decide(tables.read(data.encode(), "x.dmn"), case(severity=4), {"route": lambda channel: "post"})

    assert hit.inputs["route(channel)"] == "post"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"severity": "high"}, "urgency: severity is of the kind text, not number"),
        ({"severity": True}, "urgency: severity is of the kind yes or no, not number"),
        ({"severity": [4]}, "urgency: severity is not a single text, number, date, true or false"),
        ({"severity": 9}, "urgency: severity is 9, which this column does not take"),
        ({"channel": None}, "urgency: lower(channel): lower takes a text"),
        ({"limit": "two"}, "none of the 3 rows"),
        ({"severity": {"now": 4}}, "urgency: severity is not a single text, number, date, true or false"),
        ({"severity": float("nan")}, "urgency: severity: a number must be finite"),
        ({"severity": object()}, "urgency: severity: a value of the kind object cannot be used"),
        ({"chosen": "U7"}, 'urgency: row 3: urgency is "U7", which is not among the values of this column'),
        ({"chosen": 3}, "urgency: row 3: urgency is of the kind number, not text"),
        ({"chosen": ["U3"]}, "urgency: row 3: urgency is not a single text"),
    ],
)
def test_values_of_a_wrong_kind_are_told_not_guessed(urgency, changed, sentence):
    with pytest.raises(EvaluationFailed) as failed:
        tables.decide(urgency, case(**changed), {})

    assert sentence in failed.value.message


@pytest.mark.parametrize("name", ["severity", "limit", "chosen"])
def test_a_fact_that_does_not_exist_is_named(urgency, name):
    names = {key: value for key, value in case().items() if key != name}

    with pytest.raises(EvaluationFailed, match=f"^urgency: .*{name}"):
        tables.decide(urgency, names, {})


@pytest.mark.parametrize("received", ["yesterday", datetime(2026, 5, 31, tzinfo=UTC), "2026-05-31T23:30:00Z"])
def test_a_moment_is_not_taken_for_a_day(regimes, received):
    with pytest.raises(EvaluationFailed, match=r"received_on is (not a date|of the kind date and time, not date)"):
        tables.decide(regimes, {"country": "PL", "received_on": received}, {})


def test_a_missing_fact_comes_with_the_nearest_name_there_is(urgency):
    names = {"severty" if name == "severity" else name: value for name, value in case().items()}

    with pytest.raises(EvaluationFailed, match=r'nothing named severity \(did you mean "severty"\?\)'):
        tables.decide(urgency, names, {})


def test_what_comes_out_is_json_also_where_decimals_and_days_went_in():
    table = read_text(columns=["amount * 1.1", 'date("2026-03-31") + duration("P1D")', "3 / 2 * 2", '["a", 0.5]'])

    hit = tables.decide(table, {"amount": 0.1}, {})

    assert hit.outputs == {"o1": 0.11, "o2": "2026-04-01", "o3": 3, "o4": ["a", 0.5]}
    assert [type(value) for value in hit.outputs.values()] == [float, str, int, list]
    assert json.loads(json.dumps([hit.outputs, hit.inputs])) == [hit.outputs, hit.inputs]
    assert hit.inputs == {"amount": 0.1}


def test_an_amount_equals_the_limit_it_was_written_with():
    table = read_text(cell="0.3", columns=['"yes"'])

    assert tables.decide(table, {"amount": 0.3}, {}).outputs == {"o1": "yes"}
    with pytest.raises(NoRowFits):
        tables.decide(table, {"amount": 0.1 + 0.2}, {})


def test_what_cannot_be_calculated_for_a_case_is_an_error_that_names_the_cell():
    with pytest.raises(EvaluationFailed, match="t: row 1, o1: 1 / amount: nothing can be divided by zero"):
        tables.decide(read_text(columns=["1 / amount"]), {"amount": 0}, {})


def test_outputs_given_twice_are_two_lists():
    table = read_text(columns=['["a"]'])

    tables.decide(table, {"amount": 1}, {}).outputs["o1"].append("b")

    assert tables.decide(table, {"amount": 1}, {}).outputs == {"o1": ["a"]}


def test_a_number_beyond_what_cases_keep_is_an_error():
    with pytest.raises(EvaluationFailed, match="t: numbers go up to"):
        tables.decide(read_text(columns=["amount * 10 ** 18"]), {"amount": 7}, {})


def test_a_fact_nested_too_deeply_is_an_error_and_no_crash():
    nested: list = []
    for _ in range(100_000):
        nested = [nested]

    with pytest.raises(EvaluationFailed, match="nested too deeply"):
        tables.decide(read_text(columns=["amount"]), {"amount": nested}, {})


def read_text(columns: list[str], cell: str = "-") -> tables.Table:
    """A table of one row that asks for the amount."""
    outputs = "".join(f'<output name="o{number}"/>' for number, _ in enumerate(columns, 1))
    entries = "".join(f"<outputEntry><text>{escape(column)}</text></outputEntry>" for column in columns)
    return tables.read(
        f'''<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/"><decision id="t"><decisionTable>
        <input><inputExpression><text>amount</text></inputExpression></input>{outputs}
        <rule><inputEntry><text>{escape(cell)}</text></inputEntry>{entries}</rule>
        </decisionTable></decision></definitions>'''.encode(), "t.dmn")
