"""The pack that is shipped can be published; and each slip that a process owner may make in it is caught."""

from functools import cache

import pytest

from engine.check import check
from engine.config import ROOT
from engine.errors import Cause
from engine.packs import Pack, read_folder

COMPLAINT, HANDLING = "bpmn/complaint.bpmn", "bpmn/internal_handling.bpmn"
CONDITION = 'review_result == "approve"'
DATE = '<bpmn:timeDate xsi:type="bpmn:tFormalExpression">{}</bpmn:timeDate>'
LOOKING = 'sourceRef="four_eyes_review" targetRef="is_approved"'
LANE, AGAIN = '<spiffworkflow:property name="lane" value="Reviewer" />', "flow_is_approved_to_draft_response"

SLIPS = {
    "a misspelt tag": (COMPLAINT, "bpmn:businessRuleTask", "bpmn:bussinessRuleTask", "L01"),
    "a signal on the edge": (
        COMPLAINT, '<bpmn:messageEventDefinition id="on_withdrawn_message" messageRef="message_withdrawn" />',
        '<bpmn:signalEventDefinition id="on_withdrawn_message" />', "L01"),
    "a step nothing leads to": (
        COMPLAINT, 'sourceRef="on_final" targetRef="find_breach_effect"',
        'sourceRef="on_final" targetRef="overdue_review"', "L01"),
    "an arrow without an id": (HANDLING, f'id="flow_four_eyes_review_to_is_approved" {LOOKING}', LOOKING, "L02"),
    "a step called End": (HANDLING, '"send_decision"', '"End"', "L02"),
    "an arrow to nothing": (HANDLING, LOOKING, LOOKING.replace("is_approved", "is_aproved"), "L02"),
    "a subprocess without a start": (COMPLAINT, "bpmn:startEvent", "bpmn:endEvent", "L02"),
    "a condition behind a task": (
        HANDLING, f"{LOOKING} />",
        f"{LOOKING}><bpmn:conditionExpression>{CONDITION}</bpmn:conditionExpression></bpmn:sequenceFlow>", "L03"),
    "no default": (HANDLING, f' default="{AGAIN}"', "", "L04"),
    "a default that is another's": (
        HANDLING, f'default="{AGAIN}"', 'default="flow_send_decision_to_decision_out"', "L03"),
    "a misspelt fact": (HANDLING, CONDITION, 'review_results == "approve"', "L05"),
    "an answer nobody offers": (HANDLING, CONDITION, 'review_result == "approved"', "L05"),
    "a single equals sign": (HANDLING, CONDITION, 'review_result = "approve"', "L05"),
    "a deadline no case has": (COMPLAINT, 'deadline("warn75")</', 'deadline("warn80")</', "L05"),
    "a milestone that is never counted": (COMPLAINT, 'times("reviewed")', 'times("review")', "L05"),
    "a group from a fact that is none": (COMPLAINT, 'value="reviewer_group"', 'value="review_group"', "L05"),
    "a duration without quotes": (
        COMPLAINT, DATE.format("working_days(20)"), "<bpmn:timeDuration>P20D</bpmn:timeDuration>", "L06"),
    "an end of the work that repeats": (
        COMPLAINT, DATE.format('deadline("deemed_granted")'), '<bpmn:timeCycle>"R3/P10D"</bpmn:timeCycle>', "L06"),
    "a second clock behind the event gateway": (
        COMPLAINT, '<bpmn:messageEventDefinition id="reaction_accepted_message" messageRef="message_accepted" />',
        '<bpmn:timerEventDefinition id="t"><bpmn:timeDuration>"P1D"</bpmn:timeDuration></bpmn:timerEventDefinition>',
        "L07"),
    "a call that nobody hears": (
        COMPLAINT, 'id="on_joined_escalation" escalationRef="escalation_joined"',
        'id="on_joined_escalation" escalationRef="escalation_containment"', "L09"),
    "a side way into the main way": (
        COMPLAINT, 'sourceRef="overdue_review" targetRef="overdue_reviewed"',
        'sourceRef="overdue_review" targetRef="what_they_said"', "L14"),
    "points from nowhere": (HANDLING, ">points</bpmn:loopDataInputRef>", ">point_list</bpmn:loopDataInputRef>", "L15"),
    "a form that is not there": (COMPLAINT, '"assessment.json"', '"assesment.json"', "L16"),
    "a process that is not there": (COMPLAINT, 'calledElement="remedy"', 'calledElement="remedies"', "L19"),
    "a task of nobody": (COMPLAINT, LANE, "", "lane"),
    "a task outside all lanes": (HANDLING, "<bpmn:flowNodeRef>four_eyes_review</bpmn:flowNodeRef>", "", "lane"),
    "an operation nobody can do": (
        COMPLAINT, 'serviceTaskOperator id="set_deadlines"', 'serviceTaskOperator id="set_deadline"', "operation"),
    "a letter nobody wrote": (HANDLING, "'\"L6_decision\"'", "'\"L6_desicion\"'", "letter"),
    "a table that is not there": (COMPLAINT, "D2_urgency<", "D2_urgent<", "decision"),
    "a milestone without words": (
        COMPLAINT, 'value="decided, communicated, answered"', 'value="decided, comunicated, answered"', "milestone"),
    "an exclusion of nobody": (
        COMPLAINT, 'name="not_by" value="scoped"', 'name="not_by" value="received"', "milestone"),
    "a message without a button": (COMPLAINT, 'name="edr_requested" />', 'name="edr_request" />', "message"),
    "a misspelt property": (COMPLAINT, 'property name="due"', 'property name="deu"', "property"),
    "properties outside their place": (COMPLAINT, "bpmn:extensionElements>", "bpmn:documentation>", "property"),
    "a milestone that lost its words": (
        "bpmn/milestones.toml", 'name = "informed_final"', 'name = "informed"', "milestone"),
    "a promise about nothing": ("bpmn/obligations.toml", 'before = "closed"', 'before = "close"', "obligation"),
    "a promise for nobody": ("bpmn/obligations.toml", "(amount_offered or 0)", "(amount or amounts)", "obligation"),
    "a letter with a gap": ("forms/letters/en/L6_decision.md", "{{ reasons }}", "{{ reason }}", "letter"),
    "a fact that no form asks any more": ("forms/review.json", '"x-amends-fact": "review_result",', "", "L05"),
    "a table that is no table": ("bpmn/tables/D2_urgency.dmn", 'hitPolicy="FIRST"', 'hitPolicy="FRIST"', "L17"),
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
def test_a_slip_is_caught(slip):
    file, old, new, rule = SLIPS[slip]

    causes = after(file, old, new)

    assert rule in {cause.rule for cause in causes if not file.endswith(".bpmn") or cause.file == file}


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
        <bpmn:sequenceFlow id="flow_call_customer_on" sourceRef="call_customer" targetRef="is_danger" />
        <bpmn:sequenceFlow id="flow_name_owner_to_is_danger" sourceRef="name_owner" targetRef="call_customer" />"""
    arrow = '<bpmn:sequenceFlow id="flow_name_owner_to_is_danger" sourceRef="name_owner" targetRef="is_danger" />'
    assert arrow in text
    changed = text.replace(arrow, call).replace('"close_case"', '"wind_up"').replace('"send_summary"', '"tell_them"')
    form = b'{"title": "Call", "type": "object", "properties": {"said": {"title": "What was said?", "type": "string"}}}'

    causes = check(Pack(
        {**shipped().files, COMPLAINT: changed.encode(), "forms/call.json": form}, shipped().calendars))

    assert causes == []
