"""What bpmn/regimes.toml may say, and what its author hears when it contradicts itself."""

from datetime import date

import pytest

from engine import regimes
from engine.config import ROOT
from engine.errors import EvaluationFailed, RegimeInvalid
from engine.regimes import Span

URGENCY = """
[urgency.U3]
acknowledge = "1 WD"
first_action = "3 WD"
update = "10 WD"
target = "15 WD"
final_cap = ""
"""
DEFAULT = {
    "id": "default", "name": "Own promise", "valid_from": date(1970, 1, 1), "clock_start": "receipt", "final": "30 CD",
    "breach_effects": ["holding_letter"], "confidence": "own", "source": "us",
}
LAW = DEFAULT | {"id": "law", "valid_from": date(2020, 1, 1)}


def toml(*rows):
    text = [URGENCY]
    for row in rows:
        text.append("[[regime]]")
        text += [f"{key} = {_written(value)}" for key, value in row.items()]
    return "\n".join(text)


def _written(value):
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {one!r}" for key, one in value.items()) + " }"
    return value if isinstance(value, date | list) else repr(value)


def read(*rows):
    return regimes.read(toml(*rows).encode(), "bpmn/regimes.toml")


def causes(*rows):
    with pytest.raises(RegimeInvalid) as refused:
        read(*rows)
    assert all(cause.file == "bpmn/regimes.toml" for cause in refused.value.causes)
    return [f"{cause.element}: {cause.message}" for cause in refused.value.causes]


def line_of(text, number, start):
    """The line in the regime of that number that begins like that."""
    lines = text.splitlines()
    head = [line for line, written in enumerate(lines) if written == "[[regime]]"][number]
    return next(line for line in range(head, len(lines)) if lines[line].startswith(start)) + 1


def test_a_regime_is_read_with_its_spans_and_its_trust():
    law = read(DEFAULT, LAW | {"final": "8 W", "update": "20 WD", "confidence": "A"}).in_force("law", date(2021, 1, 1))

    assert (law.final, law.update, law.extension, law.confidence) == (Span(8, "W"), Span(20, "WD"), None, "A")


@pytest.mark.parametrize("text", ["3 BD", "2WD", "-1 WD", "0 WD", "1.5 WD", "WD", "2 wd", "12345 CD", "two weeks"])
def test_a_span_is_a_number_and_a_known_unit(text):
    assert causes(DEFAULT, LAW | {"final": text}) == [f"law: final = {text!r} is no span of time."]


