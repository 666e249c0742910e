"""People of the office who come, go, are away, have limits and trainings; and drawings of their own."""

from datetime import date, datetime

from sqlalchemy import update

from engine import inbox, people
from engine.cases import Opened
from engine.db import Database, insert_row, table
from engine.inbox import Row, Wish
from engine.model import Pack as PackRow
from engine.model import Person, Task
from engine.packs import Pack
from engine.people import SYSTEM, Actor
from tests.engine.cases.office import CAST, Office
from tests.engine.process.drawing import properties
from tests.engine.tiny_house import FILES

TODAY, TOMORROW, FRIDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 27)
"""The office works on Monday; Friday is four days away."""


def hire(office: Office, name: str, *groups: str) -> Actor:
    """Somebody new."""
    with office.database.transaction() as session:
        person = people.add(session, name.title(), f"{name}@office.example", "a long password", groups, office.now)
    office.cast[name] = people.as_actor(person)
    return office.cast[name]


def away(office: Office, name: str, last: date = FRIDAY, deputy: str = "", first: date = TODAY) -> int:
    """Somebody is away; gives the absence's id."""
    with office.database.transaction() as session:
        deputy_id = office.cast[deputy].id if deputy else None
        row = people.enter_absence(session, who(office, name), first, last, deputy_id, SYSTEM, office.now)
        return row.id


def limit(office: Office, name: str, cases: int | None) -> None:
    """Somebody may own so many open cases."""
    with office.database.transaction() as session:
        people.set_limit(session, session.get_one(Person, who(office, name)), cases, SYSTEM)


def reports_to(office: Office, name: str, manager: str) -> None:
    with office.database.transaction() as session:
        people.set_manager(session, session.get_one(Person, who(office, name)), who(office, manager), SYSTEM)


def trained(office: Office, name: str, skill: str, until: date | None = None) -> None:
    with office.database.transaction() as session:
        people.set_skill(session, who(office, name), skill, until, "course 12", SYSTEM)


def who(office: Office, name: str) -> int:
    found = office.cast[name].id
    assert found is not None
    return found


def owner(office: Office, case: Opened) -> str:
    """The owner of a case, by name; checked against the journal by the doctor elsewhere."""
    owner_id = office.case(case).owner_id
    return next((name for name, actor in office.cast.items() if actor.id == owner_id), "")


def refused(office: Office, case: Opened) -> list[tuple[str, str, str]]:
    """Who was passed over as owner so far: group, name, why."""
    return [(data["lane"], one["name"], one["why"]) for _, _, data, _ in office.journal(case, "owner.refused")
            for one in data["people"]]


def task_row(office: Office, task_id: int) -> Task:
    with office.database.reading() as session:
        return session.get_one(Task, task_id)


def needs(office: Office, task_id: int, skill: str) -> int:
    """From now on a task needs a training."""
    with office.database.transaction() as session:
        session.execute(update(Task).where(Task.id == task_id).values(skill=skill))
    return task_id


ABOUT = b"""{"title": "About whom", "type": "object", "properties": {"subject_people": {
    "title": "Who", "type": "array", "items": {"type": "integer"}, "x-amends-widget": "people",
    "x-amends-fact": "subject_people"}}}"""


def work(lane: str, form: str = "remark", **more: str) -> str:
    """What makes a user task one of a group."""
    return properties(lane=lane, formJsonSchemaFilename=f"{form}.json", **more)


def listed(office: Office, name: str, view: str = "groups") -> list[Row]:
    """What somebody sees in their inbox now; counted as it is listed."""
    with office.database.reading() as session:
        lanes = sorted(people.lanes(session, who(office, name)))
        reader = inbox.reader(session, who(office, name), lanes, office.now)
        wish = Wish(view, office.now, office.now)
        rows = list(inbox.page(session, reader, wish).rows)
        assert inbox.counts(session, reader, wish)[view] == len(rows)
    return rows


def drawn(database: Database, now: datetime, diagram: bytes, **groups: list[str]) -> Office:
    """An office that works by a drawing of its own, unchecked, with these people and their groups."""
    pack = Pack({
        **FILES, "forms/about.json": ABOUT,
        "bpmn/complaint.bpmn": diagram.replace(b'process id="p"', b'process id="complaint"'),
    })
    with database.transaction() as session:
        insert_row(session, table(PackRow), {
            "hash": pack.hash, "content": pack.pack_bytes(), "calendars": pack.calendars_json(), "note": "",
            "published_at": now, "current_since": now,
        })
    office = Office(database, {}, now)
    for name, theirs in (groups or CAST).items():
        hire(office, name, *theirs)
    return office
