"""The words that the public reads, and who a message comes from."""

import pytest

from engine.config import ROOT
from engine.errors import PackInvalid
from engine.packs import words

FILE = "bpmn/milestones.toml"
SHIPPED = words.read((ROOT / FILE).read_bytes(), FILE)


def message(more=""):
    return words.read(f'[[message]]\nname = "info"\nbutton.en = "Answer"\n{more}'.encode(), FILE).messages["info"]


def test_a_message_comes_from_the_complainant_unless_its_words_say_otherwise():
    assert message().sender == "complainant"
    assert message('from = "provider"\n').sender == "provider"


def test_a_message_comes_from_somebody_that_there_is():
    with pytest.raises(PackInvalid, match="complainant or provider or staff"):
        message('from = "court"\n')


def test_what_a_dispute_body_or_anybody_else_brings_is_recorded_by_staff():
    senders = {name: one.sender for name, one in SHIPPED.messages.items() if one.sender != "complainant"}

    assert senders == {
        "edr_notice": "provider", "edr_offer": "provider", "edr_decision": "provider",
        "representative_changed": "staff", "data_rights_request": "staff", "undeliverable": "staff",
        "new_person_of_interest": "staff",
    }


def test_every_message_says_what_it_does_and_what_came_of_it():
    assert [name for name, one in SHIPPED.messages.items() if not (one.help.get("en") and one.confirm.get("en"))] == []


def test_every_milestone_has_a_sentence_and_a_place_of_its_own():
    milestones = SHIPPED.milestones.values()

    assert [one.name for one in milestones if not one.done.get("en", "").endswith(".")] == []
    assert len({one.order for one in milestones}) == len(SHIPPED.milestones)


def test_the_line_of_steps_ahead_is_short_and_ends_with_closing():
    ahead = [one.name for one in SHIPPED.milestones.values() if one.ahead and one.public]

    assert ahead == ["received", "acknowledged", "assessed", "investigated", "communicated", "closed"]
