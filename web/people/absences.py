"""Entering an absence and giving it another end: each for themselves, the complaints manager for everybody."""

from datetime import date, timedelta

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from engine import people
from engine.errors import NotYourLane, Refused
from web import door, moments
from web.catalogue import gettext as _
from web.people.blueprint import Typed, bp, odd, page, texts

LONGEST_NOTE = 500
FIELDS = ("first", "last", "deputy", "note")


@bp.post("/people/<int:person_id>/absences")
@door.signed_in
def enter(person_id: int) -> ResponseReturnValue:
    """Enter an absence; what does not go comes back as it was typed."""
    typed = texts("absence", *FIELDS)
    first, last = day(typed["first"]), day(typed["last"])
    faults = {name: not_a_day() for name, found in (("first", first), ("last", last)) if found is None}
    if fault := odd(typed["note"], LONGEST_NOTE):
        faults["note"] = fault
    if first is not None and last is not None and not faults:
        try:
            with door.transaction() as session:
                people.enter_absence(
                    session, person_id, first, last, chosen(typed["deputy"]), door.current_actor(),
                    door.now(session), typed["note"],
                )
        except Refused as refused:
            faults = told(refused)
    if faults:
        return _again(person_id, Typed("absence", typed, faults))
    flash(_("The absence is entered."), "good")
    return redirect(url_for("people.one", person_id=person_id), 303)


@bp.post("/people/<int:person_id>/absences/<int:absence_id>")
@door.signed_in
def change(person_id: int, absence_id: int) -> ResponseReturnValue:
    """Another last day or deputy; “back” ends it with yesterday, and takes out what has not begun."""
    form = f"absence-{absence_id}"
    typed = texts(form, "last", "deputy", "back")
    try:
        with door.transaction() as session:
            now = door.now(session)
            yesterday = people.today(session, now) - timedelta(days=1)
            last = yesterday if typed["back"] else day(typed["last"])
            if last is None:
                raise Refused("This is no date.", field="last", why="date")
            people.change_absence(session, absence_id, last, chosen(typed["deputy"]), door.current_actor(), now)
    except Refused as refused:
        return _again(person_id, Typed(form, typed, told(refused)))
    flash(_("The absence is changed."), "good")
    return redirect(url_for("people.one", person_id=person_id), 303)


def _again(person_id: int, typed: Typed) -> ResponseReturnValue:
    with door.reading() as session:
        return page(session, person_id, typed), 422


def told(refused: Refused) -> dict[str, str]:
    """What was refused, by field.

    Raises:
        Refused: it is about no field: not theirs to do, or nothing is there.
    """
    about = refused.about
    if isinstance(refused, NotYourLane) or "field" not in about:
        raise refused
    return {str(about["field"]): {
        "reversed": _("This is before the first day."), "self": _("Nobody is their own deputy."), "date": not_a_day(),
        "overlap": _("There is an absence from %(first)s to %(last)s already. Change that one.",
                     first=_short(about.get("first")), last=_short(about.get("last"))),
        "circle": _("%(name)s reports to them, at some distance.", name=about.get("manager", "")),
        "own": _("Somebody else has to change whom you report to."), "freed": _freed(str(about.get("reference", ""))),
        "range": _("Write a whole number, or nothing for any number of cases."),
        "name": _("Write what the training is for, in at most 200 characters."),
    }.get(str(about.get("why")), refused.message)}


def _freed(reference: str) -> str:
    case = reference or _("an open case")
    return _("Somebody who must keep out of %(case)s would no longer have to. Two people together can let them in, on "
             "the page of the case.", case=case)


def day(text: str) -> date | None:
    """A date that was typed; None where it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def not_a_day() -> str:
    return _("Write the date as year, month, day, such as 2026-11-24.")


def chosen(text: str) -> int | None:
    """A person that was chosen from a list; 0, whom nobody has, where the list had no such line."""
    if not text:
        return None
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _short(one: object) -> str:
    return moments.short_day(one) if isinstance(one, date) else ""
