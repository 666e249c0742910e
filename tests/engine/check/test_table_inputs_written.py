from engine.check.table_inputs_written import find
from tests.engine.check.tiny_tables import said


def test_a_table_asks_for_what_the_case_knows():
    (cause,) = said(find, ['- | "a"'], inputs=["topik:string"])

    assert cause.element == "D_effect"
    assert 'The table Effect asks for "topik", which nothing gives a value. Did you mean "topic"?' in str(cause)


def test_a_form_that_no_step_has_gives_nothing():
    unused = (b'{"title": "Idle", "type": "object", "properties": '
              b'{"idle": {"title": "Idle?", "type": "string", "x-amends-fact": "idle"}}}')

    (cause,) = said(find, ['- | "a"'], inputs=["idle:string"], more={"forms/idle.json": unused})

    assert cause.severity == "warning"
    assert "asks for idle, which only the form idle gives, and no step of a diagram uses that" in cause.message


def test_a_text_that_no_table_says_is_waited_for_in_vain():
    (cause,) = said(find, ['"holding" | "holding_letter"', '- | "regulator_flag"'], "FIRST", inputs=["effects:string"])

    assert 'Row 1 waits for effects to be "holding", which nothing gives. Did you mean "holding_letter"?' in str(cause)


def test_a_text_that_a_form_does_not_offer_is_said_once_and_elsewhere():
    assert said(find, ['"servise" | - | "a"']) == []
