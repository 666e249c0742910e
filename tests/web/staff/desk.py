"""A desk at the organisation of the case tests: the web application, and people who sit down at it."""

import re
from dataclasses import dataclass
from typing import Any

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine import people
from engine.cases import Opened
from engine.model import Case, Person, Task
from tests.engine.cases.office import Office

PASSWORD = "a long password"
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@dataclass
class Visitor:
    """Somebody with a browser of their own; `token` guards the forms they post."""

    client: FlaskClient
    token: str = ""

    def get(self, address: str, **more: Any) -> TestResponse:
        """Open a page and remember the token of its forms."""
        answer = self.client.get(address, **more)
        found = TOKEN.search(answer.text) if answer.mimetype == "text/html" else None
        self.token = found[1] if found else self.token
        return answer

    def post(self, address: str, typed: dict[str, Any] | None = None, **more: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(address, data={"csrf_token": self.token, **(typed or {})}, **more)


@dataclass
class Desk:
    """The office, its application, and the clock on the wall."""

    office: Office
    app: Flask
    clock: time_machine.Traveller

    def stranger(self) -> Visitor:
        """Somebody who has not signed in."""
        return Visitor(self.app.test_client())

    def sit(self, name: str) -> Visitor:
        """A person of the office, signed in."""
        visitor = self.stranger()
        visitor.get("/sign-in")
        answer = visitor.post("/sign-in", {"email": f"{name}@office.example", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        visitor.get("/inbox")
        return visitor

    def only_in(self, name: str, *groups: str) -> None:
        """From now on a person works in these groups and no other."""
        with self.office.database.transaction() as session:
            people.set_groups(session, session.get_one(Person, self.office.cast[name].id), groups)

    def later(self, **by: float) -> "Desk":
        """Some time passes, for the office and the machine."""
        self.office.later(**by)
        self.clock.move_to(self.office.now)
        return self

    def task(self, case: Opened, name: str) -> str:
        """The address of an open task."""
        return f"/tasks/{self.office.task(case, name)}"

    def reference(self, address: str) -> str:
        """The reference of the case that the task at an address belongs to."""
        task_id = int(address.rsplit("/", 1)[1])
        with self.office.database.reading() as session:
            return session.execute(
                select(Case.reference).join(Task, Task.case_id == Case.id).where(Task.id == task_id)
            ).scalar_one()
