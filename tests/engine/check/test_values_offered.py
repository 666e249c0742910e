from engine.check.values_offered import find
from tests.engine.check.tiny import found


def test_a_fact_is_compared_with_answers_that_a_form_offers():
    said = found(find, "values_offered.bpmn")

    assert 'compares result with "uphold", which no form offers. Did you mean "upheld"?' in said["never"]
    assert "Known are: refused, upheld." in said["turned_round"]
    assert '"partly"' in said["never_in"]


def test_free_text_and_what_tables_decide_may_be_compared_with_anything():
    assert set(found(find, "values_offered.bpmn")) == {"never", "turned_round", "never_in"}
