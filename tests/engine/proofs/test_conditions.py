"""Conditions are judged with what is known: true, false, or left open."""

import pytest

from engine.errors import ExpressionInvalid
from engine.proofs.conditions import MANY, TIMES, read, value


@pytest.mark.parametrize(("source", "known", "truth"), [
    ("urgent and topic == 'fee'", {"urgent": False}, False),
    ("urgent and topic == 'fee'", {"topic": "tone"}, False),
    ("urgent and topic == 'fee'", {"urgent": True}, None),
    ("urgent and topic == 'fee'", {"urgent": True, "topic": "fee"}, True),
    ("urgent or topic == 'fee'", {"urgent": True}, True),
    ("urgent or topic == 'fee'", {"urgent": False}, None),
    ("urgent or topic == 'fee'", {"urgent": False, "topic": "tone"}, False),
    ("not (urgent and topic == 'fee')", {"urgent": False}, True),
    ("not urgent", {}, None),
    ("not urgent", {"urgent": None}, True),
])
def test_a_condition_is_settled_as_soon_as_its_known_parts_settle_it(source, known, truth):
    assert read(source)(known) is truth


@pytest.mark.parametrize("asked", ["sample(0.1)", "deadline('final') == null", "now() == null"])
def test_what_no_fact_tells_is_left_open_also_where_every_fact_is_known(asked):
    known = {"topic": "fee"}

    assert read(asked)(known) is None
    assert read(f"{asked} and topic == 'tone'")(known) is False
    assert read(f"{asked} or topic == 'fee'")(known) is True


@pytest.mark.parametrize(("count", "truth"), [(0, False), (2, False), (3, True), (MANY, True)])
def test_how_often_a_milestone_was_reached_is_compared_with_what_is_written(count, truth):
    condition = read("times('checked') >= 3")

    assert condition.names == {TIMES + "checked"}
    assert condition({TIMES + "checked": count}) is truth
    assert condition({}) is None


def test_of_two_milestones_that_came_many_times_it_is_not_known_which_came_more_often():
    condition = read("times('sent_back') > times('drafted')")

    assert condition({TIMES + "sent_back": MANY, TIMES + "drafted": MANY}) is None
    assert condition({TIMES + "sent_back": MANY, TIMES + "drafted": 1}) is True
    assert condition({TIMES + "sent_back": 1, TIMES + "drafted": 1}) is False


def test_the_answer_of_a_form_is_known_under_the_name_of_the_form_and_the_question():
    condition = read("review['approve'] and not review['again']")

    assert condition.names == {"review.approve", "review.again"}
    assert condition({"review.approve": True, "review.again": False}) is True
    assert condition({"review.approve": False}) is False
    assert condition({"review.approve": True}) is None


@pytest.mark.parametrize(("source", "known"), [
    ("len(points) > 2", {"points": ["a"]}),
    ("len(points) > 1", {"points": ["a"]}),
    ("1 == len(points)", {"points": ["a"]}),
    ("(len(points) or 0) > 2", {"points": ["a"]}),
    ("0 < len(points) < 3", {"points": ["a"]}),
    ("points == ['fee']", {"points": ["fee"]}),
    ("since < '2020-01-01'", {"since": "2026-01-01"}),
    ("len(points) == 2", {"points": ["a", "b"]}),
    ("amount > limit", {"amount": 3, "limit": 2}),
    ("asked == offered", {"asked": 1, "offered": 1}),
    ("amount + fee > 500", {"amount": 400, "fee": 200}),
    ("-amount < 0", {"amount": 1}),
    ("(amount or limit) > 500", {"amount": 600, "limit": 1}),
    ("text(amount) == '5'", {"amount": 5}),
    ("review['a'] == review['b']", {"review.a": True, "review.b": True}),
])
def test_what_the_values_that_stand_for_all_do_not_settle_is_left_open(source, known):
    assert read(source)(known) is None


@pytest.mark.parametrize(("source", "known", "truth"), [
    ("len(points) > 0", {"points": []}, False),
    ("len(points or []) > 0", {"points": None}, False),
    ("len(points or []) >= 1", {"points": ["a"]}, True),
    ("0 == len(points)", {"points": ["a"]}, False),
    ("points == []", {"points": []}, True),
    ("(amount or 0) > 500", {"amount": None}, False),
    ("(amount or 0) > 500", {"amount": 501}, True),
    ("'fee' in topics", {"topics": ["tone", "fee"]}, True),
    ("topic in ['fee', 'tone']", {"topic": "time"}, False),
    ("outcome != null", {"outcome": None}, False),
    ("outcome", {"outcome": "upheld"}, True),
    ("amount > -5", {"amount": -7}, False),
    ("0 < amount <= 500", {"amount": 500}, True),
])
def test_a_fact_that_is_compared_with_what_is_written_down_is_settled(source, known, truth):
    assert read(source)(known) is truth


def test_what_cannot_be_worked_out_stops_a_case_and_so_is_left_open():
    assert read("amount > 500")({"amount": None}) is None
    assert read("amount > 500 or topic == 'fee'")({"amount": None, "topic": "fee"}) is True


def test_the_values_with_which_each_name_is_compared_are_found():
    condition = read("(amount or 0) > 500 and topic in ['fee', 'tone'] and times('checked') < 3 and urgent")

    assert condition.names == {"amount", "topic", TIMES + "checked", "urgent"}
    assert set(condition.constants["amount"]) == {0, 500}
    assert condition.constants["topic"] == ("fee", "tone")
    assert 3 in condition.constants[TIMES + "checked"]
    assert "urgent" not in condition.constants
    assert read("amount < -3 or closed == true").constants == {"amount": (-3,), "closed": (True,)}


def test_the_value_of_an_expression_is_told_where_all_it_asks_for_is_known():
    assert value("'many'", {}) == (True, "many")
    assert value("topic", {"topic": "fee"}) == (True, "fee")
    assert value("topic", {}) == (False, None)


def test_what_is_no_condition_is_refused():
    with pytest.raises(ExpressionInvalid):
        read("topic = 'fee'")