@pytest.mark.parametrize(("change", "message"), [
    ({"final": ""}, "There are effects of lateness, but no final date to be late for."),
    ({"final": "", "breach_effects": [], "extension": "8 W"}, "There is an extension, but no final date to extend."),
    ({"final": "40 WD", "extension": "35 WD"}, "final (40 WD) is longer than extension (35 WD)."),
    ({"final": "8 W", "extension": "1 M"}, "final (8 W) is longer than extension (1 M)."),
    ({"update": "40 CD"}, "update (40 CD) is longer than final (30 CD)."),
    ({"acknowledge": "8 W"}, "acknowledge (8 W) is longer than final (30 CD)."),
    ({"valid_to": date(2019, 1, 1)}, "valid_to 2019-01-01 comes before valid_from 2020-01-01."),
    ({"valid_from": "2020-01-01"}, "valid_from = '2020-01-01' is no day."),
    ({"clock_start": "birth"}, "clock_start is 'birth'."),
    ({"dispatch": "lost"}, "dispatch is 'lost'."),
    ({"fast_track": "5 W"}, "fast_track (5 W) is longer than final (30 CD)."),
    ({"refer_level": "5 W", "breach_effects": ["holding_letter", "auto_refer_level"]},
     "refer_level (5 W) is longer than final (30 CD)."),
    ({"refer_level": "2 W"}, "There is a refer_level, but auto_refer_level is no effect."),
    ({"review_ack": "5 W", "review_final": "20 WD"}, "review_ack (5 W) is longer than review_final (20 WD)."),
    ({"review_final": "20 WD", "review_extension": "15 WD"},
     "review_final (20 WD) is longer than review_extension (15 WD)."),
    ({"review_extension": "15 WD"}, "There is a review_extension, but no review_final."),
    ({"edr_reply": "30 WD", "edr_reply_complex": "20 WD"},
     "edr_reply (30 WD) is longer than edr_reply_complex (20 WD)."),
    ({"edr_reply_complex": "20 WD"}, "There is an edr_reply_complex, but no edr_reply."),
    ({"rights_answer": "3 M", "rights_extension": "1 M"}, "rights_answer (3 M) is longer than rights_extension (1 M)."),
    ({"reviewer_independent": "yes"}, "reviewer_independent = 'yes' is neither true nor false."),
    ({"complainant": ["cat"]}, "complainant holds 'cat', which Amends does not know."),
    ({"must_include": "reasons"}, "must_include is no list of texts."),
    ({"breach_effects": "holding_letter"}, "breach_effects is no list of texts."),
    ({"breach_effects": ["holding_letter", "fine"]}, "breach_effects holds 'fine', which Amends does not know."),
    ({"breach_effects": ["deemed_granted", "holding_letter"]},
     "When silence grants what was asked, no letter can still say that we are late: deemed_granted stands together "
     "with holding_letter."),
    ({"breach_effects": ["holding_letter", "edr_letter"]},
     "holding_letter and edr_letter would both go out on the final date."),
    ({"breach_effects": ["holding_letter", "auto_compensation"]}, "auto_compensation needs an amount."),
    ({"compensation": "25 EUR"}, "There is a compensation, but auto_compensation is no effect."),
    ({"extension_needs": ["reason", "new_date", "letter"]},
     "extension_needs tells what an extension needs, but there is none."),
    ({"extension": "50 CD", "extension_needs": ["reason"]},
     "An extension without new_date and letter leaves the complainant in the dark."),
    ({"edr_window": "six months to do so"}, "There is an edr_window, but no edr_body."),
    ({"edr_url": "https://body.example/"}, "There is an edr_url, but no edr_body."),
    ({"edr_time": "90 CD"}, "There is an edr_time, but no edr_body."),
    ({"confidence": "K", "name": "The banking act of somewhere"},
     "The name says 'act', but with confidence K it is no law."),
    ({"name": "Our code"}, "The name says 'code', but with confidence own it is no law."),
    ({"confidence": "K", "breach_effects": ["deemed_granted"]},
     "confidence K, and yet deemed_granted would be executed as if it were law."),
    ({"confidence": "K", "confidence_of": {"final": "A"}}, "final has confidence A in a regime that has K."),
    ({"confidence_of": {"extension": "K"}}, "confidence_of speaks of 'extension', which is not given here."),
    ({"confidence_of": {"final": "sure"}}, "confidence_of gives final 'sure'."),
    ({"confidence_of": "K"}, "confidence_of is no table."),
    ({"confidence": "sure"}, "confidence is 'sure'."),
    ({"breach_effects": ["regulator_flag"]}, "Nobody tells the complainant that we are late."),
    ({"edr_url": "javascript:alert(1)"}, "edr_url 'javascript:alert(1)' is no safe address."),
    ({"source": ""}, "'source' is missing."),
    ({"finale": "8 W"}, "'finale' is not known here."),
])
def test_a_contradiction_is_refused_with_the_reason(change, message):
    assert f"law: {message}" in causes(DEFAULT, LAW | change)


@pytest.mark.parametrize(("change", "key"), [
    ({"final": "8 X"}, "final"), ({"valid_from": "2020-01-01"}, "valid_from"), ({"clock_start": ""}, "clock_start"),
    ({"name": ""}, "name"), ({"breach_effects": ["fine"]}, "breach_effects"), ({"confidence": "sure"}, "confidence"),
])
def test_a_cause_names_the_line_on_which_it_stands(change, key):
    rows = DEFAULT, LAW | change, LAW | {"id": "other"}

    with pytest.raises(RegimeInvalid) as refused:
        read(*rows)

    assert [cause.line for cause in refused.value.causes] == [line_of(toml(*rows), 1, f"{key} = ")]


def test_what_is_missing_is_looked_for_at_the_head_of_its_regime():
    without = {key: value for key, value in LAW.items() if key != "source"}

    with pytest.raises(RegimeInvalid) as refused:
        read(DEFAULT, without)

    assert refused.value.causes[0].line == line_of(toml(DEFAULT, without), 1, "[[regime]]")


def test_two_rows_that_are_the_same_are_told():
    assert causes(DEFAULT, LAW, LAW) == ["law: The versions of 2020-01-01 and 2020-01-01 overlap."]


def test_every_cause_is_told_at_once():
    found = causes(DEFAULT, LAW | {"final": "8 X", "confidence": ""}, LAW | {"id": "other", "clock_start": ""})

    assert found == ["law: final = '8 X' is no span of time.", "law: confidence is ''.", "other: clock_start is ''."]


