from engine.check.table_gaps import find
from tests.engine.check.tiny_tables import said, said_alone


def texts(causes):
    return [cause.message for cause in causes]


def test_a_case_without_a_row_is_told_with_all_that_are_like_it():
    causes = said(find, ['"service" | < 500 | "a"', '"service" | > 500 | "b"', '"other" | - | "c"'])

    assert {cause.severity for cause in causes} == {"error"}
    assert texts(causes) == [
        'No row of Effect fits when topic is "service" and amount is 500 or is missing; '
        'for example topic = "service", amount = 500.'
    ]


def test_what_the_forms_offer_is_all_that_can_come():
    assert said(find, ['"service" | null | "a"', '"service" | not(null) | "b"', '"other" | - | "c"']) == []

    (cause,) = said(find, ['"service" | - | "a"'])

    assert cause.message == 'No row of Effect fits when topic is "other"; for example topic = "other".'


def test_what_may_not_be_known_yet_is_a_warning():
    (cause,) = said(find, ['"upheld" | "a"', '"refused" | "b"'], inputs=["result:string"])

    assert cause.severity == "warning"
    assert "when result is missing" in cause.message
    assert "if the table is asked before this is known" in cause.message


def test_a_table_that_goes_on_without_a_row_has_no_gap():
    some = ['"service" | > 5 | "a"']

    assert said(find, some, "COLLECT") == []
    assert said(find, some, outputs=['effects:string {"a","b"} "b"']) == []
    assert said(find, [*some, '- | - | "b"'], "FIRST") == []


def test_a_row_that_asks_for_another_fact_may_fit_and_no_gap_is_claimed_there():
    assert said(find, ['"service" | > amount * 2 | "a"', '"other" | - | "b"']) == []


def test_what_only_the_type_of_a_column_tells_is_a_warning():
    causes = said_alone(find, ['"a" | < 5 | "x"', '"b" | - | "y"'])

    assert {cause.severity for cause in causes} == {"warning"}
    assert texts(causes) == [
        'No row of Effect fits when topic is neither "a" nor "b"; for example topic = "something else".',
        'No row of Effect fits when topic is not "b" and amount is at least 5; for example topic = "a", amount = 5.',
    ]


def test_of_very_many_gaps_the_widest_are_told():
    causes = said_alone(find, [f'"{row}" | [{row}..{row + 1}) | "x"' for row in range(40)])

    assert len(causes) == 6
    assert causes[-1].message == "No row of Effect fits further combinations of inputs."


def test_a_question_whether_something_is_so_has_two_answers():
    (cause,) = said(find, ['"service" | - | "a"', '"other" | true | "b"'], "FIRST",
                    inputs=["topic:string", '"eu" in regimes:boolean'])

    assert cause.severity == "error"
    assert 'when topic is "other" and "eu" in regimes is false' in cause.message


FOLLOWED = (b'{"title": "D", "type": "object", "required": ["result", "why"], "properties": {'
            b'"result": {"title": "R", "type": "boolean", "x-amends-fact": "result"}, '
            b'"why": {"title": "W", "type": "string", "enum": ["a", "b"], "x-amends-fact": "why", '
            b'"x-amends-show": {"result": true}}}}')


def test_a_question_that_is_asked_only_sometimes_has_no_answer_otherwise():
    reaction = b'{"title": "R", "type": "object", "properties": {"x": {"title": "X", "type": "string"}}}'

    (cause,) = said(find, ['"a" | "x"', '"b" | "y"'], inputs=["why:string"], decision=FOLLOWED, reaction=reaction)
    (both,) = said(find, ['"a" | true | "x"', '"b" | true | "y"', "- | false | \"z\""],
                   inputs=["why:string", "result:boolean"], decision=FOLLOWED, reaction=reaction)

    assert (cause.severity, "when why is missing" in cause.message) == ("error", True)
    assert both.severity == "warning"  # with true the question is asked, as the form has it


def test_of_many_values_that_are_left_out_some_are_named():
    (cause,) = said_alone(find, [f'"{letter}" | "x"' for letter in "abcdefghij"], inputs=["topic:string"])

    assert 'when topic is none of "a", "b", "c", "d", "e" and 5 more; for example topic = "something else"' in (
        cause.message)
