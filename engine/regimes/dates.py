"""Every date of a case, each with how it came about (domain.md 2, conclusion 1: strictest wins)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calendar import Calendar
from engine.regimes.regime import EFFECTS, LETTERS, Regime, Urgency
from engine.regimes.span import Span

WARNINGS = {"warn75": 75, "warn90": 90}
"""How many hundredths of the working time between receipt and the final date has passed when we warn."""


@dataclass(frozen=True)
class Deadline:
    """A date of a case. `derivation` holds JSON types only: start, rule, whose rule it is (regime and
    version, or urgency), calendar, days skipped, the rules it was compared with, and on `final` and
    `edr` the effects of lateness."""

    name: str
    due: datetime
    derivation: dict[str, Any]

    def also(self, **more: Any) -> "Deadline":
        """The same date with more about how it came about."""
        return Deadline(self.name, self.due, self.derivation | more)


def deadlines(
    regimes_in_force: Sequence[Regime], urgency: Urgency, received_at: datetime, calendar: Calendar
) -> dict[str, Deadline]:
    """The dates of a case that was received then: acknowledge, first_action, next_update, target,
    final, warn75, warn90 and, where the way to an outside body opens only later than the final
    date, edr.

    Raises:
        ValueError: no regime was given.
    """
    if not regimes_in_force:
        raise ValueError("A case has at least one regime: the default.")
    count = _Counting(received_at, calendar)
    regimes = list(regimes_in_force)
    final = count.strictest("final", (urgency, urgency.final_cap), *((one, one.final) for one in regimes))
    found = [
        count.strictest("acknowledge", (urgency, urgency.acknowledge), *((one, one.acknowledge) for one in regimes)),
        count.strictest("first_action", (urgency, urgency.first_action)),
        count.strictest("next_update", (urgency, urgency.update), *((one, one.update) for one in regimes)),
        _not_after(final, count.strictest("target", (urgency, urgency.target))),
        *(_not_after(final, count.warning(name, percent, final)) for name, percent in WARNINGS.items()),
    ]
    outside = [(one, one.edr_span) for one in regimes if one.edr_span]
    edr = count.strictest("edr", *outside) if outside else None
    if edr and edr.due > final.due:
        found += [final.also(effects=count.effects(regimes, final)), edr.also(effects=["edr_letter"])]
    else:
        found.append(final.also(effects=count.effects(regimes, final, *(["edr_letter"] if edr else []))))
    return {one.name: one for one in found}


class _Counting:
    """Counts from one receipt in one calendar."""

    def __init__(self, received_at: datetime, calendar: Calendar) -> None:
        self.start = received_at
        self.calendar = calendar

    def strictest(self, name: str, *rules: tuple[Regime | Urgency, Span | None]) -> Deadline:
        """The earliest that any of the rules gives, of equal ones the first; the others stand beside it."""
        dated = [self._dated(name, whose, span) for whose, span in rules if span]
        first = min(dated, key=lambda one: one.due)
        others = [one.derivation | {"due": one.due.isoformat()} for one in dated if one is not first]
        return first.also(compared=others) if others else first

    def effects(self, regimes: Iterable[Regime], final: Deadline, *first: str) -> list[str]:
        """What follows at the final date: what those regimes say whose own final date it is.

        Where only our own cap comes that early, the law's effects wait for the law's time; the
        complainant hears that we are late in any case (ISO 10002:2018 7.8).
        """
        late = [one for one in regimes if self._due(one, one.final) == final.due]
        effects = {*first, *(effect for one in late for effect in one.breach_effects if effect != "edr_letter")}
        if not effects & set(LETTERS):
            effects.add("holding_letter")
        return [effect for effect in EFFECTS if effect in effects]

    def warning(self, name: str, percent: int, final: Deadline) -> Deadline:
        """When so much of the working time up to the final date has passed."""
        whole = self.calendar.working_time(self.start, final.due)
        return Deadline(name, self.calendar.add_working_time(self.start, whole * percent / 100), {
            "start": self.start.isoformat(), "rule": f"{percent} % of the working time until final",
            "final": final.due.isoformat(), "calendar": self.calendar.name,
        })

    def _due(self, whose: Regime | Urgency, span: Span) -> datetime:
        return span.due(self.start, self.calendar, day_after=isinstance(whose, Regime) and whose.day_after)

    def _dated(self, name: str, whose: Regime | Urgency, span: Span) -> Deadline:
        due = self._due(whose, span)
        derivation: dict[str, Any] = {
            "start": self.start.isoformat(), "rule": str(span), "calendar": self.calendar.name, **_whose(whose),
        }
        if span.counts_working_time:
            derivation["skipped"] = [day.isoformat() for day in self.calendar.days_off(self.start, due)]
        return Deadline(name, due, derivation)


def _whose(whose: Regime | Urgency) -> dict[str, str]:
    if isinstance(whose, Urgency):
        return {"urgency": whose.name}
    return {"regime": whose.id, "version": whose.version, "clock_start": whose.clock_start}


def _not_after(final: Deadline, one: Deadline) -> Deadline:
    """A date on the way to the final one does not come after it."""
    return one if one.due <= final.due else Deadline(one.name, final.due, one.derivation | {"moved_to": "final"})
