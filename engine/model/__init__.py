"""Rows: what Amends keeps. No rule, no rendering, no I/O lives here."""

from engine.model.cases import Attachment, Case, Deadline, Fact, Party
from engine.model.drafts import Draft, IntakeDraft
from engine.model.packs import Pack
from engine.model.people import Attempt, Group, Membership, Person, SignIn
from engine.model.records import Decision, Entry, Incident, Message
from engine.model.runs import Await, Run, Task, Timer

__all__ = [
    "Attachment", "Attempt", "Await", "Case", "Deadline", "Decision", "Draft", "Entry", "Fact", "Group",
    "Incident", "IntakeDraft", "Membership", "Message", "Pack", "Party", "Person", "Run", "SignIn", "Task",
    "Timer",
]
