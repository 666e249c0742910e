"""The forms that come with Amends say what the process needs to know."""

from pathlib import Path

import pytest

from engine import forms
from engine.config import ROOT

FILES = sorted((ROOT / "forms").glob("*.json"))
COMPLAINT = {
    "description": ["My card was charged twice."], "topic": ["payments"], "name": ["Łucja Nowak"], "country": ["PL"],
}


def shipped(name):
    return forms.read((ROOT / "forms" / f"{name}.json").read_bytes(), f"forms/{name}.json")


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_every_shipped_form_can_be_used(file):
    assert forms.read(file.read_bytes(), f"forms/{file.name}").fields


def test_a_complaint_asks_one_thing_a_page():
    assert [part.title for part in shipped("intake").sections] == ["What happened", "What you want", "About you"]


def test_a_complaint_needs_no_more_than_what_happened_and_who_complains():
    intake = shipped("intake")

    sent = intake.parse(COMPLAINT)

    assert sent.ok
    assert intake.case_columns(sent.data) == {
        "description": "My card was charged twice.", "topic": "payments", "country": "PL", "language": "en",
    }
    assert intake.party(sent.data)["name"] == "Łucja Nowak"


def test_identity_and_the_words_of_a_complaint_stay_out_of_its_run():
    sent = shipped("intake").parse(COMPLAINT | {"email": ["l@example.pl"], "address": ["A 1\nB"], "vulnerable": ["on"]})

    kept = shipped("intake").workflow(sent.data)

    assert kept == {"on_behalf": False, "vulnerable": True, "hide_identity": False}


def test_who_writes_for_somebody_else_says_for_whom():
    sent = shipped("intake").parse(COMPLAINT | {"on_behalf": ["on"]})

    assert [(error.field, error.kind) for error in sent.errors] == [("on_behalf_name", "required")]


def test_an_assessment_gives_every_fact_that_decides_on_urgency():
    assessment = shipped("assessment")

    facts = assessment.facts(assessment.parse({"severity": ["4"], "complexity": ["2"]}).data)

    assert facts == {
        "severity": 4, "complexity": 2, "safety": False, "service_cut_off": False, "vulnerable": False,
        "people_affected": 1, "amount": 0, "media_interest": False, "recurrent": False, "staff_can_fix": False,
    }


def test_what_the_complainant_said_of_their_needs_stands_in_the_assessment():
    assert shipped("assessment").prefill({"vulnerable": True})["vulnerable"] == ("true",)


def test_a_justified_complaint_needs_a_remedy_and_its_wording():
    sent = shipped("decision").parse({"findings": ["f"], "outcome": ["partly"], "reasons": ["Because " * 5]})

    assert [error.field for error in sent.errors] == ["remedy", "remedy_text"]


def test_a_refusal_needs_reasons_and_no_remedy():
    sent = shipped("decision").parse({"findings": ["f"], "outcome": ["refused"], "reasons": ["Because " * 5]})

    assert sent.ok


def test_money_is_asked_for_when_money_is_the_remedy():
    base = {"findings": ["f"], "outcome": ["upheld"], "reasons": ["Because " * 5], "remedy_text": ["We pay."]}

    assert shipped("decision").parse(base | {"remedy": ["apology"]}).ok
    assert [one.field for one in shipped("decision").parse(base | {"remedy": ["refund"]}).errors] == ["amount_offered"]


def test_a_returned_answer_says_what_has_to_change():
    sent = shipped("review").parse({"decision": ["return"]})

    assert [error.field for error in sent.errors] == ["comment"]


def test_a_complaint_is_closed_only_when_all_that_must_be_true_is():
    sent = shipped("close").parse({"all_points_answered": ["on"], "remedies_done": ["on"], "cause": ["delay"]})

    assert [(error.field, error.kind) for error in sent.errors] == [("decision_sent", "must_be_yes")]
