from engine.check.table_overlaps import find
from tests.engine.check.tiny_tables import said, said_alone


def test_only_one_row_of_a_unique_table_may_fit_and_the_case_is_told():
    (cause,) = said(find, ['"service" | <= 500 | "a"', "- | [500..700] | \"b\"", '"other" | < 500 | "c"'])

    assert cause.severity == "error"
    assert cause.element == "row_2"
    assert cause.message == ('The rows 1 and 2 of Effect both fit topic = "service", amount = 500, '
                             "but only one row of a UNIQUE table may.")


def test_ends_that_are_left_out_days_that_follow_and_what_is_named_elsewhere_are_no_overlap():
    assert said(find, ['"service" | < 500 | "a"', '"service" | >= 500 | "b"', 'not("service") | - | "c"']) == []
    assert said_alone(find, ['<= date("2026-01-01") | "a"', '> date("2026-01-01") | "b"'], inputs=["on:date"]) == []
    assert said_alone(find, ['(date("2026-01-01")..date("2026-01-03")) | "a"', 'date("2026-01-02") | "b"'],
                      inputs=["on:date"]) != []


def test_rows_of_an_any_table_may_overlap_if_they_say_the_same():
    assert said(find, ['"service" | - | "a"', '- | - | "a"'], "ANY") == []

    (cause,) = said(find, ['"service" | - | "a"', '- | > 5 | "b"'], "ANY")

    assert 'both fit topic = "service", amount = 6 and say different things: effects = "a" and effects = "b"' in (
        cause.message)


def test_where_overlaps_are_meant_nothing_is_said():
    for policy in ("FIRST", "COLLECT", "RULE ORDER"):
        assert said(find, ['"service" | - | "a"', '- | - | "b"'], policy) == []


def test_a_row_that_asks_for_another_fact_is_not_judged_and_that_is_told():
    (cause,) = said(find, ['- | > amount * 2 | "a"', '"service" | 7 | "b"'])

    assert (cause.rule, cause.severity) == ("tables/not-proved", "note")
    assert "Row 1 of Effect asks for other facts in cells" in cause.message


def test_rows_that_meet_only_where_questions_hang_together_are_a_warning():
    (cause,) = said(find, ['> 5 | - | "a"', '- | < 3 | "b"'], inputs=["amount:number", "amount + 1:number"])

    assert cause.severity == "warning"


def test_of_very_many_overlaps_the_first_are_told():
    causes = said(find, [f'- | - | "{row}"' for row in range(30)])

    assert len(causes) == 6
    assert causes[-1].message == "430 more pairs of rows fit the same case."
