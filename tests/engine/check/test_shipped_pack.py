"""The pack that is shipped can be published; and each slip that a process owner may make in it is caught."""

from functools import cache

import pytest

from engine.check import check
from engine.config import ROOT
from engine.errors import Cause
from engine.packs import Pack, read_folder

COMPLAINT = "bpmn/complaint.bpmn"
CONDITION = 'review_result == "approve"'
REMINDER = '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">working_days(10)</bpmn:timeDate>'
SILENCE = '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">working_days(20)</bpmn:timeDate>'
LOOKING = 'sourceRef="investigate" targetRef="four_eyes_review"'

SLIPS = {
    "a misspelt tag": ("bpmn:businessRuleTask", "bpmn:bussinessRuleTask", "L01"),
    "an error on the edge": (
        '<bpmn:messageEventDefinition id="on_withdrawn_message" messageRef="message_withdrawn" />',
        '<bpmn:errorEventDefinition id="on_withdrawn_message" />', "L01"),
    "a step nothing leads to": ('sourceRef="on_final" targetRef="find_breach_effect"',
                                'sourceRef="on_final" targetRef="overdue_review"', "L01"),
    "an arrow without an id": (f'id="flow_investigate_to_four_eyes_review" {LOOKING}', LOOKING, "L02"),
    "a step called End": ('"send_decision"', '"End"', "L02"),
    "an arrow to nothing": (LOOKING, 'sourceRef="investigate" targetRef="four_eye_review"', "L02"),
    "a subprocess without a start": ("bpmn:startEvent", "bpmn:endEvent", "L02"),
    "a condition behind a task": (f'{LOOKING} />', f'{LOOKING}><bpmn:conditionExpression>{CONDITION}'
                                  "</bpmn:conditionExpression></bpmn:sequenceFlow>", "L03"),
    "no default": (' default="flow_is_approved_to_investigate"', "", "L04"),
    "a default that is another's": ('default="flow_is_approved_to_investigate"',
                                    'default="flow_send_decision_to_decision_sent"', "L03"),
    "a misspelt fact": (CONDITION, 'review_results == "approve"', "L05"),
    "an answer nobody offers": (CONDITION, 'review_result == "approved"', "L05"),
    "a single equals sign": (CONDITION, 'review_result = "approve"', "L05"),
    "a deadline no case has": ("deadline(\"warn75\")</", "deadline(\"warn80\")</", "L05"),
    "a duration without quotes": (SILENCE, "<bpmn:timeDuration>P20D</bpmn:timeDuration>", "L06"),
    "a reminder that repeats": (REMINDER, '<bpmn:timeCycle>"R3/P10D"</bpmn:timeCycle>', "L06"),
    "a second clock behind the event gateway": (
        '<bpmn:messageEventDefinition id="reaction_accepted_message" messageRef="message_accepted" />',
        '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>"P1D"</bpmn:timeDuration></bpmn:timerEventDefinition>',
        "L07"),
    "a side way into the main way": ('sourceRef="overdue_review" targetRef="overdue_reviewed"',
                                     'sourceRef="overdue_review" targetRef="ready_to_close"', "L14"),
    "a form that is not there": ('"decision.json"', '"desicion.json"', "L16"),
    "a task of nobody": ('<spiffworkflow:property name="lane" value="Reviewer" />', "", "lane"),
    "an operation nobody can do": ('serviceTaskOperator id="set_deadlines"', 'serviceTaskOperator id="set_deadline"',
                                   "operation"),
    "a letter nobody wrote": ("'\"L6_decision\"'", "'\"L6_desicion\"'", "letter"),
    "a table that is not there": ("D2_urgency<", "D2_urgent<", "decision"),
    "a milestone without words": ('value="decided, communicated"', 'value="decided, comunicated"', "milestone"),
    "an exclusion of nobody": ('name="not_by" value="investigated"', 'name="not_by" value="received"', "milestone"),
    "a message without a button": ('name="edr_requested" />', 'name="edr_request" />', "message"),
    "a misspelt property": ('property name="due"', 'property name="deu"', "property"),
    "properties outside their place": ("bpmn:extensionElements>", "bpmn:documentation>", "property"),
}

SLIPS_ELSEWHERE = {
    "a milestone that lost its words": (
        "bpmn/milestones.toml", 'name = "informed_final"', 'name = "informed"', "milestone"),
    "a promise about nothing": ("bpmn/obligations.toml", 'before = "closed"', 'before = "close"', "obligation"),
    "a letter with a gap": ("forms/letters/en/L6_decision.md", "{{ reasons }}", "{{ reason }}", "letter"),
    "a fact that no form asks any more": ("forms/review.json", '"x-amends-fact": "review_result",', "", "L05"),
    "a table that is no table": ("bpmn/tables/D2_urgency.dmn", 'hitPolicy="FIRST"', 'hitPolicy="PRIORITY"', "L17"),
    "a form with an unknown keyword": ("forms/note.json", '"maxLength"', '"maxLenght"', "L16"),
    "a deadline without a unit": ("bpmn/regimes.toml", '"1 WD"', '"1"', "regime"),
    "a zone that is nowhere": ("bpmn/calendars.toml", "Europe/Tallinn", "Europe/Talinn", "calendar"),
}


@cache
def shipped() -> Pack:
    return read_folder(ROOT)


def after(file: str, old: str, new: str) -> list[Cause]:
    """What is said of the shipped pack with one text changed everywhere in one file."""
    text = shipped().files[file].decode()
    assert old in text
    frozen = None if file.endswith("calendars.toml") else shipped().calendars
    return check(Pack({**shipped().files, file: text.replace(old, new).encode()}, frozen))


def test_the_shipped_pack_can_be_published():
    assert check(shipped()) == []


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_drawing_is_caught(slip):
    old, new, rule = SLIPS[slip]

    causes = after(COMPLAINT, old, new)

    assert rule in {cause.rule for cause in causes if cause.file == COMPLAINT}


@pytest.mark.parametrize("slip", SLIPS_ELSEWHERE)
def test_a_slip_in_another_file_is_caught(slip):
    file, old, new, rule = SLIPS_ELSEWHERE[slip]

    causes = after(file, old, new)

    assert rule in {cause.rule for cause in causes}


def test_a_step_is_inserted_and_two_renamed_without_touching_anything_else():
    text = shipped().files[COMPLAINT].decode()
    call = """
        <bpmn:userTask id="call_customer" name="Call the customer">
          <bpmn:extensionElements>
            <spiffworkflow:properties>
              <spiffworkflow:property name="formJsonSchemaFilename" value="call.json" />
              <spiffworkflow:property name="lane" value="Handler" />
              <spiffworkflow:property name="due" value="working_days(2)" />
            </spiffworkflow:properties>
          </bpmn:extensionElements>
        </bpmn:userTask>
        <bpmn:sequenceFlow id="flow_call_customer_on" sourceRef="call_customer" targetRef="investigate" />
        <bpmn:sequenceFlow id="flow_name_owner_to_investigate" sourceRef="name_owner" targetRef="call_customer" />"""
    arrow = '<bpmn:sequenceFlow id="flow_name_owner_to_investigate" sourceRef="name_owner" targetRef="investigate" />'
    changed = text.replace(arrow, call).replace('"close_case"', '"wind_up"').replace('"send_decision"', '"tell_them"')
    form = b'{"title": "Call", "type": "object", "properties": {"said": {"title": "What was said?", "type": "string"}}}'

    causes = check(Pack(
        {**shipped().files, COMPLAINT: changed.encode(), "forms/call.json": form}, shipped().calendars))

    assert causes == []
