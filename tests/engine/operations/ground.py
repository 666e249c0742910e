"""A house for the operations: the complaint is taken in and looked at; then what a test wants is done to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import overview
from engine.cases import Opened
from engine.model import Case, Deadline, Entry, Fact, Message, Run
from engine.packs import Pack
from engine.people import Actor
from tests.engine import tiny_house
from tests.engine.process.drawing import diagram, node, path
from tests.engine.tiny_house import TinyHouse, service, work

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

REGIMES = b"""
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
[[regime]]
id = "by_law"
name = "The act on answers"
valid_from = 2020-01-01
clock_start = "day_after"
final = "20 WD"
breach_effects = ["holding_letter", "edr_letter"]
extension = "35 WD"
edr_body = "the Ombudsman"
edr_window = "six months"
edr_url = "https://ombudsman.example"
confidence = "A"
source = "the act"
[[regime]]
id = "hearsay"
name = "What somebody heard of"
valid_from = 2020-01-01
clock_start = "receipt"
final = "20 CD"
breach_effects = ["holding_letter"]
edr_body = "a body somebody heard of"
confidence = "K"
source = "hearsay"
[[regime]]
id = "pays"
name = "The act on late answers"
valid_from = 2020-01-01
clock_start = "receipt"
final = "20 CD"
breach_effects = ["holding_letter", "auto_compensation"]
compensation = "You get 25 euros."
confidence = "A"
source = "the act"
[[regime]]
id = "refers"
name = "The act on banks"
valid_from = 2020-01-01
clock_start = "receipt"
final = "56 CD"
refer_level = "14 CD"
breach_effects = ["holding_letter", "auto_refer_level"]
confidence = "A"
source = "the act"
[[regime]]
id = "keeps_on"
name = "The act on services"
valid_from = 2020-01-01
clock_start = "receipt"
final = "15 WD"
breach_effects = ["holding_letter", "service_cut_block"]
confidence = "B"
source = "the act"
[[regime]]
id = "grants"
name = "The act on silence"
valid_from = 2020-01-01
clock_start = "day_after"
final = "30 CD"
breach_effects = ["deemed_granted"]
confidence = "A"
source = "the act"
"""

LETTERS = {
    "L2_progress": "Subject: Still at it\n\nYou hear from us by {{ next_date }}."
                   "{{#final_date}} Our answer comes by {{ final_date }}.{{/final_date}}"
                   "{{#missed_date}} It should have come by {{ missed_date }}.{{/missed_date}}\n",
    "L5_holding": "Subject: Late\n\n{{#compensation_due}}{{ compensation_due }}{{/compensation_due}}"
                  "{{#regime_name}} By {{ regime_name }}.{{/regime_name}}"
                  "{{#edr_body}} You can ask {{ edr_body }}.{{/edr_body}}\n",
    "L8_edr": "Subject: Ask {{ edr_body }}\n\nYou have {{ edr_window }}: {{ edr_url }}\n",
    "L11_staff": "Subject: You are named in {{ reference }}\n\nDear {{ reader }}, "
                 "{{#complainant}}{{ complainant }} complains{{/complainant}}{{^complainant}}Somebody complains"
                 "{{/complainant}}. {{ link }} {{ code }}\n",
    "L13_reply": "Subject: Our position on {{ dispute_reference }}\n\nDear {{ reader }}, {{ complainant }}. "
                 "{{ next_date }}{{ link }}{{ code }}\n",
}

FORMS = {
    "forms/facts.json": b"""{"title": "Facts", "type": "object", "properties": {
        "wanted": {"title": "Wanted", "type": "array", "x-amends-fact": "wanted",
                   "items": {"type": "string", "enum": ["refund", "apology", "moon"]}},
        "wanted_text": {"title": "In words", "type": "string", "x-amends-fact": "wanted_text"},
        "remedy_text": {"title": "Remedy", "type": "string", "x-amends-fact": "remedy_text"},
        "remedies": {"title": "Remedies", "type": "array", "x-amends-fact": "remedies",
                     "items": {"type": "string", "enum": ["refund", "apology", "other"]}}}}""",
    "forms/more_info.json": b"""{"title": "More", "type": "object", "properties": {
        "said": {"title": "What?", "type": "string", "maxLength": 5000, "x-amends-widget": "textarea"}}}""",
}
WORDS = b"""
[organisation.name]
en = "Tiny"
[[message]]
name = "more_info"
form = "more_info.json"
button.en = "Add something"
"""


def pack(*asked: tuple[str, dict[str, str]]) -> Pack:
    """The tiny house's pack, in which these operations follow the first look."""
    steps = [
        node("serviceTask", f"step_{number}", service(name, f"step_{number}", **parameters))
        for number, (name, parameters) in enumerate(asked)
    ]
    body = (
        node("startEvent", "came") + node("serviceTask", "take_up", service("register", "received"))
        + node("userTask", "look", work("Handler"), name="Look into it") + "".join(steps)
        + node("userTask", "go_on", work("Handler"), name="Go on") + node("endEvent", "over")
        + path("came", "take_up", "look", *[f"step_{number}" for number in range(len(asked))], "go_on", "over")
    )
    return drawn(body)


