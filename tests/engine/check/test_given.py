"""What is handed in: the kind of each file, and what is a pack together."""

import pytest

from engine.check.given import place, units
from engine.errors import Cause
from tests.engine.check.tiny import REST, process

DRAWN = process('<startEvent id="came"/>')
DECIDED = (REST / "bpmn/tables/D_effect.dmn").read_bytes()


@pytest.mark.parametrize(("name", "data", "where"), [
    ("order.bpmn", DRAWN, "bpmn/order.bpmn"),
    ("some/order.bpmn20.xml", DRAWN, "bpmn/order.bpmn"),
    ("order.bpmn2", DRAWN, "bpmn/order.bpmn"),
    ("order.xml", DRAWN, "bpmn/order.bpmn"),
    ("order.xml", DECIDED, "bpmn/tables/order.dmn"),
    ("order.xml", b"<not xml", "bpmn/order.bpmn"),
    ("review.JSON", b"{}", "forms/review.json"),
    ("forms/letters/pl/L1.md", b"Subject: x", "forms/letters/pl/L1.md"),
    ("Letters/L1.md", b"Subject: x", "forms/letters/en/L1.md"),
    ("bpmn/regimes.toml", b"x = 1", "bpmn/regimes.toml"),
    ("mine.toml", b"[[obligation]]\nid = 'o'", "bpmn/obligations.toml"),
    ("mine.toml", b"[urgency.U1]", "bpmn/regimes.toml"),
    ("mine.toml", b"[organisation.name]", "bpmn/milestones.toml"),
    ("mine.toml", b"[GB]\nzone = 'Europe/London'", "bpmn/calendars.toml"),
])
def test_a_file_is_known_by_its_ending_its_root_or_what_it_holds(name, data, where):
    assert place(name, data) == where


@pytest.mark.parametrize(("name", "data", "said"), [
    ("order.bpmn", b" \n", "is empty"), ("order.pdf", b"%PDF", "no files of this kind"), ("order", b"x", "no files of"),
    ("pyproject.toml", b"[project]", "not clear what"), ("mine.toml", b"= 3", "not TOML"),
    ("a.toml", b"\xff", "not TOML"),
    ("deep.toml", b"a = " + b"[" * 5_000, "nested too deeply"),
])
def test_what_is_nothing_of_ours_is_refused_in_words(name, data, said):
    found = place(name, data)

    assert isinstance(found, Cause)
    assert said in found.message


def test_files_with_both_folders_of_a_pack_are_judged_together_and_others_each_on_their_own():
    both, loose = {"bpmn/a.bpmn": b"", "forms/b.json": b""}, {"a.bpmn": b"", "bpmn/b.bpmn": b""}

    assert [unit.files for unit in units(both)] == [both]
    assert [unit.name for unit in units(loose)] == ["a.bpmn", "bpmn/b.bpmn"]
