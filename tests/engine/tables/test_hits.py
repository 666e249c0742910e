"""The seven hit policies: what a table says when several rows fit, or none."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine import tables
from engine.errors import EvaluationFailed, NoRowFits, RowsDisagree, RowsOverlap
from tests.engine.tables.drawing import definitions, table


def drawn(rows, policy, outputs=("fee:number",), aggregation=""):
    logic = table(["age:number"], list(outputs), rows, policy, aggregation)
    return tables.read(definitions(f'<decision id="fees">{logic}</decision>'), "fees.dmn")


def decide(table, age=20, **names):
    return tables.decide(table, {"age": age, **names}, {})


SMALL = st.integers(-3, 3)
STEPS = [">= 18 | 30", ">= 12 | 20", "< 30 | 10"]


@pytest.mark.parametrize(
    ("policy", "output", "expected", "rows"),
    [
        ("FIRST", "fee:number", 30, (1,)),
        ("COLLECT", "fee:number", [30, 20, 10], (1, 2, 3)),
        ("RULE ORDER", "fee:number", [30, 20, 10], (1, 2, 3)),
        ("PRIORITY", "fee:number {10,20,30}", 10, (3,)),
        ("PRIORITY", "fee:number {20,30,10}", 20, (2,)),
        ("OUTPUT ORDER", "fee:number {10,20,30}", [10, 20, 30], (3, 2, 1)),
        ("OUTPUT ORDER", "fee:number {20,30,10}", [20, 30, 10], (2, 1, 3)),
    ],
)
def test_of_several_fitting_rows_each_policy_says_its_own(policy, output, expected, rows):
    hit = decide(drawn(STEPS, policy, [output]))

    assert hit.outputs == {"fee": expected}
    assert hit.rows == rows


@pytest.mark.parametrize(
    ("aggregation", "expected"), [("SUM", 60), ("MIN", 10), ("MAX", 30), ("COUNT", 3)]
)
def test_collected_rows_come_to_one_number(aggregation, expected):
    hit = decide(drawn(STEPS, "COLLECT", aggregation=aggregation))

    assert hit.outputs == {"fee": expected}
    assert hit.rows == (1, 2, 3)


def test_amounts_are_added_up_to_the_cent():
    assert decide(drawn(["- | 0.1", "- | 0.2"], "COLLECT", aggregation="SUM")).outputs == {"fee": 0.3}


def test_the_least_of_days_is_the_first_day():
    table = drawn(['- | date("2026-03-31")', '- | date("2026-01-31")'], "COLLECT", ["on:date"], "MIN")

    assert decide(table).outputs == {"on": "2026-01-31"}


def test_a_collected_row_without_a_value_is_an_error_because_the_sum_would_be_wrong():
    with pytest.raises(EvaluationFailed, match="a row gives no value, so there is no SUM"):
        decide(drawn(["- | 1", "- | extra"], "COLLECT", aggregation="SUM"), extra=None)


def test_values_without_an_order_have_no_least_one():
    with pytest.raises(EvaluationFailed, match='1 and "a" have no order'):
        decide(drawn(["- | 1", '- | "a"'], "COLLECT", ["fee"], "MIN"))


def test_overlapping_rows_of_a_unique_table_are_told_with_rows_and_inputs_also_when_they_agree():
    with pytest.raises(RowsOverlap) as failed:
        decide(drawn(["> 10 | 1", "> 15 | 1", "> 90 | 1"], "UNIQUE"))

    assert "fees: the rows 1 and 2 all fit age = 20, but only one may." in failed.value.message
    assert failed.value.about == {"table": "fees", "rows": (1, 2), "inputs": {"age": 20}}


def test_rows_of_an_any_table_may_overlap_as_long_as_they_agree():
    hit = decide(drawn(["> 10 | 1", "> 15 | 1.0", "> 90 | 2"], "ANY"))

    assert hit.outputs == {"fee": 1}
    assert hit.rows == (1, 2)


def test_rows_of_an_any_table_that_disagree_are_told_with_both_answers():
    with pytest.raises(RowsDisagree) as failed:
        decide(drawn(['> 10 | 1 | "a"', '> 15 | 1 | "b"'], "ANY", ["fee:number", "why:string"]))

    assert "the rows 1 and 2 all fit age = 20" in failed.value.message
    assert 'row 1 says why = "a" and row 2 why = "b"' in failed.value.message
    assert failed.value.about == {"table": "fees", "rows": (1, 2), "inputs": {"age": 20}}


@pytest.mark.parametrize("policy", ["UNIQUE", "ANY", "FIRST", "PRIORITY"])
def test_no_row_is_an_error_with_the_inputs_where_one_value_is_wanted(policy):
    with pytest.raises(NoRowFits) as failed:
        decide(drawn(["> 90 | 1"], policy, ["fee:number {1,2}"]))

    assert "none of the 1 rows fits age = 20" in failed.value.message
    assert failed.value.about == {"table": "fees", "rows": (), "inputs": {"age": 20}}


@pytest.mark.parametrize("aggregation", ["SUM", "MIN", "MAX"])
def test_no_row_is_an_error_where_there_is_nothing_to_add_up_or_compare(aggregation):
    with pytest.raises(NoRowFits):
        decide(drawn(["> 90 | 1"], "COLLECT", aggregation=aggregation))


def test_no_row_is_counted_as_none():
    assert decide(drawn(["> 90 | 1"], "COLLECT", aggregation="COUNT")).outputs == {"fee": 0}


@pytest.mark.parametrize("policy", ["COLLECT", "RULE ORDER", "OUTPUT ORDER"])
def test_no_row_is_an_empty_list_where_a_list_is_wanted(policy):
    assert decide(drawn(["> 90 | 1"], policy, ["fee:number {1,2}"])).outputs == {"fee": []}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [("UNIQUE", 7), ("ANY", 7), ("FIRST", 7), ("PRIORITY", 7),
     ("COLLECT", [7]), ("RULE ORDER", [7]), ("OUTPUT ORDER", [7])],
)
def test_a_default_is_said_when_no_row_fits(policy, expected):
    table = drawn(["> 90 | 1 | 2"], policy, ["fee:number {1,7} 7", "days:number {2,3} age - 17"])

    hit = decide(table)

    assert hit.outputs["fee"] == expected
    assert hit.outputs["days"] == ([3] if isinstance(expected, list) else 3)
    assert hit.rows == ()


def test_a_default_is_checked_like_any_output():
    with pytest.raises(EvaluationFailed, match="default: fee is 20, which is not among the values of this column"):
        decide(drawn(["> 90 | 1"], "FIRST", ["fee:number {1,7} age"]))


def test_of_several_ordered_outputs_the_first_column_weighs_most():
    rows = ['- | "low" | "x"', '- | "high" | "y"', '- | "high" | "x"', '- | "low" | "y"']
    outputs = ['risk:string {"high","low"}', 'kind:string {"x","y"}']

    assert decide(drawn(rows, "OUTPUT ORDER", outputs)).rows == (3, 2, 1, 4)
    assert decide(drawn(rows, "PRIORITY", outputs)).outputs == {"risk": "high", "kind": "x"}


def test_equals_stay_in_drawn_order_and_a_missing_value_comes_last():
    rows = ['- | null | 1', '- | "low" | 2', '- | "high" | 3', '- | "low" | 4']

    hit = decide(drawn(rows, "OUTPUT ORDER", ['risk:string {"high","low"}', "number"]))

    assert hit.outputs["number"] == [3, 2, 4, 1]


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.permutations("abcd"), st.lists(st.tuples(st.integers(0, 9), st.sampled_from("abcd")), min_size=1))
def test_priorities_are_the_order_in_which_the_values_are_written(order, rows):
    drawn_rows = [f'>= {limit} | "{value}"' for limit, value in rows]
    values = ",".join(f'"{value}"' for value in order)
    fitting = [(order.index(value), number, value) for number, (limit, value) in enumerate(rows, 1) if limit <= 5]

    ordered = decide(drawn(drawn_rows, "OUTPUT ORDER", [f"kind:string {{{values}}}"]), age=5)

    assert ordered.outputs == {"kind": [value for _, _, value in sorted(fitting)]}
    assert ordered.rows == tuple(number for _, number, _ in sorted(fitting))
    if fitting:
        chosen = decide(drawn(drawn_rows, "PRIORITY", [f"kind:string {{{values}}}"]), age=5)
        assert (chosen.outputs, chosen.rows) == ({"kind": min(fitting)[2]}, (min(fitting)[1],))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.lists(st.tuples(SMALL, SMALL, st.integers(0, 3)), min_size=1, max_size=6), st.integers(-4, 4))
def test_policies_agree_with_a_plain_reading_of_the_rows(rows, age):
    drawn_rows = [f"[{min(low, high)}..{max(low, high)}] | {fee}" for low, high, fee in rows]
    fees = [fee for low, high, fee in rows if min(low, high) <= age <= max(low, high)]

    def said(policy, aggregation=""):
        try:
            return decide(drawn(drawn_rows, policy, aggregation=aggregation), age).outputs["fee"]
        except EvaluationFailed as failed:
            return type(failed)

    assert said("COLLECT") == said("RULE ORDER") == fees
    assert said("FIRST") == (fees[0] if fees else NoRowFits)
    assert said("UNIQUE") == (NoRowFits if not fees else fees[0] if len(fees) == 1 else RowsOverlap)
    assert said("ANY") == (NoRowFits if not fees else fees[0] if len(set(fees)) == 1 else RowsDisagree)
    assert said("COLLECT", "COUNT") == len(fees)
    for aggregation, plain in (("SUM", sum), ("MIN", min), ("MAX", max)):
        assert said("COLLECT", aggregation) == (plain(fees) if fees else NoRowFits)
