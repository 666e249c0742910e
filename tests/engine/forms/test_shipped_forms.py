"""The forms that come with Amends ask what the process needs to know, and keep it where it is looked for."""

from functools import cache
from pathlib import Path

import pytest

from engine import forms
from engine.config import ROOT
from engine.forms import Here

FILES = sorted((ROOT / "forms").glob("*.json"))
COMPLAINT = {
    "description": ["My card was charged twice."], "topic": ["payments"], "name": ["Łucja Nowak"], "country": ["PL"],
}
ANSWER = {"outcome": ["upheld"], "reasons": ["Because " * 5], "remedy_text": ["We pay."], "cause": ["mistake"]}
REVIEWED = ("complete", "evidenced", "fair", "tone", "legal")
PER_INSTANCE = ("evidence", "hearing", "question", "info", "finding", "remedy_do", "remedy_verify", "remedy_confirmed",
                "capa_action")
PUBLIC = ("intake", "more_info", "info", "reaction", "withdrawal", "remedy_confirmed", "survey", "reopen")


@cache
def shipped(name):
    return forms.read((ROOT / "forms" / f"{name}.json").read_bytes(), f"forms/{name}.json")


def asked(name, /, **typed):
    """The fields at fault and the kinds of fault in a filled-in form."""
    sent = shipped(name).parse({key: [text] if isinstance(text, str) else text for key, text in typed.items()})
    return {error.field: error.kind for error in sent.errors}


def facts(name, /, **typed):
    form = shipped(name)
    return form.facts(form.parse({key: [text] if isinstance(text, str) else text for key, text in typed.items()}).data)


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_every_shipped_form_can_be_used(file):
    assert forms.read(file.read_bytes(), f"forms/{file.name}").fields


def test_a_fact_has_one_kind_of_answer_whichever_form_asks_for_it():
    kinds = {}
    for file in FILES:
        for field in shipped(file.stem).fields:
            if field.fact:
                kinds.setdefault(field.fact, set()).add(field.type)

    assert [fact for fact, found in kinds.items() if len(found) > 1] == []


def test_one_of_the_forms_that_ask_for_a_fact_offers_all_of_its_answers():
    offered = {}
    for file in FILES:
        for field in shipped(file.stem).fields:
            if field.fact and field.options:
                offered.setdefault(field.fact, []).append({one.value for one in field.options})

    assert [fact for fact, found in offered.items() if set().union(*found) not in found] == []


@pytest.mark.parametrize("name", PER_INSTANCE)
def test_a_form_that_is_filled_in_once_for_each_point_or_remedy_writes_no_fact(name):
    assert [field.fact for field in shipped(name).fields if field.fact] == []


@pytest.mark.parametrize("name", PUBLIC)
def test_strangers_are_never_shown_who_works_here(name):
    assert [field.name for field in shipped(name).fields if field.type == "people"] == []


# --- F1, F2: intake ---------------------------------------------------------------------------------

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

    assert kept == {
        "on_behalf": False, "vulnerable": True, "hide_identity": False, "about_job": False, "elsewhere": False,
        "consent_share": False, "no_survey": False,
    }


def test_who_writes_for_somebody_else_says_for_whom():
    assert asked("intake", **COMPLAINT, on_behalf="on") == {"on_behalf_name": "required"}


def test_what_would_help_is_asked_of_those_who_need_help_only():
    assert facts("intake", **COMPLAINT, needs="Large print")["needs"] is None
    assert facts("intake", **COMPLAINT, vulnerable="on", needs="Large print")["needs"] == "Large print"


def test_both_ways_of_taking_in_a_complaint_give_the_same_facts():
    beside = {"dissatisfied", "reply_expected", "about_us", "promised", "immediate_action", "authority_proof",
              "sent_on"}

    written, taken_in = (set(facts(name)) for name in ("intake", "staff_intake"))

    assert taken_in - written == beside
    assert written - taken_in == set()


def test_what_staff_take_in_can_date_back_and_says_how_it_came():
    form = shipped("staff_intake")

    sent = form.parse({"channel": ["phone"], "received_at": ["2026-11-20T16:10"]}, here=Here())

    assert form.case_columns(sent.data) == {
        "channel": "phone", "received_at": "2026-11-20T16:10:00+00:00", "language": "en",
    }


def test_what_nobody_answered_about_scope_stays_open():
    assert {facts("staff_intake")[name] for name in ("dissatisfied", "reply_expected", "about_us")} == {None}


