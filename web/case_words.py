"""Codes of a case in the words of the staff: urgency, dates, ways in, how a date came about."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from flask.sansio.app import App

from engine.overview import Due
from engine.packs import Pack
from web import moments
from web.catalogue import gettext as _
from web.catalogue import ngettext

BEGINNING = date(1970, 1, 1)

URGENT = {"U1": "bad", "U2": "warn"}
"""Tones of the classes that stand out."""


def register(app: App) -> None:
    """Give the app's templates these words as filters."""
    app.jinja_env.filters.update(
        urgency_word=urgency, urgency_tone=lambda code: URGENT.get(code, ""), outcome_word=outcome,
        derivation=derivation, letter_status=letter_status,
    )


def urgency(code: str) -> str:
    """A class of urgency; empty before the first assessment."""
    return {
        "U1": _("Critical"), "U2": _("High"), "U3": _("Normal"), "U4": _("Low"), "": _("Not assessed yet"),
    }.get(code, code)


def outcome(code: str) -> str:
    """How a complaint ended."""
    return {
        "upheld": _("Upheld"), "partly": _("Upheld in part"), "refused": _("Not upheld"), "withdrawn": _("Withdrawn"),
        "out_of_scope": _("Not ours to decide"), "dispute": _("Sent on to dispute resolution"), "closed": _("Closed"),
    }.get(code, code)


def date_name(name: str) -> str:
    """What a date of a case is for."""
    return {
        "acknowledge": _("Confirm receipt"), "first_action": _("First look"), "next_update": _("Next news"),
        "target": _("Our own target"), "warn75": _("Three quarters gone"), "warn90": _("Nine tenths gone"),
        "final": _("Final date"), "edr": _("Dispute resolution opens"),
    }.get(name, name)


def channel(name: str) -> str:
    """How a complaint reached the organisation."""
    return {
        "web": _("on the website"), "import": _("by import from another system"), "phone": _("by telephone"),
        "email": _("by e-mail"), "letter": _("by letter"), "person": _("in person"),
    }.get(name, name)


def effect(name: str) -> str:
    """What follows when the final date is missed."""
    return {
        "holding_letter": _("a letter that says we are late and why"),
        "edr_letter": _("a letter that opens the way to dispute resolution"),
        "regulator_flag": _("a mark in the list for the regulator"),
    }.get(name, name)


def letter_status(status: str) -> tuple[str, str]:
    """The words and the tone of a letter's status."""
    return {
        "waiting": (_("Waiting to be sent"), "warn"), "sent": (_("Sent"), "good"),
        "paper": (_("To be printed"), "info"),
        "undeliverable": (_("Could not be delivered"), "bad"), "held": (_("Not sent"), ""),
    }.get(status, (status, ""))


def derivation(due: Due, pack: Pack) -> list[tuple[str, str]]:
    """How a date came about: start, rule, whose rule, days skipped."""
    told = due.derivation
    rows = [(_("Counted from"), _moment(told.get("start"))), (_("Rule"), _rule(told))]
    if told.get("regime"):
        rows.append((_("Whose rule"), _version(str(told["regime"]), date.fromisoformat(str(told["version"])), pack)))
    elif told.get("urgency"):
        promise = _("our own promise for urgency “%(name)s”", name=urgency(str(told["urgency"])))
        rows.append((_("Whose rule"), promise))
    if told.get("moved_to") == "final":
        rows.append((_("Moved"), _("to the final date, because it would have been later")))
    skipped = [moments.short_day(date.fromisoformat(day)) for day in told.get("skipped") or []]
    if skipped:
        count = ngettext("%(num)s day", "%(num)s days", len(skipped))
        rows.append((_("Skipped"), f"{count}: {', '.join(skipped)}"))
    if told.get("effects"):
        rows.append((_("If it is missed"), ", ".join(effect(one) for one in told["effects"])))
    if told.get("calendar"):
        rows.append((_("Calendar"), str(told["calendar"])))
    return [(label, text) for label, text in rows if text]


def regimes(names: Any, pack: Pack) -> str:
    """The regimes that bind a case, by their names in the pack."""
    known = pack.regimes.regimes
    return ", ".join(known[one][-1].name if known.get(one) else str(one) for one in names or [])


def _version(regime: str, since: date, pack: Pack) -> str:
    """A regime and from when this version of it holds; our own has held from the beginning."""
    if since <= BEGINNING:
        return regimes([regime], pack)
    return _("%(regime)s, in force since %(day)s", regime=regimes([regime], pack), day=moments.short_day(since))


def _rule(told: Mapping[str, Any]) -> str:
    rule = str(told.get("rule", ""))
    part, sign, _rest = rule.partition("% of the working time")
    if sign:
        return _("%(part)s %% of the working time up to the final date", part=part)
    return moments.span(rule)


def _moment(text: str | None) -> str:
    return moments.moment(datetime.fromisoformat(text)) if text else ""
