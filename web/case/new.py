"""Taking down a complaint that reached staff by telephone, on paper or face to face (ISO 10002 7.2)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import intake, outbox, overview, sealing
from engine.cases import Intake, Opened
from engine.forms import Field, Form, Submission, answers
from engine.intake import Writing
from web import case_words, door, posted, uploads, wording
from web.case.blueprint import bp, member, read
from web.case.post import may_print
from web.catalogue import gettext as _
from web.posted import Posted
from web.wording import Told

JUST_NOW = timedelta(minutes=15)
"""What came in so lately needs no reason for being recorded only now."""
SHORTEST_REASON, LONGEST_REASON = 5, 500
REACHED_BY = ("email", "phone")
KEPT_FOR_NEXT = ("channel", "topic", "country", "language")
"""What is likely the same when somebody takes down several, one after the other."""


@dataclass(frozen=True)
class Sheet:
    """The page as it was sent: the form, what it says, and what is ours to ask whatever the form asks."""

    form: Form
    sent: Submission
    channel: str
    received_at: datetime | None
    reason: str
    faults: Mapping[str, str]


@bp.get("/cases/new", endpoint="new")
@member
def form() -> ResponseReturnValue:
    """An empty page; nothing is kept before something is sent."""
    with door.reading() as session:
        asked = intake.staff_form(session)
        known = {name: tuple(request.args.getlist(name)) for name in KEPT_FOR_NEXT if name in request.args}
        return _page(session, asked, {**asked.prefill({}), **known}, Told({}, ()), sealing.token(), None)


@bp.post("/cases/new")
@member
def take_down() -> ResponseReturnValue:
    """Open the case. What is wrong comes back with everything typed and every file; a second click leads to the
    same case (R20)."""
    posted_now = posted.parsed(door.config().max_upload_mb)
    token = posted_now.text("key") or sealing.token()
    with door.transaction() as session:
        asked, here, now = intake.staff_form(session), overview.here(session), door.now(session)
        writing = intake.take_down(session, token, posted_now.texts, now)
        if writing.sent is not None:
            return redirect(_taken(writing.sent), 303)
        refused = _files(session, token, posted_now)
        sheet = _read(asked, posted_now, asked.parse(posted_now.texts, here=here), now)
        told = wording.told(asked, sheet.sent.errors, refused)
        wrong = Told({**sheet.faults, **told.at_fields}, [*_summed(sheet.faults), *told.summary])
        if wrong.summary or posted_now.text("more") or posted_now.text("remove"):
            typed = {**posted_now.texts, **sheet.sent.typed}
            shown = wrong if not (posted_now.text("more") or posted_now.text("remove")) else Told({}, ())
            page = _page(session, asked, typed, shown, token, intake.load(session, token))
            return page, 422 if shown.summary else 200
        opened = intake.record(session, token, _intake(sheet, now), door.current_actor(), now)
    return redirect(_taken(opened), 303)


@bp.get("/cases/<reference>/taken", endpoint="taken")
@member
def taken(reference: str) -> ResponseReturnValue:
    """What to tell whoever complained: the reference, what happens next, and how the confirmation reaches them."""
    with door.reading() as session:
        head = read(session, reference)
        written = [one.message for one in overview.letters(session, head.case)]
        letter = next((one for one in reversed(written) if one.recipient == outbox.COMPLAINANT), None)
        return render_template(
            "staff/taken.html", head=head, case=head.case, letter=letter, may_print=may_print(session, head),
            again=url_for("case.new", channel=head.case.channel, topic=head.case.topic, country=head.case.country,
                          language=head.case.language),
        )


def _taken(opened: Opened) -> str:
    return url_for("case.taken", reference=opened.reference)


def _read(asked: Form, sent: Posted, submission: Submission, now: datetime) -> Sheet:
    """What the page says beside the form: the way it came and when, and why it is recorded only now."""
    columns, faults = asked.case_columns(submission.data), dict[str, str]()
    channel = str(columns.get("channel") or sent.text("channel"))
    if not _asks(asked, "channel") and channel not in case_words.ways():
        faults["channel"] = _("Please choose an answer.")
    received = columns.get("received_at")
    at = datetime.fromisoformat(received) if received else None
    reason = " ".join(answers.printable(sent.text("received_reason")).split())
    if at is not None and at > now:
        faults["received_at"] = _("This is in the future. Leave it empty if it came in just now.")
    elif at is not None and at < now - JUST_NOW and len(reason) < SHORTEST_REASON:
        faults["received_reason"] = _("Say in a few words why it is recorded only now: their time limits count from "
                                      "the day it came in.")
    elif len(reason) > LONGEST_REASON:
        faults["received_reason"] = _("Write at most %(limit)s characters.", limit=LONGEST_REASON)
    return Sheet(asked, submission, channel, at, reason, faults)


def _summed(faults: Mapping[str, str]) -> list[tuple[str, str]]:
    """What is wrong beside the form, each with its question."""
    questions = {
        "channel": _("How did it reach us?"), "received_at": _("When did it reach us?"),
        "received_reason": _("Why is it recorded only now?"),
    }
    return [(name, wording.about(questions[name], fault)) for name, fault in faults.items()]


def _asks(asked: Form, column: str) -> bool:
    return any(field.column == column for field in asked.fields)


def _intake(sheet: Sheet, now: datetime) -> Intake:
    received = sheet.received_at or now
    late = sheet.reason if received < now - JUST_NOW else ""
    return replace(intake.as_intake(sheet.form, sheet.sent.data, now), channel=sheet.channel, reason=late)


def _files(session: Session, token: str, sent: Posted) -> list[str]:
    """Add and take away files; gives a sentence for each that was refused."""
    if sent.text("remove").isdecimal() and len(sent.text("remove")) < 10:
        intake.remove_file(session, token, int(sent.text("remove")))
    return uploads.keep_with_draft(session, token, sent, door.current_actor().name)


def _page(
    session: Session, asked: Form, typed: Mapping[str, Sequence[str]], told: Told, token: str, writing: Writing | None
) -> str:
    def text(name: str) -> str:
        return answers.printable(next(iter(typed.get(name, ())), ""))

    return render_template(
        "staff/new.html", form=asked, first=_first(asked), parts=_parts(asked, typed, told), typed=typed,
        errors=told.at_fields, wrong=told.summary, key=token, files=writing.files if writing else [],
        here=overview.here(session), ways=[] if _asks(asked, "channel") else list(case_words.ways().items()),
        channel=text("channel"), reason=text("received_reason"), **uploads.terms(),
    )


def _first(asked: Form) -> list[Field]:
    """What has to be answered, and how to reach them: a remark to a technician is taken down in seconds."""
    return [field for field in asked.fields if (field.required and not field.show) or field.party in REACHED_BY]


def _parts(asked: Form, typed: Mapping[str, Sequence[str]], told: Told) -> list[dict[str, Any]]:
    """The other questions, folded up by section; our own stands behind that for the moment of receipt."""
    first, parts = _first(asked), []
    for section in asked.sections:
        fields = [field for field in section.fields if field not in first]
        when = next((at for at, field in enumerate(fields, 1) if field.column == "received_at"), 0)
        names = [*(field.name for field in fields), *(["received_reason"] if when else [])]
        if fields:
            parts.append({
                "title": section.title, "before": fields[:when], "after": fields[when:], "asks_when": bool(when),
                "open": any(name in told.at_fields or any(typed.get(name, ())) for name in names),
            })
    return parts
