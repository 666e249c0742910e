"""What people usually write: one answer for every form of the shipped pack, by the form's name."""

from collections.abc import Mapping
from typing import Any

DAY = "2026-11-23"
"""Some day that is over in every life; forms that ask for one only keep it."""

ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "intake": {
        "description": "The machine kept my card and charged my account 50 pounds twice.", "topic": "payments",
        "wanted": ["refund", "apology"], "name": "Zoë Quist", "email": "zoe@home.example", "country": "GB",
    },
    "staff_intake": {
        "channel": "phone", "description": "Caller: the boiler has been out for a week.", "topic": "housing",
        "name": "Amir Haddad", "phone": "+44 20 7946 0001", "country": "GB", "dissatisfied": True,
        "reply_expected": True, "about_us": True,
    },
    "assessment": {"severity": "3", "complexity": "2", "complainant_kind": "consumer"},
    "scope": {
        "scope_confirmed": True, "door": "court",
        "scope_reason": "A court already looks at this very matter, and we may not decide it twice.",
    },
    "scope_check": {"scope_right": True},
    "same_matter": {"same_matter": True},
    "contain": {"done": "The charge was put on hold.", "done_on": DAY},
    "resolve_now": {
        "solved": True, "outcome": "upheld", "remedies": ["apology"], "remedy_text": "We apologise.",
        "reasons": "The second booking was our mistake, and it is undone.", "cause": "mistake",
    },
    "plan": {"points": ["The card was kept", "The account was charged twice"]},
    "evidence": {"sources": ["The log of the machine"]},
    "hearing": {"how": "person", "heard_on": DAY, "said": "I followed the rule.", "informed": True},
    "question": {"text": "Please tell us which machine it was and when."},
    "info": {"text": "The one at the station, on Sunday."},
    "finding": {
        "finding": "upheld", "why": "The log shows two bookings.", "answer": "You were charged twice, by our mistake.",
        "cause": "mistake", "loss": "50",
    },
    "response": {
        "outcome": "upheld", "reasons": "The second booking was our mistake.", "remedies": ["apology", "refund"],
        "apology": "We are sorry that we charged you twice.", "amount_offered": "50",
        "remedy_text": "You get the 50 pounds back.", "cause": "mistake",
    },
    "authority": {"authority_result": "grant"},
    "review": {
        "review_result": "approve", "complete": True, "evidenced": True, "fair": True, "tone": True, "legal": True,
    },
    "settle": {"settle_result": "as_drafted", "settle_why": "The draft says what is to be said."},
    "second_look": {
        "second_outcome": "uphold", "second_reasons": "The first answer was right: the log shows no second booking.",
    },
    "consent": {
        "dispute_provider": "the Financial Ombudsman Service", "dispute_method": "advisory", "edr_consent": True,
        "consent_how": "asked", "consent_on": DAY, "explained": True,
    },
    "dispute_evaluation": {
        "evaluation": "The log is clear.", "law": "Payment services regulations.", "worst_cost": "500",
        "dispute_strength": "even",
    },
    "position": {"position": "We stand by the refund and offer no more."},
    "position_approval": {"position_approved": True},
    "offer_answer": {"offer_result": "accept", "offer_reply": "We accept this offer."},
    "recommendation_answer": {"recommendation_result": "accept", "recommendation_reply": "We accept and will pay."},
    "dispute_close": {
        "dispute_result": "for_complainant", "ended_on": DAY, "dispute_remedies": ["compensation"],
        "amount_offered": "150", "remedy_text": "We pay 150 pounds.", "dispute_lessons": "Answer sooner.",
    },
    "edr_notice": {
        "notice_from": "Financial Ombudsman Service", "notice_on": DAY, "notice_text": "A customer turned to us.",
    },
    "remedy_do": {"how": "Paid by transfer.", "done_on": DAY},
    "remedy_verify": {"verified": True},
    "remedy_confirmed": {"as_promised": True},
    "survey": {"score": "4", "fair": True},
    "call_back": {"called_back": True, "said": "They were not told in time."},
    "capa_problem": {"capa_problem": "Charges were booked twice.", "should_be": "Each charge is booked once."},
    "capa_contain": {"capa_contained": "A person checks each double booking."},
    "capa_cause": {
        "capa_whys": ["The retry had no key", "Nobody asked for one"], "capa_root": "system",
        "checked": "Tried on a copy.",
    },
    "capa_plan": {"capa_actions": ["Give each retry a key", "Tell the desk"], "measure": "Double bookings a month"},
    "capa_action": {"done": "Done and tried.", "done_on": DAY},
    "capa_effect": {"effective": True, "capa_evidence": "None in four weeks."},
    "capa_others": {"others_affected": False},
    "capa_publish": {"capa_published": "We changed how retries are booked.", "nobody_named": True},
    "close": {
        "all_points_answered": True, "decision_sent": True, "reaction_known": True, "remedies_verified": True,
        "edr_told": True, "cause": "mistake",
    },
    "supervision": {"found": "It waits for the bank.", "step": "helped"},
    "reaction": {"reaction_reason": "You missed my point about the card."},
    "withdrawal": {},
    "withdrawal_confirm": {"withdrawal_confirmed": True, "cause": "no_fault"},
    "more_info": {"text": "I found the receipt."},
    "authority_check": {"authority_ok": True, "seen": "A signed letter."},
    "rights_answer": {"rights_result": "done", "answered_on": DAY, "why": "A copy was sent."},
    "reach": {"how": "phone", "what": "Called and read the letter out."},
    "note": {"note": "Read."},
    "reopen": {"reopen_reason": "not_done", "text": "The money never came."},
    # messages, whose forms have another name
    "edr_decision": {
        "ruling": "for_complainant", "ruling_text": "The firm pays 150 pounds.", "ruling_binding": True,
        "ruling_on": DAY,
    },
    "edr_offer": {"offer_text": "Pay 100 pounds and all is settled.", "offer_amount": "100"},
    "data_rights_request": {"rights_kind": "copy", "asked_on": DAY, "text": "Send me what you keep about me."},
    "representative_changed": {"name": "Nadia Quist"},
    "rejected": {"reaction_reason": "You missed my point about the card."},
    "survey_answered": {"score": "4", "fair": True},
}
