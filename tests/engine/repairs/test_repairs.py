"""Safe repairs: what can be meant in one way only is written out, in words, and everything else stays."""

import random

import pytest

from engine import repairs, xml
from engine.check import alone
from engine.check.kinds import NAMES
from engine.repairs.picture import Picture
from tests.engine.check.test_nothing_lost import anything
from tests.engine.check.tiny import SPACES, process

LANE = '<extensionElements><s:properties><s:property name="lane" value="Desk"/></s:properties></extensionElements>'
WHICH = (
    '<startEvent id="came"/><sequenceFlow id="f1" sourceRef="came" targetRef="which"/><exclusiveGateway id="which"/>'
    '<sequenceFlow id="yes" sourceRef="which" targetRef="over"><conditionExpression>outcome == "upheld"'
    '</conditionExpression></sequenceFlow><sequenceFlow id="no" sourceRef="which" targetRef="over"/>'
    '<endEvent id="over"/>'
)


def mended(drawn):
    """The drawing after all repairs, and what was said about it."""
    data, changes = repairs.mended(drawn, "a.bpmn")
    return data.decode(), [change.says for change in changes]


def errors(drawn):
    data = drawn if isinstance(drawn, bytes) else drawn.encode()
    return [cause for cause in alone.check("bpmn/a.bpmn", data).causes if cause.severity == "error"]


def test_a_drawing_that_is_in_order_stays_byte_by_byte():
    drawn = process('<startEvent id="came"/><sequenceFlow id="f" sourceRef="came" targetRef="e"/><endEvent   id="e"/>')

    assert repairs.mended(drawn, "a.bpmn") == (drawn, [])


def test_arrows_steps_and_messages_get_ids_that_nothing_else_has():
    drawn = process(
        '<startEvent id="came"/><sequenceFlow sourceRef="came" targetRef="came_to_over"/>'
        '<endEvent id="came_to_over"/><task name="Ring back"/>', '<message name="more info"/><message id="m"/>')

    data, said = mended(drawn)

    assert 'id="came_to_came_to_over"' in data and 'id="complaint_Ring_back"' in data
    assert 'id="message_more_info"' in data and '<message id="m" name="m"/>' in data
    assert 'The task "Ring back" gets the id "complaint_Ring_back".' in said


def test_the_only_way_without_a_condition_becomes_the_default():
    data, said = mended(process(WHICH))

    assert '<exclusiveGateway id="which" default="no"/>' in data
    assert said == ['At "which" the arrow to over becomes the default: it is the only one without a condition.']
    assert errors(data) == []


@pytest.mark.parametrize("spoilt", [
    WHICH.replace('<sequenceFlow id="no" sourceRef="which" targetRef="over"/>',
                  '<sequenceFlow id="no" sourceRef="which" targetRef="over"/>'
                  '<sequenceFlow id="third" sourceRef="which" targetRef="over"/>'),
    WHICH.replace("<exclusiveGateway", '<exclusiveGateway default="yes"'),
    WHICH.replace("exclusiveGateway", "inclusiveGateway"),
], ids=["two without", "one chosen", "another gateway"])
def test_no_default_is_guessed(spoilt):
    assert mended(process(spoilt))[1] == []


@pytest.mark.parametrize(("kind", "text", "quoted"), [
    ("timeDuration", "P5D", '"P5D"'), ("timeDuration", " PT4H ", '"PT4H"'), ("timeCycle", "R3/P5D", '"R3/P5D"'),
    ("timeDuration", "working_days(5)", None), ("timeDuration", '"P5D"', None), ("timeDuration", "PX", None),
    ("timeCycle", "R/P5D", None), ("timeDate", "2026-01-01", None),
])
def test_a_duration_gets_its_quotes_and_nothing_else_does(kind, text, quoted):
    drawn = process(
        '<startEvent id="came"/><sequenceFlow id="f" sourceRef="came" targetRef="w"/><intermediateCatchEvent id="w">'
        f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition></intermediateCatchEvent>"
        '<sequenceFlow id="g" sourceRef="w" targetRef="e"/><endEvent id="e"/>')

    data, said = mended(drawn)

    assert (f"<{kind}>{quoted}</{kind}>" in data) is bool(quoted)
    assert bool(said) is bool(quoted)


def test_what_stops_gets_an_end_and_what_begins_a_start():
    drawn = process(f'<manualTask id="one" name="Look">{LANE}</manualTask>'
                    '<sequenceFlow id="f" sourceRef="one" targetRef="two"/>'
                    f'<subProcess id="two"><manualTask id="deep">{LANE}</manualTask></subProcess>')

    data, said = mended(drawn)

    assert errors(data) == []
    assert len(said) == 4 and 'Before "Look" a start is drawn' in said[0]


@pytest.mark.parametrize("body", [
    '<manualTask id="a"/><manualTask id="b"/>',
    '<manualTask id="a"/><manualTask id="b"/><sequenceFlow id="f" sourceRef="b" targetRef="b"/>',
])
def test_no_start_is_guessed(body):
    assert not any("start" in says for says in mended(process(body))[1])


