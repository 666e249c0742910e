"""Harmful changes of who does what, and of money."""

from tests.engine.proofs.changing import (
    both,
    cell,
    condition,
    fork,
    put_in,
    say,
    take_out,
    text,
    unsay,
    without_row,
    write,
)
from tests.engine.proofs.harm import Harm
from tests.engine.proofs.pieces import letter, message, person

REVIEWED = "flow_must_be_reviewed_to_four_eyes_review"
ABOVE = "flow_is_above_authority_to_decide_remedy"

PEOPLE = (
    Harm("handlers may review their own answer", unsay("four_eyes_review", "not_by"), ("independent-review",),
         ("four_eyes_review",)),
    Harm("who drafted the answer may review it", say("four_eyes_review", "not_by", "examined"),
         ("independent-review",), ("four_eyes_review",)),
    Harm("who gathered the evidence may review the answer", say("four_eyes_review", "not_by", "drafted"),
         ("independent-review",), ("four_eyes_review",)),
    Harm("a quick look of the handler counts as a review",
         put_in("flow_must_be_reviewed_to_send_decision", person("quick_look", "Handler", milestone="checked")),
         ("independent-review",), ("quick_look",)),
    Harm("whatever was planned goes out without a review",
         fork("flow_draft_response_to_is_above_authority", "send_decision", "plan != null"),
         ("refusals-are-reviewed", "colleagues-are-reviewed"), ("send_decision",)),
    Harm("anybody takes the second look", unsay("second_look", "not_by"), ("fresh-second-look",),
         ("second_look",)),
    Harm("who drafted the answer may take the second look",
         say("second_look", "not_by", "scoped, scope_checked, assessed, examined, authorised, checked, settled"),
         ("fresh-second-look",), ("second_look",)),
    Harm("who reviewed the answer may take the second look",
         say("second_look", "not_by", "scoped, scope_checked, assessed, examined, drafted, authorised, settled"),
         ("fresh-second-look",), ("second_look",)),
    Harm("who agreed that a complaint is not for us may take the second look",
         say("second_look", "not_by", "scoped, assessed, examined, drafted, authorised, checked, settled"),
         ("fresh-second-look",), ("second_look",)),
    Harm("who reviewed the first answer settles the review",
         say("settle_review", "not_by", "scoped, scope_checked, assessed, examined, drafted, authorised, settled"),
         ("fresh-second-look",), ("settle_review",)),
    Harm("who drafted an answer may settle it", unsay("settle_draft", "not_by"), ("settled-by-another",),
         ("settle_draft",)),
    Harm("who drafted the answer anew may settle the review", say("settle_review", "not_by", "examined, settled"),
         ("settled-by-another",), ("settle_review",)),
    Harm("who turned a complaint away checks that themselves", unsay("check_sample", "not_by"),
         ("sample-by-another",), ("check_sample",)),
    Harm("who drafted an offer may grant it", unsay("decide_remedy", "not_by"), ("grant-by-another",),
         ("decide_remedy",)),
    Harm("who drafted an offer may grant it in the second stage",
         say("grant_review_remedy", "not_by", "reconsidered"), ("grant-by-another",), ("grant_review_remedy",)),
    Harm("who wrote our position may approve it", unsay("approve_position", "not_by"), ("position-by-another",),
         ("approve_position",)),
    Harm("who did a remedy may verify it", unsay("verify_remedy", "not_by"), ("remedy-verified-by-another",),
         ("verify_remedy",)),
    Harm("whoever does a remedy verifies it in the same step",
         say("do_remedy", "milestone", "remedy_done, remedy_verified"), ("remedy-verified-by-another",),
         ("do_remedy",)),
    Harm("who found the cause judges whether it is gone", unsay("verify_effect", "not_by"),
         ("effect-verified-by-another",), ("verify_effect",)),
    Harm("refusals go out without a second person",
         condition(REVIEWED, '(needs_review == true or times("checked") > 0) and outcome != "refused"'),
         ("refusals-are-reviewed",), ("send_decision",)),
    Harm("the table no longer asks for a review of refusals", without_row("D6_review_refused"),
         ("refusals-are-reviewed",), ("send_decision",)),
    Harm("the table says that refusals need no review", cell("D6_review_refused", "true", "false"),
         ("refusals-are-reviewed",), ("send_decision",)),
    Harm("what was called in is answered without a review",
         fork("flow_is_above_authority_to_need_of_review", "send_decision", 'channel == "phone"'),
         ("refusals-are-reviewed",), ("send_decision",)),
    Harm("the table no longer asks for a review where a colleague is concerned", without_row("D6_review_about_staff"),
         ("colleagues-are-reviewed",), ("send_decision",)),
    Harm("a colleague who is named while it is solved at once is not heard",
         condition("flow_is_solved_to_send_summary",
                   'solved == true and outcome != "refused" and (amount_offered or 0) <= 500'),
         ("colleagues-are-reviewed",), ("send_summary",)),
)

