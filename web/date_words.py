"""The dates of a case in the words of the staff: what each is for, how it came about, what follows if it is missed."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from engine.overview import Due
from engine.packs import Pack
from web import moments
from web.catalogue import gettext as _
from web.catalogue import ngettext

BEGINNING = date(1970, 1, 1)
KNOWN_ONLY = "K"
FOLLOWING = ("warn75", "warn90")


def urgency(code: str) -> str:
    """A class of urgency; empty before the first assessment."""
    return {
        "U1": _("Critical"), "U2": _("High"), "U3": _("Normal"), "U4": _("Low"), "": _("Not assessed yet"),
    }.get(code, code)


def date_name(name: str) -> str:
    """What a date of a case is for."""
    return {
        "acknowledge": _("Confirm receipt"), "first_action": _("First look"), "next_update": _("Next news"),
        "target": _("Our own target"), "warn75": _("Three quarters gone"), "warn90": _("Nine tenths gone"),
        "final": _("Final date"), "edr": _("Dispute resolution opens"), "deemed_granted": _("Silence grants"),
        "fast_track": _("A short answer is enough until"), "refer_level": _("Goes to the next level"),
        "review_ack": _("Confirm the internal review"), "review_final": _("Answer of the internal review"),
        "edr_reply": _("Our position is due"), "edr_warn": _("Position soon due"),
    }.get(name, name)


def effect(name: str) -> str:
    """What follows when a date is missed."""
    return {
        "holding_letter": _("a letter that says we are late"),
        "edr_letter": _("a letter that opens the way to dispute resolution"),
        "regulator_flag": _("a mark in the list for the regulator"),
        "deemed_granted": _("what was asked counts as granted"),
        "auto_compensation": _("compensation that nobody has to ask for"),
        "auto_refer_level": _("the case goes to the next level"),
        "service_cut_block": _("the service stays on"),
    }.get(name, name)


def date_at(due: str) -> str:
    """A due moment in an entry or derivation."""
    return moments.deadline(datetime.fromisoformat(due))


def regimes(names: Any, pack: Pack) -> str:
    """The regimes that bind a case, by their names in the pack."""
    known = pack.regimes.regimes
    return ", ".join(known[one][-1].name if known.get(one) else str(one) for one in names or [])


def told(due: Due, pack: Pack) -> str:
    """How a date came about, in one sentence; then each time it was put off, and why. Warnings only follow
    the final date: it says why."""
    return " ".join([_counted(due.derivation, pack), *(_put_off(due.derivation) if due.name not in FOLLOWING else ())])


def derivation(due: Due, pack: Pack) -> list[tuple[str, str]]:
    """What else is to be known of how a date came about: what moved it, what was left out, what follows."""
    said = due.derivation
    rows: list[tuple[str, str]] = []
    if said.get("moved_to"):
        name = date_name(str(said["moved_to"]))
        rows.append((_("Moved"), _("to the same day as “%(date)s”, because it would have been later", date=name)))
    skipped = [moments.short_day(date.fromisoformat(day)) for day in said.get("skipped") or []]
    if skipped:
        count = ngettext("%(num)s day", "%(num)s days", len(skipped))
        rows.append((_("Skipped"), f"{count}: {', '.join(skipped)}"))
    if said.get("compared"):
        rows.append((_("Other rules"), "\n".join(_other(one, pack) for one in said["compared"])))
    if said.get("effects"):
        rows.append((_("If it is missed"), ", ".join(effect(one) for one in said["effects"])))
    if said.get("compensation"):
        rows.append((_("Compensation"), str(said["compensation"])))
    if said.get("calendar"):
        rows.append((_("Calendar"), str(said["calendar"])))
    return rows


def _counted(said: Mapping[str, Any], pack: Pack) -> str:
    """Length of time, from when, and whose rule it is."""
    rule, whose = _rule(said), _whose(said, pack)
    if not said.get("start") or not rule:
        return whose
    since = _since(said)
    if whose:
        return _("%(rule)s, counted %(since)s: %(whose)s.", rule=rule, since=since, whose=whose)
    return _("%(rule)s, counted %(since)s.", rule=rule, since=since)


def _since(said: Mapping[str, Any]) -> str:
    start = datetime.fromisoformat(str(said["start"]))
    clock, day = str(said.get("clock_start", "receipt")), moments.day(start)
    if said.get("provisional"):
        return _("from the day after receipt, %(day)s, until %(event)s is known", day=day, event=_event(clock))
    if clock == "receipt" or said.get("key") == "acknowledge":
        return _("from %(moment)s", moment=moments.moment(start))
    if clock == "day_after":
        return _("from the day after %(day)s", day=day)
    return _("from the day after %(event)s, %(day)s", event=_event(clock), day=day)


def _event(clock: str) -> str:
    """What starts the clock of a regime that does not count from receipt."""
    return {
        "sending": _("the complaint was sent"), "ack": _("we confirmed receipt"),
        "last_document": _("the last document came"),
    }.get(clock, clock)


def _rule(said: Mapping[str, Any]) -> str:
    rule = str(said.get("rule", ""))
    part, sign, _rest = rule.partition("% of the working time")
    if sign:
        return _("%(part)s %% of the working time up to the final date", part=part)
    return moments.span(rule)


def _whose(said: Mapping[str, Any], pack: Pack) -> str:
    """Who asks for that date. What is only general knowledge is never presented as law."""
    if said.get("urgency"):
        return _("our own promise for urgency “%(name)s”", name=urgency(str(said["urgency"])))
    if not said.get("regime"):
        return ""
    if said.get("confidence") == KNOWN_ONLY:
        return _("our own practice")
    name, since = regimes([said["regime"]], pack), date.fromisoformat(str(said["version"]))
    if since <= BEGINNING:
        return name
    return _("%(regime)s, in force since %(day)s", regime=name, day=moments.short_day(since))


def _other(said: Mapping[str, Any], pack: Pack) -> str:
    return _("%(due)s: %(told)s", due=date_at(str(said["due"])), told=_counted(said, pack))


def _put_off(said: Mapping[str, Any]) -> list[str]:
    return [
        _("Put off on %(at)s by %(by)s, from %(was)s to %(to)s, because: %(reason)s",
          at=moments.day(datetime.fromisoformat(str(one["at"]))), by=one["by"], was=date_at(str(one["from"])),
          to=date_at(str(one["to"])), reason=one["reason"])
        for one in said.get("extended") or []
    ]
