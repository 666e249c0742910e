"""The token game plays a drawing as the engine does: what waits, what ends with what, what goes on beside."""

import pytest

from engine import diagram
from engine.proofs.conditions import TIMES
from engine.proofs.exploring import explore
from engine.proofs.game import Game
from engine.proofs.net import Drawings
from engine.proofs.slicing import cut
from engine.proofs.watching import Observer, observer
from tests.engine.proofs.sketch import (
    ALL,
    HELP,
    LOST,
    also,
    call,
    content,
    edge,
    end,
    form,
    inside,
    operation,
    person,
    process,
    promise,
    throw,
    timer,
    wait,
    word,
)

LATE = timer('"P5D"', "timeDuration")


def ways(data, milestones, names=(), **more):
    """In which order each way to the end reaches these milestones for the first time."""
    made = content(data, **more)
    net = Drawings(made.diagrams).net("complaint")
    known = made.facts(sorted(names), {})
    orders: list[tuple[str, ...]] = [()]

    def reach(at, milestone, sets):
        order = tuple(dict.fromkeys((*orders[at], milestone)))
        if order not in orders:
            orders.append(order)
        return [(orders.index(order), sets)]

    watch = Observer(reach, lambda at, sets: [(at, sets)], lambda at, sets: [(at, sets)])
    found = explore(Game(cut(net, made, known, frozenset(milestones)), watch), made.begin(known, False))
    return {",".join(orders[at]) for marks, at, _ in found.came if not marks}


def test_ways_that_come_together_wait_for_each_other():
    drawn = process("came -> +split -> one[a] -> +meet -> after[c] -> over", "+split -> other[b] -> +meet")

    assert ways(drawn, "abc") == {"a,b,c", "b,a,c"}


def test_of_a_wait_for_what_comes_first_one_thing_comes():
    drawn = process("came -> @answer -> yes -> over", "@answer -> silence -> over",
                    drawn=wait("yes", word(), "a") + wait("silence", LATE, "b"))

    assert ways(drawn, "ab") == {"a", "b"}


def test_an_event_that_breaks_a_step_off_ends_what_is_inside():
    body = inside("work", "begun -> one[a] -> two[b] -> done")
    drawn = process("came -> work -> over", "late -> gone[c] -> lost", drawn=body + edge("late", "work", LATE))

    assert ways(drawn, "abc") == {"a,b", "c", "a,c"}


def test_an_event_that_lets_the_step_go_on_runs_beside_it():
    body = inside("work", "begun -> one[a] -> done")
    drawn = process("came -> work -> after[c] -> over", "late -> told[b] -> said",
                    drawn=body + edge("late", "work", LATE, ends=False))

    assert ways(drawn, "abc") == {"a,c", "b,a,c", "a,b,c", "a,c,b"}


def test_a_timer_beside_a_step_fires_once_and_a_message_may_come_again():
    again = process("came -> one[a] -> over", "more -> told[b] -> said",
                    drawn=edge("more", "one", word(), ends=False))

    assert ways(again, "ab") == {"a", "b,a", "a,b"}


def test_an_end_of_everything_ends_what_runs_in_the_same_part_only():
    body = inside("work", "begun -> +split -> one[a] -> done", "+split -> two[b] -> enough",
                  drawn=end("enough", ALL))
    drawn = process("came -> work -> after[c] -> over", drawn=body)

    assert ways(drawn, "abc") == {"a,b,c", "b,c"}


def test_a_fault_goes_to_the_nearest_place_that_catches_it():
    inner = inside("inner", "b1 -> one[a] -> lost", drawn=end("lost", LOST))
    nearer = inside("work", "b2 -> inner -> d2", "caught -> two[b] -> d3",
                    drawn=inner + edge("caught", "inner", LOST))
    outer = inside("work", "b2 -> inner -> d2", drawn=inner)
    around = edge("outside", "work", LOST)

    def drawn(body):
        return process("came -> work -> over", "outside -> three[c] -> end3", drawn=body + around)

    assert ways(drawn(nearer), "abc") == {"a,b"}
    assert ways(drawn(outer), "abc") == {"a,c"}


def test_a_call_for_help_is_answered_beside_the_work():
    body = inside("work", "begun -> ask -> one[a] -> done", drawn=throw("ask", HELP))
    drawn = process("came -> work -> over", "helped -> advise[b] -> advised",
                    drawn=body + edge("helped", "work", HELP, ends=False))

    assert ways(drawn, "ab") == {"a,b", "b,a"}


