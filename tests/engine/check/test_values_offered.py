from engine.check.values_offered import find
from tests.engine.check.tiny import found, rest


def test_a_fact_is_compared_with_answers_that_a_form_offers():
    said = found(find, "values_offered.bpmn")

    assert 'compares result with "uphold", which no form offers. Did you mean "upheld"?' in said["never"]
    assert "Known are: refused, upheld." in said["turned_round"]
    assert '"partly"' in said["never_in"]


def test_free_text_and_what_tables_decide_may_be_compared_with_anything():
    assert set(found(find, "values_offered.bpmn")) == {"never", "turned_round", "never_in"}


def test_a_row_waits_for_an_answer_that_a_form_offers():
    table = rest()["bpmn/tables/D_effect.dmn"].replace(b'"service"', b'not("servise", "other")')

    assert found(find, "good.bpmn") == {}
    said = found(find, "good.bpmn", D_effect=table)
    assert set(said) == {"r1"}
    assert 'Row 1 waits for topic to be "servise", which no form offers. Did you mean "service"?' in said["r1"]
