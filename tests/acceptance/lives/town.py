"""The demo's organisation, its people at their desks, complainants, and a clock that one can move."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine import clock, deadlines, delivery, demo, doctor, packs, people, publishing
from engine.config import ROOT, Config
from engine.db import Database
from engine.model import Case, Deadline, Entry, Incident, Message, Person, Run, Task
from engine.packs import Pack
from engine.people import SYSTEM
from tests.acceptance.lives.answers import ANSWERS
from tests.databases import BASE_URL, KEY
from tools.pages import Form, Page
from web.app import create_app

PASSWORD = "demo-demo-demo"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
SETTLED = 60
"""More rounds of the worker than any life takes at one moment."""

Typed = Mapping[str, Any]


@cache
def shipped() -> Pack:
    return packs.read_folder(ROOT)


@dataclass
class Browser:
    """Somebody's browser: cookies, no scripts."""

    client: FlaskClient
    answer: TestResponse = field(init=False)

    def get(self, path: str) -> Page:
        self.answer = self.client.get(path, follow_redirects=True)
        return self._page()

    def send(self, form: Form, path: str, typed: Typed, required: bool = True) -> Page:
        """Fill in a form and send it. What is required and not typed gets something fitting."""
        sent = _filled(form, typed, required)
        unknown = set(typed) - set(form.fields)
        assert not unknown, f"{path} does not ask for {sorted(unknown)}, only for {sorted(form.fields)}"
        body: dict[str, list[str]] = {}
        for name, value in sent:
            body.setdefault(name, []).append(value)
        kind = "multipart/form-data" if form.multipart else "application/x-www-form-urlencoded"
        self.answer = self.client.post(form.action or path, data=body, content_type=kind, follow_redirects=True)
        return self._page()

    def post(self, path: str, typed: Typed, token_from: str) -> Page:
        """Press a button that is a form of its own."""
        token = TOKEN.search(self.client.get(token_from).text)
        assert token is not None, f"{token_from} has no form"
        self.answer = self.client.post(path, data={"csrf_token": token[1], **typed}, follow_redirects=True)
        return self._page()

    def _page(self) -> Page:
        return Page(self.answer.status_code, self.answer.request.path, self.answer.text)


def _filled(form: Form, typed: Typed, required: bool) -> list[tuple[str, str]]:
    single = {name: _text(value) for name, value in typed.items() if not isinstance(value, list)}
    if not required:
        for one in form.fields.values():
            one.required = False
    rest = [(name, value) for name, value in form.filled(single) if name not in typed or name in single]
    many = [(name, _text(one)) for name, value in typed.items() if isinstance(value, list) for one in value]
    return [pair for pair in rest if pair[0] not in {name for name, _ in many}] + many


def _text(value: Any) -> str:
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, bool) else str(value)


@dataclass
class Complaint:
    """One life: its reference and where its complainant follows it."""

    reference: str
    follow: str
    case_id: int


