from engine.check import read
from engine.check.letters_known import find
from engine.packs import Pack
from tests.engine.check.tiny import found, pack, rest


def test_a_letter_that_is_sent_is_written():
    said = found(find, "letters_known.bpmn")

    assert 'Did you mean "L1_ack"?' in said["missing"]
    assert "L7_summary" in said["by_choice"]
    assert not {"fine", "worked_out", "breach"} & set(said)


def test_letters_that_an_operation_sends_by_itself_are_written_too():
    assert "L8_edr" in found(find, "letters_known.bpmn", L8_edr=None)["breach"]


def test_a_letter_says_what_every_case_or_a_fact_knows():
    known = b"Subject: {{ reference }}\n\n{{ result }} {{ amount }} {{ country }} {{ effects }} {{ owner }}\n"
    unknown = known.replace(b"result", b"reslut")

    assert "result" not in found(find, "letters_known.bpmn", L1_ack=known)
    assert "says {{ reslut }}, which no case knows" in found(find, "letters_known.bpmn", L1_ack=unknown)["reslut"]


def test_a_part_of_a_letter_is_kept_for_an_answer_that_a_form_offers():
    letter = b"Subject: {{ reference }}\n\n{{#result is upheld}}Yes.{{/result}}{{#result is partly}}A bit.{{/result}}\n"

    said = found(find, "letters_known.bpmn", L1_ack=letter)["result"]

    assert "a part for result is partly" in said
    assert "upheld, and no form" not in said


def test_what_only_one_letter_can_say_is_not_said_in_another():
    letter = b"Subject: {{ reference }}\n\nBecause {{ extension_reason }}.\n"

    assert "filled in L5_holding only" in found(find, "letters_known.bpmn", L1_ack=letter)["extension_reason"]
    assert "extension_reason" not in found(find, "letters_known.bpmn", L5_holding=letter)


def test_a_letter_that_asks_something_is_sent_with_what_it_asks():
    letter = b"Subject: {{ reference }}\n\n{{ question }}\n"

    said = found(find, "letters_known.bpmn", L1_ack=letter)

    assert "sends L1_ack without the parameter question" in said["fine"]
    assert "asks" not in said


def test_a_letter_lies_where_it_is_looked_for():
    letter = rest()["forms/letters/en/L1_ack.md"]
    stray = Pack({**pack("good.bpmn").files, "forms/L1_ack.md": letter})

    assert [(cause.file, cause.message) for cause in find(read(stray))] == [
        ("forms/L1_ack.md", "No letter is looked for here."),
    ]


def test_a_letter_that_is_there_but_wrong_is_not_also_called_missing():
    broken = rest()["forms/letters/en/L1_ack.md"].replace(b"Subject:", b"")

    assert "fine" not in found(find, "letters_known.bpmn", L1_ack=broken)
