"""L01: steps that stand where nothing is read are named; and no step of any file is lost without a word."""

import random

import pytest

from engine import diagram, xml
from engine.check import alone, nothing_lost
from engine.check.kinds import FLOW_NODES, NAMES
from engine.xml import BPMN
from tests.engine.check.tiny import SPACES, found

LOST = {"inside_a_task", "inside_a_lane", "beside", "step", "turn"}
NODES = sorted(FLOW_NODES)
WRAPS = ("process", "subProcess", "transaction", "adHocSubProcess", "laneSet", "extensionElements", "choreography",
         "userTask", "subChoreography", "documentation", "globalTask")


def test_steps_outside_of_processes_and_subprocesses_are_named():
    said = found(nothing_lost.find, "nothing_lost.bpmn")

    assert said.keys() == LOST
    assert 'The manualTask "Look" would be lost: it stands in lane' in said["inside_a_lane"]


@pytest.mark.parametrize("seed", range(60))
def test_every_step_of_any_file_is_known_to_run_or_is_named_in_a_finding(seed):
    drawn = anything(random.Random(seed))
    known = diagram.read(drawn, "any.bpmn").elements

    causes = alone.check("any.bpmn", drawn).causes

    named = {cause.element for cause in causes}
    nameless = any("has no id" in cause.message or "would be lost" in cause.message for cause in causes)
    for node in xml.parse(drawn).iter():
        if xml.namespace(node) == BPMN and xml.local(node) in FLOW_NODES:
            key = node.get("id", "")
            runs = key in known and known[key].kind in NAMES
            assert (runs or key in named) if key else nameless, f"{xml.local(node)} {key} is lost"


def anything(pick):
    """A file of BPMN tags in any order and depth, well-formed and otherwise without sense."""
    number = iter(range(10_000))

    def inside(depth):
        parts = []
        for _ in range(pick.randrange(6)):
            tag = pick.choice(NODES if pick.random() < 0.7 else WRAPS)
            name = "" if pick.random() < 0.05 else f' id="n{next(number)}"'
            parts.append(f"<{tag}{name}>{inside(depth - 1) if depth and pick.random() < 0.5 else ''}</{tag}>")
        return "".join(parts)

    body = "".join(f'<process id="p{n}">{inside(3)}</process>{inside(1)}' for n in range(2))
    return f"<definitions {SPACES}>{body}</definitions>".encode()
