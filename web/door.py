"""What every page needs: the database, the person signed in, the moment."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast
from urllib.parse import urlsplit

from flask import abort, current_app, g, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import clock, people
from engine.config import Config
from engine.db import Database
from engine.model import Person
from web.catalogue import gettext

COOKIE = "amends_sign_in"
LARGEST = 2**31 - 1

P = ParamSpec("P")
R = TypeVar("R")


def database() -> Database:
    return cast(Database, current_app.extensions["amends.database"])


def config() -> Config:
    return cast(Config, current_app.extensions["amends.config"])


@contextmanager
def transaction() -> Iterator[Session]:
    """The one way for a page to change something: committed at the end, undone on any error."""
    with database().transaction() as session:
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    with database().reading() as session:
        yield session


def now(session: Session) -> datetime:
    """The moment in which complaints live."""
    return clock.business(session)


def address() -> str:
    """Whom to count tries for: the sender's network address."""
    return request.remote_addr or "unknown"


def find_person() -> Person | None:
    """The person signed in on this device, looked up once a request."""
    if "person" not in g:
        token = request.cookies.get(COOKIE, "")
        g.person = None
        if token:
            with reading() as session:
                g.person = people.signed_in(session, token, clock.real())
                g.lanes = people.lanes(session, g.person.id) if g.person is not None else frozenset()
            if g.person is not None and g.person.id:
                _touch(token)
    return cast(Person | None, g.person)


def _touch(token: str) -> None:
    if request.method == "POST":
        with transaction() as session:
            people.touch(session, token, clock.real())


def current_person() -> Person:
    """The person signed in.

    Raises:
        Unauthorized: nobody is.
    """
    person = find_person()
    if person is None:
        abort(401)
    return person


def current_actor() -> people.Actor:
    return people.as_actor(current_person())


def current_lanes() -> frozenset[str]:
    """The groups of the person signed in."""
    current_person()
    return cast(frozenset[str], g.lanes)


def signed_in(view: Callable[P, R]) -> Callable[P, R | Response]:
    """For staff only: others are sent to sign in and come back; what they had typed is given back."""
    @wraps(view)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if find_person() is not None:
            return view(*args, **kwargs)
        if request.method == "POST" and (typed := texts()):
            return given_back(gettext("You were signed out"), gettext(
                "Nothing was changed. Sign in again; here is what you had typed, to copy."
            ), typed, 401)
        back = request.full_path.rstrip("?") if request.method == "GET" else url_for("inbox.index")
        return redirect(url_for("sign_in.form", next=back), 303)
    guarded.amends_access = "staff"  # type: ignore[attr-defined]
    return guarded


def in_group(*groups: str) -> Callable[[Callable[P, R]], Callable[P, R | Response]]:
    """For people of one of these groups only."""
    def decorate(view: Callable[P, R]) -> Callable[P, R | Response]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R | Response:
            if not current_lanes() & set(groups):
                abort(403)
            return view(*args, **kwargs)
        return signed_in(guarded)
    return decorate


def open_to_all(view: Callable[P, R]) -> Callable[P, R]:
    """For anybody: the complainant's pages. Every route says who may use it; a test asks each."""
    view.amends_access = "public"  # type: ignore[attr-defined]
    return view


def safe_next(target: str | None, default: str) -> str:
    """An address on this site, else the default (S15)."""
    parts = urlsplit(target or "")
    if not target or parts.scheme or parts.netloc or not target.startswith("/") or target.startswith(("//", "/\\")):
        return default
    if any(ord(sign) < 32 for sign in target):
        return default
    return target


def number(name: str) -> int | None:
    """A number in the address, as far as a database can hold it."""
    found = request.args.get(name, type=int)
    return found if found is not None and 0 <= found <= LARGEST else None


def texts() -> list[tuple[str, str]]:
    """What was typed into the form of this request, as far as it is text: (field, text)."""
    return [(name, text) for name, values in typed_form().items() for text in values if text.strip()]


def given_back(title: str, text: str, typed: list[tuple[str, str]], status: int) -> Response:
    """A page that could not take a form and shows what was in it: nothing typed is ever lost."""
    back = request.path.rsplit("/", 1)[0] if request.path.endswith(("/draft", "/claim")) else request.path
    again = url_for("sign_in.form", next=back)
    return make_response(render_template("given_back.html", title=title, text=text, typed=typed, again=again), status)


def typed_form() -> dict[str, list[str]]:
    """What was typed into the form of this request, without the token that guards it."""
    return {name: values for name, values in request.form.lists() if name != "csrf_token"}


def session_cookie(response: Response, token: str, max_age: int | None = None) -> Response:
    """Set the sign-in cookie: not for scripts, this site only, secure where the address is."""
    secure = config().base_url.startswith("https://")
    response.set_cookie(COOKIE, token, max_age=max_age, httponly=True, samesite="Lax", secure=secure, path="/")
    return response


