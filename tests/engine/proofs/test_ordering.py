"""Promises about the order of what happens: each kind kept and broken on a drawing of a few steps."""

import pytest

from engine.proofs import BROKEN, KEPT
from tests.engine.proofs.sketch import (
    HELP,
    also,
    call,
    choice,
    decides,
    dmn,
    edge,
    elements,
    form,
    inside,
    operation,
    person,
    process,
    promise,
    proved,
    script,
    throw,
    yes_no,
)

TOPIC = form("topic", topic=choice("fee", "tone", fact="topic"))
OUTCOME = form("outcome", outcome=choice("upheld", "refused", fact="outcome"))
FIRST = promise("precedence", first="decided", before="closed")
REVIEWED = promise("precedence", first="reviewed", before="closed", when='outcome == "refused"')
DECIDE = person("decide", "outcome")


def broken(asked, data, **more):
    """The way on which a promise is broken; also the engine goes it."""
    proof = proved(asked, data, **more)
    assert proof.verdict == BROKEN, proof.why
    assert proof.replay is not None and proof.replay.confirmed, proof.replay
    return elements(proof)


def kept(asked, data, **more):
    proof = proved(asked, data, **more)
    return proof.verdict == KEPT or elements(proof)


def test_what_has_to_come_first_comes_first_on_every_way():
    assert kept(FIRST, process("came -> look[decided] -> over[closed]")) is True
    assert broken(FIRST, process("came -> ?fair -> look[decided] -> over[closed]",
                                 "?fair -> {channel == 'phone'} over")) == ["came", "fair", "over"]


def test_nobody_works_before_it_is_acknowledged():
    asked = promise("precedence", first="received", before="any-human-task")

    assert kept(asked, process("came -> !send[received] -> look -> over")) is True
    assert "look" in broken(asked, process("came -> look -> !send[received] -> over"))


def test_every_case_comes_to_what_is_promised_before_it_ends():
    asked = promise("existence", reach="decided")

    assert kept(asked, process("came -> ?fair -> look[decided] -> over",
                               "?fair -> {channel == 'phone'} !send[decided] -> over")) is True
    assert "quiet" in broken(asked, process("came -> ?fair -> look[decided] -> over",
                                            "?fair -> {channel == 'phone'} quiet"))


def test_what_must_never_happen_lies_on_no_way():
    asked = promise("absence", never="closed")

    assert kept(asked, process("came -> look[decided] -> over")) is True
    assert "over" in broken(asked, process("came -> look -> over[closed]"))


def test_after_something_nothing_may_happen_until_something_else_did():
    asked = promise("between", after="decided", until="reviewed", never="closed")

    assert kept(asked, process("came -> look[decided] -> check[reviewed] -> over[closed]")) is True
    assert kept(asked, process("came -> look -> over[closed]")) is True
    assert "again" in broken(asked, process(
        "came -> look[decided] -> check[reviewed] -> again[decided] -> over[closed]"))


def test_of_two_milestones_on_one_step_the_first_named_comes_first():
    one_after_another = process("came -> look[decided, closed] -> over")
    asked = promise("between", after="decided", until="reviewed", never="closed")

    assert kept(FIRST, one_after_another) is True
    assert broken(FIRST, process("came -> look[closed, decided] -> over")) == ["came", "look", "look"]
    assert kept(asked, process("came -> look[decided, reviewed] -> over[closed]")) is True
    assert broken(asked, process("came -> look[reviewed, decided] -> over[closed]"))[-1] == "over"


def test_a_promise_for_some_cases_is_broken_by_those_only():
    asked = process("came -> decide -> ?fair -> check[reviewed] -> over[closed]",
                    "?fair -> {outcome == 'upheld'} over", drawn=DECIDE)
    careless = process("came -> decide -> over[closed]", drawn=DECIDE)

    assert kept(REVIEWED, asked, outcome=OUTCOME) is True
    assert "decide" in broken(REVIEWED, careless, outcome=OUTCOME)
    assert proved(REVIEWED, careless, outcome=OUTCOME).steps[-1].values["outcome"] == "refused"


def test_a_gateway_that_asks_the_same_twice_does_not_let_a_case_slip_through():
    def drawn(topic):
        return process("came -> sort -> ?first -> look[decided] -> ?second -> over[closed]",
                       "?first -> {topic == 'tone'} ?second", f"?second -> {{topic == '{topic}'}} quiet",
                       drawn=person("sort", "topic"))

    assert kept(FIRST, drawn("tone"), topic=TOPIC) is True
    assert broken(FIRST, drawn("fee"), topic=TOPIC)[-1] == "over"


@pytest.mark.parametrize(("row", "holds"), [('"tone"', True), ('"fee"', False)])
def test_what_a_table_decides_counts_for_a_promise(row, holds):
    drawn = process("came -> sort -> rate -> ?needed -> look[decided] -> over[closed]",
                    "?needed -> {effort == 'none'} ?tone -> over", "?tone -> {topic == 'tone'} quiet",
                    drawn=person("sort", "topic") + decides("rate", "D_effort"))
    table = dmn("D_effort", ["topic:string"], ["effort:string"], [f'{row} | "none"', '- | "some"'], "FIRST")

    found = kept(FIRST, drawn, topic=TOPIC, D_effort=table)

    assert found is True if holds else found[-1] == "over"


