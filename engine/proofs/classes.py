"""The classes of cases that dates depend on: which regimes bind a case, in which country, how urgent it is.

A date is looked at for receipts on days that make a difference: a plain one, before and after the long
holidays, on a weekend, after hours; so that a bound holds whatever the calendar (check.md, "Time").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from zoneinfo import ZoneInfo

from engine import regimes
from engine.calendar import Calendar
from engine.contract import DEFAULT_REGIME
from engine.packs import Pack
from engine.proofs import knowledge
from engine.proofs.effects import Content, rows
from engine.regimes import Regime, Urgency
from engine.tables import Table

REGIMES = "regimes"
DAYS = ((3, 3, 10), (4, 17, 15), (7, 16, 19), (11, 27, 9), (12, 23, 16), (12, 31, 11))
"""Receipts: month, day and hour in the office's zone."""

YEARS = range(2026, 2030)
MOST_INPUTS = 3_000
ALWAYS = frozenset({"acknowledge", "first_action", "next_update", "target", "warn75", "warn90", "final"})
"""Dates that every case has from its registration on; the others depend on its regimes."""

LATER: Mapping[str, str] = {
    "review_ack": "set_review_deadlines", "review_final": "set_review_deadlines",
    "edr_reply": "open_dispute", "edr_warn": "open_dispute",
}
"""Dates that are set later, and the operation that sets them."""


@dataclass(frozen=True)
class Class:
    """Cases whose dates are counted alike."""

    ids: tuple[str, ...]
    country: str
    urgency: Urgency
    calendar: Calendar
    versions: tuple[Regime, ...]
    known: regimes.Regimes

    @property
    def label(self) -> str:
        """As people speak of it: U3, uk_fca."""
        return ", ".join((self.urgency.name, *(self.ids or (DEFAULT_REGIME,))))

    @property
    def facts(self) -> Mapping[str, object]:
        """What a condition can ask of a class."""
        return {"regimes": [*self.ids] or [DEFAULT_REGIME], "urgency": self.urgency.name, "country": self.country}

    @cached_property
    def receipts(self) -> tuple[datetime, ...]:
        """Moments of receipt while these versions hold."""
        zone = ZoneInfo(self.calendar.zone)
        days = [(date(year, month, day), hour) for year in YEARS for month, day, hour in DAYS]
        first = max((one.valid_from for one in self.versions), default=date.min)
        last = min((one.valid_to for one in self.versions if one.valid_to), default=date.max)
        fitting = [(day, hour) for day, hour in days if first <= day <= last][:len(DAYS)]
        if not fitting:
            fitting = [(max(first, last - timedelta(days=7 * weeks)), 10) for weeks in (26, 13, 1) if last != date.max]
        return tuple(datetime.combine(day, time(hour), zone) for day, hour in fitting)

    def dates(self, received: datetime) -> Mapping[str, datetime]:
        """The dates of a case of this class that was received then."""
        binding = self.known.for_case(self.ids, received.date())
        found = regimes.deadlines(binding, self.urgency, received, self.calendar)
        return {name: one.due for name, one in found.items()}

    def later(self, name: str, received: datetime, since: datetime) -> datetime | None:
        """A date that counts from a later moment."""
        binding = self.known.for_case(self.ids, received.date())
        dated = regimes.review_deadlines if LATER.get(name) == "set_review_deadlines" else regimes.dispute_deadlines
        found = dated(binding, self.urgency, since, self.calendar)
        return found[name].due if name in found else None


def classes(pack: Pack, content: Content) -> list[Class]:
    """Every class that the tables can give, each version of a regime by itself; our own promise first."""
    found = []
    for ids, countries in _binding(content).items():
        country = next(iter(sorted(countries)), "")
        for versions in _versions(pack.regimes, ids):
            for urgency in pack.regimes.urgencies.values():
                found.append(Class(ids, country, urgency, pack.calendar(country), versions, pack.regimes))
    return [one for one in found if one.receipts]


def _versions(known: regimes.Regimes, ids: tuple[str, ...]) -> Iterator[tuple[Regime, ...]]:
    yield from product(*(known.regimes[one] for one in ids if one in known.regimes))


def _binding(content: Content) -> dict[tuple[str, ...], set[str]]:
    """The lists of regimes that the table of regimes can give, each with the countries it gives them for."""
    found: dict[tuple[str, ...], set[str]] = {(): {""}}
    for table in content.tables.values():
        if REGIMES in table.outputs:
            for given, ids in _given(content, table):
                found.setdefault(ids, set()).add(str(given.get("country") or ""))
    return found


def _given(content: Content, table: Table) -> Iterator[tuple[dict[str, object], tuple[str, ...]]]:
    names = sorted(table.reads)
    values = [[one for one in knowledge.standing_for(content.constants.get(name, ()), content.givers.get(name, ()))
               if one is not None] for name in names]
    size = 1
    for one in values:
        size *= len(one)
    if size > MOST_INPUTS:
        for id in table.texts(REGIMES):
            yield {}, (id,)
        return
    for combination in product(*values):
        given = dict(zip(names, combination, strict=True))
        ids = [one for row in rows(table, given) for one in _ids(row[REGIMES])]
        yield given, tuple(dict.fromkeys(ids))


def _ids(said: object) -> list[str]:
    return [said] if isinstance(said, str) else [one for one in said if isinstance(one, str)] \
        if isinstance(said, list) else []
