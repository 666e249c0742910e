"""What docs/forms.md tells process owners is what forms can hold."""

import json
import re

import pytest

from engine import forms
from engine.config import ROOT
from engine.forms import keywords

GUIDE = (ROOT / "docs/forms.md").read_text()


@pytest.mark.parametrize("word", sorted({
    *keywords.TAKES, *keywords.WIDGETS, *keywords.FORMATS, *keywords.PARTY, *keywords.COLUMNS,
}))
def test_every_word_that_a_form_may_hold_is_explained(word):
    assert re.search(rf'[`"]{re.escape(word)}[`":]', GUIDE)


@pytest.mark.parametrize("name", sorted(file.stem for file in (ROOT / "forms").glob("*.json")))
def test_every_shipped_form_is_named(name):
    assert f"`{name}`" in GUIDE or (name.startswith("capa_") and "`capa_problem` … `capa_publish`" in GUIDE)


def test_the_example_is_a_form():
    example = re.search(r"```json\n(\{.*?\n\})\n```", GUIDE, re.DOTALL)[1]

    assert [field.type for field in forms.read(example.encode(), "forms/plan.json").fields] == ["lines"]


def test_the_worked_change_fits_the_form_that_it_changes():
    change = re.findall(r"```json\n( {4}.*?)```", GUIDE, re.DOTALL)[0]
    close = json.loads((ROOT / "forms/close.json").read_text())
    close["properties"] |= json.loads("{" + change + "}")

    assert "hours" in forms.read(json.dumps(close).encode(), "forms/close.json").names
