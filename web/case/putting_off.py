"""Putting the final date of a case off: why, to when, as far as its rules allow."""

from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from engine import cases
from engine.cases.extending import SHORTEST_REASON
from engine.errors import ExtensionRefused, TaskGone
from engine.forms import answers
from engine.overview import Head
from engine.regimes import Deadline
from web import door, moments
from web.case import actions
from web.case.actions import Action, Reading
from web.case.blueprint import bp, member, page, read, read_in_charge
from web.case.texts import judged
from web.catalogue import gettext as _

LONGEST = 2000


@actions.action
def put_off(case: Reading) -> Action | None:
    """Only while an answer is owed by a date, and once."""
    row, final = case.head.case, case.head.date("final")
    over = any(at is not None for at in (row.communicated_at, row.disputed_at, row.withdrawn_at))
    if not (case.in_charge and case.is_open) or over or final is None or final.derivation.get("extended"):
        return None
    return Action(_("Put the final date off"), url_for("case.putting_off", reference=case.reference))


@bp.get("/cases/<reference>/final-date", endpoint="putting_off")
@member
def form(reference: str) -> ResponseReturnValue:
    """The small form: the day, the reason, and the latest day that is possible."""
    with door.reading() as session:
        return _page(session, read_in_charge(session, reference), "", "", {})


@bp.post("/cases/<reference>/final-date")
@member
def put_final_date_off(reference: str) -> ResponseReturnValue:
    """Put it off; what does not go comes back as it was typed, with the reason."""
    typed, reason = request.form.get("day", ""), request.form.get("reason", "")
    wanted, no_day = _day(typed)
    short = _("Write at least %(limit)s characters: the complainant reads it.", limit=SHORTEST_REASON)
    text, no_reason = judged(reason, LONGEST, short, SHORTEST_REASON)
    faults = {name: fault for name, fault in (("day", no_day), ("reason", no_reason)) if fault}
    if wanted is not None and not faults:
        faults = _try(reference, wanted, text)
    if faults:
        with door.reading() as session:
            head = read_in_charge(session, reference)
            return _page(session, head, answers.printable(typed), answers.printable(reason), faults), 422
    flash(_("The final date was put off. The letter that says why is on its way."), "good")
    return redirect(url_for("case.overview", reference=reference), 303)


def _try(reference: str, wanted: date, reason: str) -> dict[str, str]:
    """Put it off; gives what was refused, by field."""
    try:
        with door.transaction() as session:
            head = read(session, reference)
            cases.extend(session, head.case.id, wanted, reason, door.current_actor(), door.now(session))
    except ExtensionRefused as refused:
        return {"reason" if refused.about.get("why") == "no_reason" else "day": refused.message}
    except TaskGone as gone:
        return {"day": gone.message}
    return {}


def _day(typed: str) -> tuple[date | None, str]:
    """The day that was typed, and what is wrong with it."""
    try:
        return date.fromisoformat(typed.strip()), ""
    except ValueError:
        return None, _("Write the date as year, month, day, such as 2026-11-24.")


def _page(session: Session, head: Head, day: str, reason: str, faults: dict[str, str]) -> str:
    now = door.now(session)
    limit = cases.latest_extension(session, head.case.id, now)
    final = head.date("final")
    possible = final is not None and final.due_at > now and (limit is None or limit.due > final.due_at)
    return page(
        session, head, "staff/case_putting_off.html", day=day, reason=reason, faults=faults, final=final,
        limit=limit.due if limit is not None else None, possible=possible and not _before(head),
        limit_said=_limit_said(limit), wrong=list(faults.items()),
    )


def _before(head: Head) -> bool:
    """Whether it was put off before: once is all."""
    final = head.date("final")
    return final is not None and bool(final.derivation.get("extended"))


def _limit_said(limit: Deadline | None) -> str:
    if limit is None:
        return _("No rule of this case names a latest day.")
    return _("The latest possible day is %(day)s.", day=moments.deadline(limit.due))
