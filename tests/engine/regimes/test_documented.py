"""docs/regimes.md tells a compliance officer of every key, unit, effect and mark there is."""

import re

import pytest

from engine.config import ROOT
from engine.regimes.reading import REGIME_KEYS, URGENCY_KEYS
from engine.regimes.regime import CONFIDENCE, EFFECTS, NEEDS, STARTS, WAYS_OUT
from engine.regimes.span import UNITS

DOCUMENT = (ROOT / "docs/regimes.md").read_text()
NAMED = frozenset(re.findall(r"`([a-zA-Z_]+)`", DOCUMENT))


@pytest.mark.parametrize("word", sorted({
    *REGIME_KEYS, *URGENCY_KEYS, *EFFECTS, *STARTS, *CONFIDENCE, *NEEDS, *WAYS_OUT, *UNITS,
}))
def test_every_word_of_the_file_is_explained(word):
    assert word in NAMED


def test_no_key_is_explained_that_does_not_exist():
    tables = re.findall(r"^\| (`[a-z_`, ]+`) \|", DOCUMENT, re.MULTILINE)
    explained = {key for row in tables for key in re.findall(r"[a-z_]+", row)}

    assert explained <= {*REGIME_KEYS, *URGENCY_KEYS, *EFFECTS, *STARTS, *CONFIDENCE}
