"""Pools that write to each other are played together."""

from engine.tokens import DEAD, STUCK
from tests.engine.tokens.drawing import definitions, played, said, ways

MESSAGE = "<messageEventDefinition/>"


def pools(one: str, other: str, *flows: tuple[str, str]) -> bytes:
    parties = '<participant id="P1" processRef="p1"/><participant id="P2" processRef="p2"/><participant id="P3"/>'
    drawn = "".join(f'<messageFlow id="m{number}" sourceRef="{source}" targetRef="{target}"/>'
                    for number, (source, target) in enumerate(flows))
    return definitions(f'<collaboration id="c">{parties}{drawn}</collaboration>'
                       f'<process id="p1">{one}</process><process id="p2">{other}</process>')


def asking() -> str:
    return ways("came > s_ask > answered > end_done",
                drawn=f'<intermediateCatchEvent id="answered">{MESSAGE}</intermediateCatchEvent>')


def answering(*lines: str) -> str:
    return ways(*lines, drawn=f'<startEvent id="asked">{MESSAGE}</startEvent>', ids="g")


def test_a_message_starts_the_other_and_its_answer_comes_back():
    other = answering("asked > s_answer > end_answered")

    explored = played(pools(asking(), other, ("s_ask", "asked"), ("s_answer", "answered")))

    assert explored.findings == ()
    assert len(explored.groups) == 1


def test_who_waits_for_an_answer_that_is_not_always_sent_stands_still():
    other = answering("asked > x_want > s_answer > end_answered", "x_want > end_silent")
    drawing = pools(asking(), other, ("s_ask", "asked"), ("s_answer", "answered"))

    (stuck,) = [one for one in played(drawing).findings if one.rule == STUCK]

    assert stuck.at.id == "answered"
    assert stuck.message
    assert [one.id for one in stuck.others] == ["s_answer"]


def test_a_process_that_nobody_writes_to_never_starts():
    other = answering("asked > s_answer > end_answered")
    one = ways("came > x_ask > end_done", "s_ask > end_done")

    found = said(pools(one, other, ("s_ask", "asked")))

    assert {(DEAD, "asked"), (DEAD, "s_answer"), (DEAD, "s_ask")} <= found


def test_a_message_from_outside_may_always_come():
    drawing = pools(asking(), ways("begun > end_other", ids="g"), ("P3", "answered"))

    assert said(drawing) == set()
    assert said(pools(asking(), ways("begun > end_other", ids="g"))) == set()


def test_an_event_gateway_goes_the_way_of_the_message_that_comes():
    one = ways("came > s_ask > e_wait > yes > end_yes", "e_wait > no > end_no",
               drawn=f'<intermediateCatchEvent id="yes">{MESSAGE}</intermediateCatchEvent>'
                     f'<receiveTask id="no"/>')
    other = answering("asked > x_want > s_yes > end_said", "x_want > s_no > end_said")

    right = pools(one, other, ("s_ask", "asked"), ("s_yes", "yes"), ("s_no", "no"))
    wrong = pools(one, other, ("s_ask", "asked"), ("s_yes", "yes"), ("s_ask", "no"))

    assert said(right) == set()
    assert said(wrong) == set()
    assert (STUCK, "e_wait") in said(pools(one, answering("asked > x_want > s_yes > end_said", "x_want > end_said"),
                                           ("s_ask", "asked"), ("s_yes", "yes"), ("s_yes", "no")))


def test_a_message_waits_until_it_is_fetched():
    one = ways("came > s_ask > s_more > end_done")
    other = answering("asked > u_look > more > end_answered").replace(
        '<startEvent id="more"/>', f'<intermediateCatchEvent id="more">{MESSAGE}</intermediateCatchEvent>')

    assert said(pools(one, other, ("s_ask", "asked"), ("s_more", "more"))) == set()
