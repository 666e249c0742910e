"""For a broken promise a change is proposed only where it was proved to keep it and to break nothing else."""

import pytest

from engine import check, proposals
from engine.packs import Pack
from engine.proposals import clock_drawn, proposing
from tests.engine.proofs.changed import after, shipped
from tests.engine.proofs.changing import Edit, both, described, fork, lead, put_in, say, take_out, timer, unsay
from tests.engine.proofs.harmful import HARMFUL
from tests.engine.proofs.pieces import person

NOT_BY = "scoped, scope_checked, assessed, examined, drafted, authorised, checked, settled"

PROPOSED = [
    ("a person who did both is kept out", unsay("four_eyes_review", "not_by"), "keeps out whoever did"),
    ("a step that comes too early moves behind what has to come first",
     put_in("flow_look_up_past_to_acknowledge_complaint", person("call_them", "Handler")), '"Call them" moves behind'),
    ("a step that waits without a clock moves to where one runs",
     put_in("flow_acknowledge_complaint_to_whole_case", person("call_them", "Handler")), '"Call them" moves behind'),
    ("a step behind what has a clock moves into it",
     put_in("flow_closing_to_find_retention", person("file_papers", "Handler")),
     '"File papers" moves behind "Close the case"'),
    ("an arrow that leads past a step leads to it",
     lead("flow_is_scope_right_to_initial_assessment", "handle_internally"), 'leads to "Initial assessment"'),
    ("a timer that comes too late comes on the date that was promised",
     timer("on_edr", "calendar_days(400)"), 'comes at deadline("edr")'),
]


def after_all(pack: Pack, found: proposals.Proposed) -> Pack:
    return Pack({**pack.files, **found.files}, pack.calendars)


@pytest.mark.parametrize(("edit", "says"), [pytest.param(edit, says, id=name) for name, edit, says in PROPOSED])
def test_a_change_is_proposed_that_keeps_the_promise_and_breaks_nothing_else(edit: Edit, says: str):
    pack = after(edit)

    found = proposals.propose(pack)

    assert any(says in one.says for one in found.proposals), [one.says for one in found.proposals]
    assert found.left == ()
    assert check.check(after_all(pack, found)) == []


def test_a_wait_without_a_clock_gets_one_like_that_of_its_neighbour(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(proposing, "DRAWN", (clock_drawn.ideas,))
    pack = after(put_in("flow_closing_to_find_retention", person("file_papers", "Handler")))

    found = proposals.propose(pack)

    (one,) = found.proposals
    assert one.says.startswith('On "File papers" a timer like "Not closed in time" is put: working_days(5)')
    assert check.check(after_all(pack, found)) == []


def test_what_was_taken_out_is_proposed_to_be_drawn_again():
    pack = after(take_out("acknowledge_complaint"))

    found = proposals.propose(pack, shipped())

    assert [one.says[:25] for one in found.proposals] == ['"Acknowledge" is drawn ag']
    assert set(found.proposals[0].keeps) >= {"acknowledge-first", "acknowledged-in-time"}
    assert check.check(after_all(pack, found)) == []


def test_of_many_changes_the_one_that_breaks_the_promise_is_taken_back():
    pack = after(both(
        described("close_case", "A note."), say("send_summary", "milestone", "decided"),
        timer("on_reminder", "working_days(3)"), described("draft_response", "Another note."),
    ))

    found = proposals.propose(pack, shipped())

    mended = after_all(pack, found)
    assert [one.element for one in found.proposals] == ["send_summary"]
    assert mended.elements["on_reminder"].timer == "working_days(3)"
    assert b"Another note." in mended.files["bpmn/internal_handling.bpmn"]


def test_a_pack_that_keeps_its_promises_gets_no_proposal():
    assert proposals.propose(shipped()) == proposals.Proposed((), {}, ())


def test_where_nothing_keeps_a_promise_it_is_named_and_nothing_is_changed():
    pack = after(take_out("acknowledge_complaint"))

    found = proposals.propose(pack)

    assert found.files == {} and "acknowledge-first" in found.left


def test_no_new_change_is_tried_when_the_time_is_over():
    tried: list[str] = []

    found = proposals.propose(after(unsay("four_eyes_review", "not_by")), seconds=0.0, told=tried.append)

    assert (tried, found.proposals) == ([], ())


def test_a_change_that_breaks_another_promise_is_not_proposed():
    pack = after(fork("flow_case_opened_to_resolution", "closing", "about_job == true"))

    found = proposals.propose(pack)

    before = {cause.rule for cause in check.check(pack)}
    assert {cause.rule for cause in check.check(after_all(pack, found))} <= before


@pytest.mark.parametrize("harm", [one for one in HARMFUL if not one.caught][::30], ids=lambda one: one.says)
def test_whoever_knows_how_it_was_before_is_told_how_to_keep_the_promise(harm):
    pack = after(harm.edit)

    found = proposals.propose(pack, shipped())

    assert found.proposals and found.left == ()
