"""What is proposed is drawn as well: no shape lies on another, no arrow runs through a box."""

import pytest

from engine import proposals, xml
from engine.packs import Pack
from tests.engine.proposals.pictured import NEW, overlaps, picture_of, through_boxes, with_a_step

FILE = "bpmn/complaint.bpmn"
WHERE = [
    pytest.param("flow_acknowledge_complaint_to_whole_case", id="a step moves into another part"),
    pytest.param("flow_case_opened_to_resolution", id="a step moves deeper"),
    pytest.param("flow_closing_to_find_retention", id="a timer is put on a step"),
    pytest.param("flow_is_danger_over_to_close_case", id="nothing is wrong"),
]


@pytest.mark.parametrize("arrow", WHERE)
def test_a_drawing_stays_one_that_can_be_read(arrow: str):
    pack = with_a_step(arrow)
    was = set(overlaps(picture_of(pack, FILE), hosts(pack)))

    found = proposals.propose(pack)

    after = Pack({**pack.files, **found.files}, pack.calendars)
    picture, mounted = picture_of(after, FILE), hosts(after)
    assert set(overlaps(picture, mounted)) <= was
    drawn = {flow.id: (flow.source, flow.target) for flow in after.diagrams[FILE].flows}
    assert set(drawn) <= set(picture.edges), "every arrow is drawn"
    for one in found.proposals:
        for arrow_id, ends in drawn.items():
            if {NEW, one.element} & {ends[0], ends[1], mounted.get(ends[0])}:
                assert through_boxes(picture, arrow_id, ends, mounted) == [], arrow_id


def test_an_arrow_that_leads_elsewhere_keeps_its_label():
    pack = with_a_step("flow_acknowledge_complaint_to_whole_case")

    found = proposals.propose(pack)

    before, after = (picture_of(one, FILE) for one in (pack, Pack({**pack.files, **found.files}, pack.calendars)))
    labelled = [arrow for arrow, edge in before.edges.items() if list(edge.iter(xml.tag("BPMNLabel", xml.BPMNDI)))]
    assert labelled and all(list(after.edges[one].iter(xml.tag("BPMNLabel", xml.BPMNDI))) for one in labelled)


def hosts(pack: Pack) -> dict[str, str]:
    return {one.id: one.attached_to for one in pack.diagrams[FILE].elements.values() if one.attached_to}
