"""Reading: the errors of every file at once, each with its file, and no rule stumbles over a missing part."""

import pytest

from engine.check import check, read
from engine.packs import Pack
from tests.engine.check.tiny import pack

BROKEN = {
    "milestones": b"[[", "regimes": b"x", "calendars": b"[GB]\nzone = 'Nowhere/None'\n", "D_effect": b"<x/>",
    "review": b"{", "L1_ack": b"no subject",
}


def test_what_is_wrong_in_every_file_is_told_at_once():
    causes = check(pack(b"<not xml", **BROKEN))

    assert {cause.file for cause in causes} >= {
        "bpmn/tiny.bpmn", "bpmn/milestones.toml", "bpmn/regimes.toml", "bpmn/calendars.toml",
        "bpmn/tables/D_effect.dmn", "forms/review.json", "forms/letters/en/L1_ack.md",
    }


@pytest.mark.parametrize("name", BROKEN)
def test_one_broken_file_makes_no_other_file_wrong(name):
    causes = check(pack("good.bpmn", **{name: BROKEN[name]}))

    assert len({cause.file for cause in causes}) == 1


@pytest.mark.parametrize("name", ["milestones", "regimes", "calendars", "review"])
def test_a_file_that_is_nested_without_end_is_refused(name):
    (cause,) = check(pack("good.bpmn", **{name: b"a = " + b"[" * 5_000}))

    assert cause.rule in {"file", "words", "regime", "L16"}


@pytest.mark.parametrize("name", ["milestones", "regimes", "calendars"])
def test_a_file_that_every_pack_needs_is_missed(name):
    causes = check(pack("good.bpmn", **{name: None}))

    assert [(cause.file, cause.message) for cause in causes] == [(f"bpmn/{name}.toml", "This file is missing.")]


def test_the_sentence_does_not_repeat_the_file():
    (cause,) = read(pack(b"<not xml")).causes

    assert cause.file == "bpmn/tiny.bpmn"
    assert "tiny.bpmn" not in cause.message


def test_two_forms_or_tables_of_one_name_are_told():
    files = pack("good.bpmn").files
    twice = Pack({
        **files, "forms/more/review.json": files["forms/review.json"],
        "bpmn/tables/other.dmn": files["bpmn/tables/D_effect.dmn"],
    })

    causes = read(twice).causes

    assert {cause.element for cause in causes} == {"review", "D_effect"}
