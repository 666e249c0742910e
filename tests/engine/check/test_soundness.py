"""What the token game finds, in sentences for the people who draw."""

import pytest

from engine import xml
from engine.check import RULES, check, read
from engine.check.soundness import MOST, NAMED, find, told
from engine.config import ROOT
from engine.errors import NOTE, Cause
from engine.packs import read_folder
from engine.tokens import Bound, explore
from tests.engine.check.tiny import HERE, pack
from tests.engine.tokens.drawing import process
from tests.packs import SMALL


def causes(diagram: str | bytes) -> list[Cause]:
    return list(find(read(pack(diagram))))


def by_rule(rule: str) -> list[Cause]:
    return [cause for cause in causes("soundness.bpmn") if cause.rule == f"soundness/{rule}"]


def test_a_standstill_says_where_for_what_and_what_to_do():
    stuck = {cause.element: cause for cause in by_rule("option-to-complete")}["both_done"]

    assert stuck.message == ('The case can come to stand still at "Both done": it waits for "Ask the other side", '
                             "which can no longer come on this way.")
    assert "exclusive gateway" in stuck.repair
    assert [step.element for step in stuck.path] == ["came", "is_simple", "answer"]
    assert {step.file for step in stuck.path} == {"bpmn/tiny.bpmn"}


def test_a_circle_without_an_exit_never_ends_and_spins():
    (endless,) = [cause for cause in by_rule("option-to-complete") if cause.element == "try_again"]
    (spinning,) = by_rule("livelock")

    assert "can never end" in endless.message
    assert spinning.element == "try_again"


def test_what_is_done_twice_is_named_by_the_arrow_it_comes_on():
    assert {cause.element for cause in by_rule("unsafe")} == {"filed"}


def test_an_end_that_comes_twice_is_named():
    assert [cause.element for cause in by_rule("proper-completion")] == ["over"]


def test_everything_that_never_comes_is_named():
    assert [cause.element for cause in by_rule("dead-element")] == [
        "both_done", "answered", "forgotten", "gone", "many"]


def test_what_is_not_understood_is_a_note():
    (note,) = by_rule("not-understood")

    assert (note.element, note.severity) == ("many", NOTE)


def test_every_finding_has_a_repair_and_ends_as_a_sentence():
    for cause in causes("soundness.bpmn"):
        assert cause.repair.endswith(".")
        assert cause.message.endswith(".")
        assert cause.rule in NAMED


def test_where_not_everything_was_searched_that_is_an_error():
    root = xml.parse((HERE / "soundness.bpmn").read_bytes())

    (cause,) = [one for one in told(explore({"f": root}, Bound(states=2, moves=5), reduce=False))
                if one.rule == "soundness/not-proved"]

    assert "2 states" in cause.message or "3 states" in cause.message
    assert cause.severity == "error"


def test_of_one_kind_no_more_than_fifty_are_told():
    lost = [f"t_{number} > end_{number}" for number in range(60)]

    assert len(causes(process("came > end_done", *lost))) == MOST


def test_a_drawing_that_other_rules_refuse_is_played_all_the_same():
    found = {cause.rule for cause in check(pack("soundness.bpmn"))}

    assert "L01" in found
    assert set(NAMED) - {"soundness/not-proved"} <= found


@pytest.mark.parametrize("folder", [ROOT, SMALL], ids=["shipped", "small"])
def test_the_packs_are_sound(folder):
    assert list(find(read(read_folder(folder)))) == []


def test_a_tiny_pack_that_uses_all_that_runs_is_sound():
    assert causes("good.bpmn") == []


def test_the_rule_is_asked():
    assert find in RULES
