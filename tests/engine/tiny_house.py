"""A whole house for tests, as small as it goes: a pack of one task and its deadline, three people, a few cases.

The complaint: registered and acknowledged by letter, then looked at by a handler within five days,
else by the team lead; meanwhile the complainant may add something, as often as they like.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import cases, people
from engine.cases import Intake, Opened
from engine.db import insert_row, table
from engine.model import Pack as PackRow
from engine.model import Person, Task
from engine.packs import Pack
from engine.people import COMPLAINANT, Actor
from tests.engine.process.drawing import diagram, flow, message, node, operation, path, timer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
FIVE_DAYS = timedelta(days=5)


def told(inner: str, **properties: str) -> str:
    """Extension elements: properties, and what else belongs in them."""
    rows = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in properties.items())
    return (f"<bpmn:extensionElements><spiffworkflow:properties>{rows}</spiffworkflow:properties>{inner}"
            "</bpmn:extensionElements>")


def service(name: str, milestone: str, **parameters: str) -> str:
    inner = operation(name, **parameters).removeprefix("<bpmn:extensionElements>").removesuffix(
        "</bpmn:extensionElements>")
    return told(inner, milestone=milestone)


def work(lane: str) -> str:
    return told("", lane=lane, formJsonSchemaFilename="remark.json")


DIAGRAM = diagram(
    node("startEvent", "came")
    + node("serviceTask", "take_up", service("register", "received"))
    + node("serviceTask", "answer", service("send_letter", "acknowledged", letter="&quot;L1_ack&quot;"))
    + node("userTask", "look", work("Handler"), name="Look into it")
    + node("endEvent", "done", told("", milestone="closed"))
    + path("came", "take_up", "answer", "look", "done")
    + node("boundaryEvent", "late", timer('"P5D"'), attachedToRef="look", cancelActivity="true")
    + node("userTask", "chief", work("Team lead"), name="Look at what was left") + node("endEvent", "done_late")
    + flow("late", "chief") + flow("chief", "done_late")
    + node("boundaryEvent", "more", message("more_info"), attachedToRef="look", cancelActivity="false")
    + node("endEvent", "noted") + flow("more", "noted"),
    ("more_info",),
).replace(b'process id="p"', b'process id="complaint"')

FILES = {
    "bpmn/complaint.bpmn": DIAGRAM,
    "bpmn/calendars.toml": b"""
[GB]
zone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }
holidays = { country = "GB", subdivision = "ENG" }
[US]
zone = "America/New_York"
hours = { mon-fri = "09:00-17:00" }
holidays = { country = "US" }
""",
    "bpmn/regimes.toml": b"""
[urgency.U3]
acknowledge = "1 WD"
first_action = "3 WD"
update = "10 WD"
target = "15 WD"
[[regime]]
id = "default"
name = "Our promise"
valid_from = 1970-01-01
clock_start = "receipt"
final = "30 CD"
breach_effects = ["holding_letter"]
confidence = "own"
source = "us"
""",
    "bpmn/milestones.toml": b"""
[organisation.name]
en = "Tiny"
""",
    "forms/letters/en/L1_ack.md": b"Subject: We have {{ reference }}\n\nWe look into it.\n",
    "forms/remark.json": b"""{"title": "Remark", "type": "object", "properties": {
        "text": {"title": "Text", "type": "string", "x-amends-fact": "finding"}}, "required": ["text"]}""",
    "forms/intake.json": b"""{"title": "Complain", "type": "object", "properties": {
        "topic": {"title": "Topic", "type": "string", "x-amends-case": "topic",
                  "enum": ["credit", "mortgage", "payments", "other"]}}, "required": ["topic"]}""",
}

PACK = Pack(FILES)
"""Made once: compiling it and looking holidays up takes longer than most tests."""


class TinyHouse:
    """The pack with its number, and the people, who are what their names say."""

    def __init__(self, session: Session, pack: Pack = PACK) -> None:
        self.pack = pack
        self.pack_id = insert_row(session, table(PackRow), {
            "hash": self.pack.hash, "content": self.pack.pack_bytes(), "calendars": self.pack.calendars_json(),
            "note": "", "published_at": NOW, "current_since": NOW,
        })
        self.handler = self._person(session, "Hanna Handler", "Handler")
        self.desk = self._person(session, "Ines Intake", "Intake")
        self.chief = self._person(session, "Tomas Lead", "Team lead")

    def opened(self, session: Session, now: datetime = NOW, email: str = "", **about: Any) -> Opened:
        """A case that somebody opened."""
        intake = Intake(**{"description": "It broke.", "topic": "other", "country": "GB", "received_at": now,
                           "party": {"name": "Carla", "email": email}, **about})
        return cases.open_on(session, self.pack_id, self.pack, intake, COMPLAINANT, now)

    def done(self, session: Session, case_id: int, now: datetime = NOW) -> None:
        """The handler does the task of a case."""
        cases.complete(session, task_of(session, case_id).id, {"text": "Mended."}, self.handler, now)

    def _person(self, session: Session, name: str, group: str) -> Actor:
        # an address is needed, a password is not: nobody signs in, and hashing one takes its time
        row = Person(name=name, email=f"{group.replace(' ', '.')}@test.example".lower(), password="", title="",
                     active=True, created_at=NOW)
        session.add(row)
        session.flush()
        people.set_groups(session, row, [group])
        return people.as_actor(row)


def task_of(session: Session, case_id: int) -> Task:
    """The open task of a case."""
    return session.execute(select(Task).where(Task.case_id == case_id, Task.status == "open")).scalar_one()
