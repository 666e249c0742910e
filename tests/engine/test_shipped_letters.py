"""The letters that come with Amends say what ISO 10002 asks them to say, and nothing that is not known."""

import json
from pathlib import Path

import pytest

from engine import letters
from engine.config import ROOT

FILES = sorted((ROOT / "forms/letters/en").glob("*.md"))
FACTS = {
    field["x-amends-fact"]
    for form in (ROOT / "forms").glob("*.json")
    for field in json.loads(form.read_text())["properties"].values() if "x-amends-fact" in field
}
LITTLE = dict.fromkeys(letters.STANDARD | FACTS) | {
    "reference": "C-2026-7K3QF2", "received_on": "2 November 2026", "organisation": "Example Bank",
    "link": "https://complaints.example.org/c/x", "code": "ABCD EFGH",
}
ALL = LITTLE | {
    "complainant": "Łucja Nowak", "owner": "Anna Tamm", "topic": "payments", "next_date": "16 November 2026",
    "final_date": "2 December 2026", "edr_body": "the Ombudsman", "edr_window": "six months to do so", "edr_url": "https://ombudsman.example/",
    "regime_name": "Law", "outcome": "upheld", "reasons": "You were charged twice.", "remedy": ["apology", "refund"],
    "remedy_text": "We pay back 250 pounds by Friday.", "next_steps": "You need do nothing.",
}


def shipped(name, **values):
    file = ROOT / f"forms/letters/en/{name}.md"
    return letters.render(letters.read(file.read_bytes(), str(file)), ALL | values)


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
def test_every_letter_uses_only_what_every_case_can_know(file):
    read = letters.read(file.read_bytes(), str(file))

    assert read.language == "en"
    assert read.variables <= letters.STANDARD | FACTS


@pytest.mark.parametrize("file", FILES, ids=lambda file: Path(file).stem)
@pytest.mark.parametrize("values", [ALL, LITTLE], ids=["everything known", "little known"])
def test_every_letter_reads_on_whatever_is_known(file, values):
    sent = letters.render(letters.read(file.read_bytes(), str(file)), values)

    assert sent.subject
    assert sent.text.startswith("Dear Łucja Nowak," if values is ALL else "Dear Sir or Madam,")
    for leftover in ("{{", "None", "**", "##", " .", " ,", "\n\n\n"):
        assert leftover not in sent.text


def test_the_acknowledgement_gives_reference_owner_dates_ways_to_follow_and_rights():
    sent = shipped("L1_ack")

    for said in ("C-2026-7K3QF2", "Anna Tamm", "2 December 2026", "https://complaints.example.org/c/x",
                 "ABCD EFGH", "costs you nothing", "the Ombudsman"):
        assert said in sent.text


def test_without_an_outside_body_no_letter_pretends_there_is_one():
    for file in FILES:
        assert "Ombudsman" not in shipped(file.stem, edr_body=None).text


@pytest.mark.parametrize(("outcome", "said"), [
    ("upheld", "You are right. "), ("partly", "You are right in part."), ("refused", "We do not agree"),
])
def test_the_decision_says_first_who_is_right(outcome, said):
    sent = shipped("L6_decision", outcome=outcome)

    assert said in sent.text
    assert sent.text.index(said) < sent.text.index("You were charged twice.")


def test_the_decision_gives_remedy_next_steps_reaction_and_the_way_outside():
    sent = shipped("L6_decision")

    for said in ("We pay back 250 pounds by Friday.", "You need do nothing.", "I do not accept", "16 November 2026",
                 "We apologise", "the Ombudsman", "six months"):
        assert said in sent.text


def test_a_refusal_offers_no_remedy_and_no_apology():
    sent = shipped("L6_decision", outcome="refused", remedy=None, remedy_text=None)

    assert "What we do about it" not in sent.text
    assert "apologise" not in sent.text


def test_the_letter_about_lateness_says_sorry_gives_a_new_date_and_the_way_outside():
    sent = shipped("L5_holding")

    for said in ("2 December 2026", "sorry", "16 November 2026", "the Ombudsman"):
        assert said in sent.text


def test_the_letter_about_the_outside_body_gives_name_address_time_and_cost():
    sent = shipped("L8_edr")

    for said in ("right to ask the Ombudsman", "https://ombudsman.example/", "six months to do so", "charge nothing"):
        assert said in sent.text
