"""The letters that come with Amends say what ISO 10002 and 10003 ask them to say, and nothing that is not known."""

import json
import re
from pathlib import Path

import pytest

from engine import letters, regimes
from engine.config import ROOT
from engine.contract import KNOWN

FILES = sorted((ROOT / "forms/letters/en").glob("*.md"))
FACTS = KNOWN | {"retention_years"} | {
    field["x-amends-fact"]
    for form in (ROOT / "forms").glob("*.json")
    for field in json.loads(form.read_text())["properties"].values() if "x-amends-fact" in field
}
LITTLE = dict.fromkeys(letters.STANDARD | FACTS) | {
    "reference": "C-2026-7K3QF2", "received_on": "2 November 2026", "organisation": "Example Bank",
    "link": "https://complaints.example.org/c/x", "code": "ABCD EFGH",
}
ALL = LITTLE | {
    "complainant": "Łucja Nowak", "reader": "Łucja Nowak", "owner": "Anna Tamm", "topic": "A payment",
    "next_date": "16 November 2026", "final_date": "2 December 2026", "missed_date": None, "edr_body": "the Ombudsman",
    "edr_window": "six months to do so", "edr_url": "https://ombudsman.example/", "regime_name": "Law",
    "outcome": "upheld", "reasons": "You were charged twice.", "remedies": ["apology", "refund"],
    "remedy_text": "We pay back 250 pounds by Friday.", "next_steps": "You need do nothing.",
    "wanted": letters.Worded(["refund"], "My money back"), "wanted_text": "250 pounds", "regimes": ["uk_ofgem"],
    "question": "Which card did you use?", "scope_reason": "It is about another bank.", "door": "other_firm",
    "second_outcome": "uphold", "second_reasons": "We looked at it again.", "duplicate_of": "C-2026-AAAAAA",
    "dispute_reference": "D-2026-BBBBBB", "other_reference": "FOS 77", "position": "We were late.",
    "position_offer": "We offer 50 pounds.", "others_letter": "You were charged twice as well.",
    "corrected_subject": "Our answer", "corrected_on": "3 November 2026", "correction_wrong": "25 pounds",
    "correction_right": "250 pounds",
}
LATE = ALL | {"final_date": None, "missed_date": "2 December 2026", "next_date": "16 January 2027"}
TO_THE_COMPLAINANT = [file.stem for file in FILES if file.stem not in ("L11_staff", "L13_reply")]


def shipped(name, values=ALL, **more):
    file = ROOT / f"forms/letters/en/{name}.md"
    return letters.render(letters.read(file.read_bytes(), str(file)), values | more)


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_every_letter_uses_only_what_every_case_can_know(file):
    read = letters.read(file.read_bytes(), str(file))

    assert read.language == "en"
    assert read.variables <= letters.STANDARD | FACTS


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
@pytest.mark.parametrize("values", [ALL, LITTLE], ids=["everything known", "little known"])
def test_every_letter_reads_on_whatever_is_known(file, values):
    sent = shipped(file.stem, values)

    assert sent.subject
    named = values is ALL and file.stem != "L13_reply"
    assert sent.text.startswith("Dear Łucja Nowak," if named else "Dear Sir or Madam,")
    for leftover in ("{{", "}}", "None", "**", "##", " .", " ,", "\n\n\n", "  "):
        assert leftover not in sent.text


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_every_letter_says_who_writes_it_and_under_which_reference(file):
    sent = shipped(file.stem)

    assert sent.text.endswith("Anna Tamm\n\nExample Bank\n")
    assert re.search("C-2026-7K3QF2|D-2026-BBBBBB", sent.subject + sent.text)


@pytest.mark.parametrize("name", [name for name in TO_THE_COMPLAINANT if name != "L14_correction"])
def test_every_letter_to_a_complainant_says_that_complaining_is_free(name):
    assert "free of charge" in shipped(name).text


@pytest.mark.parametrize("name", TO_THE_COMPLAINANT)
def test_every_letter_to_a_complainant_shows_the_way_to_their_page(name):
    assert "https://complaints.example.org/c/x" in shipped(name).text


@pytest.mark.parametrize("name", ["L11_staff", "L13_reply"])
def test_nobody_but_the_complainant_is_shown_the_way_to_their_page(name):
    said = shipped(name).text

    assert "complaints.example.org" not in said
    assert "ABCD" not in said


def test_without_an_outside_body_no_letter_pretends_there_is_one():
    for file in FILES:
        assert "Ombudsman" not in shipped(file.stem, edr_body=None).text


@pytest.mark.parametrize("name", TO_THE_COMPLAINANT)
def test_no_letter_names_a_law_or_a_body_that_nobody_has_read(name):
    book = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")
    written = (ROOT / f"forms/letters/en/{name}.md").read_text()

    unread = {text for versions in book.regimes.values() for one in versions if not one.is_law
              for text in (one.name, one.edr_body) if text and one.id != "default"}

    assert [text for text in unread if text in written] == []


