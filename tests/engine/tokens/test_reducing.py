"""The small net gives the answers of the large one, and is small."""

import random

import pytest

import engine.tokens
from engine.tokens import DEAD, ENDLESS, LIVELOCK, STUCK, UNSAFE, Bound, Explored
from tests.engine.tokens.drawing import definitions, played, process

SMALL = Bound(states=3_000, moves=9_000)
NODES = ("task", "task", "userTask", "exclusiveGateway", "exclusiveGateway", "parallelGateway", "parallelGateway",
         "inclusiveGateway", "intermediateThrowEvent", "endEvent")
ENDS = ("", "", "", "", "", "terminate", "error", "escalation")
EDGES = ("timer", "timer", "error", "escalation")


def drawn_at_random(seed: int) -> bytes:
    dice = random.Random(seed)
    return definitions(f'<process id="p">{_scope(dice, "n", depth=2, most=7)}</process>')


def _scope(dice: random.Random, name: str, depth: int, most: int) -> str:
    kinds = [*dice.choices(NODES, k=dice.randint(2, most)), "endEvent"]
    if depth:
        kinds = ["subProcess" if kind == "task" and dice.random() < .3 else kind for kind in kinds]
    nodes = [f"{name}{number}" for number in range(len(kinds))]
    parts, arrows = [f'<startEvent id="{name}s"/>'], [(f"{name}s", nodes[0])]
    for number, (node, kind) in enumerate(zip(nodes, kinds, strict=True)):
        inside = ""
        if kind == "subProcess":
            inside = _scope(dice, f"{node}_", depth - 1, 3)
        elif kind == "endEvent" and (thrown := dice.choice(ENDS)):
            inside = f"<{thrown}EventDefinition/>"
        elif kind == "intermediateThrowEvent" and dice.random() < .3:
            inside = "<escalationEventDefinition/>"
        parts.append(f'<{kind} id="{node}">{inside}</{kind}>')
        if kind != "endEvent":
            arrows += [(node, _target(dice, nodes, number)) for _ in range(dice.choice((1, 1, 1, 2, 2, 3)))]
        if kind in ("task", "userTask", "subProcess") and dice.random() < .25:
            event = dice.choice(EDGES)
            parts.append(f'<boundaryEvent id="{node}b" attachedToRef="{node}" cancelActivity="'
                         f'{"true" if event == "error" or dice.random() < .6 else "false"}"><{event}EventDefinition/>'
                         "</boundaryEvent>")
            arrows.append((f"{node}b", dice.choice(nodes)))
    if depth and dice.random() < .2:
        parts.append(f'<subProcess id="{name}v" triggeredByEvent="true"><startEvent id="{name}vs" isInterrupting="'
                     f'{dice.choice(("true", "false"))}"><timerEventDefinition/></startEvent></subProcess>')
    parts += [f'<sequenceFlow id="{name}f{number}" sourceRef="{one}" targetRef="{other}"/>'
              for number, (one, other) in enumerate(arrows)]
    return "".join(parts)


def _target(dice: random.Random, nodes: list[str], number: int) -> str:
    ahead = nodes[number + 1:number + 4]
    return dice.choice(ahead) if dice.random() < .85 and ahead else dice.choice(nodes)


def answers(explored: Explored) -> tuple[frozenset[str], frozenset[str]]:
    """(what is wrong, what is dead). A standstill and a circle without an exit are the same answer; whether other
    things wait beside such a circle is not asked."""
    wrong = {"no end" if one.rule in (STUCK, ENDLESS) else one.rule for one in explored.findings}
    return frozenset(wrong - {LIVELOCK, DEAD}), frozenset(one.at.id for one in explored.findings if one.rule == DEAD)


@pytest.mark.parametrize("start", range(0, 400, 50))
def test_what_the_small_net_says_is_what_every_single_step_says(start, monkeypatch):
    monkeypatch.setattr(engine.tokens, "SLOWLY", Bound(states=1, moves=1))
    compared = 0

    for seed in range(start, start + 50):
        drawing = drawn_at_random(seed)
        small, large = played(drawing, bound=SMALL), played(drawing, bound=SMALL, reduce=False)
        if small.complete and large.complete:
            compared += 1
            (wrong, dead), (all_wrong, all_dead) = answers(small), answers(large)
            assert dead == all_dead, seed
            assert (UNSAFE in wrong) == (UNSAFE in all_wrong), seed
            # where tokens heap up, what else goes wrong depends on how many are counted
            assert wrong == all_wrong or UNSAFE in wrong, seed

    assert compared > 30


def test_many_parallel_branches_are_a_few_states():
    wide = [f"came > a_split > t_{number} > a_join > end_done" for number in range(17)]
    long = ["came > a_split > " + " > ".join(f"t_{number}_{step}" for step in range(5)) + " > a_join > end_done"
            for number in range(20)]

    for lines in (wide, long):
        (group,) = played(process(*dict.fromkeys(lines))).groups

        assert group.findings == ()
        assert group.states < 20


def test_many_blocks_one_after_another_are_a_few_states():
    blocks = [f"x_{number} > t_a{number} > x_m{number} > x_{number + 1}" for number in range(500)]
    others = [f"x_{number} > t_b{number} > x_m{number}" for number in range(500)]

    (group,) = played(process("came > x_0", *blocks, *others, "x_500 > end_done")).groups

    assert group.findings == ()
    assert group.states < 20


def test_branches_with_events_on_their_edges_and_circles_are_a_few_states():
    lines, edges = [], ""
    for number in range(12):
        lines += [f"came > a_split > x_{number} > u_{number} > x_o{number} > a_join > end_done",
                  f"x_o{number} > x_{number}", f"late_{number} > x_o{number}"]
        edges += (f'<userTask id="u_{number}"/><boundaryEvent id="late_{number}" attachedToRef="u_{number}">'
                  "<timerEventDefinition/></boundaryEvent>")

    (group,) = played(process(*dict.fromkeys(lines), drawn=edges)).groups

    assert group.findings == ()
    assert group.states < 20