FEE = """{"title": "The fee", "type": "object", "required": ["fee_paid"], "properties": {
  "fee_paid": {"title": "Was the fee paid?", "type": "boolean", "x-amends-widget": "radio", "x-amends-fact": "fee_paid"}
}}"""
BUTTON = """
[[message]]
name = "fee_paid"
form = "fee.json"
button.en = "Pay the fee"
help.en = "We go on with your complaint when the fee is paid."
confirm.en = "Thank you. We go on with your complaint now."
"""
DEMAND = "Subject: The fee for complaint {{ reference }}\n\nPlease pay the fee for handling your complaint.\n"
OWNED = "flow_name_owner_to_is_danger"

MONEY = (
    Harm("handlers offer five thousand by themselves", condition(ABOVE, "(amount_offered or 0) > 5000"),
         ("large-amounts-are-granted",), ("send_decision",)),
    Harm("nobody grants large amounts any more", take_out("decide_remedy"), ("large-amounts-are-granted",),
         ("send_decision",)),
    Harm("large amounts are granted only where the complaint is upheld in full",
         condition(ABOVE, '(amount_offered or 0) > 500 and outcome == "upheld"'),
         ("large-amounts-are-granted",), ("send_decision",)),
    Harm("five thousand may be offered at once",
         both(condition("flow_is_solved_to_send_summary",
                        'solved == true and outcome != "refused" and staff_concerned != true'),
              text("forms/resolve_now.json", '"maximum": 500', '"maximum": 5000')),
         ("large-amounts-are-granted",), ("send_summary",)),
    Harm("nobody grants what a review offers", take_out("grant_review_remedy"),
         ("large-amounts-in-the-review-are-granted",), ("send_review",)),
    Harm("what was drafted anew and upheld goes out at any price",
         condition("flow_is_above_reviewer_to_grant_review_remedy",
                   'second_outcome == "change" and (amount_offered or 0) > 500'),
         ("large-amounts-in-the-review-are-granted",), ("send_review",)),
    Harm("a step collects a fee before the complaint is looked into",
         both(write("forms/fee.json", FEE), put_in(OWNED, person("collect_fee", "Intake", "fee"))),
         ("free-of-charge",), ("collect_fee",)),
    Harm("the case waits until the complainant has paid",
         both(write("forms/fee.json", FEE), write("bpmn/milestones.toml", BUTTON),
              text("bpmn/complaint.bpmn", '<bpmn:message id="message_rejected" name="rejected" />',
                   '<bpmn:message id="message_rejected" name="rejected" />'
                   '<bpmn:message id="message_fee_paid" name="fee_paid" />'),
              put_in(OWNED, message("await_fee", "message_fee_paid", "fee"))),
         ("free-of-charge",), ("await_fee",)),
    Harm("a letter asks for a fee",
         both(write("forms/letters/en/L0_fee.md", DEMAND), put_in(OWNED, letter("ask_for_fee", "L0_fee"))),
         ("free-of-charge",), ("ask_for_fee",)),
    Harm("only who paid the fee gets a second look",
         both(write("forms/fee.json", FEE),
              put_in("flow_set_dates_of_review_to_acknowledge_review",
                     person("take_fee", "Complaints manager", "fee"))),
         ("free-of-charge",), ("take_fee",)),
)