@pytest.mark.parametrize("name", sorted({*letters.STANDARD, *(file.stem for file in FILES)}))
def test_whatever_a_letter_can_say_and_every_letter_is_explained(name):
    assert f"`{name}`" in (ROOT / "docs/letters.md").read_text()


# --- receipt and progress ---------------------------------------------------------------------------

def test_the_acknowledgement_gives_reference_owner_dates_ways_to_follow_and_rights():
    sent = shipped("L1_ack")

    for said in ("C-2026-7K3QF2", "Anna Tamm", "2 December 2026", "https://complaints.example.org/c/x", "ABCD EFGH",
                 "free of charge", "the Ombudsman", "in writing, with the reasons", "Somebody else may act for you"):
        assert said in sent.text


def test_the_acknowledgement_says_how_the_complaint_was_understood():
    sent = shipped("L1_ack")

    assert "- It is mostly about this: A payment.\n- What would put it right for you: My money back." in sent.text


def test_who_writes_under_an_address_of_somebody_else_learns_no_reference_of_theirs():
    assert "C-2026-AAAAAA" not in shipped("L1_duplicate").text


def test_the_start_of_the_review_says_who_looks_and_until_when():
    said = shipped("L1_review").text

    for words in ("had no part in it", "16 November 2026", "do not have to wait"):
        assert words in said


def test_a_question_says_what_is_asked_by_when_and_that_not_knowing_is_fine():
    said = shipped("L3_question").text

    for words in ("Which card did you use?", "16 November 2026", "that is fine", "2 December 2026"):
        assert words in said


@pytest.mark.parametrize(("door", "words"), [
    ("employment", "personnel department"), ("court", "what it decides counts"), ("feedback", "passed it on"),
])
def test_who_is_shown_another_door_hears_why_where_to_go_and_how_to_object(door, words):
    said = shipped("L4_other_door", door=door).text

    assert words in said.replace("What it decides", "what it decides")
    assert "It is about another bank." in said
    assert "You may object" in said


# --- late -------------------------------------------------------------------------------------------

def test_the_letter_about_lateness_says_sorry_gives_a_new_date_and_the_way_outside():
    sent = shipped("L5_holding", LATE)

    assert "is late" in sent.subject
    for said in ("2 December 2026", "sorry", "16 January 2027", "the Ombudsman"):
        assert said in sent.text


def test_news_of_a_late_complaint_say_that_it_is_late_and_promise_no_day_that_is_over():
    said, in_time = shipped("L2_progress", LATE).text, shipped("L2_progress").text

    for words in ("should have had our answer by 2 December 2026", "sorry", "16 January 2027", "the Ombudsman"):
        assert words in said
    assert "You have our answer by" not in said
    assert "You have our answer by 2 December 2026." in in_time
    assert "late" not in in_time


def test_where_the_law_opens_the_way_outside_instead_of_a_letter_about_lateness_that_letter_says_that_it_is_late():
    assert "should have had our answer by 2 December 2026" in shipped("L8_edr", LATE).text
    assert "should have had our answer" not in shipped("L8_edr").text


@pytest.mark.parametrize(("letter", "values", "words"), [
    ("L1_ack", None, "tell you why"), ("L1_ack", None, "until it is closed or you are told"),
    ("L5_holding", "late", "the reason why there is none"),
])
def test_no_letter_promises_what_no_later_letter_keeps(letter, values, words):
    assert words not in shipped(letter, LATE if values else ALL).text


def test_a_date_is_put_off_with_a_reason_a_new_date_and_the_way_outside():
    sent = shipped("L5_holding", extension_reason="An expert has to see it.", new_date="20 December 2026")

    assert "takes longer" in sent.subject
    for said in ("An expert has to see it.", "20 December 2026", "sorry", "the Ombudsman"):
        assert said in sent.text
    assert "should have had our answer" not in sent.text


def test_what_is_owed_for_being_late_is_said_without_being_asked_for():
    assert "25 EUR" in shipped("L5_holding", compensation_due="25 EUR").text


def test_silence_that_counts_as_yes_is_said_with_what_was_asked_for():
    said = shipped("L6_granted").text

    for words in ("counts as agreeing with you", "My money back", "250 pounds", "sorry"):
        assert words in said


# --- decisions --------------------------------------------------------------------------------------

@pytest.mark.parametrize(("outcome", "said"), [
    ("upheld", "You are right. "), ("partly", "You are right in part."), ("refused", "We do not agree"),
])
def test_the_decision_says_first_who_is_right(outcome, said):
    sent = shipped("L6_decision", outcome=outcome)

    assert said in sent.text
    assert sent.text.index(said) < sent.text.index("You were charged twice.")