class Town:
    """Everything one needs to play lives, on one database; one that has been played on goes on as it is."""

    def __init__(self, database: Database, home: Path, start: datetime = MONDAY, pack: Pack | None = None) -> None:
        self.database = database
        with database.transaction() as session:
            new = session.scalars(select(Person.id)).first() is None
            if new:
                publishing.publish(session, pack or shipped(), SYSTEM, start)
                demo.load(session, start, PASSWORD)
        self.site: Flask = create_app(Config(
            database_url="", home=home, secret_key=KEY, base_url=BASE_URL, smtp_url="", mode="demo",
            timezone="Europe/London", host="127.0.0.1", port=0, max_upload_mb=1, tick=1,
        ), database)
        self._desks: dict[str, Browser] = {}
        if new:
            self.be_at(start)

    # --- time -----------------------------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        with self.database.reading() as session:
            return clock.business(session)

    def be_at(self, moment: datetime) -> None:
        """Move the demo clock to a moment and let the worker do its rounds until nothing moves."""
        with self.database.transaction() as session:
            clock.advance(session, moment - clock.business(session) + timedelta(seconds=1))
        self.work()

    def work(self) -> None:
        """The worker's rounds, until all is quiet."""
        for _ in range(SETTLED):
            if not deadlines.sweep(self.database) + delivery.hand_over(self.database):
                return
        raise AssertionError("The worker does not come to rest.")

    def later(self, **by: float) -> None:
        """Time passes day by day, with the worker awake."""
        until = self.now + timedelta(**by)
        while (left := until - self.now) > timedelta(days=1):
            self.be_at(self.now + timedelta(days=1))
        self.be_at(self.now + max(left, timedelta()))

    def asleep(self, **by: float) -> None:
        """Time passes at once: the machine was off."""
        self.be_at(self.now + timedelta(**by))

    # --- complainants -----------------------------------------------------------------------------------

    def complain(self, **typed: Any) -> Complaint:
        """Somebody complains on the website."""
        browser = Browser(self.site.test_client())
        page = browser.get("/complain")
        wanted = {**ANSWERS["intake"], **typed}
        for _ in range(8):
            form = page.form()
            assert form is not None, browser.answer.text[-2000:]
            here = {name: value for name, value in wanted.items() if name in form.fields}
            page = browser.send(form, page.address, here)
            assert browser.answer.status_code == 200, shown(page)
            if "reference" in page.by_id:
                break
        reference, code = page.by_id["reference"].strip(), "".join(page.by_id["code"].split())
        with self.database.reading() as session:
            case_id = session.execute(select(Case.id).where(Case.reference == reference)).scalar_one()
        self.work()
        return Complaint(reference, f"/follow/{reference}/{code}", case_id)

    def say(self, one: Complaint, message: str, **typed: Any) -> Page:
        """The complainant presses a button of their page and fills in its form; gives the page they see then."""
        browser = Browser(self.site.test_client())
        status = browser.get(one.follow)
        ways = [way for way in status.links if f"/do/{message}" in way]
        assert ways, f"no button for {message} on the page of {one.reference}: {sorted(status.links)}"
        page = browser.get(ways[0])
        form = page.form()
        assert form is not None
        page = browser.send(form, ways[0], {**ANSWERS.get(message, {}), **typed})
        assert browser.answer.status_code == 200, shown(page)
        self.work()
        return page

    def sees(self, one: Complaint) -> str:
        """What the complainant reads on their page, in one line."""
        return shown(Browser(self.site.test_client()).get(one.follow))

    # --- the office -------------------------------------------------------------------------------------

    def desk(self, login: str) -> Browser:
        """A colleague's browser, signed in."""
        if login not in self._desks:
            browser = Browser(self.site.test_client())
            page = browser.get("/sign-in")
            form = page.form()
            assert form is not None
            browser.send(form, "/sign-in", {"email": f"{login}@{demo.DOMAIN}", "password": PASSWORD})
            assert browser.answer.status_code == 200 and "/sign-in" not in browser.answer.request.path
            self._desks[login] = browser
        return self._desks[login]

    def open(self, one: Complaint, name: str = "") -> list[Task]:
        """The open tasks of a case, of one name or all."""
        with self.database.reading() as session:
            asked = select(Task).where(Task.case_id == one.case_id, Task.status == "open").order_by(Task.id)
            return list(session.scalars(asked.where(Task.name == name) if name else asked))

    def names(self, one: Complaint) -> list[str]:
        return sorted(task.name for task in self.open(one))

    def do(self, one: Complaint, name: str, by: str = "", **typed: Any) -> str:
        """Somebody takes a task and does it on its page; gives their login.

        Without a name it is anybody of the group who may. Answers not typed are the usual ones.
        """
        tasks = self.open(one, name)
        assert tasks, f"{name} is not open, but {self.names(one)}"
        return self.do_task(tasks[0], by, **typed)

    def do_task(self, task: Task, by: str = "", **typed: Any) -> str:
        login = by or self.somebody(task)
        browser = self.desk(login)
        if task.assignee_id is None:
            browser.post(f"/tasks/{task.id}/claim", {"open": "1"}, "/inbox")
            assert browser.answer.status_code == 200, shown(browser._page())
        page = browser.get(f"/tasks/{task.id}")
        form = next((form for form in page.forms if form.action == f"/tasks/{task.id}"), None)
        assert form is not None, f"{task.name} has no form for {login}: {shown(page)[:1500]}"
        usual = {name: value for name, value in ANSWERS.get(task.form, {}).items() if name in form.fields}
        page = browser.send(form, f"/tasks/{task.id}", {**usual, **typed})
        with self.database.reading() as session:
            left = session.get_one(Task, task.id)
        assert left.status == "done", f"{task.name} by {login}: {page.by_id.get('errors') or shown(page)[:3000]}"
        self.work()
        return login

    def page(self, task: Task) -> str:
        """What somebody who may do a task reads on its page, in one line."""
        return shown(self.desk(self.somebody(task)).get(f"/tasks/{task.id}"))

    def somebody(self, task: Task) -> str:
        """The login of who holds the task, else of anybody in its group who may do it."""
        with self.database.reading() as session:
            if task.assignee_id is not None:
                return session.get_one(Person, task.assignee_id).email.split("@")[0]
            able = [one for one in people.members(session, task.lane) if f",{one}," not in task.excluded]
            assert able, f"nobody of {task.lane} may do {task.name}"
            return session.get_one(Person, able[0]).email.split("@")[0]

    def arrived(self, one: Complaint, message: str, by: str = "zofia", **typed: Any) -> None:
        """Somebody records on the page of the case what came from outside."""
        browser = self.desk(by)
        path = f"/cases/{one.reference}/arrived/{message}"
        page = browser.get(path)
        form = next((form for form in page.forms if form.action in ("", path) and form.main), None)
        assert form is not None, f"{message} is not expected: {shown(page)[:1500]}"
        usual = {name: value for name, value in ANSWERS.get(message, {}).items() if name in form.fields}
        page = browser.send(form, path, {**usual, **typed})
        assert page.address != path, f"{message}: {page.by_id.get('errors') or shown(page)[:2000]}"
        self.work()

    def until(self, one: Complaint, name: str, most: int = 60, **typed: Any) -> None:
        """Everybody does whatever comes up, with the usual answers, until a task of that name is open.

        `typed` holds other answers, by the name of the form.
        """
        for _ in range(most):
            if self.open(one, name):
                return
            tasks = self.open(one)
            assert tasks, f"{name} never came; nothing is open in {one.reference}, status: {self.sees(one)[:600]}"
            self.do_task(tasks[0], **typed.get(tasks[0].form, {}))
        raise AssertionError(f"{name} never came; open: {self.names(one)}")

    def answer(self, one: Complaint, **typed: Any) -> None:
        """Everybody does what comes up until our answer is out."""
        for _ in range(60):
            if self.case(one).communicated_at is not None:
                return
            self.do_task(self.open(one)[0], **typed.get(self.open(one)[0].form, {}))
        raise AssertionError(f"No answer went out; open: {self.names(one)}")

    def finish(self, one: Complaint, most: int = 120, **typed: Any) -> Case:
        """Everybody does whatever comes up until the case is closed; where nothing is to be done, time passes."""
        for _ in range(most):
            case = self.case(one)
            if case.status == "closed":
                return case
            tasks = self.open(one)
            if tasks:
                self.do_task(tasks[0], **typed.get(tasks[0].form, {}))
            else:
                self.later(days=5)
        raise AssertionError(f"{one.reference} is not closed; open: {self.names(one)}")

    # --- looking -------------------------------------------------------------------------------------

    def known(self, reference: str) -> Complaint:
        """A case of which only the reference is known."""
        with self.database.reading() as session:
            case_id = session.execute(select(Case.id).where(Case.reference == reference)).scalar_one()
        return Complaint(reference, "", case_id)

    def case(self, one: Complaint) -> Case:
        with self.database.reading() as session:
            return session.get_one(Case, one.case_id)

    def dates(self, one: Complaint) -> dict[str, datetime]:
        with self.database.reading() as session:
            rows = session.scalars(select(Deadline).where(Deadline.case_id == one.case_id)).all()
        return {row.name: row.due_at for row in rows}

    def letters(self, one: Complaint) -> list[str]:
        """The letters written so far, in order."""
        with self.database.reading() as session:
            asked = select(Message.name).where(Message.case_id == one.case_id, Message.direction == "out")
            return list(session.scalars(asked.order_by(Message.id)))

    def letter(self, one: Complaint, name: str) -> Message:
        with self.database.reading() as session:
            asked = select(Message).where(Message.case_id == one.case_id, Message.name == name)
            return session.scalars(asked.order_by(Message.id.desc())).first() or Message(text="")

    def milestones(self, one: Complaint) -> list[str]:
        return [data["name"] for _at, data in self.journal(one, "milestone.reached")]

    def reached(self, one: Complaint, milestone: str) -> datetime:
        """When a milestone was reached first."""
        return next(at for at, data in self.journal(one, "milestone.reached") if data["name"] == milestone)

    def journal(self, one: Complaint, *kinds: str) -> list[tuple[datetime, dict[str, Any]]]:
        with self.database.reading() as session:
            asked = select(Entry).where(Entry.case_id == one.case_id, Entry.kind.in_(kinds)).order_by(Entry.seq)
            return [(entry.at, orjson.loads(entry.data)) for entry in session.scalars(asked)]

    def who(self, one: Complaint, task: str) -> set[str]:
        """The names of those who did tasks of a name."""
        with self.database.reading() as session:
            asked = select(Entry).where(Entry.case_id == one.case_id, Entry.kind == "task.completed")
            return {entry.actor for entry in session.scalars(asked) if orjson.loads(entry.data)["name"] == task}

    def runs(self, one: Complaint) -> list[str]:
        """The processes of a case that are not at their end."""
        with self.database.reading() as session:
            asked = select(Run.process).where(Run.case_id == one.case_id, Run.ended_at.is_(None))
            return sorted(session.scalars(asked))

    def incidents(self, one: Complaint) -> list[Incident]:
        with self.database.reading() as session:
            asked = select(Incident).where(Incident.case_id == one.case_id, Incident.resolved_at.is_(None))
            return list(session.scalars(asked))

    def faults(self) -> list[str]:
        """What the doctor finds."""
        return [str(finding) for finding in doctor.examine(self.database) if not finding.warning]


def shown(page: Page) -> str:
    """The words of a page, in one line."""
    text = re.sub(r"<(script|style|svg|head)\b.*?</\1>", " ", page.html, flags=re.S)
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def logins(names: Sequence[str]) -> set[str]:
    return {member.login for member in demo.CAST if member.name in names}
