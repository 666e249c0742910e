"""Changes after which every promise of bpmn/obligations.toml holds as before, and the pack can be published.

Many of them look like a harmful one: what a proof says of them has to be nothing.
"""

from dataclasses import dataclass

from engine import xml
from engine.xml import BPMN
from tests.engine.proofs.changing import (
    Edit,
    beside,
    both,
    call_out,
    condition,
    default,
    described,
    draw,
    every_element,
    every_id_renamed,
    fork,
    interrupting,
    lead,
    put_in,
    reordered,
    row,
    say,
    take_out,
    take_out_side_way,
    text,
    timer,
    wrap,
    write,
)
from tests.engine.proofs.pieces import arrow, clock, end, gateway, letter, operation, person

OWNED = "flow_name_owner_to_is_danger"
GROUPED = "flow_find_group_to_set_case_deadlines"
ASSESSED = "flow_initial_assessment_to_keep_apart"
REVIEWED = "flow_must_be_reviewed_to_four_eyes_review"
UNREVIEWED = "flow_must_be_reviewed_to_send_decision"
HISTORY = "flow_look_up_past_to_acknowledge_complaint"
REGIME = """
[[regime]]
id = "fi_finance"
name = "Finland, financial services: our own practice"
country = "FI"
sector = "finance"
valid_from = 2020-01-01
clock_start = "day_after"
final = "14 CD"
breach_effects = ["holding_letter"]
confidence = "K"
source = "General knowledge."
"""


@dataclass(frozen=True)
class Kept:
    """A change that breaks nothing. `why`: what somebody could take it for, and why it is not that."""

    says: str
    edit: Edit
    why: str = ""


def renamed(node: xml.Element) -> None:
    """Another name for people; groups, messages and the members of lists are known by theirs."""
    known = ("lane", "message", "escalation", "inputDataItem", "outputDataItem")
    if xml.namespace(node) == BPMN and xml.local(node) not in known and node.get("name"):
        node.set("name", f"{node.get('name')}, as we call it")


def moved(node: xml.Element) -> None:
    """The same shape, or the same bend of an arrow, at another place."""
    for place in ("x", "y"):
        if xml.local(node) in ("Bounds", "waypoint") and node.get(place):
            node.set(place, str(float(node.get(place, "0")) + 40))


