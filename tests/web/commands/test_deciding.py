"""A decision asked at the command line: its value, or every cause."""

import json

import pytest

from tests.engine.tables.drawing import data, definitions, formula
from tests.packs import SMALL

REGIMES = SMALL / "bpmn" / "tables" / "D3_regime.dmn"


@pytest.fixture
def loan(tmp_path):
    file = tmp_path / "loan.dmn"
    file.write_bytes(definitions(
        data("Full Name", "string"), data("n", "number"),
        formula("Greeting", '"Hello " + Full Name', "string", ("in Full Name",)),
        formula("Share", "0.3 / n", "number", ("in n",)),
    ))
    return file


def test_a_decision_is_asked_by_name_and_says_its_value(empty, loan):
    assert empty.amends("decide", loan, "--decision", "Greeting", "--inputs", '{"Full Name": "Ann"}') == '"Hello Ann"\n'


def test_inputs_may_come_from_a_file_and_amounts_stay_as_they_are_written(empty, loan, tmp_path):
    (tmp_path / "in.json").write_text('{"n": 0.1}', encoding="utf-8")

    assert empty.amends("decide", loan, "--decision", "Share", "--inputs", f"@{tmp_path / 'in.json'}") == "3\n"


def test_a_value_that_there_is_not_is_null_with_its_reason(empty, loan):
    told = empty.amends("decide", loan, "--decision", "Share", "--inputs", '{"n": 0}')

    assert "null\n" in told
    assert "note: nothing can be divided by zero" in told


def test_programs_get_value_and_notes_in_one_object(empty, loan):
    told = json.loads(empty.amends("decide", loan, "--decision", "Share", "--inputs", '{"n": 2}', "--json"))

    assert told == {"ok": True, "value": 0.15, "notes": [], "findings": []}


def test_a_table_of_a_pack_is_asked_as_in_a_case(empty):
    told = empty.amends("decide", REGIMES, "--decision", "D3_regime", "--inputs", '{"country": "PL", "topic": "noise"}')

    assert json.loads(told.partition("\n  note")[0]) == {"regimes": ["default"]}
    assert "note: decided by row 7" in told


def test_another_name_than_that_of_the_table_is_refused(empty):
    told = empty.amends("decide", REGIMES, "--decision", "D3", code=1)

    assert "The decision of this file is D3_regime." in told


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        (("--decision", "Greeting"), "The input Full Name is missing"),
        (("--decision", "Greting"), "Did you mean Greeting?"),
        (("--decision", "Greeting", "--inputs", '{"Name": "Ann"}'), "The model has no input Name."),
    ],
)
def test_what_keeps_a_decision_from_being_made_is_told_and_the_exit_code_is_one(empty, loan, words, cause):
    told = empty.amends("decide", loan, *words, code=1)
    found = json.loads(empty.amends("decide", loan, *words, "--json", code=1))

    assert "✗ loan.dmn: " in told
    assert cause in told
    assert "no decision" in told
    assert not found["ok"]
    assert cause in found["findings"][0]["message"]


def test_a_file_above_the_level_is_refused_with_every_cause_its_line_and_what_to_do(empty, tmp_path):
    (tmp_path / "m.dmn").write_bytes(definitions(formula("A", "for x in [1] return x"), "\n", formula("B", "{a: 1}")))

    told = empty.amends("decide", tmp_path / "m.dmn", "--decision", "A", code=1)
    found = json.loads(empty.amends("decide", tmp_path / "m.dmn", "--decision", "A", "--json", code=1))

    assert "✗ m.dmn:1 · A: for x in [1] return x: loops belong to full FEEL" in told
    assert [finding["line"] for finding in found["findings"]] == [1, 2]
    assert "an output column of its own" in found["findings"][1]["repair"]


@pytest.mark.parametrize("inputs", ["[1]", "{", "@nowhere.json", '"text"', "[" * 100_000])
def test_inputs_that_cannot_be_read_are_refused(empty, loan, inputs):
    told = empty.amends("decide", loan, "--decision", "Greeting", "--inputs", inputs, code=1)

    assert told.startswith("Error: The inputs ")


def test_a_file_that_is_no_dmn_is_refused(empty, tmp_path):
    (tmp_path / "m.dmn").write_bytes(b"\x00\x01")

    assert "not well-formed XML" in empty.amends("decide", tmp_path / "m.dmn", "--decision", "A", code=1)
