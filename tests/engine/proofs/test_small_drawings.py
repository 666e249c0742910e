"""Promises about small drawings, each a way on which something was once overlooked."""

from itertools import pairwise

from engine import check
from engine.check import obligations_kept
from engine.packs import Pack
from engine.proofs import BROKEN, KEPT, Promise, Proof, Prover
from tests.engine.check import tiny
from tests.engine.proofs.anything.graphs import Node, Sketch, files

KINDS = {
    "came": "startEvent", "begun": "startEvent", "over": "endEvent", "failed": "endEvent", "x": "exclusiveGateway",
    "a": "parallelGateway", "e": "eventBasedGateway", "part": "subProcess", "late": "intermediateCatchEvent",
    "sent": "intermediateCatchEvent", "note": "scriptTask",
}


def drawn(*lines: str, **about: Node) -> Sketch:
    """A process of these ways; the first word of a name says its kind, and where it says none it is a person's
    step. `about` are elements of which more is to be said."""
    made = Sketch(milestones=True)
    for line in lines:
        ids = line.split(" > ")
        for one in ids:
            kind = KINDS.get(one.partition("_")[0], "manualTask")
            made.nodes.setdefault(one, about.get(one, Node(one, kind, "complaint")))
        made.flows += [pair for pair in pairwise(ids) if pair not in made.flows]
    return made


def proved(sketch: Sketch, pattern: str, **about: str | tuple[str, ...]) -> Proof:
    pack = Pack(files(sketch), tiny.calendars())
    parts = check.read(pack)
    assert obligations_kept.are_clear(check.judge(parts))
    promise = Promise("it", pattern, "It is so.", **about)  # type: ignore[arg-type]
    return Prover(pack, obligations_kept.content(parts)).prove(promise)


def shown(proof: Proof) -> bool:
    """Whether it is broken, and the engine goes the way that is shown."""
    return proof.verdict == BROKEN and proof.replay is not None and proof.replay.confirmed


def test_an_error_inside_a_part_that_nobody_asks_about_leads_past_its_end():
    caught = Node("caught", "boundaryEvent", "complaint", "error", "LOST", "part")
    inside = {
        "begun": Node("begun", "startEvent", "part"), "look": Node("look", "manualTask", "part", asks=("way_x",)),
        "x": Node("x", "exclusiveGateway", "part"), "over_part": Node("over_part", "endEvent", "part"),
        "failed": Node("failed", "endEvent", "part", "error", "LOST"),
    }
    sketch = drawn("came > part > over", "caught > over_lost", "begun > look > x > over_part", "x > failed",
                   caught=caught, **inside)

    assert shown(proved(sketch, "existence", reach=("part",)))
    assert proved(sketch, "existence", reach=("over", "over_lost")).verdict == KEPT


def test_a_way_beside_the_one_that_breaks_a_promise_is_begun_as_well():
    sketch = drawn("came > a > look > a_met > over", "a > ask > a_met")

    assert shown(proved(sketch, "absence", never=("any-human-task",)))
    assert shown(proved(sketch, "between", after=("look",), until=("over",), never=("ask",)))


def test_what_a_step_asks_later_does_not_decide_how_a_case_comes_there():
    again = Node("again", "manualTask", "complaint", asks=("way_x",))
    sketch = drawn("came > sent > x > over", "x > again > over_again", sent=Node(
        "sent", "intermediateCatchEvent", "complaint", "message"), again=again)

    assert shown(proved(sketch, "absence", never=("over_again",)))


def test_what_came_before_it_was_asked_for_is_no_answer():
    sketch = drawn("came > look > ask > over")

    assert shown(proved(sketch, "response", after=("ask",), reach=("look",), within="PT5H"))


def test_an_answer_that_a_timer_brings_about_beside_the_way_is_not_overlooked():
    late = Node("late", "intermediateCatchEvent", "complaint", "timer", timer='"PT57H"')
    sketch = drawn("came > a > late > a_met > over", "a > look > a_met", late=late)

    assert shown(proved(sketch, "response", after=("look",), reach=("late",), within="PT122H"))


def test_a_wait_without_a_clock_is_shown_also_behind_one_with_a_clock():
    late = Node("late", "intermediateCatchEvent", "complaint", "timer", timer='"PT8H"')
    sketch = drawn("came > late > look > over", late=late)

    found = proved(sketch, "every-wait-has-a-clock", reach=("look",), until=("over",))

    assert shown(found)
    assert found.shows_at is not None and found.shows_at.element.id == "look"


def test_where_a_part_waits_for_nothing_nothing_can_happen_on_its_edge():
    sent = Node("sent", "boundaryEvent", "complaint", "message", host="part")
    inside = {"begun": Node("begun", "startEvent", "part"), "note": Node("note", "scriptTask", "part"),
              "over_part": Node("over_part", "endEvent", "part")}
    sketch = drawn("came > part > over", "sent > over_sent", "begun > note > over_part", sent=sent, **inside)

    assert proved(sketch, "absence", never=("over_sent",)).verdict == KEPT
    assert proved(sketch, "response", reach=("over",), within="PT1H").verdict == KEPT


def test_a_case_that_ends_without_its_answer_is_gone_to_its_end():
    late = Node("late", "intermediateCatchEvent", "complaint", "timer", timer='"PT8H"')
    sent = Node("sent", "intermediateCatchEvent", "complaint", "message")
    sketch = drawn("came > e > late > over", "e > sent > over_sent", late=late, sent=sent)

    assert shown(proved(sketch, "response", reach=("late",), within="PT20H"))