def test_what_a_script_works_out_counts_for_a_promise():
    amount = form(amount={"type": "number", "x-amends-fact": "amount"})
    drawn = process("came -> sort -> weigh -> ?needed -> look[decided] -> over[closed]",
                    "?needed -> {not large} ?small -> quiet", "?small -> {(amount or 0) > %s} over",
                    drawn=person("sort", "amount") + script("weigh", "large = (amount or 0) > 500"))

    assert kept(FIRST, drawn.replace(b"%s", b"500"), amount=amount) is True
    assert broken(FIRST, drawn.replace(b"%s", b"400"), amount=amount)[-1] == "over"


def test_a_question_that_is_asked_only_after_an_answer_cannot_be_answered_without_it():
    asked = form("outcome", outcome=choice("upheld", "refused", fact="outcome"),
                 sure=yes_no("sure", **{"x-amends-show": {"outcome": "upheld"}}))
    drawn = process("came -> decide -> ?sure -> look[reviewed] -> over[closed]", "?sure -> {sure} over",
                    drawn=person("decide", "outcome"))

    assert kept(REVIEWED, drawn, outcome=asked) is True
    assert kept(REVIEWED, drawn, outcome=form("outcome", outcome=choice("upheld", "refused", fact="outcome"),
                                              sure=yes_no("sure"))) is not True


def test_how_often_something_happened_counts_for_a_promise():
    drawn = process("came -> look[reviewed] -> ?again -> look", "?again -> {times('reviewed') %s 2} over[closed]")
    asked = promise("precedence", first="decided", before="closed", when="times('reviewed') < 2")

    assert kept(asked, drawn.replace(b"%s", b"&gt;=")) is True
    assert broken(asked, drawn.replace(b"%s", b"&lt;"))[-1] == "over"


def test_an_answer_that_a_run_keeps_counts_for_a_promise():
    review = form("approve", approve=yes_no())
    asked = promise("precedence", first="decided", before="closed", when="look['approve'] == false")

    def drawn(condition):
        return process("came -> look -> ?fine -> again[decided] -> over[closed]", f"?fine -> {{{condition}}} over",
                       drawn=person("look", "review"))

    assert kept(asked, drawn("look['approve']"), review=review) is True
    assert broken(asked, drawn("not look['approve']"), review=review)[-1] == "over"


def test_a_sample_may_go_either_way():
    drawn = process("came -> ?drawn -> over[closed]", "?drawn -> {sample(0.1)} look[decided] -> over")
    turned = process("came -> ?drawn -> look[decided] -> over[closed]", "?drawn -> {sample(0.1)} over")

    assert broken(FIRST, drawn) == ["came", "drawn", "over"]
    assert broken(FIRST, turned) == ["came", "drawn", "over"]


def test_one_process_that_runs_beside_the_complaint_is_judged_by_what_happens_in_it():
    main = process("came -> look[decided] -> go -> over[closed]",
                   drawn=operation("go", "start_run", process='"repair"'),
                   called=also("repair", "begun -> mend[reviewed] -> mended"))
    asked = promise("precedence", first="decided", before="reviewed")

    proof = proved(asked, main)

    assert (proof.verdict, proof.net.process) == (BROKEN, "repair")
    assert kept(FIRST, main) is True


def test_what_a_called_process_does_counts_where_it_is_called():
    closing = also("closing", "begun -> look[decided] -> ended")
    main = process("came -> close -> over[closed]", drawn=call("close", "closing"), called=closing)

    assert kept(FIRST, main) is True
    assert "close" not in broken(FIRST, process("came -> ?fair -> close -> over[closed]",
                                                "?fair -> {channel == 'phone'} over",
                                                drawn=call("close", "closing"), called=closing))


@pytest.mark.parametrize("size", [4, 8])
def test_whatever_is_chosen_of_a_long_list_counts_for_a_promise(size):
    members = "abcdefgh"[:size]
    chosen = form("chosen", chosen={"type": "array", "items": {"enum": list("abcdefghij")}, "x-amends-fact": "chosen"})
    only_two = " and ".join([f"'{one}' in chosen" for one in "ab"] + [f"'{one}' not in chosen" for one in members[2:]])
    drawn = process("came -> choose -> ?two -> look[decided] -> over[closed]", f"?two -> {{{only_two}}} over",
                    drawn=person("choose", "chosen"))

    assert kept(FIRST, drawn, chosen=chosen) is not True


def test_help_that_is_called_does_not_stop_the_work():
    body = inside("work", "begun -> ask -> look[decided] -> done", drawn=throw("ask", HELP))
    main = process("came -> work -> over[closed]", "helped -> advise -> advised",
                   drawn=body + edge("helped", "work", HELP, ends=False))

    assert kept(FIRST, main) is True
