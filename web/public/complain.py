"""Making a complaint: one topic a page, kept as a draft under its address, sent once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import redirect, render_template, url_for
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from engine import clock, intake, limits, public
from engine.errors import NotFound
from engine.forms import Field, Form, Section
from engine.intake import Writing
from web import door, moments, posted, uploads, wording
from web.catalogue import gettext as _
from web.posted import Posted
from web.public.blueprint import bp
from web.public.today import here
from web.wording import NOTHING_WRONG, Told

DRAFTS_AN_HOUR = 60
FILES_PAGE = 1

Page = str | Response | tuple[str, int]


@bp.get("/complain")
@door.open_to_all
def begin() -> Page:
    """The first page of the form; nothing is kept before something is sent."""
    with door.reading() as session:
        form = intake.form(session)
    return _page(form, 1, form.prefill({}), None)


@bp.post("/complain")
@door.open_to_all
def begin_post() -> Page:
    """Keep the first page as a new draft and go on."""
    with door.transaction() as session:
        limits.count(session, "draft", door.address(), DRAFTS_AN_HOUR, clock.real())
    return _take(None, 1)


@bp.get("/complain/<token>/<int:page>")
@door.open_to_all
def write(token: str, page: int) -> Page:
    """One page of a draft."""
    with door.reading() as session:
        form, writing = intake.form(session), intake.load(session, token)
        if writing.sent:
            return redirect(url_for("public.received", token=token), 303)
        return _page(form, page, {**form.prefill({}), **writing.typed}, writing)


@bp.post("/complain/<token>/<int:page>")
@door.open_to_all
def write_post(token: str, page: int) -> Page:
    """Keep one page of a draft and go on."""
    return _take(token, page)


@bp.get("/complain/<token>/check")
@door.open_to_all
def check(token: str) -> Page:
    """Everything once more, before it is sent."""
    with door.reading() as session:
        form, writing = intake.form(session), intake.load(session, token)
        if writing.sent:
            return redirect(url_for("public.received", token=token), 303)
        return _check(session, form, writing)


@bp.post("/complain/<token>/check")
@door.open_to_all
def send(token: str) -> Page:
    """Send it. A second click, a reload or a lost answer gives the same reference (R20)."""
    with door.transaction() as session:
        form, writing = intake.form(session), intake.load(session, token)
        if writing.sent is None:
            if not form.parse(writing.typed, here=here(session)).ok:
                return _check(session, form, writing), 422
            intake.send(session, token, door.now(session))
    return redirect(url_for("public.received", token=token), 303)


@bp.get("/received/<token>")
@door.open_to_all
def received(token: str) -> Page:
    """Reference and code at once, with the letter that says the same."""
    with door.reading() as session:
        writing = intake.load(session, token)
        if writing.sent is None:
            return redirect(url_for("public.check", token=token), 303)
        sent = writing.sent
        status = public.status(session, sent.reference, sent.code, door.now(session))
        letter = public.first_letter(session, sent.case_id)
    moments.use_zone(status.zone)
    return render_template(
        "public/received.html", reference=sent.reference, code=sent.code, status=status, letter=letter
    )


def _take(token: str | None, page: int) -> Page:
    """Keep what a page sent, right or wrong, then go on or show it again with what is wrong."""
    sent = posted.read(door.config().max_upload_mb)
    with door.transaction() as session:
        form = intake.form(session)
        section = _section(form, page)
        token = _keep(session, token, section, sent)
        refused = _keep_files(session, token, sent) if page == FILES_PAGE else []
        writing = intake.load(session, token)
        if writing.sent:
            return redirect(url_for("public.received", token=token), 303)
        if sent.text("keep"):
            return Response(url_for("public.write", token=token, page=page), 201, mimetype="text/plain")
        if sent.text("more") in {field.name for field in section.fields}:
            anchor = f"f-{sent.text('more')}-more"
            return redirect(url_for("public.write", token=token, page=page, _anchor=anchor), 303)
        if sent.text("remove"):
            return redirect(url_for("public.write", token=token, page=page, _anchor="f-files"), 303)
        errors = form.parse(writing.typed, only=section.key, here=here(session)).errors
        if errors or refused:
            return _page(form, page, writing.typed, writing, wording.told(form, errors, refused)), 422
    last = page == len(form.sections)
    return redirect(
        url_for("public.check", token=token) if last else url_for("public.write", token=token, page=page + 1), 303
    )


def _keep_files(session: Session, token: str, sent: Posted) -> list[str]:
    """Add and take away files; gives a sentence for each that was refused."""
    if sent.text("remove").isdecimal() and len(sent.text("remove")) < 10:
        intake.remove_file(session, token, int(sent.text("remove")))
    return uploads.keep_with_draft(session, token, sent)


def _keep(session: Session, token: str | None, section: Section, sent: Posted) -> str:
    """Every field of the page, also those left empty: an unticked box must take back the tick."""
    typed = {field.name: sent.texts.get(field.name, ()) for field in section.fields}
    now = door.now(session)
    if token is None:
        return intake.begin(session, typed, now)
    intake.save(session, token, typed, now)
    return token


def _page(
    form: Form, page: int, typed: Mapping[str, Sequence[str]], writing: Writing | None, told: Told = NOTHING_WRONG,
) -> str:
    section = _section(form, page)
    token = writing.token if writing else ""
    shown = form.parse(typed)
    return render_template(
        "public/complain.html", form=form, section=section, fields=_asked_here(section, shown.data),
        at=page, of=len(form.sections) + 1, typed={**typed, **shown.typed}, errors=told.at_fields, wrong=told.summary,
        action=url_for("public.write_post", token=token, page=page) if writing else url_for("public.begin_post"),
        back_href=url_for("public.write", token=token, page=page - 1) if page > 1 else "",
        saved=writing is not None, with_files=page == FILES_PAGE, files=writing.files if writing else [],
        **uploads.terms(),
    )


def _check(session: Session, form: Form, writing: Writing) -> str:
    submission = form.parse(writing.typed, here=here(session))
    pages = {
        field.name: url_for("public.write", token=writing.token, page=page)
        for page, section in enumerate(form.sections, 1) for field in section.fields
    }
    parts = [
        {"title": section.title, "href": pages[section.fields[0].name], "rows": _rows(section, submission.data),
         "files": writing.files if page == FILES_PAGE else []}
        for page, section in enumerate(form.sections, 1)
    ]
    return render_template(
        "public/check.html", parts=parts, of=len(form.sections) + 1, pages=pages,
        wrong=wording.told(form, submission.errors).summary, action=url_for("public.send", token=writing.token),
        back_href=url_for("public.write", token=writing.token, page=len(form.sections)),
    )


def _rows(section: Section, data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Question and answer; questions that were not asked are left out."""
    return [(field.title, _answer(field, data.get(field.name))) for field in _asked(section, data)]


def _answer(field: Field, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if field.type == "date":
        return moments.day(date.fromisoformat(value))
    between = "\n" if field.type == "lines" else ", "
    return between.join(field.label(one) for one in (value if isinstance(value, list) else [value]))


def _asked(section: Section, data: Mapping[str, Any]) -> list[Field]:
    return [field for field in section.fields if field.given is None and field.is_shown(data)]


def _asked_here(section: Section, data: Mapping[str, Any]) -> list[Field]:
    """What the page asks: a question that hangs on another page's answer only if that calls for it."""
    here = {field.name for field in section.fields}
    return [
        field for field in section.fields
        if field.is_shown(data) or any(name in here for name, _values in field.show)
    ]


def _section(form: Form, page: int) -> Section:
    if not 1 <= page <= len(form.sections):
        raise NotFound()
    return form.sections[page - 1]