# --- scope ------------------------------------------------------------------------------------------

def test_who_turns_a_complaint_away_gives_reason_and_door():
    assert asked("scope", scope_confirmed="true") == {"scope_reason": "required", "door": "required"}


def test_a_complaint_after_all_needs_no_reason_and_has_no_other_door():
    assert facts("scope", scope_confirmed="false", door="court") == {
        "scope_confirmed": False, "scope_reason": None, "door": None,
    }


def test_who_finds_that_it_was_wrong_to_turn_away_says_what_was_overlooked():
    assert asked("scope_check", scope_right="true") == {}
    assert asked("scope_check", scope_right="false") == {"scope_comment": "required"}


# --- F3: assessment ---------------------------------------------------------------------------------

def test_an_assessment_gives_every_fact_that_decides_on_urgency_and_routing():
    assert facts("assessment", severity="4", complexity="2", complainant_kind="consumer") == {
        "severity": 4, "complexity": 2, "safety": False, "service_cut": False, "vulnerable": False, "affected": 1,
        "amount": 0, "media": False, "recurrent": False, "can_fix_now": False, "immediate_needed": False,
        "complainant_kind": "consumer", "staff_concerned": False, "subject_level": None, "subject_people": None,
        "answer_by": None,
    }


def test_what_the_complainant_said_of_their_needs_stands_in_the_assessment():
    assert shipped("assessment").prefill({"vulnerable": True})["vulnerable"] == ("true",)


def test_a_complaint_about_somebody_here_says_at_least_what_they_do():
    filled = {"severity": ["2"], "complexity": ["1"], "complainant_kind": ["micro"], "staff_concerned": ["on"]}

    sent = shipped("assessment").parse(filled | {"subject_people": ["4"]}, here=Here({4: "Anna"}))

    assert [(error.field, error.kind) for error in sent.errors] == [("subject_level", "required")]
    assert sent.data["subject_people"] == [4]


# --- F4: investigation ------------------------------------------------------------------------------

def test_an_investigation_has_at_least_one_point():
    assert asked("plan", points=["", " "]) == {"points": "required"}
    assert facts("plan", points=["the fee", "the tone"]) == {"points": ["the fee", "the tone"]}


def test_every_finding_has_reasons_and_an_answer_and_a_number_for_the_loss():
    assert asked("finding", finding="undetermined") == {"why": "required", "answer": "required"}
    assert shipped("finding").parse({"finding": ["refused"]}).data["loss"] == 0


def test_a_finding_for_the_complainant_has_a_cause():
    typed = {"why": "The call of 12 March", "answer": "You were told so."}

    assert asked("finding", finding="upheld", **typed) == {"cause": "required"}
    assert asked("finding", finding="refused", **typed) == {}


def test_who_says_that_a_promise_was_broken_says_which():
    assert asked("evidence", sources=["The call"], promise_breached="on") == {"broken": "required"}


def test_a_colleague_who_was_heard_has_their_words_in_the_file():
    assert asked("hearing", how="phone", informed="on") == {"heard_on": "required", "said": "required"}
    assert asked("hearing", how="unreachable", informed="on") == {}


# --- F5: response -----------------------------------------------------------------------------------

def test_a_justified_complaint_needs_a_remedy_and_its_wording():
    assert asked("response", outcome="partly", reasons="Because " * 5, cause="delay") == {
        "remedies": "required", "remedy_text": "required",
    }


def test_a_refusal_needs_reasons_and_no_remedy():
    assert asked("response", outcome="refused", reasons="Because " * 5, cause="no_fault") == {}


@pytest.mark.parametrize("remedy", ["refund", "compensation", "goodwill"])
def test_money_is_asked_for_when_money_is_the_remedy(remedy):
    assert asked("response", **ANSWER, remedies=["put_right"]) == {}
    assert asked("response", **ANSWER, remedies=[remedy]) == {"amount_offered": "required"}


def test_an_apology_is_written_out():
    assert asked("response", **ANSWER, remedies=["apology"]) == {"apology": "required"}


def test_an_answer_begins_with_the_remedies_that_fit_what_was_found():
    assert shipped("response").prefill({"suggested_remedies": ["apology", "refund"]})["remedies"] == (
        "apology", "refund",
    )


def test_whatever_a_complainant_can_want_can_be_granted():
    wanted = {one.value for one in shipped("intake").field("wanted").options}

    assert wanted <= {one.value for one in shipped("response").field("remedies").options}


