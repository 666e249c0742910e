from engine.check import read
from engine.check.table_rows_reached import find
from engine.packs import Pack
from tests.engine.check.tiny_tables import drawn, said, said_alone


def test_a_row_that_asks_for_what_cannot_come_never_fits():
    choice = (b'{"title": "D", "type": "object", "properties": {"result": {"title": "R", "type": "integer", '
              b'"minimum": 1, "maximum": 5, "x-amends-fact": "result"}}}')

    (cause,) = said(find, ['6 | "a"', '- | "b"'], "FIRST", inputs=["result:number"], decision=choice)

    assert (cause.severity, cause.element) == ("error", "row_1")
    assert cause.message == "Row 1 of Effect never fits: it asks for 6, and result is at least 1 and at most 5."


def test_a_row_that_contradicts_the_values_of_its_column_never_fits():
    table = drawn(['"c" | "x"', '"a" | "y"'], inputs=["topic:string"]).replace(
        b"</inputExpression>", b'</inputExpression><inputValues><text>"a","b"</text></inputValues>')

    (cause,) = find(read(Pack({"bpmn/tables/t.dmn": table}), whole=False))

    assert cause.message == 'Row 1 of Effect never fits: it asks for "c", and topic is "a" or "b".'


def test_a_row_behind_one_that_fits_all_of_it_is_never_taken():
    (cause,) = said(find, ['"service" | > 5 | "a"', '- | - | "b"', '"other" | - | "c"'], "FIRST")

    assert (cause.severity, cause.element) == ("warning", "row_3")
    assert "Row 3 of Effect is never taken: row 2 fits all that it fits." in str(cause)


def test_a_row_behind_several_that_together_fit_all_of_it_is_never_taken():
    rows = ['- | <= 5 | "a"', '- | > 5 | "b"', '"other" | 7 | "c"', '"other" | - | "d"', '- | - | "e"']

    causes = said(find, rows, "FIRST")

    assert ["Row 3 of Effect is never taken: row 2 fits all that it fits." in str(cause) for cause in causes] == [True]


def test_the_row_with_the_most_important_answer_hides_the_others():
    (cause,) = said_alone(find, ['"a" | "low"', '- | "high"'], "PRIORITY", inputs=["topic:string"],
                          outputs=['effects:string {"high","low"}'])

    assert cause.element == "row_1"
    assert said_alone(find, ['"a" | "high"', '- | "low"'], "PRIORITY", inputs=["topic:string"],
                      outputs=['effects:string {"high","low"}']) == []


def test_a_last_row_for_everything_else_may_have_nothing_left():
    assert said(find, ['"service" | - | "a"', '"other" | - | "b"', '- | - | "c"'], "FIRST") == []


def test_a_row_that_asks_for_another_fact_hides_nothing():
    assert said(find, ['- | > amount * 2 | "a"', '"service" | 7 | "b"', '- | - | "c"'], "FIRST") == []


def test_where_rows_add_up_none_hides_another():
    assert said(find, ['- | - | "a"', '"service" | - | "b"'], "COLLECT") == []
