"""What drawings and the rest know of each other: names that may stand in a pack, never element ids.

The floor that serves a name and the check that judges it read the same line here.
"""

from collections.abc import Mapping
from types import MappingProxyType

OPERATIONS: Mapping[str, frozenset[str]] = MappingProxyType({
    "register": frozenset(),
    "set_deadlines": frozenset(),
    "assign_owner": frozenset({"lane"}),
    "send_letter": frozenset({"letter"}),
    "apply_breach_effect": frozenset({"effects"}),
    "send_progress": frozenset({"letter"}),
    "set_review_deadlines": frozenset(),
    "grant_as_asked": frozenset(),
    "join_duplicate": frozenset(),
    "start_run": frozenset({"process"}),
    "open_dispute": frozenset(),
    "exclude_people": frozenset(),
    "look_up_history": frozenset(),
})
"""What a service task can ask for, with its parameters; all of them are needed."""

OPTIONAL: Mapping[str, frozenset[str]] = MappingProxyType({
    "send_letter": frozenset({"until", "to", "question"}),
    "apply_breach_effect": frozenset({"deadline"}),
    "assign_owner": frozenset({"skill"}),
})
"""Parameters that may be left out. `until`: by when the letter asks for an answer, a moment; `to`:
who gets it (`RECIPIENTS`); `question`: what it asks; `deadline`: the date whose effects come about,
beside those named; `skill`: what the owner must be trained for."""

RECIPIENTS = ("complainant", "provider", "staff_concerned")
"""Who can get a letter: who complains, the body that resolves the dispute, colleagues it is about."""

BREACH_EFFECTS = frozenset({
    "holding_letter", "edr_letter", "regulator_flag", "deemed_granted", "auto_compensation", "auto_refer_level",
    "service_cut_block",
})
"""What `apply_breach_effect` can do."""

HOLDING_LETTER, EDR_LETTER, CORRECTION_LETTER = "L5_holding", "L8_edr", "L14_correction"
LETTERS_OF: Mapping[str, frozenset[str]] = MappingProxyType({
    "apply_breach_effect": frozenset({HOLDING_LETTER, EDR_LETTER}),
})
"""Letters that an operation sends without being told their name."""

INTAKE_GROUP = "Intake"
"""The group whose person on turn `register` makes the first owner."""

IN_CHARGE = ("Team lead", "Complaints manager")
"""The groups that may do for any case what otherwise its owner does: put its date off, link it, correct
a letter."""

INTAKE_FORM, STAFF_INTAKE_FORM = "intake", "staff_intake"
"""The form of the public pages, and the one for what reaches staff another way (may be left out)."""

REOPEN = "reopen"
"""What the complainant of a closed case can send to open a new one: the name of its words and of its form,
where a pack has them. No diagram waits for it."""

DEFAULT_REGIME, DEFAULT_URGENCY = "default", "U3"
"""What holds for a case until its tables have decided."""

LOOKED_UP = frozenset({"repeats_90d", "legal_days_left", "same_matter_open", "duplicate_of"})
"""Facts that the operation `look_up_history` finds out."""

BROUGHT_ABOUT = frozenset({
    "dispute_reference", "granted_by_silence", "compensation_due", "service_cut_blocked", "referred_to",
})
"""Facts that other operations bring about: the number of a dispute, that silence granted what was asked,
what is owed for being late, that the service may not be cut off, the group a late case was referred to."""

KNOWN = frozenset({
    "country", "language", "channel", "topic", "received_at", "urgency", "regimes", "outcome",
}) | LOOKED_UP | BROUGHT_ABOUT
"""Facts of every case, whatever its forms ask."""

DECIDED = frozenset({"urgency", "regimes", "outcome"})
"""Those of them that forms and tables may change; the others are as they came in."""

READ = frozenset({
    "amount_offered", "cause", "complexity", "dispute_method", "dispute_provider", "dispute_result", "hide_identity",
    "notice_from", "other_reference", "provider_email", "remedies", "remedy_text", "subject_people", "wanted",
    "wanted_text",
}) | KNOWN
"""Facts that operations, letters and pages read by their names, whatever the diagrams do with them."""

DEADLINES = frozenset({
    "acknowledge", "first_action", "next_update", "target", "warn75", "warn90", "final", "edr", "deemed_granted",
    "review_ack", "review_final", "edr_reply", "edr_warn", "refer_level", "fast_track",
})
"""Names of deadlines; which of them a case has depends on its regimes."""
