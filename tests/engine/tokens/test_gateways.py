"""How tokens part and meet."""

from engine.tokens import DEAD, ENDLESS, IMPROPER, LIVELOCK, STUCK, UNSAFE
from tests.engine.tokens.drawing import definitions, played, process, said, ways


def test_a_way_from_start_to_end_is_sound():
    assert said(process("came > t_look > end_done")) == set()


def test_what_is_parted_by_a_choice_and_joined_by_waiting_for_all_stands_still():
    drawing = process("came > x_which > t_one > a_both > end_done", "x_which > t_two > a_both")

    assert said(drawing) == {(STUCK, "a_both"), (DEAD, "a_both"), (DEAD, "end_done")}


def test_a_standstill_names_what_is_waited_for_and_the_way_there():
    drawing = process("came > x_which > t_one > a_both > end_done", "x_which > t_two > a_both")

    (stuck,) = [one for one in played(drawing).findings if one.rule == STUCK]

    assert [one.id for one in stuck.path] == ["came", "x_which", "t_one"]
    assert [one.id for one in stuck.others] == ["t_two"]


def test_parallel_ways_that_meet_without_waiting_do_what_follows_twice():
    drawing = process("came > a_split > t_one > x_merge > t_more > end_done", "a_split > t_two > x_merge")

    assert {(UNSAFE, "t_more"), (IMPROPER, "end_done")} <= said(drawing)


def test_parallel_ways_into_one_end_reach_it_twice_and_are_not_unsafe():
    drawing = process("came > a_split > t_one > end_done", "a_split > t_two > end_done")

    assert said(drawing) == {(IMPROPER, "end_done")}


def test_parallel_ways_may_each_have_an_end_of_their_own():
    assert said(process("came > a_split > t_one > end_one", "a_split > t_two > end_two")) == set()


def test_arrows_out_of_a_task_part_and_arrows_into_it_do_not_wait():
    assert said(process("came > t_split > t_one > a_both > end_done", "t_split > t_two > a_both")) == set()
    assert (IMPROPER, "end_done") in said(
        process("came > t_split > t_one > t_both > end_done", "t_split > t_two > t_both"))


def test_arrows_with_conditions_out_of_a_task_may_be_taken():
    flows = ('<sequenceFlow id="c1" sourceRef="t_split" targetRef="t_one"><conditionExpression/></sequenceFlow>'
             '<sequenceFlow id="c2" sourceRef="t_split" targetRef="t_two"><conditionExpression/></sequenceFlow>')
    waiting = process("came > t_split", "t_one > a_both > end_done", "t_two > a_both", drawn=flows)
    joining = process("came > t_split", "t_one > o_both > end_done", "t_two > o_both", drawn=flows)

    assert (STUCK, "a_both") in said(waiting)
    assert said(joining) == set()


def test_an_inclusive_join_waits_for_what_can_still_come_and_for_nothing_else():
    block = ["came > o_split > t_one > o_join > end_done", "o_split > t_two > o_join", "o_split > t_three > o_join"]

    assert said(process(*block)) == set()
    assert said(process(*[line.replace("o_split", "x_split") for line in block])) == set()
    assert said(process(*[line.replace("o_split", "a_split") for line in block])) == set()
    assert (STUCK, "a_join") in said(process(*[line.replace("o_join", "a_join") for line in block]))
    assert (UNSAFE, "end_done") in said(process(*[line.replace("o_join", "x_join") for line in block]))


def test_a_choice_of_many_is_made_at_once():
    lines = [f"came > o_split > t_{number} > o_join{number % 2} > o_last > end_done" for number in range(7)]

    assert said(process(*lines, "o_split > o_last")) == set()


def test_the_default_of_an_inclusive_gateway_is_taken_alone():
    split = '<inclusiveGateway id="o_split" default="d"/><sequenceFlow id="d" sourceRef="o_split" targetRef="t_two"/>'

    assert said(process("came > o_split > t_one > x_join > end_done", "t_two > x_join", drawn=split)) == set()


def test_a_circle_with_a_way_out_is_sound():
    assert said(process("came > x_again > t_try > x_good > end_done", "x_good > x_again")) == set()


def test_a_circle_without_a_way_out_never_ends_and_spins_where_nobody_is_waited_for():
    assert said(process("came > x_again > u_try > x_again")) == {(ENDLESS, "x_again")}
    assert said(process("came > x_again > s_try > x_again")) == {(ENDLESS, "x_again"), (LIVELOCK, "x_again")}


def test_a_circle_that_sends_out_more_each_time_floods_and_is_no_standstill():
    drawing = process("came > x_again > t_try > a_more > t_back > x_again", "a_more > t_on > end_done")

    rules = {rule for rule, _ in said(drawing)}

    assert {UNSAFE, ENDLESS} <= rules
    assert not {STUCK, IMPROPER} & rules


def test_what_nothing_leads_to_is_dead():
    assert said(process("came > t_look > end_done", "t_lost > end_lost")) == {(DEAD, "t_lost"), (DEAD, "end_lost")}


def test_without_a_start_all_that_nothing_leads_to_begins():
    assert said(process("t_one > a_both > end_done", "t_two > a_both")) == set()


def test_of_several_starts_one_is_taken():
    assert said(process("letter > x_in > t_look > end_done", "call > x_in")) == set()
    assert (STUCK, "a_in") in said(process("letter > a_in > t_look > end_done", "call > a_in"))


def test_a_link_leads_to_where_it_is_caught():
    def link(name: str) -> str:
        return (f'<intermediateThrowEvent id="go"><linkEventDefinition name="L"/></intermediateThrowEvent>'
                f'<intermediateCatchEvent id="on"><linkEventDefinition name="{name}"/></intermediateCatchEvent>')

    assert said(process("came > go", "on > end_done", drawn=link("L"))) == set()
    assert (STUCK, "go") in said(process("came > go", "on > end_done", drawn=link("M")))


def test_every_process_of_a_file_is_played():
    late = ways("begun > t_look > a_never > end_late", "t_lost > a_never", ids="g")
    first = ways("came > end_done")

    assert (STUCK, "a_never") in said(
        definitions(f'<process id="one">{first}</process><process id="two">{late}</process>'))