def test_two_versions_of_a_regime_may_not_hold_on_the_same_day():
    old = LAW | {"valid_to": date(2026, 4, 8)}

    assert causes(DEFAULT, LAW | {"valid_from": date(2026, 4, 8)}, old) == [
        "law: The versions of 2020-01-01 and 2026-04-08 overlap."]
    assert causes(DEFAULT, LAW, LAW | {"valid_from": date(2026, 4, 8)}) == [
        "law: The versions of 2020-01-01 and 2026-04-08 overlap."]


def test_there_is_always_a_default():
    missing = "default: There is no default regime without an end."

    assert causes(LAW) == [missing]
    assert causes(DEFAULT | {"valid_to": date(2030, 1, 1)}) == [missing]
    assert causes(DEFAULT | {"valid_to": date(2000, 1, 1)}, DEFAULT | {"valid_from": date(2001, 1, 1)}) == [
        "default: Between its versions there are days on which nothing is promised."]


@pytest.mark.parametrize("data", [b"\xff", b"[[regime]", b"regime = 3", b"urgency = 3", b"[law]\nfinal = '8 W'"])
def test_what_is_no_list_of_regimes_is_refused(data):
    with pytest.raises(RegimeInvalid):
        regimes.read(data, "bpmn/regimes.toml")


def test_an_urgency_promises_every_step_and_in_order():
    late = URGENCY.replace('"1 WD"', '""').replace('final_cap = ""', 'final_cap = "5 WD"')

    with pytest.raises(RegimeInvalid) as refused:
        regimes.read(toml(DEFAULT).replace(URGENCY, late).encode(), "bpmn/regimes.toml")

    assert [cause.message for cause in refused.value.causes] == [
        "target (15 WD) is longer than final_cap (5 WD).", "'acknowledge' is missing."]


def test_the_version_of_the_day_holds():
    both = read(DEFAULT, LAW | {"valid_to": date(2026, 4, 7)}, LAW | {"valid_from": date(2026, 4, 8), "final": "6 W"})

    assert both.in_force("law", date(2026, 4, 7)).final == Span(30, "CD")
    assert both.in_force("law", date(2026, 4, 8)).final == Span(6, "W")


def test_a_law_that_is_not_in_force_binds_nobody_but_our_promise_does():
    both = read(DEFAULT, LAW)

    assert [one.id for one in both.for_case(["law"], date(2026, 1, 1))] == ["law"]
    assert [one.id for one in both.for_case(["law"], date(2019, 1, 1))] == ["default"]
    assert [one.id for one in both.for_case([], date(2026, 1, 1))] == ["default"]
    with pytest.raises(EvaluationFailed, match="no version in force on 2019-01-01"):
        both.in_force("law", date(2019, 1, 1))


def test_a_regime_without_a_final_date_leaves_our_own_promise_to_decide_it():
    both = read(DEFAULT, LAW | {"final": "", "breach_effects": [], "rights_answer": "1 M"})

    assert [one.id for one in both.for_case(["law"], date(2026, 1, 1))] == ["law", "default"]
    assert [one.id for one in both.for_case(["law", "default"], date(2026, 1, 1))] == ["law", "default"]


def test_general_knowledge_has_no_name_and_no_body_for_the_public():
    body = {"edr_body": "the Ombudsman", "edr_window": "a year", "edr_url": "https://body.example/"}
    trusts = {"confidence": "K"}, {"confidence": "A", "confidence_of": {"edr_window": "K"}}, {"confidence": "B"}
    practice, mixed, law = (read(DEFAULT, LAW | body | more).in_force("law", date(2026, 1, 1)) for more in trusts)

    assert [practice.said(key) for key in ("name", *body)] == [""] * 4
    assert [mixed.said(key) for key in body] == ["the Ombudsman", "", "https://body.example/"]
    assert law.said("name") == LAW["name"]
    assert (practice.is_law, mixed.is_law, law.is_law) == (False, True, True)
    assert (mixed.law_on("edr_window"), mixed.law_on("final")) == (False, True)


def test_our_own_promise_may_be_told_though_it_is_no_law():
    promise = read(DEFAULT).in_force("default", date(2026, 1, 1))

    assert (promise.is_law, promise.said("name")) == (False, "Own promise")


def test_an_unknown_regime_or_urgency_is_told():
    both = read(DEFAULT, LAW)

    with pytest.raises(EvaluationFailed, match="no regime 'lwa'"):
        both.for_case(["lwa"], date(2026, 1, 1))
    with pytest.raises(EvaluationFailed, match="no urgency 'U9'"):
        both.urgency("U9")


def test_the_shipped_regimes_can_be_used_and_say_where_they_come_from():
    shipped = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")

    assert set(shipped.urgencies) == {"U1", "U2", "U3", "U4"}
    assert all(one.source for versions in shipped.regimes.values() for one in versions)
