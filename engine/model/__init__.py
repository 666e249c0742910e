"""Rows: what Amends keeps. No rule, no rendering, no I/O lives here."""

from engine.model.cases import Attachment, Case, CaseLink, Deadline, Exclusion, Fact, Party
from engine.model.drafts import Draft, IntakeDraft
from engine.model.packs import Pack
from engine.model.people import Absence, Attempt, Group, Membership, Person, SignIn, Skill
from engine.model.records import Decision, Entry, Incident, Message
from engine.model.runs import Await, Run, Task, Timer

__all__ = [
    "Absence", "Attachment", "Attempt", "Await", "Case", "CaseLink", "Deadline", "Decision", "Draft", "Entry",
    "Exclusion", "Fact", "Group", "Incident", "IntakeDraft", "Membership", "Message", "Pack", "Party", "Person",
    "Run", "SignIn", "Skill", "Task", "Timer",
]