def drawn(body: str) -> Pack:
    """The tiny house's pack with this drawing."""
    return Pack({
        **tiny_house.FILES, **FORMS, "bpmn/regimes.toml": REGIMES, "bpmn/milestones.toml": WORDS,
        "bpmn/complaint.bpmn": diagram(body).replace(b'process id="p"', b'process id="complaint"'),
        **{f"forms/letters/en/{name}.md": text.encode() for name, text in LETTERS.items()},
    })


class Ground:
    """The house, with the clock in the hand."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = MONDAY
        self.house: TinyHouse | None = None

    def asks(self, operation: str, **parameters: str) -> "Ground":
        """From now on this operation follows the first look; texts are expressions in their quotes."""
        return self.asks_for((operation, parameters))

    def asks_for(self, *asked: tuple[str, dict[str, str]]) -> "Ground":
        """The same for several, one after the other."""
        return self.runs(pack(*asked))

    def runs(self, content: Pack) -> "Ground":
        """Complaints are opened on this pack."""
        self.house = TinyHouse(self.session, content)
        self.manager = self.house._person(self.session, "Carl Manager", "Complaints manager")
        self.head = self.house._person(self.session, "Mona Head", "Management")
        return self

    @property
    def handler(self) -> Actor:
        assert self.house is not None
        return self.house.handler

    def later(self, **by: float) -> "Ground":
        self.now += timedelta(**by)
        return self

    def complaint(self, email: str = "zoe@home.example", regimes: list[str] | None = None, **about: Any) -> Opened:
        """A complaint comes in. `facts` among `about` are known of it."""
        assert self.house is not None
        facts = {**about.pop("facts", {}), **({"regimes": regimes} if regimes else {})}
        return self.house.opened(self.session, self.now, email, facts=facts, **about)

    def looked_at(self, case: Opened) -> None:
        """The handler looks at it; what the test asks for follows."""
        assert self.house is not None
        self.house.done(self.session, case.case_id, self.now)
        self.session.expire_all()

    def done_to(self, email: str = "zoe@home.example", regimes: list[str] | None = None, **about: Any) -> Opened:
        """A complaint comes in and is looked at."""
        case = self.complaint(email, regimes, **about)
        self.looked_at(case)
        return case

    # --- what came of it --------------------------------------------------------------------------------

    def row(self, case: Opened) -> Case:
        return self.session.get_one(Case, case.case_id, populate_existing=True)

    def facts(self, case: Opened) -> dict[str, Any]:
        rows = self.session.execute(select(Fact.name, Fact.value).where(Fact.case_id == case.case_id))
        return {name: orjson.loads(value) for name, value in rows}

    def letters(self, case: Opened) -> list[Message]:
        return list(self.session.scalars(select(Message).where(
            Message.case_id == case.case_id, Message.direction == "out").order_by(Message.id)))

    def arrived(self, case: Opened) -> list[Message]:
        return list(self.session.scalars(select(Message).where(
            Message.case_id == case.case_id, Message.direction == "in").order_by(Message.id)))

    def told(self, case: Opened, kind: str) -> list[dict[str, Any]]:
        """What the journal says of one kind, in order."""
        rows = self.session.scalars(select(Entry).where(
            Entry.case_id == case.case_id, Entry.kind == kind).order_by(Entry.seq))
        return [orjson.loads(one.data) for one in rows]

    def dates(self, case: Opened) -> dict[str, datetime]:
        rows = self.session.scalars(select(Deadline).where(Deadline.case_id == case.case_id))
        return {one.name: one.due_at for one in rows}

    def owner(self, case: Opened) -> str:
        return overview.head(self.session, case.reference).owner

    def run(self, case: Opened) -> int:
        return self.session.execute(select(Run.id).where(Run.case_id == case.case_id)).scalar_one()
