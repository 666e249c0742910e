"""Whatever strangers send (S6): an answer or an error, never a crash, and data that every database can hold."""

import json
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as any_
from jsonschema import Draft202012Validator

from engine import forms
from engine.config import ROOT

INTAKE = forms.read((ROOT / "forms/intake.json").read_bytes(), "forms/intake.json")
SOURCE = json.loads((ROOT / "forms/intake.json").read_text())
OTHERS = [
    forms.read((ROOT / f"forms/{name}.json").read_bytes(), f"forms/{name}.json")
    for name in ("response", "plan", "person_of_interest", "staff_intake")
]
OFFICE = forms.Here({1: "Ann", 2: "Bo"}, ZoneInfo("Europe/Tallinn"))

ODD = any_.sampled_from([
    "", "on", "true", "GB", "payments", "NaN", "1e999", "\x00", "\ud800", "a@b.ee", "2026-02-30", "{{7*7}}",
    "1", "2", "3", "2026-03-29T03:30", "2026-11-24T09:30", "9999-12-31T23:59", "1900-01-01T00:00",
])
TEXT = any_.one_of(ODD, any_.text(any_.characters(), max_size=30))


def anything_for(form):
    names = any_.sampled_from([*sorted(form.names), "__builtins__", "typename", "outcome "])
    return any_.dictionaries(names, any_.lists(TEXT, max_size=3))


@settings(max_examples=300, deadline=None)
@given(any_.sampled_from([INTAKE, *OTHERS]), any_.data())
def test_any_answers_give_storable_data_of_declared_fields(form, data):
    typed = data.draw(anything_for(form))

    read = form.parse(typed, here=OFFICE)

    stored = json.dumps(dict(read.data), allow_nan=False, ensure_ascii=False)
    stored.encode("utf-8")
    assert "\\u0000" not in stored
    assert set(read.data) <= form.names
    assert {error.kind for error in read.errors} <= set(forms.KINDS)
    assert form.shown(read.data, here=OFFICE) is not None
    for texts in read.typed.values():
        "".join(texts).encode("utf-8")


@settings(max_examples=200, deadline=None)
@given(anything_for(INTAKE))
def test_a_second_validator_agrees_that_accepted_complaints_fit_the_schema(typed):
    whole = {"description": ["Charged twice, no answer."], "topic": ["payments"], "name": ["Ann"], "country": ["GB"]}

    read = INTAKE.parse(whole | typed)

    if read.ok:
        needed = [name for name in SOURCE["required"] if INTAKE.field(name).is_shown(read.data)]
        assert list(Draft202012Validator(SOURCE | {"required": needed}).iter_errors(dict(read.data))) == []
