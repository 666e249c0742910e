from engine.check.facts_kept import find
from tests.engine.check.tiny import found, rest

EFFECT = rest()["bpmn/tables/D_effect.dmn"]
REVIEW = rest()["forms/review.json"]


def test_what_came_in_with_the_complaint_cannot_be_changed_by_a_table_or_form():
    table = EFFECT.replace(b'name="effects"', b'name="country"')
    form = REVIEW.replace(b'"title": "Why not?"', b'"title": "Why not?", "x-amends-fact": "topic"')

    said = found(find, "good.bpmn", D_effect=table, review=form)

    assert "The fact country is as it came in" in said["D_effect"]
    assert "The fact topic is as it came in" in said["comment"]


def test_a_table_chooses_regimes_and_urgencies_that_are_there():
    regimes = EFFECT.replace(b'name="effects"', b'name="regimes"').replace(b'"holding_letter"', b'"default"')
    urgency = EFFECT.replace(b'name="effects"', b'name="urgency"').replace(b'"holding_letter"', b'"U3"')

    assert 'regimes the value "regulator_flag"' in found(find, "good.bpmn", D_effect=regimes)["D_effect"]
    assert 'urgency the value "regulator_flag"' in found(find, "good.bpmn", D_effect=urgency)["D_effect"]


def test_a_form_offers_urgencies_that_are_there():
    asked = b'"title": "Why not?", "enum": ["U3", "U9"], "x-amends-fact": "urgency"'
    form = REVIEW.replace(b'"title": "Why not?"', asked)

    said = found(find, "good.bpmn", review=form)

    assert 'offers urgency "U9"' in said["comment"]
    assert '"U3", which' not in said["comment"]


def test_a_question_begins_with_a_fact_that_a_case_can_know():
    known = b'"title": "Why not?", "x-amends-fact": "why", "x-amends-suggested": "effects"'
    form = REVIEW.replace(b'"title": "Why not?"', known)
    misspelt = form.replace(b'"effects"', b'"efects"')

    assert "comment" not in found(find, "good.bpmn", review=form)
    assert 'begins with "efects", which no case knows. Did you mean "effects"?' in found(
        find, "good.bpmn", review=misspelt)["comment"]


def test_facts_of_the_packs_own_are_kept():
    assert found(find, "good.bpmn") == {}
