"""Signing in and out. The sign-in is a row that can be ended; the cookie only holds its token."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from engine import clock, people, roster
from engine.errors import SignInFailed
from web import door
from web.catalogue import gettext as _
from web.frame import staff

bp = staff(Blueprint("sign_in", __name__))

DEMO_PASSWORD_FILE = "demo_password.txt"
LONGEST = 1000
"""Characters of a password that are looked at; argon2 is slow on purpose."""


@bp.get("/sign-in")
@door.open_to_all
def form() -> ResponseReturnValue:
    """The page; in the demo with everybody who can sign in."""
    if door.find_person() is not None:
        return redirect(door.safe_next(request.args.get("next"), url_for("inbox.index")), 303)
    return _page(request.args.get("as", ""), "")


@bp.post("/sign-in")
@door.open_to_all
def sign_in() -> ResponseReturnValue:
    """Check the password; one answer for a wrong address and a wrong password (S12)."""
    email = request.form.get("email", "")[:254]
    password = request.form.get("password", "")[:LONGEST]
    with door.transaction() as session:
        people.count_sign_in(session, email, door.address(), clock.real())
    try:
        with door.reading() as session:
            verified = people.verify(session, email, password)
        with door.transaction() as session:
            token = people.let_in(session, verified, request.user_agent.string, clock.real())
            people.forgive_sign_in(session, email, door.address(), clock.real())
    except SignInFailed:
        return _page(email, _("The e-mail address or the password is not right.")), 422
    answer = redirect(door.safe_next(request.form.get("next"), url_for("inbox.index")), 303)
    return door.session_cookie(answer, token)


@bp.post("/sign-out")
@door.open_to_all
def sign_out() -> ResponseReturnValue:
    """End this device's sign-in; its token opens nothing any more (S14)."""
    with door.transaction() as session:
        people.sign_out(session, request.cookies.get(door.COOKIE, ""), clock.real())
    flash(_("You are signed out."), "good")
    return door.session_cookie(redirect(url_for("sign_in.form"), 303), "", max_age=0)


def _page(email: str, fault: str) -> str:
    colleagues, password = [], ""
    if door.config().demo:
        with door.reading() as session:
            colleagues = roster.everybody(session)
        file = door.config().home / DEMO_PASSWORD_FILE
        password = file.read_text().strip() if file.exists() else ""
    return render_template(
        "staff/sign_in.html", email=email, fault=fault, next=request.values.get("next", ""),
        colleagues=colleagues, demo_password=password, demo_file=DEMO_PASSWORD_FILE,
    )
