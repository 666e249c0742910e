"""Which rows of a table fit a case, and what the table then says."""

from datetime import UTC, date, datetime
from pathlib import Path

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
        "urgency: none of the 3 rows fits safety = False, severity = 1, lower(channel) = 'web'" in failed.value.message
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
        ({"chosen": "U7"}, "urgency: row 3: urgency is 'U7', which is not among the values of this column"),
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
    with pytest.raises(EvaluationFailed, match="received_on is not"):
        tables.decide(regimes, {"country": "PL", "received_on": received}, {})
