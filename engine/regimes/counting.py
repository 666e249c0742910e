"""Counting one rule's date, with its derivation; of several the strictest (domain.md 2, conclusion 1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.calendar import Calendar
from engine.regimes.regime import Regime, Urgency
from engine.regimes.span import Span

Starts = Mapping[str, datetime]
"""Moments other than receipt from which a regime may count, where they are known: ack, sending, last_document."""

FROM_RECEIPT = frozenset({"acknowledge"})
"""Keys that count from receipt, whatever the clock of the regime."""


@dataclass(frozen=True)
class Deadline:
    """A date of a case. `derivation` holds JSON types only: start, rule, whose rule it is (regime and
    version, or urgency), whether it is law and how sure we are of it, calendar, days skipped, the rules
    it was compared with, the effects of lateness, and how it was put off."""

    name: str
    due: datetime
    derivation: dict[str, Any]

    def also(self, **more: Any) -> "Deadline":
        """The same date with more about how it came about."""
        return Deadline(self.name, self.due, self.derivation | more)


@dataclass(frozen=True)
class Rule:
    """What one regime or our own promise says under one key."""

    whose: Regime | Urgency
    key: str

    @property
    def span(self) -> Span | None:
        found: Span | None = getattr(self.whose, self.key)
        return found


@dataclass(frozen=True)
class Count:
    """Counts what begins at one moment, in one calendar."""

    since: datetime
    calendar: Calendar
    starts: Starts | None = None

    def strictest(self, name: str, rules: Iterable[Rule]) -> Deadline | None:
        """The earliest that any of the rules gives, of equal ones the first; the others stand beside it.
        None if no rule gives a date."""
        dated = [self.dated(name, rule) for rule in rules if rule.span]
        if not dated:
            return None
        first = min(dated, key=lambda one: one.due)
        others = [one.derivation | {"due": one.due.isoformat()} for one in dated if one is not first]
        return first.also(compared=others) if others else first

    def dated(self, name: str, rule: Rule) -> Deadline:
        """The date that one rule gives."""
        start, due = self.start(rule), self.due(rule)
        derivation: dict[str, Any] = {
            "start": start.isoformat(), "key": rule.key, "rule": str(rule.span), "calendar": self.calendar.name,
            **_whose(rule),
        }
        if self._awaits_start(rule):
            derivation["provisional"] = derivation["clock_start"]
        if rule.span and rule.span.counts_working_time:
            derivation["skipped"] = [day.isoformat() for day in self.calendar.days_off(start, due)]
        return Deadline(name, due, derivation)

    def due(self, rule: Rule) -> datetime:
        """When the span of a rule ends; the rule has one."""
        span, whose = rule.span, rule.whose
        assert span is not None, "asked only of rules that give a date"
        if isinstance(whose, Urgency):
            return span.due(self.since, self.calendar)
        return span.due(
            self.start(rule), self.calendar, day_after=whose.day_after, to_working_day=whose.ends_on_working_day
        )

    def start(self, rule: Rule) -> datetime:
        """From when a rule counts; from receipt while the start of its clock is not known. That is never too late
        for an acknowledgement or a document, which come after it; `provisional` in the derivation says so."""
        if not isinstance(rule.whose, Regime) or rule.key in FROM_RECEIPT:
            return self.since
        return (self.starts or {}).get(rule.whose.clock_start, self.since)

    def _awaits_start(self, rule: Rule) -> bool:
        whose = rule.whose
        return (
            isinstance(whose, Regime) and rule.key not in FROM_RECEIPT
            and whose.clock_start not in ("receipt", "day_after", *(self.starts or {}))
        )


def rules(key: str, regimes: Iterable[Regime], urgency: Urgency | None = None, own: str = "") -> list[Rule]:
    """What the regimes say under a key, and what we promise ourselves under the same one or `own`."""
    promised = [Rule(urgency, own or key)] if urgency else []
    return promised + [Rule(one, key) for one in regimes]


def _whose(rule: Rule) -> dict[str, Any]:
    if isinstance(rule.whose, Urgency):
        return {"urgency": rule.whose.name, "law": False}
    regime = rule.whose
    return {
        "regime": regime.id, "version": regime.version, "clock_start": regime.clock_start,
        "law": regime.law_on(rule.key), "confidence": regime.trust(rule.key),
    }
