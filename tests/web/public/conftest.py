"""The complainant's pages of an organisation at work, and somebody who visits them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO

import pytest
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from engine import clock, config, publishing
from engine.cases import Opened
from engine.db import Database
from engine.people import SYSTEM
from tests.databases import BASE_URL, KEY
from tests.engine.cases.conftest import quick_hashing, shipped
from tests.engine.cases.office import Office
from tools.pages import Page
from web.app import create_app

__all__ = ["quick_hashing"]

Typed = Mapping[str, str | Sequence[str]]
Files = Sequence[tuple[str, bytes]]

WHAT_HAPPENED = {"description": "I was charged twice for one transfer.", "topic": "payments"}
WHAT_I_WANT = {"wanted": ["refund", "apology"]}
WHO_I_AM = {"name": "Zoë Quist", "email": "zoe@home.example", "country": "GB"}
PNG = b"\x89PNG\r\n\x1a\n" + bytes(500)


class Visitor:
    """Somebody with a browser that keeps no cookies and runs no script."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client(use_cookies=False)
        self.answer: TestResponse = TestResponse([], "200 OK", {}, None)  # type: ignore[arg-type]

    def get(self, path: str) -> Page:
        return self._page(self.client.get(path), path)

    def post(self, path: str, typed: Typed, files: Files = ()) -> Page:
        edge, body = encode_multipart({**typed, "files": [FileStorage(BytesIO(held), name) for name, held in files]})
        return self._page(self.client.post(path, data=body, content_type=f"multipart/form-data; boundary={edge}"), path)

    def follow(self) -> Page:
        """Go where the last answer leads."""
        return self.get(self.answer.location)

    def writes(self, *pages: Typed) -> str:
        """Fill in the pages of the form one after the other; gives the draft's address without its page."""
        path = "/complain"
        for typed in pages:
            self.post(path, typed)
            assert self.answer.status_code == 303, self.answer.text
            path = self.answer.location
        return path.rsplit("/", 1)[0]

    def complains(self) -> Page:
        """Make a whole complaint; gives the page with its reference."""
        self.post(f"{self.writes(WHAT_HAPPENED, WHAT_I_WANT, WHO_I_AM)}/check", {})
        return self.follow()

    def _page(self, answer: TestResponse, path: str) -> Page:
        self.answer = answer
        return Page(answer.status_code, path, answer.text)


def shown(page: Page) -> str:
    """The words of a page, in one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", page.html).split())


def follow_path(case: Opened) -> str:
    return f"/follow/{case.reference}/{case.code}"


@pytest.fixture
def office(database: Database) -> Office:
    """People and the shipped pack; the time is now, as the pages know no other."""
    with database.transaction() as session:
        publishing.publish(session, shipped(), SYSTEM, clock.real())
        return Office(database, Office.hire(session, clock.real()), clock.real())


@pytest.fixture
def empty_site(database: Database) -> Flask:
    """The pages before anything has been published."""
    return create_app(config.load({"AMENDS_SECRET_KEY": KEY, "AMENDS_BASE_URL": BASE_URL}), database)


@pytest.fixture
def site(office: Office, empty_site: Flask) -> Flask:
    return empty_site


@pytest.fixture
def visitor(site: Flask) -> Iterator[Visitor]:
    visitor = Visitor(site)
    yield visitor
    assert "Set-Cookie" not in visitor.answer.headers, "the complainant's pages set no cookie (S32)"