def test_the_decision_gives_remedy_next_steps_reaction_and_both_ways_on():
    sent = shipped("L6_decision")

    for said in ("We pay back 250 pounds by Friday.", "You need do nothing.", "I do not accept", "16 November 2026",
                 "We apologise", "had no part in this answer", "the Ombudsman", "six months"):
        assert said in sent.text


def test_an_apology_in_its_own_words_stands_for_the_usual_one():
    said = shipped("L6_decision", apology="I am sorry that we laughed.").text

    assert "I am sorry that we laughed." in said
    assert "We apologise to you" not in said


def test_a_refusal_offers_no_remedy_and_no_apology():
    sent = shipped("L6_decision", outcome="refused", remedies=None, remedy_text=None, apology=None)

    assert "What we do about it" not in sent.text
    assert "apologise" not in sent.text


def test_the_review_says_what_stands_or_changes_why_and_the_way_outside():
    kept, changed = shipped("L6_review").text, shipped("L6_review", second_outcome="change").text

    assert "Our answer stands." in kept
    assert "We change our answer. You are right" in changed
    for said in (kept, changed):
        assert "We looked at it again." in said
        assert "the Ombudsman" in said
        assert "last step inside our organisation" in said


@pytest.mark.parametrize(("outcome", "said"), [
    ("upheld", "You are right, and"), ("partly", "You are right in part."), ("refused", "We still do not agree"),
])
def test_what_was_looked_into_once_more_is_answered_anew(outcome, said):
    text = shipped("L6_review", second_outcome="return", second_reasons=None, outcome=outcome).text

    assert said in text
    assert "You were charged twice." in text


def test_what_was_solved_at_once_is_confirmed_and_the_right_to_go_outside_stays():
    said = shipped("L7_summary").text

    for words in ("You were charged twice.", "We pay back 250 pounds", "take your complaint for resolved",
                  "keep the right to ask the Ombudsman", "six months"):
        assert words in said


# --- dispute ----------------------------------------------------------------------------------------

def test_the_letter_about_the_outside_body_gives_right_independence_cost_redress_address_and_time():
    sent = shipped("L8_edr")

    for said in ("right to ask the Ombudsman", "independent of us", "free of charge", "to apologise, to explain",
                 "https://ombudsman.example/", "six months to do so", "neither our consent nor a lawyer"):
        assert said in sent.text


def test_that_a_decision_binds_only_us_is_said_where_the_law_wants_it_said():
    assert "It does not bind you" in shipped("L8_edr").text
    assert "whether what they decide binds anybody" in shipped("L8_edr", regimes=["se_finance"]).text


def test_where_no_law_knows_a_body_somebody_whom_both_trust_is_offered():
    said = shipped("L8_edr", edr_body="", edr_url="", edr_window="").text

    for words in ("We know of no body", "whom both of us trust", "right to go to court"):
        assert words in said


def test_who_forgets_to_go_outside_is_reminded_without_pressure():
    said = shipped("L8_reminder").text

    assert "do not have to do anything" in said
    assert "the Ombudsman" in said


@pytest.mark.parametrize(("more", "said", "not_said"), [
    ({"position": None, "position_offer": None}, "We have your notice", "What we say"),
    ({}, "We were late.", "We have your notice"),
    ({"offer_reply": "We offer 80."}, "We offer 80.", "We were late."),
    ({"offer_reply": "We offer 80.", "recommendation_reply": "We accept."}, "We accept.", "We offer 80."),
])
def test_a_dispute_body_gets_our_newest_word_under_both_references(more, said, not_said):
    sent = shipped("L13_reply", **more)

    assert sent.subject == "Your reference FOS 77, ours D-2026-BBBBBB"
    assert said in sent.text
    assert not_said not in sent.text


# --- others -----------------------------------------------------------------------------------------

def test_who_is_complained_about_hears_it_at_once_is_heard_and_not_condemned():
    said = shipped("L11_staff").text

    for words in ("Nothing is decided", "You are heard before we decide", "no step against you", "how it ends"):
        assert words in said


def test_a_complainant_who_asked_for_it_is_not_named_to_those_concerned():
    said = shipped("L11_staff", complainant="").text

    assert "they asked for that" in said
    assert "It comes from" not in said


def test_what_was_found_for_others_is_told_to_who_brought_it_up():
    assert "You were charged twice as well." in shipped("L10_others").text


def test_a_correction_names_the_letter_what_was_wrong_and_what_is_right():
    said = shipped("L14_correction").text

    for words in ("“Our answer”", "3 November 2026", "25 pounds", "250 pounds", "kept as it was"):
        assert words in said


def test_a_closed_complaint_can_be_opened_again():
    assert "Open it again" in shipped("L9_closing").text


def test_a_closed_complaint_is_not_kept_for_ever():
    assert "for 6 years" in shipped("L9_closing", retention_years=6).text


def test_nobody_is_asked_more_than_twice_how_it_was():
    assert "remind you once" in shipped("L12_survey").text
    assert "do not ask again" in shipped("L12_reminder").text