def test_the_new_shapes_meet_no_other_and_stay_inside_what_is_round_them():
    shape = '<i:BPMNShape bpmnElement="{}"><c:Bounds x="{}" y="{}" width="{}" height="{}"/></i:BPMNShape>'
    places = {"part": (0, 0, 600, 400), "a": (50, 50, 100, 80), "b": (200, 50, 100, 80), "c": (350, 50, 100, 80)}
    shapes = "".join(shape.format(key, *place) for key, place in places.items())
    drawn = process(
        '<subProcess id="part"><manualTask id="a"/><manualTask id="b"/><manualTask id="c"/></subProcess>'
    ).replace(b"</process>", (
        '</process><i:BPMNDiagram xmlns:i="http://www.omg.org/spec/BPMN/20100524/DI" '
        f'xmlns:c="http://www.omg.org/spec/DD/20100524/DC"><i:BPMNPlane>{shapes}</i:BPMNPlane></i:BPMNDiagram>'
    ).encode())

    data, _ = mended(drawn)

    boxes = Picture(xml.parse(data.encode())).boxes
    inner = [box for key, box in boxes.items() if key in ("a", "b", "c", "a_end", "b_end", "c_end")]
    assert len(inner) == 6
    assert all(boxes["part"].holds(box) for box in inner)
    assert not any(one.meets(two) for n, one in enumerate(inner) for two in inner[n + 1:])
    assert data.count("waypoint") >= 2 * 3


def test_comments_instructions_and_foreign_parts_stay():
    drawn = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!-- from a tool -->\n<?tool 7?>\n'
        f'<b:definitions xmlns:b="{xml.BPMN}" xmlns:camunda="urn:c" {SPACES.partition(" ")[2]}>\n'
        '  <b:process id="complaint">\n    <!-- here it begins -->\n    <b:startEvent id="came"/>\n'
        '    <b:sequenceFlow id="f" sourceRef="came" targetRef="t"/>\n'
        '    <b:manualTask id="t" camunda:assignee="me">\n      <b:incoming>f</b:incoming>\n    </b:manualTask>\n'
        "  </b:process>\n</b:definitions>\n<!-- over -->\n"
    ).encode()

    data, _ = mended(drawn)

    added = [line.strip() for line in data.splitlines() if line not in drawn.decode().splitlines()]
    gone = [line for line in drawn.decode().splitlines() if line not in data.splitlines()]
    assert gone == []
    assert added == ["<b:outgoing>t_to_end</b:outgoing>",
                     '<b:sequenceFlow id="t_to_end" sourceRef="t" targetRef="t_end"/>',
                     '<b:endEvent id="t_end"><b:incoming>t_to_end</b:incoming></b:endEvent>']


def test_a_finding_says_where_a_repair_is_offered():
    found = errors(process(WHICH)) + errors(process('<startEvent id="came"/><endEvent id="e"/>'))

    hinted = [cause.element for cause in found if "amends check --repair does this" in cause.repair]
    assert hinted == ["which", "no", "came"]


@pytest.mark.parametrize("seed", range(80))
def test_whatever_is_mended_passes_the_rules_it_was_mended_for_and_is_mended_once(seed):
    pick = random.Random(seed)
    drawn = anything(pick) if seed % 2 else loose(pick)

    data, changes = repairs.mended(drawn, "bpmn/a.bpmn")

    found = alone.check("bpmn/a.bpmn", data).causes
    assert [str(cause) for cause in found for change in changes for mends in change.mends if mends.fits(cause)] == []
    assert repairs.mended(data, "bpmn/a.bpmn") == (data, [])


def loose(pick):
    """Steps and arrows of all kinds that run, with this and that left out."""
    kinds = sorted(set(NAMES) - {"startEvent", "boundaryEvent", "subProcess"})
    parts = ['<startEvent id="n0"/>'] if pick.random() < 0.7 else []
    count = pick.randrange(1, 9)
    for number in range(1, count):
        kind = pick.choice(kinds)
        timer = pick.choice(["P1D", '"P1D"', "PT2H", "nonsense"])
        event = f"<timerEventDefinition><timeDuration>{timer}</timeDuration></timerEventDefinition>"
        parts.append(f'<{kind} id="n{number}">{event if kind == "intermediateCatchEvent" else ""}</{kind}>')
        if pick.random() < 0.3:
            parts.append(f'<boundaryEvent id="b{number}" attachedToRef="n{number}">{event}</boundaryEvent>')
    for number in range(pick.randrange(count * 2)):
        key = f'id="f{number}" ' if pick.random() < 0.7 else ""
        condition = '<conditionExpression>outcome == "x"</conditionExpression>' if pick.random() < 0.4 else ""
        parts.append(f'<sequenceFlow {key}sourceRef="n{pick.randrange(count)}" targetRef="n{pick.randrange(count)}">'
                     f"{condition}</sequenceFlow>")
    pick.shuffle(parts)
    return process("".join(parts))
