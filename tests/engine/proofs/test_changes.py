"""The proving ground itself: every promise is tried, and every change is one."""

import re
import tomllib

import pytest

from tests.engine.proofs.changed import after, shipped
from tests.engine.proofs.changing import NothingChanged, both, say, take_out, text, timer, unsay
from tests.engine.proofs.harmful import HARMFUL
from tests.engine.proofs.harmless import HARMLESS

PROMISES = {one["id"] for one in tomllib.loads(shipped().files["bpmn/obligations.toml"].decode())["obligation"]}


def test_every_promise_is_broken_by_one_of_the_changes():
    broken = {promise for harm in HARMFUL for promise in harm.breaks}

    assert broken == PROMISES


def test_every_way_that_is_expected_leads_through_what_is_drawn():
    for harm in HARMFUL:
        pack = after(harm.edit)
        drawn = b"".join(data for name, data in pack.files.items() if name.endswith(".bpmn")).decode()

        lost = [one for one in harm.through if not harm.caught and not re.search(f'id="{one}"', drawn)]

        assert lost == [], harm.says


def test_no_two_changes_are_called_the_same():
    says = [one.says for one in (*HARMFUL, *HARMLESS)]

    assert len(says) == len(set(says))


@pytest.mark.parametrize("edit", [
    timer("on_final", 'deadline("final")'),
    unsay("draft_response", "not_by"),
    say("initial_assessment", "lane", "Intake"),
    take_out("no_such_step"),
    text("bpmn/regimes.toml", "no such line", "another"),
    both(unsay("four_eyes_review", "not_by"), unsay("four_eyes_review", "not_by")),
])
def test_a_change_that_changes_nothing_is_not_taken_for_one(edit):
    with pytest.raises(NothingChanged):
        edit(shipped().files)