def test_what_is_solved_at_once_has_outcome_reasons_and_cause():
    assert asked("resolve_now", solved="true") == {"outcome": "required", "reasons": "required", "cause": "required"}
    assert asked("resolve_now", solved="false") == {"why_not": "required"}


def test_who_grants_a_remedy_as_drafted_changes_nothing():
    assert facts("authority", authority_result="grant") == {"authority_result": "grant", "authority_why": None}


# --- F6: review -------------------------------------------------------------------------------------

def test_an_answer_goes_out_only_when_everything_was_looked_at():
    ticked = dict.fromkeys(REVIEWED, "on")

    assert asked("review", review_result="approve", **ticked) == {}
    assert asked("review", review_result="approve", **ticked | {"fair": ""}) == {"fair": "must_be_yes"}


def test_a_returned_answer_says_what_has_to_change():
    assert asked("review", review_result="return") == {"review_comment": "required"}


def test_what_the_complaints_manager_leaves_as_drafted_stays_as_it_was():
    assert facts("settle", settle_result="as_drafted", settle_why="Fair enough.") == {"settle_result": "as_drafted"}


# --- F7: reaction, internal review ---------------------------------------------------------------------

def test_one_sentence_is_enough_to_reject_an_answer():
    assert asked("reaction", reaction_reason="You did not read it.") == {}


@pytest.mark.parametrize("result", ["uphold", "return"])
def test_a_second_look_that_changes_nothing_leaves_the_answer_as_it_was(result):
    changed = facts("second_look", second_outcome=result, outcome="refused", second_reasons="Because " * 5)

    assert not {"outcome", "remedies", "amount_offered", "remedy_text"} & set(changed)


def test_a_second_look_can_change_the_whole_answer():
    changed = facts("second_look", second_outcome="change", second_reasons="Because " * 5, outcome="upheld",
                    remedies=["refund"], amount_offered="20", remedy_text="We pay.")

    assert {"outcome": "upheld", "remedies": ["refund"], "amount_offered": 20.0, "remedy_text": "We pay."}.items() <= (
        changed.items()
    )


# --- F8: dispute ------------------------------------------------------------------------------------

def test_nobody_agrees_to_a_dispute_without_having_it_explained():
    typed = {"dispute_provider": "the Ombudsman", "dispute_method": "advisory", "edr_consent": "true",
             "consent_how": "asked", "consent_on": "2026-11-20"}

    assert asked("consent", **typed) == {"explained": "must_be_yes"}
    assert asked("consent", **typed, explained="on") == {}


def test_what_a_dispute_leaves_to_do_is_done_like_any_remedy():
    left = facts("dispute_close", dispute_result="settled", dispute_remedies=["refund"], amount_offered="50")

    assert left["remedies"] == ["refund"]
    assert "remedies" not in facts("dispute_close", dispute_result="for_us")


# --- F9, F10, F11 -----------------------------------------------------------------------------------

def test_a_survey_asks_for_one_mark_and_whether_it_was_fair_and_the_rest_may_stay_open():
    assert asked("survey") == {"score": "required", "fair": "required"}
    assert facts("survey", score="2", fair="false")["score"] == 2


def test_a_root_cause_is_found_behind_the_first_answer():
    assert asked("capa_cause", capa_whys=["Nobody looked"], capa_root="method", checked="Tried it.") == {
        "capa_whys": "too_few_lines",
    }


def test_a_complaint_is_closed_only_when_all_that_must_be_true_is():
    true = ("all_points_answered", "decision_sent", "reaction_known", "remedies_verified", "edr_told")

    assert asked("close", cause="delay") == dict.fromkeys(true, "must_be_yes")
    assert asked("close", cause="delay", **dict.fromkeys(true, "on")) == {}


# --- at any time ------------------------------------------------------------------------------------

def test_who_acts_for_the_complainant_stays_out_of_the_run():
    form = shipped("representative")

    sent = form.parse({"name": ["Ann Advocate"], "email": ["ann@law.example"], "authority_proof": ["A letter"]})

    assert form.workflow(sent.data) == {"authority_proof": "A letter"}


def test_whoever_is_named_later_counts_as_concerned():
    form = shipped("person_of_interest")

    sent = form.parse({"subject_people": ["4"], "subject_level": ["manager"], "staff_concerned": ["on"]},
                      here=Here({4: "Anna"}))

    assert form.facts(sent.data) == {"subject_people": [4], "subject_level": "manager", "staff_concerned": True}


def test_who_withdraws_need_not_say_why():
    assert asked("withdrawal") == {}
