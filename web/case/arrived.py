"""Something arrived: staff record what a dispute body, the complainant or anybody else brought another way."""

from dataclasses import dataclass

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import arrivals, cases, delivery, overview, sealing
from engine.arrivals import Expected
from engine.cases import Arrival
from engine.errors import NotFound
from engine.forms import Form, Submission
from engine.overview import Head
from engine.packs.words import SENDERS, say
from web import case_words, door, posted, uploads, wording
from web.case import actions
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read
from web.catalogue import gettext as _
from web.catalogue import language
from web.posted import Posted
from web.wording import Told

COMPLAINANT = SENDERS[0]
WAY, LONGEST_KEY = "way", 43
EMPTY = Submission({}, (), {})


@dataclass(frozen=True)
class Sheet:
    """One page: what is expected, with its form; `way` is asked where the complainant told us."""

    head: Head
    place: Expected
    form: Form | None

    @property
    def asks_way(self) -> bool:
        return self.place.sender == COMPLAINANT


@actions.action
def arrive(case: Reading) -> Action | None:
    """Only while the case waits for something."""
    head = case.head
    if not arrivals.expected(case.session, head.case.id, head.pack, language()):
        return None
    return Action(_("Something arrived"), url_for("case.arrived", reference=case.reference))


@bp.get("/cases/<reference>/arrived", endpoint="arrived")
@member
def choose(reference: str) -> ResponseReturnValue:
    """What the case waits for, by who it comes from."""
    with door.reading() as session:
        head = read(session, reference)
        found = arrivals.expected(session, head.case.id, head.pack, language())
        groups = [(code, title, [one for one in found if one.sender == code]) for code, title in _titles().items()]
        return page(session, head, "staff/case_arrived.html", groups=[one for one in groups if one[2]])


@bp.get("/cases/<reference>/arrived/<message>", endpoint="arrival")
@member
def form(reference: str, message: str) -> ResponseReturnValue:
    """The form of one of them."""
    with door.reading() as session:
        sheet = _sheet(session, reference, message, request.args.get("at", ""))
        return _page(session, sheet, Posted({}, ()), EMPTY, Told({}, ()))


@bp.post("/cases/<reference>/arrived/<message>")
@member
def take(reference: str, message: str) -> ResponseReturnValue:
    """Keep what arrived, and hand it to what waits for it. Sent twice, it is the same message (R20)."""
    sent = posted.parsed(door.config().max_upload_mb)
    with door.transaction() as session:
        sheet = _sheet(session, reference, message, sent.text("at"))
        here = overview.here(session)
        submission = sheet.form.parse(sent.texts, here=here) if sheet.form else EMPTY
        told = wording.told(sheet.form, submission.errors, uploads.refusals(session, sheet.head.case.id, sent))
        told = _with_way(told, sheet, sent)
        if told.summary or sent.text("more"):
            return _page(session, sheet, sent, submission, told), 422 if told.summary else 200
        stored = _keep(session, sheet, sent, submission)
    taken = delivery.hand_over_one(door.database(), stored)
    flash(*_said(sheet, taken))
    return redirect(url_for("case.overview", reference=sheet.head.case.reference), 303)


def _keep(session: Session, sheet: Sheet, sent: Posted, submission: Submission) -> int:
    head, place, actor = sheet.head, sheet.place, door.current_actor()
    files = uploads.keep_with_case(session, head.case.id, sent, actor.name)
    key = sent.text("key")[:LONGEST_KEY] or sealing.token()
    arrival = Arrival(
        place.message, submission.data, files, f"staff/{head.case.id}/{key}",
        place.token, place.element, place.sender, sent.text(WAY) if sheet.asks_way else "",
    )
    return cases.take(session, head.case.id, arrival, actor, door.now(session))


def _sheet(session: Session, reference: str, message: str, token: str) -> Sheet:
    """What is to be recorded. Where the case no longer waits for it, it is kept all the same.

    Raises:
        NotFound: the case's pack knows no such message, or it is not said which of several places is meant.
    """
    head = read(session, reference)
    words = head.pack.words.messages.get(message)
    if words is None:
        raise NotFound()
    alike = [one for one in arrivals.expected(session, head.case.id, head.pack, language()) if one.message == message]
    found = [one for one in alike if one.token == token] or ([] if token else alike)
    if len(found) > 1:
        raise NotFound()
    gone = Expected(
        message, say(words.button, language()), say(words.help, language()), words.form, words.sender, "", token, ""
    )
    place = found[0] if found else gone
    return Sheet(head, place, head.pack.forms.get(place.form))


def _with_way(told: Told, sheet: Sheet, sent: Posted) -> Told:
    """How the complainant told us has to be said."""
    if not sheet.asks_way or sent.text(WAY) in case_words.ways():
        return told
    fault = _("Please choose an answer.")
    summed = wording.about(_("How did they tell us?"), fault)
    return Told({WAY: fault, **told.at_fields}, [(WAY, summed), *told.summary])


def _page(session: Session, sheet: Sheet, sent: Posted, submission: Submission, told: Told) -> str:
    return page(
        session, sheet.head, "staff/case_arrival.html", place=sheet.place, form=sheet.form,
        fields=sheet.form.fields if sheet.form else (), typed=submission.typed, errors=told.at_fields,
        wrong=told.summary, here=overview.here(session), key=sent.text("key") or sealing.token(),
        ways=list(case_words.ways().items()) if sheet.asks_way else [], way=sent.text(WAY), **uploads.terms(),
    )


def _said(sheet: Sheet, taken: bool) -> tuple[str, str]:
    if not taken:
        return _("It is kept with the case, but nothing waits for it any more. Please see what has to be done."), "warn"
    words = sheet.head.pack.words.messages[sheet.place.message]
    theirs = sheet.place.sender == COMPLAINANT
    return (_("Recorded.") if theirs else say(words.confirm, language()) or _("Recorded.")), "good"


def _titles() -> dict[str, str]:
    return {
        "provider": _("From the body that resolves the dispute"), "staff": _("From elsewhere"),
        "complainant": _("From the complainant, another way than on their page"),
    }