HARMLESS = (
    Kept("every element and arrow has another id", every_id_renamed(lambda key: f"our_{key}")),
    Kept("every element has another name", every_element(renamed)),
    Kept("everything is drawn further down and to the right", every_element(moved)),
    Kept("what is drawn stands in the files in another order", reordered()),
    Kept("an element has one more note", described("initial_assessment", "Take your time to read the letter.")),
    Kept("a note hangs in the drawing",
         draw("handling", '<textAnnotation id="note_new"><text>Read the letter first.</text></textAnnotation>')),
    Kept("the public reads other words", say("initial_assessment", "public_status", "We read what you wrote.")),
    Kept("a call to the complainant stands after the assessment", put_in(OWNED, person("call_them", "Handler")),
         "a wait more, under the clocks of the handling"),
    Kept("the handler reads the file before the answer is drafted",
         put_in("flow_suggest_remedies_to_draft_response", person("read_file", "Handler", milestone="examined")),
         "a wait more, under the clocks of the caller"),
    Kept("a second reviewer looks at it too",
         put_in("flow_four_eyes_review_to_is_approved",
                person("second_review", "Reviewer", milestone="checked", not_by="examined, drafted, checked"))),
    Kept("somebody reads what the case teaches before it is closed",
         put_in("flow_need_of_correction_to_needs_capa_asked", person("learn_from_it", "Complaints manager")),
         "a wait with the clock of the closing round it"),
    Kept("a further letter goes out after the assessment", put_in(OWNED, letter("write_again", "L2_reminder"))),
    Kept("the history is looked up twice before the acknowledgement",
         put_in(HISTORY, operation("look_up_again", "look_up_history")),
         "what Amends does itself takes no time"),
    Kept("who calls gets the acknowledgement by another step",
         both(draw("complaint", letter("acknowledge_call", "L1_ack", milestone="acknowledged"),
                   arrow("acknowledge_call", "whole_case")),
              fork(HISTORY, "acknowledge_call", 'channel == "phone"')),
         "a way round the acknowledgement that acknowledges"),
    Kept("the assessment reminds the team lead",
         draw("handling", clock("on_slow", "initial_assessment", "working_days(2)"),
              person("look_after_it", "Team lead", "supervision"), arrow("on_slow", "look_after_it"),
              end("looked_after"), arrow("look_after_it", "looked_after"))),
    Kept("a withdrawal that nobody confirms is brought to the manager",
         draw("whole_case", clock("on_left", "confirm_withdrawal", "working_days(5)"),
              person("ask_about_it", "Complaints manager", "supervision"), arrow("on_left", "ask_about_it"),
              end("asked_about"), arrow("ask_about_it", "asked_about"))),
    Kept("the final date is kept ten days earlier",
         timer("on_final", 'earliest(deadline("final"), calendar_days(10))')),
    Kept("the way outside is told early", timer("on_edr", 'earliest(deadline("edr"), calendar_days(15))')),
    Kept("the complainant has fifteen days to react", timer("no_reaction", "working_days(15)")),
    Kept("nobody is reminded to react", take_out_side_way("on_reminder"), "a timer less that no promise needs"),
    Kept("what silence grants ends the handling in another way", interrupting("on_deemed_granted", False),
         "its end stops everything in the resolution at once"),
    Kept("the routing stands in a subprocess", wrap("keep_apart", "name_owner", "route_it")),
    Kept("the assessment stands in a subprocess", wrap("initial_assessment", "find_group", "assess_it"),
         "the waits in it still stand under the clocks of the handling"),
    Kept("the assessment is a process of its own", call_out("initial_assessment", "name_owner", "assessing")),
    Kept("the closing is a process of its own", call_out("find_retention", "find_survey", "winding_up")),
    Kept("one more kind of urgent case",
         row("D2_urgency", "D2_urgency_young", ["-", "-", "-", "-", "-", "-", "-", "> 5000"], ['"U2"', "false"])),
    Kept("one more remedy is suggested", row("D5_remedies", "D5_remedies_more", ["true", "-", "true"], ['"goodwill"'])),
    Kept("offers above a hundred are reviewed", row("D6_review", "D6_review_more", ["-", "> 100"], ["true"])),
    Kept("one more regime is written down", write("bpmn/regimes.toml", REGIME)),
    Kept("our own promise is shorter", text("bpmn/regimes.toml", 'extension = "50 CD"', 'extension = "45 CD"')),
    Kept("the planner counts as one who examined", say("plan_investigation", "milestone", "examined")),
    Kept("who verifies a remedy did not draft it either", say("verify_remedy", "not_by", "remedy_done, drafted")),
    Kept("handlers assess", say("initial_assessment", "lane", "Handler")),
    Kept("offers above two hundred are granted by the management",
         condition("flow_is_above_authority_to_decide_remedy", "(amount_offered or 0) > 200")),
    Kept("the limit is written in another way",
         condition("flow_is_above_authority_to_decide_remedy",
                   "not (amount_offered == null or amount_offered <= 500)")),
    Kept("the need of a review is asked the other way round",
         both(default("must_be_reviewed", REVIEWED),
              condition(UNREVIEWED, 'needs_review == false and times("checked") == 0')),
         "the default leads to the review now"),
    Kept("every answer is reviewed",
         both(default("must_be_reviewed", REVIEWED), condition(UNREVIEWED, "1 > 2"))),
    Kept("two ways that are the same meet again",
         both(draw("handling", gateway("either_way"), arrow("either_way", "set_case_deadlines")),
              fork(GROUPED, "either_way", 'channel == "phone"'))),
    Kept("a note is written beside the routing",
         both(draw("handling", gateway("joined_again", "parallel"), person("write_note", "Intake"),
                   arrow("write_note", "joined_again"), arrow("joined_again", "keep_apart")),
              put_in(ASSESSED, gateway("part", "parallel")),
              draw("handling", arrow("part", "write_note")),
              lead("new_part_to_keep_apart", "joined_again")),
         "two ways at once, both under the clocks"),
    Kept("a correction is always started",
         put_in("flow_need_of_correction_to_needs_capa_asked",
                operation("start_always", "start_run", {"process": '"corrective_action"'}))),
    Kept("the owner is not named anew", take_out("name_owner")),
    Kept("eight people look at the draft beside each other", beside("flow_suggest_remedies_to_draft_response", 8),
         "many steps at once, of which nothing hangs"),
    Kept("who is most urgent is looked at by the same date, said anew",
         timer("on_first_action", 'deadline("first_action") if urgency == "U1" else deadline("first_action")'),
         "a moment that hangs on the case"),
    Kept("at home the final date is kept, elsewhere it comes earlier",
         timer("on_final", 'deadline("final") if country == "GB" else earliest(deadline("final"), calendar_days(25))'),
         "a moment that hangs on the case, never later than what was promised"),
)
