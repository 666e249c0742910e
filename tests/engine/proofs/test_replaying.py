"""A way that breaks a promise is gone again on the real engine."""

from dataclasses import replace

import pytest

from engine.errors import StepFailed
from engine.proofs import BROKEN, Prover
from engine.proofs.replaying import NotGone, Run, ordered
from tests.engine.proofs.sketch import (
    choice,
    content_of,
    edge,
    form,
    inside,
    packed,
    person,
    process,
    promise,
    proved,
    register,
    timer,
    wait,
    word,
)

NEVER = promise("absence", never="closed")


def run(data, /, values=(), **more):
    pack = packed(data, **more)
    of = Prover(pack, content_of(pack)).classes[0]
    return Run(pack, "complaint", of, of.receipts[0], "C-1", dict(values))


def test_people_messages_and_timers_act_as_the_way_says():
    drawn = process("came -> look -> hear -> rest -> over[closed]",
                    drawn=wait("hear", word()) + wait("rest", timer('"P2D"', "timeDuration")))

    gone = run(drawn)
    gone.complete("look")
    gone.deliver("hear")
    gone.wait_for("rest")

    assert [event.name for event in gone.events if event.name == "closed"] == ["closed"]
    assert (gone.now - gone.received).days == 2


@pytest.mark.parametrize("act", [
    lambda one: one.complete("other"), lambda one: one.deliver("look"), lambda one: one.wait_for("look"),
])
def test_what_does_not_wait_cannot_be_done(act):
    with pytest.raises((NotGone, StepFailed), match=r"other|look"):
        act(run(process("came -> look -> over")))


def test_nothing_is_done_any_more_when_a_case_has_ended():
    gone = run(process("came -> look -> over"))
    gone.complete("look")

    with pytest.raises(NotGone):
        gone.complete("look")


def test_a_way_that_is_not_there_is_not_confirmed():
    drawn = process("came -> look -> over[closed]")
    pack = packed(drawn)
    prover = Prover(pack, content_of(pack))
    found = prover.prove(NEVER)
    backwards = [found.steps[0], *found.steps[1:], *found.steps[1:]]

    assert ordered(NEVER, pack, found.net, found.steps, prover.classes).confirmed
    assert not ordered(NEVER, pack, found.net, backwards, prover.classes).confirmed
    other = replace(NEVER, never=("reviewed",))
    assert not ordered(other, pack, found.net, found.steps, prover.classes).confirmed


def test_what_is_open_beside_the_way_is_done_first_where_the_way_waits_for_it():
    body = inside("work", "begun -> +split -> one -> done", "+split -> two -> stop")

    found = proved(NEVER, process("came -> work -> last -> over[closed]", drawn=body))

    assert (found.verdict, found.replay.confirmed) == (BROKEN, True)


def test_a_way_that_only_a_sample_goes_is_gone_by_a_case_in_the_sample():
    drawn = process("came -> ?drawn -> over", "?drawn -> {sample(0.05)} look -> done[closed]")

    found = proved(NEVER, drawn)

    assert (found.verdict, found.replay.confirmed) == (BROKEN, True)


def test_a_form_is_filled_in_as_the_way_asks_and_what_else_it_requires_with_anything():
    asked = form("outcome", "why", "since", "mail", "amount", "points", "sure",
                 outcome=choice("upheld", "refused", fact="outcome"), why={"type": "string", "minLength": 30},
                 since={"type": "string", "format": "date"}, mail={"type": "string", "format": "email"},
                 amount={"type": "number", "minimum": 3}, points={"type": "array", "items": {"type": "string"}},
                 sure={"type": "boolean", "x-amends-widget": "radio"})
    drawn = process("came -> decide -> ?how -> over", "?how -> {outcome == 'refused'} no[closed]",
                    drawn=person("decide", "decision2"))

    found = proved(NEVER, drawn, decision2=asked)

    assert (found.verdict, found.replay.confirmed) == (BROKEN, True)
    assert found.steps[-1].values["outcome"] == "refused"


def test_a_clock_that_comes_first_fires_on_the_way():
    body = inside("work", "begun -> look -> done")
    drawn = process("came -> take_up -> work -> over", "late -> gone[closed]",
                    drawn=register() + body + edge("late", "work", timer('deadline("final")')))

    found = proved(NEVER, drawn)

    assert found.replay.confirmed
    assert (found.replay.at[-1] - found.replay.received).days == 30


def test_how_often_something_happened_is_known_at_each_event():
    gone = run(process("came -> look[reviewed] -> again[reviewed] -> over[closed]"))
    gone.complete("look")
    gone.complete("again")

    assert [event.facts["times:reviewed"] for event in gone.events if event.name in ("reviewed", "closed")] == [1, 2, 2]
