"""Everything that dates a case: its deadlines by urgency and regimes, news, extensions, later stages."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlalchemy import bindparam, select

from engine import regimes
from engine.contract import DEFAULT_REGIME, DEFAULT_URGENCY
from engine.dossier import DEADLINE, Dossier
from engine.operations.guarding import guard_service
from engine.people import SYSTEM, Actor
from engine.process import Call
from engine.regimes import Deadline, Extension, Regime, Urgency

LATER = frozenset({"review_ack", "review_final", "edr_reply", "edr_warn"})
"""Dates that count from a later moment than receipt: re-dating the case leaves them as they are."""

_PRESENT = select(DEADLINE.c.name, DEADLINE.c.due_at, DEADLINE.c.derivation).where(
    DEADLINE.c.case_id == bindparam("case"))


def set_deadlines(dossier: Dossier, call: Call) -> None:
    """Re-date every deadline by the urgency and the regimes that the tables chose; the strictest wins."""
    date_by(dossier, call, _urgency_name(dossier), _regime_names(dossier))


def date_by(dossier: Dossier, call: Call, urgency: str, names: list[str]) -> None:
    """Set every deadline of the case anew; those that no rule gives any more are dropped.

    News that were sent and an extension that was told stay: the one is counted from the news, the
    other holds as far as what is in force now allows it.
    """
    before = present(dossier)
    binding, promised = _binding(dossier, names), dossier.pack.regimes.urgency(urgency)
    received, calendar, starts = _received(dossier), dossier.calendar, _starts(dossier)
    dates = regimes.deadlines(binding, promised, received, calendar, starts)
    news = before.get("next_update")
    if news and news.derivation.get("moved"):
        since = datetime.fromisoformat(news.derivation["start"])
        dates["next_update"] = _next_update(dossier, promised, binding, since)
    put_off = before["final"].derivation.get("extended") if "final" in before else None
    if put_off:
        dates = regimes.keep_extension(dates, binding, promised, received, calendar, put_off, starts)
    later = {name: one for name, one in before.items() if name in LATER}
    _put(dossier, dates, before.keys() - dates.keys() - later.keys())
    dossier.write("deadlines.set", call.at, element=call.element, urgency=urgency, regimes=[one.id for one in binding],
                  dates=_told({**later, **dates}))
    guard_service(dossier, binding, call)


def set_review_deadlines(dossier: Dossier, call: Call) -> None:
    """Date the second stage, counted from now: by when it is confirmed, by when answered."""
    urgency = dossier.pack.regimes.urgency(_urgency_name(dossier))
    dates = regimes.review_deadlines(in_force(dossier), urgency, call.at, dossier.calendar)
    _move(dossier, call, dates, "review")


def set_dispute_deadlines(dossier: Dossier, call: Call, *, complex: bool = False) -> None:
    """Date our reply to an outside body, counted from now; `complex`: it was told that the matter is."""
    urgency = dossier.pack.regimes.urgency(_urgency_name(dossier))
    dates = regimes.dispute_deadlines(in_force(dossier), urgency, call.at, dossier.calendar, complex=complex)
    _move(dossier, call, dates, "dispute")


def move_next_update(dossier: Dossier, since: datetime, call: Call) -> None:
    """The complainant heard from us at `since`; their next news are counted from there."""
    urgency = dossier.pack.regimes.urgency(_urgency_name(dossier))
    _move(dossier, call, {"next_update": _next_update(dossier, urgency, in_force(dossier), since)}, "progress")


def extend(dossier: Dossier, wanted: date, reason: str, actor: Actor, at: datetime) -> Extension:
    """Put the final date off to the end of a day, with all that hangs on it. The letter that tells the
    complainant is the caller's to write.

    Raises:
        ExtensionRefused: see `regimes.extend`; nothing is changed.
    """
    found = regimes.extend(
        present(dossier), in_force(dossier), dossier.pack.regimes.urgency(_urgency_name(dossier)), _received(dossier),
        dossier.calendar, wanted=wanted, reason=reason, by=str(actor), now=at, starts=_starts(dossier),
    )
    _put(dossier, found.dates, found.gone)
    dossier.write("deadlines.moved", at, actor, why="extended", reason=reason,
                  dates={**_told(found.dates), **dict.fromkeys(found.gone)})
    return found


def latest_extension(dossier: Dossier) -> Deadline | None:
    """How far the final date could be put off; None where no regime sets a limit."""
    return regimes.latest_extension(in_force(dossier), _received(dossier), dossier.calendar, _starts(dossier))


def in_force(dossier: Dossier) -> tuple[Regime, ...]:
    """The regimes that bind this case, in the versions of the local day of its receipt."""
    return _binding(dossier, _regime_names(dossier))


def effects_of(dossier: Dossier, name: str) -> tuple[str, ...]:
    """What follows when that date of the case is missed; nothing where it has no such date."""
    found = present(dossier).get(name)
    return regimes.effects_at(found.derivation) if found else ()


def present(dossier: Dossier) -> dict[str, Deadline]:
    """The dates of the case with their derivations, as changed so far in this step."""
    if not dossier.deadlines:
        return {}
    rows = dossier.session.execute(_PRESENT, {"case": dossier.id})
    found = {row.name: Deadline(row.name, row.due_at, orjson.loads(row.derivation)) for row in rows}
    found |= {name: Deadline(name, new.due, dict(new.derivation)) for name, new in dossier.new_deadlines.items()}
    return {name: one for name, one in found.items() if name in dossier.deadlines}


def _next_update(dossier: Dossier, urgency: Urgency, binding: Iterable[Regime], since: datetime) -> Deadline:
    return regimes.next_update(tuple(binding), urgency, since, dossier.calendar).also(moved=True)


def _move(dossier: Dossier, call: Call, dates: Mapping[str, Deadline], why: str) -> None:
    _put(dossier, dates, ())
    dossier.write("deadlines.moved", call.at, SYSTEM, call.element, why=why, dates=_told(dates))


def _put(dossier: Dossier, dates: Mapping[str, Deadline], gone: Iterable[str]) -> None:
    for name, deadline in dates.items():
        dossier.set_deadline(name, deadline.due, deadline.derivation)
    for name in sorted(gone):
        dossier.drop_deadline(name)


def _told(dates: Mapping[str, Deadline]) -> dict[str, Any]:
    return {name: deadline.due.isoformat() for name, deadline in dates.items()}


def _binding(dossier: Dossier, names: list[str]) -> tuple[Regime, ...]:
    return dossier.pack.regimes.for_case(names, dossier.calendar.local_day(_received(dossier)))


def _received(dossier: Dossier) -> datetime:
    """From when the clock runs; a case of an import begins here when it comes in."""
    found: datetime = dossier.case["opened_at"] if dossier.case["source"] else dossier.case["received_at"]
    return found


def _starts(dossier: Dossier) -> dict[str, datetime]:
    """The other moments from which a regime may count, as far as they are known by now."""
    received, found = _received(dossier), dict[str, datetime]()
    if acknowledged := dossier.get("acknowledged_at"):
        found["ack"] = max(received, acknowledged)
    if sent := _noon(dossier, "sent_on"):
        found["sending"] = min(received, sent)
    if documents := _noon(dossier, "documents_on"):
        found["last_document"] = max(received, documents)
    return found


def _noon(dossier: Dossier, fact: str) -> datetime | None:
    """The middle of a day that a form asked for: its hour does not count."""
    day = dossier.facts.get(fact)
    return datetime.combine(date.fromisoformat(day), time(12), ZoneInfo(dossier.calendar.zone)) if day else None


def _urgency_name(dossier: Dossier) -> str:
    return dossier.facts.get("urgency") or DEFAULT_URGENCY


def _regime_names(dossier: Dossier) -> list[str]:
    return dossier.facts.get("regimes") or [DEFAULT_REGIME]
