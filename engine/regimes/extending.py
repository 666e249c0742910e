"""Putting the final date off: as far as every regime that binds allows, once, with a reason (domain.md 2)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from engine.calendar import Calendar
from engine.errors import ExtensionRefused
from engine.regimes.counting import Count, Deadline, Rule, Starts
from engine.regimes.dates import Dates
from engine.regimes.regime import KNOWN_ONLY, NEEDS, Regime, Urgency

OUR_PRACTICE = "Our own practice"
HANGING = ("edr", "deemed_granted")
"""Dates that can fall away when the final date is put off."""

MOST_AT_ONCE = timedelta(days=366)
"""Where a regime sets no limit, one year more is ours: beyond it, a date was mistyped."""


@dataclass(frozen=True)
class Extension:
    """What changes when the final date is put off: dates set anew by name, dates that fall away, and what it asks
    of us (reason, new_date, letter, edr_notice)."""

    dates: Mapping[str, Deadline]
    gone: tuple[str, ...]
    needs: tuple[str, ...]


def latest_extension(
    regimes_in_force: Sequence[Regime], received_at: datetime, calendar: Calendar, starts: Starts | None = None
) -> Deadline | None:
    """The last moment to which the final date can be put off; None where no regime sets a limit.

    Of several regimes the strictest binds: one that allows no extension, its own final date.
    """
    return Count(received_at, calendar, starts).strictest("latest", _limits(regimes_in_force))


def extend(
    found: Mapping[str, Deadline], regimes_in_force: Sequence[Regime], urgency: Urgency, received_at: datetime,
    calendar: Calendar, *, wanted: date, reason: str, by: str, now: datetime, starts: Starts | None = None,
) -> Extension:
    """Put the final date off to the end of the day `wanted` (where that is the last day the law allows, to the last
    moment it allows). `found` are the present dates of the case; `by` is who wants it.

    The new derivations keep, under `extended`, every date before: from, to, reason, by, at.

    Raises:
        ExtensionRefused: there is no final date, no reason is given, the date was put off before or has passed,
            the day wanted is not later than the present one, or a regime does not allow it; nothing is changed.
    """
    final = found.get("final")
    if final is None:
        raise ExtensionRefused("This complaint has no final date to put off.", why="not_set", limit=None)
    limit = latest_extension(regimes_in_force, received_at, calendar, starts)
    until = _end_of(wanted, final, received_at, calendar)
    if limit and calendar.local_day(limit.due) == wanted:
        until = limit.due
    _check(final, limit, until, reason, now, _Wording(regimes_in_force, calendar, wanted))
    count = Count(received_at, calendar, starts)
    new = Dates(tuple(regimes_in_force), urgency, count, until).final_and_what_hangs_on_it()
    how = {"reason": reason.strip(), "by": by, "at": now.isoformat()}
    dates = {name: _versioned(one, found.get(name), how) for name, one in new.items() if _moved(one, found.get(name))}
    gone = tuple(name for name in HANGING if name in found and name not in new)
    return Extension(dates, gone, _needs(regimes_in_force, count, until))


def keep_extension(
    dates: Mapping[str, Deadline], regimes_in_force: Sequence[Regime], urgency: Urgency, received_at: datetime,
    calendar: Calendar, versions: Sequence[Mapping[str, Any]], starts: Starts | None = None,
) -> dict[str, Deadline]:
    """Freshly counted dates with the extension that the complainant was told before: it holds as far as what is in
    force now allows it. `versions` are the `extended` of the former final date."""
    until, limit = datetime.fromisoformat(versions[-1]["to"]), latest_extension(
        regimes_in_force, received_at, calendar, starts)
    if limit and limit.due < until:
        until = limit.due
    final = dates["final"].also(extended=list(versions))
    if until <= final.due:
        return {**dates, "final": final}
    count = Count(received_at, calendar, starts)
    new = Dates(tuple(regimes_in_force), urgency, count, until).final_and_what_hangs_on_it()
    kept = {name: one for name, one in dates.items() if name not in HANGING}
    return kept | new | {"final": new["final"].also(extended=list(versions))}


def _limits(regimes: Iterable[Regime]) -> list[Rule]:
    return [
        Rule(one, "extension" if one.extension else "final") for one in regimes if one.final and not one.extension_open
    ]


def _end_of(wanted: date, final: Deadline, received_at: datetime, calendar: Calendar) -> datetime:
    """The end of the day wanted; of one that is out of all reach, the end of a day that is so too."""
    earliest, latest = calendar.local_day(received_at), calendar.local_day(final.due + MOST_AT_ONCE) + timedelta(days=1)
    return calendar.end_of_day(min(max(wanted, earliest), latest))


def _check(
    final: Deadline, limit: Deadline | None, until: datetime, reason: str, now: datetime, words: "_Wording"
) -> None:
    """Nothing, if the final date may be put off to that moment; see `extend`."""
    possible = words.calendar.local_day(limit.due) if limit else None

    def refuse(why: str, message: str) -> ExtensionRefused:
        return ExtensionRefused(message, why=why, limit=possible)

    if not reason.strip():
        raise refuse("no_reason", "Say why it takes longer; the complainant is told.")
    if final.derivation.get("extended"):
        raise refuse("again", f"The final date was put off before, to {words.day(final.due)}; once is all.")
    if now > final.due:
        raise refuse("passed", f"The final date, {words.day(final.due)}, has passed; it cannot be put off any more.")
    if limit and limit.due <= final.due:
        raise refuse("no_extension", f"{words.whose(limit)} allows no extension: the answer is due "
                                     f"by {words.day(limit.due)}.")
    if until <= final.due:
        raise refuse("not_later", f"{words.asked} is not later than the final date, {words.day(final.due)}.")
    if limit and until > limit.due:
        told = "allows an extension to" if limit.derivation["key"] == "extension" else "wants the answer by"
        raise refuse("beyond_limit", f"{words.whose(limit)} {told} {words.day(limit.due)} at the latest.")
    if until > final.due + MOST_AT_ONCE:
        raise refuse("beyond_limit", f"{words.asked} is more than a year after the final date.")


@dataclass(frozen=True)
class _Wording:
    """How a refusal names regimes and days."""

    regimes: Sequence[Regime]
    calendar: Calendar
    wanted: date

    def whose(self, limit: Deadline) -> str:
        """The regime that sets the limit; one that is only general knowledge has no name (K is not law)."""
        regime = next(one for one in self.regimes if one.id == limit.derivation["regime"])
        return regime.name if regime.trust(limit.derivation["key"]) != KNOWN_ONLY else OUR_PRACTICE

    def day(self, moment: datetime) -> str:
        return _written(self.calendar.local_day(moment))

    @property
    def asked(self) -> str:
        return _written(self.wanted)


def _written(day: date) -> str:
    # Imported here: only a refusal says a day, and who draws waits for all that a check imports.
    from babel.dates import format_date

    return str(format_date(day, "d MMMM y", locale="en"))


def _needs(regimes: Iterable[Regime], count: Count, until: datetime) -> tuple[str, ...]:
    """What is asked by those regimes whose own final date is passed over; a reason and a letter always are."""
    asked = set(NEEDS[:3])
    for one in regimes:
        if one.final and count.due(Rule(one, "final")) < until:
            asked.update(one.extension_needs)
    return tuple(need for need in NEEDS if need in asked)


def _moved(new: Deadline, old: Deadline | None) -> bool:
    return old is None or old.due != new.due or old.derivation.get("effects") != new.derivation.get("effects")


def _versioned(new: Deadline, old: Deadline | None, how: Mapping[str, Any]) -> Deadline:
    if old is None or old.due == new.due:
        return new
    version = {"from": old.due.isoformat(), "to": new.due.isoformat(), **how}
    return new.also(extended=[*old.derivation.get("extended", []), version])
