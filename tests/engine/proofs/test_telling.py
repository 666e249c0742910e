"""A broken promise in words: what is not kept, the way with its days, and what would mend it."""

from dataclasses import replace

from engine.proofs import UNPROVED, Proof, bound, cause
from engine.proofs.telling import said
from tests.engine.proofs.sketch import (
    choice,
    content,
    content_of,
    form,
    packed,
    person,
    process,
    promise,
    proved,
    register,
)
from tests.engine.proofs.test_timing import FINAL, LATE, handled, on_final

OUTCOME = form("outcome", outcome=choice("upheld", "refused", fact="outcome"))


def told(asked, data, /, **more):
    asked = replace(asked, id="ours", clause="ISO 10002:2018 7.8", says="We always do.")
    return cause(proved(asked, data, **more), content_of(packed(data, **more)))


def test_it_says_where_a_case_comes_too_early_and_what_is_not_kept():
    found = told(promise("precedence", first="reviewed", before="closed", when='outcome == "refused"'),
                 process("came -> decide -> over[closed]", drawn=person("decide", "outcome")), outcome=OUTCOME)

    assert found.message == ('On one way a case comes to "over" without reviewed before, with outcome = "refused". '
                             'So this is not kept: "We always do." (ISO 10002:2018 7.8)')
    assert (found.rule, found.element, found.file) == ("obligation/ours", "over", "bpmn/tiny.bpmn")
    assert found.repair == "Lead this way through the step that reaches reviewed, or ask for it with a gateway before."


def test_the_way_names_every_element_in_order_with_who_did_what_and_on_which_day():
    found = told(promise("precedence", first="reviewed", before="closed", when="outcome == 'refused'"),
                 process("came -> decide -> over[closed]", drawn=person("decide", "outcome", "decided")),
                 outcome=OUTCOME)

    assert [(step.element, step.says, step.day) for step in found.path] == [
        ("came", "the complaint comes in", 0.0), ("decide", "", None),
        ("decide", 'Handler completes "decide" (outcome = "refused"); reached: decided', 0.0),
        ("over", "reached: closed", 0.0),
    ]


def test_each_pattern_has_its_own_sentence_and_repair():
    quiet = process("came -> look[decided] -> over[closed]")

    ends = told(promise("existence", reach=["reviewed", "received"]), quiet)
    after = told(promise("between", after="decided", until="reviewed", never="closed"), quiet)
    never = told(promise("absence", never="closed"), quiet)
    other = told(promise("by-another-person", of="reviewed", not_by="decided"),
                 process("came -> look[decided] -> check[reviewed] -> over"))
    alone = told(promise("by-another-person", of="reviewed", not_by="decided"),
                 process("came -> look[decided] -> !check[reviewed] -> over"))

    assert ends.message.startswith("On one way a case ends without reviewed or received.")
    assert after.message.startswith('On one way a case comes to "over" after decided, and reviewed is still missing.')
    assert never.message.startswith('On one way a case comes to "over".')
    assert other.message.startswith('Whoever did the work of decided can do "check" too: it does not keep them out.')
    assert other.repair == "Write not_by = decided on it, beside what stands there."
    assert alone.message.startswith('"check" is done without any person.')


def test_what_comes_too_late_is_told_with_the_days_it_took():
    never = told(FINAL, handled(LATE, before="sort -> ", drawn=on_final()))
    late = told(FINAL, handled(LATE, drawn=on_final(moment="calendar_days(40)")))

    assert never.message.startswith(
        'If nobody does "sort", a complaint (U3, default) is not answered by day 30')
    assert 'Put a timer on it, or on a subprocess round all that may wait, with deadline("final")' in never.repair
    assert "on day 40.5 only, and it was owed by day 30.5" in late.message  # the ends of those days
    assert [step.says for step in late.path][-1].startswith("nobody has acted, and it was owed by now; it comes on day")


def test_what_could_not_be_proved_is_said_with_why():
    asked = promise("absence", never="closed")

    found = cause(Proof(asked, UNPROVED, why="too many facts have a say in it"), content())

    assert found.message == ('Whether this is kept could not be proved: too many facts have a say in it. "We keep it."')
    assert (found.file, found.element) == ("bpmn/obligations.toml", "kept")


def test_a_way_that_the_engine_does_not_go_is_said_to_be_possible_by_the_drawing():
    drawn = process("came -> decide -> over[closed]", drawn=person("decide", "outcome"))
    proof = proved(promise("absence", never="closed"), drawn, outcome=OUTCOME)

    unsure = cause(replace(proof, replay=None), content_of(packed(drawn, outcome=OUTCOME)))

    assert unsure.message.endswith("(The way is possible by the drawing; it could not be gone again on the engine.)")


def test_of_many_names_the_first_are_said():
    found = told(promise("existence", reach=["decided", "reviewed", "received", "a", "b", "c", "d"]),
                 process("came -> look -> over"))

    assert "without decided, reviewed, received, a, b or 2 others" in found.message


def test_a_bound_is_said_in_words():
    by_date = proved(FINAL, handled(LATE, drawn=on_final()))
    added = proved(FINAL, handled(LATE, drawn=on_final(moment="calendar_days(20)")))
    order = proved(promise("absence", never="closed"), process("came -> over", drawn=register()))

    assert bound(by_date) == "by a timer on the final date itself, in every regime"
    assert bound(added) == "in at most 20.6 of 30.5 days (U3, default)"  # the ends of those days, in summer time
    assert bound(order) == ""


def test_values_are_said_as_people_say_them():
    assert [said(one) for one in (True, False, None, [], ["a", True], "b", 1.5, 2.0, 3)] == [
        "yes", "no", "nothing", "none", '"a", yes', '"b"', "1.5", "2", "3"]
