"""Subprocesses, events on their edges, and what is thrown out of them."""

import pytest

from engine.tokens import DEAD, ENDLESS, IMPROPER, STUCK, UNSAFE
from tests.engine.tokens.drawing import definitions, process, said, ways

TERMINATE = '<endEvent id="end_all"><terminateEventDefinition/></endEvent>'


def edge(event: str, *, host: str = "t_host", interrupting: bool = True, key: str = "edge", more: str = "") -> str:
    return (f'<boundaryEvent id="{key}" attachedToRef="{host}" cancelActivity="{str(interrupting).lower()}">'
            f"<{event}EventDefinition {more}/></boundaryEvent>")


def sub(inside: str, kind: str = "subProcess", more: str = "") -> str:
    return f'<{kind} id="t_host" {more}>{inside}</{kind}>'


def throwing(event: str, code: str = "") -> str:
    reference = f'{event}Ref="{code}"' if code else ""
    return f'<endEvent id="thrown"><{event}EventDefinition {reference}/></endEvent>'


def test_a_subprocess_is_over_when_nothing_in_it_moves():
    inside = ways("in > a_split > t_one > end_one", "a_split > t_two > end_two", ids="g")

    assert said(process("came > t_host > end_done", drawn=sub(inside))) == set()


def test_what_stands_still_inside_is_said_of_the_inside():
    inside = ways("in > x_split > t_one > a_join > end_in", "x_split > t_two > a_join", ids="g")

    found = said(process("came > t_host > end_done", drawn=sub(inside)))

    assert (STUCK, "a_join") in found
    assert (STUCK, "t_host") not in found


def test_an_interrupting_event_takes_everything_inside_away():
    inside = ways("in > a_split > t_one > a_join > end_in", "a_split > t_two > a_join", ids="g")
    drawn = sub(inside) + edge("timer")

    assert said(process("came > t_host > x_out > end_done", "edge > x_out", drawn=drawn)) == set()


def test_an_event_that_does_not_interrupt_opens_a_way_of_its_own():
    drawn = "<userTask id='t_host'/>" + edge("timer", interrupting=False)

    assert said(process("came > t_host > end_done", "edge > t_remind > end_reminded", drawn=drawn)) == set()


def test_a_side_way_into_the_main_way_does_what_follows_twice():
    drawn = "<userTask id='t_host'/>" + edge("timer", interrupting=False)

    found = said(process("came > t_host > x_in > t_more > end_done", "edge > x_in", drawn=drawn))

    assert {(UNSAFE, "t_more"), (IMPROPER, "end_done")} <= found


def test_terminate_ends_everything_in_its_scope_and_nothing_outside():
    inside = ways("in > a_split > t_one > a_never > end_in", "a_split > t_two > end_all", "t_lost > a_never",
                  drawn=TERMINATE, ids="g")

    found = said(process("came > t_host > end_done", drawn=sub(inside)))

    assert found == {(DEAD, one) for one in ("t_lost", "a_never", "end_in")}


def test_an_error_is_caught_on_the_nearest_edge_that_knows_it():
    inside = ways("in > x_good > end_in", "x_good > thrown", drawn=throwing("error", "E1"), ids="g")
    right = sub(inside) + edge("error", more='errorRef="E1"')
    wrong = sub(inside) + edge("error", more='errorRef="E2"')
    lines = "came > t_host > end_done", "edge > end_wrong"

    assert said(process(*lines, drawn=right)) == set()
    assert said(process(*lines, drawn=wrong)) == {(DEAD, "edge"), (DEAD, "end_wrong")}


def test_an_error_that_nothing_throws_never_comes_but_out_of_a_machine():
    lines = "came > t_host > end_done", "edge > end_wrong"

    by_person = sub(ways("in > u_look > end_in", ids="g")) + edge("error")
    by_machine = sub(ways("in > s_look > end_in", ids="g")) + edge("error")

    assert said(process(*lines, drawn=by_person)) == {(DEAD, "edge"), (DEAD, "end_wrong")}
    assert said(process(*lines, drawn=by_machine)) == set()


def test_an_escalation_may_leave_the_inside_going_on():
    thrown = '<escalationEventDefinition escalationRef="C"/>'
    event = f'<intermediateThrowEvent id="thrown">{thrown}</intermediateThrowEvent>'
    inside = ways("in > thrown > u_look > end_in", drawn=event, ids="g")
    drawn = sub(inside) + edge("escalation", interrupting=False, more='escalationRef="C"')

    assert said(process("came > t_host > end_done", "edge > t_help > end_helped", drawn=drawn)) == set()


@pytest.mark.parametrize("interrupting", ["true", "false"])
def test_an_event_subprocess_comes_instead_of_the_rest_or_beside_it(interrupting):
    rung = f'<startEvent id="rung" isInterrupting="{interrupting}"><timerEventDefinition/></startEvent>'
    answer = ways("rung > u_answer > end_answered", drawn=rung, ids="h")
    caught = f'<subProcess id="caught" triggeredByEvent="true">{answer}</subProcess>'
    inside = ways("in > u_look > end_in", ids="g") + caught

    assert said(process("came > t_host > end_done", drawn=sub(inside))) == set()


def test_a_cancelled_transaction_goes_on_from_the_event_on_its_edge():
    inside = ways("in > x_good > end_in", "x_good > thrown", drawn=throwing("cancel"), ids="g")
    drawn = sub(inside, "transaction") + edge("cancel")

    assert said(process("came > t_host > end_done", "edge > end_off", drawn=drawn)) == set()


def test_what_undoes_a_step_is_no_dead_element():
    drawn = '<task id="t_host"/>' + edge("compensate") + '<serviceTask id="undo" isForCompensation="true"/>'

    assert said(process("came > t_host > end_done", drawn=drawn)) == set()


def test_what_is_done_ad_hoc_may_be_done_in_any_order_and_not_at_all():
    inside = ways("t_one > t_two", "t_three", ids="g")

    assert said(process("came > t_host > end_done", drawn=sub(inside, "adHocSubProcess"))) == set()


def test_what_is_done_for_each_member_may_have_no_member():
    several = '<task id="t_host"><multiInstanceLoopCharacteristics/></task>'

    assert said(process("came > t_host > end_done", drawn=several)) == set()


def test_a_called_process_counts_as_one_step_and_throws_what_leaves_it():
    called = definitions('<process id="other">' + ways("in > x_good > end_in", "x_good > thrown",
                                                       drawn=throwing("error", "E1"), ids="g") + "</process>")
    call = '<callActivity id="t_host" calledElement="other"/>' + edge("error", more='errorRef="E1"')
    lines = "came > t_host > end_done", "edge > end_wrong"

    assert said(process(*lines, drawn=call), called) == set()


def test_a_process_that_calls_itself_is_played_once():
    call = '<callActivity id="t_host" calledElement="p"/>'

    assert said(process("came > x_more > t_host > end_done", "x_more > end_done", drawn=call)) == set()


def test_circles_round_a_subprocess_are_followed():
    inside = ways("in > u_look > end_in", ids="g")

    assert said(process("came > x_again > t_host > x_again", drawn=sub(inside))) == {(ENDLESS, "x_again")}