def test_a_called_process_stands_at_each_place_that_calls_it():
    drawn = process("came -> first -> between[b] -> second -> over",
                    drawn=call("first", "help") + call("second", "help"), called=also("help", "begun -> do[a] -> done"))
    net = Drawings(content(drawn).diagrams).net("complaint")

    assert [node.element.id for node in net.nodes].count("do") == 2
    assert len(net.scopes) == 3
    assert ways(drawn, "ab") == {"a,b"}


def test_a_step_for_each_member_of_a_list_is_done_or_there_is_none():
    body = inside("points", "begun -> one[a] -> done", each="listed")
    drawn = process("came -> points -> after[b] -> over", drawn=body)
    asked = form(listed={"type": "array", "items": {"type": "string"}, "x-amends-fact": "listed"})
    filled = process("came -> list -> points -> after[b] -> over", drawn=person("list", "asked") + body)

    assert ways(drawn, "ab") == {"a,b", "b"}
    assert ways(filled, "ab", ["listed"], asked=asked) == {"a,b", "b"}
    needed = asked.replace(b'"required":[]', b'"required":["listed"]')
    assert ways(filled, "ab", ["listed"], asked=needed) == {"a,b"}


def test_a_step_that_is_passed_through_may_be_broken_off_where_it_waits():
    drawn = process("came -> one[a] -> idle -> over[b]", "late -> gone[c] -> lost",
                    drawn=inside("idle", "begun -> sit -> done") + edge("late", "idle", LATE))

    assert ways(drawn, "abc") == {"a,b", "a,c"}


def test_a_side_way_that_nothing_is_asked_about_is_not_played():
    drawn = process("came -> one[a] -> over", "late -> remind -> reminded",
                    drawn=edge("late", "one", LATE, ends=False))
    made = content(drawn)
    net = Drawings(made.diagrams).net("complaint")

    part = cut(net, made, made.facts([], {}), frozenset("a"))

    assert {net.nodes[one].element.id for one in part.dropped} == {"late"}
    assert "remind" not in {node.element.id for node in net.nodes if part.keep[node.number]}
    assert ways(drawn, "a") == {"a"}


def test_only_what_matters_for_a_promise_is_played():
    drawn = process("came -> one -> two[a] -> ?which -> three -> over", "?which -> {channel == 'phone'} four -> over")
    made = content(drawn)
    net = Drawings(made.diagrams).net("complaint")

    part = cut(net, made, made.facts([], {}), frozenset("a"))

    assert [node.element.id for node in net.nodes if part.keep[node.number]] == ["two", "over"]
    more = cut(net, made, made.facts(["channel"], {}), frozenset("a"))
    assert "which" in {node.element.id for node in net.nodes if more.keep[node.number]}


def test_a_loop_is_counted_until_more_is_told_apart_no_more():
    drawn = process("came -> one[a] -> ?again -> one", "?again -> {times('a') >= 3} over[b]")
    made = content(drawn)
    net = Drawings(made.diagrams).net("complaint")
    known = made.facts([TIMES + "a"], {})
    game = Game(cut(net, made, known, frozenset("ab")), observer(promise("absence", never="b"), known))

    way = explore(game, made.begin(known, False)).way(explore(game, made.begin(known, False)).broken)

    assert [net.nodes[number].element.id for stage in way for number in stage.nodes].count("one") == 6  # begun and done


@pytest.mark.parametrize("code", ["lost", ""])
def test_a_fault_is_caught_by_its_own_code_before_any(code):
    plain = edge("any", "work", "<errorEventDefinition/>")
    own = edge("own", "work", LOST) if code else ""
    body = inside("work", "begun -> begin[c] -> lost", drawn=end("lost", LOST))
    drawn = process("came -> work -> over", "any -> one[a] -> end1", *(["own -> two[b] -> end2"] if code else []),
                    drawn=body + plain + own)

    assert ways(drawn, "abc") == ({"c,b"} if code else {"c,a"})


def test_a_drawing_is_read_as_the_complaint_and_what_it_starts_beside_it():
    drawn = process("came -> help -> go -> over",
                    drawn=call("help", "helping") + operation("go", "start_run", process='"beside"'),
                    called=also("helping", "begun -> done") + also("beside", "start -> stop")
                    + also("forgotten", "open -> shut"))

    assert Drawings([diagram.read(drawn, "a.bpmn")]).roots == ["beside", "complaint"]
