"""The classes of cases that dates depend on: which regimes bind a case, in which country, how urgent it is.

A date is looked at for receipts on days that make a difference: a plain one, before and after the long
holidays, on a weekend, after hours; so that a bound holds whatever the calendar (check.md, "Time").
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from engine import regimes
from engine.calendar import Calendar
from engine.contract import DEFAULT_REGIME, DEFAULT_URGENCY
from engine.packs import Pack
from engine.proofs import knowledge
from engine.proofs.effects import NOT_RATED, URGENCY, Content, fitting, said
from engine.regimes import Regime, Urgency
from engine.regimes.counting import Count
from engine.regimes.dates import Dates
from engine.tables import Table

REGIMES, ANY_URGENCY = "regimes", "*"
DAYS = ((3, 3, 10), (4, 17, 15), (7, 16, 19), (11, 27, 9), (12, 23, 16), (12, 31, 11))
"""Receipts: month, day and hour in the office's zone."""

YEARS = range(2026, 2030)
ALWAYS = frozenset({"acknowledge", "first_action", "next_update", "target", "warn75", "warn90", "final"})
"""Dates that every case has from its registration on; the others depend on its regimes."""

LATER: Mapping[str, str] = {
    "review_ack": "set_review_deadlines", "review_final": "set_review_deadlines",
    "edr_reply": "open_dispute", "edr_warn": "open_dispute",
}
"""Dates that are set later, and the operation that sets them."""


@dataclass(frozen=True)
class Class:
    """Cases whose dates are counted alike. What was counted once is kept: many promises ask for the same."""

    ids: tuple[str, ...]
    country: str
    urgency: Urgency
    versions: tuple[Regime, ...]
    known: regimes.Regimes
    calendars: "Calendars"
    _dates: dict[datetime, Mapping[str, datetime]] = field(default_factory=dict, repr=False, compare=False)
    _due: dict[tuple[str, datetime], datetime | None] = field(default_factory=dict, repr=False, compare=False)

    @property
    def calendar(self) -> Calendar:
        return self.calendars.of(self.country)

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
        if received not in self._dates:
            binding = self.known.for_case(self.ids, received.date())
            found = regimes.deadlines(binding, self.urgency, received, self.calendar)
            self._dates[received] = {name: one.due for name, one in found.items()}
        return self._dates[received]

    def due(self, name: str, received: datetime) -> datetime | None:
        """One of these dates alone."""
        if (name, received) not in self._due:
            binding = self.known.for_case(self.ids, received.date())
            self._due[name, received] = Dates(tuple(binding), self.urgency, Count(received, self.calendar)).due(name)
        return self._due[name, received]

    def later(self, name: str, received: datetime, since: datetime) -> datetime | None:
        """A date that counts from a later moment."""
        binding = self.known.for_case(self.ids, received.date())
        dated = regimes.review_deadlines if LATER.get(name) == "set_review_deadlines" else regimes.dispute_deadlines
        found = dated(binding, self.urgency, since, self.calendar)
        return found[name].due if name in found else None


class Calendars:
    """The calendars of a pack, each looked up when it is first asked for."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._found: dict[str, Calendar] = {}

    def of(self, country: str) -> Calendar:
        """The calendar of a country, for the years of the receipts."""
        if country not in self._found:
            self._found[country] = self._pack.calendar_of(country, YEARS[0], YEARS[0] + 1)
        return self._found[country]

    def name(self, country: str) -> str:
        """The country whose calendar counts."""
        known = self._pack.countries
        return country if country in known else known[0]


def classes(pack: Pack, content: Content) -> list[Class]:
    """Every class that the tables can give, each version of a regime by itself; our own promise first."""
    found, calendars = [], Calendars(pack)
    for ids, given in _binding(content).items():
        for country, name in sorted({(calendars.name(country), urgency) for country, urgency in given}):
            for versions in _versions(pack.regimes, ids):
                for urgency in pack.regimes.urgencies.values():
                    if name in (ANY_URGENCY, urgency.name):
                        found.append(Class(ids, country, urgency, versions, pack.regimes, calendars))
    return found


def _versions(known: regimes.Regimes, ids: tuple[str, ...]) -> Iterator[tuple[Regime, ...]]:
    dating = [known.regimes[one] for one in ids if one in known.regimes]
    yield from product(*([one for one in versions if _dates(one)] for versions in dating if any(map(_dates, versions))))


def _dates(regime: Regime) -> bool:
    """Whether a version of a regime dates anything; others name duties only."""
    return regime.final is not None or regime.extension is not None or regime.refer_level is not None


def _binding(content: Content) -> dict[tuple[str, ...], set[tuple[str, str]]]:
    """The lists of regimes that the table of regimes can give, each with the countries and urgencies it gives them
    for."""
    found: dict[tuple[str, ...], set[tuple[str, str]]] = {(): {("", ANY_URGENCY)}}
    for table in content.tables.values():
        if REGIMES in table.outputs:
            for country, urgency, ids in _given(content, table):
                found.setdefault(ids, set()).add((country, urgency))
    return found


def _given(content: Content, table: Table) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """What the rows say that can fit together: of each input only those values are told apart that different rows
    take."""
    says = [_ids(row[REGIMES]) for row in said(table)]
    columns = [_told_apart(content, table, name) for name in sorted(table.reads)]
    seen: set[tuple[str, str, int]] = set()
    for combination in product(*(found.items() for found in columns)):
        rows = -1
        for bits, _ in combination:
            rows &= bits
        given = dict(value for _, value in combination)
        country, urgency = str(given.get("country") or ""), str(given.get(URGENCY, ANY_URGENCY) or DEFAULT_URGENCY)
        if (country, urgency, rows) not in seen:
            seen.add((country, urgency, rows))
            ids = [one for number, named in enumerate(says) if rows >> number & 1 for one in named]
            yield country, urgency, tuple(dict.fromkeys(ids))


def _told_apart(content: Content, table: Table, name: str) -> dict[int, tuple[str, Any]]:
    """The rows that values of an input fit, as bits, each with a value that does; countries and urgencies are
    always told apart."""
    values = knowledge.standing_for(content.constants.get(name, ()), content.givers.get(name, ()))
    values += [NOT_RATED] if name == URGENCY else []
    found: dict[int, tuple[str, Any]] = {}
    for number, value in enumerate(one for one in values if one is not None):
        rows = fitting(table, name, value)
        apart = rows if name not in ("country", URGENCY) else rows | 1 << (len(table.rules) + number)
        found.setdefault(apart, (name, value))
    return found


def _ids(said: object) -> list[str]:
    return [said] if isinstance(said, str) else [one for one in said if isinstance(one, str)] \
        if isinstance(said, list) else []
