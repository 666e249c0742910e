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
        text += [f"{key} = {value if isinstance(value, date | list) else repr(value)}" for key, value in row.items()]
    return "\n".join(text)


def read(*rows):
    return regimes.read(toml(*rows).encode(), "bpmn/regimes.toml")


def causes(*rows):
    with pytest.raises(RegimeInvalid) as refused:
        read(*rows)
    return [f"{cause.element}: {cause.message}" for cause in refused.value.causes]


def test_a_regime_is_read_with_its_spans_and_its_trust():
    law = read(DEFAULT, LAW | {"final": "8 W", "update": "20 WD", "confidence": "A"}).in_force("law", date(2021, 1, 1))

    assert (law.final, law.update, law.extension, law.confidence) == (Span(8, "W"), Span(20, "WD"), None, "A")


@pytest.mark.parametrize("text", ["3 BD", "2WD", "-1 WD", "0 WD", "1.5 WD", "WD", "2 wd", "12345 CD", "two weeks"])
def test_a_span_is_a_number_and_a_known_unit(text):
    assert causes(DEFAULT, LAW | {"final": text}) == [f"law: final = {text!r} is no span of time."]


@pytest.mark.parametrize(("change", "message"), [
    ({"final": ""}, "'final' is missing."),
    ({"final": "40 WD", "extension": "35 WD"}, "final (40 WD) is longer than extension (35 WD)."),
    ({"final": "8 W", "extension": "1 M"}, "final (8 W) is longer than extension (1 M)."),
    ({"update": "40 CD"}, "update (40 CD) is longer than final (30 CD)."),
    ({"acknowledge": "8 W"}, "acknowledge (8 W) is longer than final (30 CD)."),
    ({"valid_to": date(2019, 1, 1)}, "valid_to 2019-01-01 comes before valid_from 2020-01-01."),
    ({"valid_from": "2020-01-01"}, "valid_from = '2020-01-01' is no day."),
    ({"clock_start": "ack"}, "clock_start is 'ack'."),
    ({"confidence": "sure"}, "confidence is 'sure'."),
    ({"breach_effects": ["deemed_granted", "edr_letter"]}, "'deemed_granted' is no effect that Amends can execute."),
    ({"breach_effects": ["regulator_flag"]}, "Nobody tells the complainant that we are late."),
    ({"extension": "50 CD", "breach_effects": ["edr_letter"]},
     "There is an extension, but nobody tells the complainant."),
    ({"edr_url": "javascript:alert(1)"}, "edr_url 'javascript:alert(1)' is no safe address."),
    ({"source": ""}, "'source' is missing."),
    ({"finale": "8 W"}, "'finale' is not known here."),
])
def test_a_contradiction_is_refused_with_the_reason(change, message):
    assert f"law: {message}" in causes(DEFAULT, LAW | change)


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


def test_an_unknown_regime_or_urgency_is_told():
    both = read(DEFAULT, LAW)

    with pytest.raises(EvaluationFailed, match="no regime 'lwa'"):
        both.for_case(["lwa"], date(2026, 1, 1))
    with pytest.raises(EvaluationFailed, match="no urgency 'U9'"):
        both.urgency("U9")


def test_the_shipped_regimes_can_be_used_and_say_where_they_come_from():
    shipped = regimes.read((ROOT / "bpmn/regimes.toml").read_bytes(), "bpmn/regimes.toml")

    assert set(shipped.regimes) == {
        "default", "uk_fca", "uk_payments", "us_cfpb", "uk_housing", "ie_cbi", "pl_finance",
    }
    assert set(shipped.urgencies) == {"U1", "U2", "U3", "U4"}
    assert {one.confidence for versions in shipped.regimes.values() for one in versions} <= {"A", "B", "own"}
