"""What cannot run is said once, not again of all that comes behind it."""

from engine.check import check
from engine.errors import ERROR
from engine.packs import Pack
from tests.engine.process.drawing import diagram, flow, node, path, timer


def test_a_plain_task_is_told_and_what_it_leads_to_is_not_blamed():
    drawn = diagram(
        node("startEvent", "came") + node("task", "look") + node("endEvent", "over") + path("came", "look", "over")
        + node("boundaryEvent", "late", timer('"P1D"'), attachedToRef="look") + node("endEvent", "over_late")
        + flow("late", "over_late"))

    found = [(cause.rule, cause.element) for cause in check(Pack({"bpmn/p.bpmn": drawn})) if cause.severity == ERROR]

    assert [one for one in found if one[0] in ("L01", "L02")] == [("L01", "look")]
