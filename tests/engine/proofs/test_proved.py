"""A broken promise is found, with the way on which it breaks; a promise that is kept is not suspected."""

from collections.abc import Iterable

import pytest

from engine.check import check
from engine.errors import ERROR, Cause
from tests.engine.proofs.changed import after, shipped
from tests.engine.proofs.harmful import HARMFUL
from tests.engine.proofs.harmless import HARMLESS

PROOF = "obligation/"


def promises(causes: Iterable[Cause]) -> list[Cause]:
    return [cause for cause in causes if cause.rule.startswith(PROOF)]


def test_the_shipped_process_keeps_what_it_promises():
    assert promises(check(shipped())) == []


@pytest.mark.parametrize("harm", HARMFUL, ids=lambda one: one.says)
def test_a_broken_promise_is_found_with_the_way_on_which_it_breaks(harm):
    pack = after(harm.edit)

    causes = check(pack)

    found = promises(causes)
    others = [str(cause) for cause in causes
              if cause.severity == ERROR and cause not in found and cause.rule not in (harm.caught, "obligation")]
    assert others == [], "no other rule finds it"
    expected = [cause for cause in found if cause.rule.removeprefix(PROOF) in harm.breaks]
    assert expected, f"found were {[cause.rule for cause in found]}"
    assert all(cause.path and cause.severity == ERROR for cause in expected)
    assert not [str(cause) for cause in expected if "could not be" in cause.message], "the engine goes the same way"
    ways = [[step.element for step in cause.path] for cause in expected]
    assert all(element in pack.elements for way in ways for element in way if element)
    assert not harm.through or any(set(harm.through) & set(way) for way in ways), ways


@pytest.mark.parametrize("harm", [one for one in HARMFUL if one.caught], ids=lambda one: one.says)
def test_a_change_that_another_rule_refuses_too_is_told_by_both(harm):
    assert harm.caught in {cause.rule for cause in check(after(harm.edit))}


@pytest.mark.parametrize("kept", HARMLESS, ids=lambda one: one.says)
def test_a_change_that_breaks_no_promise_is_let_through(kept):
    pack = after(kept.edit)

    assert pack.hash != shipped().hash
    assert [str(cause) for cause in check(pack) if cause.severity == ERROR] == []
