"""Times that add up: when each position is come to at the latest, for each class of cases and receipts on days that
make a difference."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.proofs import moments
from engine.proofs.charting import Chart, Timer
from engine.proofs.classes import LATER, Class
from engine.proofs.exploring import Edge, Stage
from engine.proofs.game import Move, Position
from engine.proofs.moments import Moment
from engine.proofs.trails import passed
from engine.proofs.watching import BROKEN, KEPT

DAY = timedelta(days=1)
FOR_EVER = timedelta(days=3_650)
"""What is put off for longer than this is put off for ever."""

Room = tuple[timedelta, timedelta, Class]
"""How long it takes at most, how long it may take, for which class of cases."""


@dataclass(frozen=True)
class Late:
    """A way on which it comes too late: the stages, when each of them is reached at the latest (`at`), when the
    answer was owed and when it comes (None: never), for which class of cases and which receipt."""

    way: tuple[Stage, ...]
    at: tuple[datetime | None, ...]
    owed: datetime | None
    comes: datetime | None
    of: Class | None
    received: datetime | None


def too_late(
    chart: Chart, limit: Moment | None, counted: Iterable[Class], sure: Iterable[str] = ()
) -> tuple[Late | None, Room | None]:
    """A way on which the answer comes too late, for some class of cases and some receipt; where there is none, the
    class with the least room. On dates that are `sure` the answer comes at the latest, whatever happens."""
    worst: Room | None = None
    used = _dates_used(chart, limit)
    seen: set[tuple[object, ...]] = set()
    for one in counted:
        for received in one.receipts:
            owed = _span(limit, one, received)
            by = _in_time(sure, one, received, owed) if owed is not None else None
            if owed is not None and by is not None:
                worst = _less_room(worst, (by - received, owed - received, one))
                continue
            dates = one.dates(received)
            owed = _owed(limit, one, received, dates)
            key = (one.calendar.name, received, *((name, dates.get(name)) for name in used))
            if owed is None or key in seen:
                continue
            seen.add(key)
            late, comes = _Reckoning(chart, one, received, dates, owed).run()
            if late is not None:
                return late, None
            worst = _less_room(worst, (comes - received, owed - received, one))
    return None, worst


def _less_room(one: Room | None, other: Room) -> Room:
    return other if one is None or other[1] - other[0] < one[1] - one[0] else one


def _in_time(sure: Iterable[str], of: Class, received: datetime, owed: datetime) -> datetime | None:
    """The first of these dates on which the answer comes in time."""
    for name in sure:
        at = of.due(name, received)
        if at is not None and at <= owed:
            return at
    return None


def _span(limit: Moment | None, of: Class, received: datetime) -> datetime | None:
    """When a span is over that was promised; None for a date."""
    return moments.after(limit, received, of.calendar) if limit is not None and not limit.date else None


def bounds(
    chart: Chart, limit: Moment, counted: Iterable[Class], sure: Iterable[str]
) -> Iterator[tuple[str, float, float]]:
    """For each class of cases, in how many days at most a promise is kept that was proved, and in how many it has to
    be; for a receipt before the longest holidays. On dates that are `sure` it is kept at the latest."""
    sure = list(sure)
    for one in counted:
        for received in one.receipts[-1:]:
            owed = one.due(limit.date, received) if limit.date else _span(limit, one, received)
            if owed is not None:
                comes = _in_time(sure, one, received, owed)
                if comes is None:
                    _, comes = _Reckoning(chart, one, received, one.dates(received), owed).run()
                yield one.label, (comes - received) / DAY, (owed - received) / DAY


def _dates_used(chart: Chart, limit: Moment | None) -> list[str]:
    found = {one.date for timers in chart.timers.values() for timer in timers for one in timer.moments if one.date}
    return sorted(found | ({limit.date} if limit is not None and limit.date else set()))


def _owed(limit: Moment | None, of: Class, received: datetime, dates: Mapping[str, datetime]) -> datetime | None:
    if limit is None:
        return None
    if limit.date in LATER:
        return of.later(limit.date, received, received)
    return dates.get(limit.date) if limit.date else moments.after(limit, received, of.calendar)


class _Reckoning:
    """When each position is come to at the latest, for one class of cases and one receipt."""

    def __init__(
        self, chart: Chart, of: Class, received: datetime, dates: Mapping[str, datetime], owed: datetime
    ) -> None:
        self.chart, self.of, self.received, self.dates, self.owed = chart, of, received, dates, owed
        self.entry: dict[Position, datetime] = {}
        self.since: dict[Position, dict[int, datetime]] = {}
        self.came: dict[Position, tuple[Position, Edge] | None] = {}

    def run(self) -> tuple[Late | None, datetime]:
        """A way on which it comes too late, if any; and when it comes at the latest where none does."""
        latest, ahead = self.received, list(self.chart.first)
        for here in ahead:
            self.entry[here], self.came[here] = self.received, None
            self.since[here] = {timer.host: self.received for timer in self.chart.timers[here]}
        while ahead:
            here = ahead.pop(0)
            if here[1] == BROKEN:
                return self._late(here, None), latest
            until = self._until(here)
            if until is None or until - self.received > FOR_EVER:
                return self._late(here, None), latest
            for edge in self.chart.edges[here]:
                if not self._can(here, edge.move, until):
                    continue
                if edge.to[1] == KEPT:
                    latest = max(latest, until)
                    if until > self.owed:
                        return self._late(here, until), latest
                elif self._joined(here, edge, until) and edge.to not in ahead:
                    ahead.append(edge.to)
        return None, latest

    def _until(self, here: Position) -> datetime | None:
        """How long a case can stay in a position: until its first timer; None: for ever."""
        dues = [due for timer in self.chart.timers[here] if (due := self._due(here, timer)) is not None]
        return max(min(dues), self.entry[here]) if dues else None

    def _due(self, here: Position, timer: Timer) -> datetime | None:
        since = self.since[here].get(timer.host, self.entry[here])
        found = [at for one in timer.moments if (at := self._at(one, since)) is not None]
        return max(min(found), since) if found else None

    def _at(self, moment: Moment, since: datetime) -> datetime | None:
        if moment.date in LATER:
            return self.of.later(moment.date, self.received, since)
        return self.dates.get(moment.date) if moment.date else moments.after(moment, since, self.of.calendar)

    def _can(self, here: Position, move: Move, until: datetime) -> bool:
        """A timer fires only if nothing that is due before it always comes first."""
        timer = next((one for one in self.chart.timers[here] if one.move == move), None)
        if timer is None:
            return True
        earliest = [self.received if one.date and self.chart.later else self._at(one, self.received)
                    for one in timer.moments if not one.unknown]
        known = [at for at in earliest if at is not None]
        return (bool(known) and min(known) <= until) or any(one.unknown for one in timer.moments)

    def _joined(self, here: Position, edge: Edge, at: datetime) -> bool:
        """Note that a position can be come to as late as this; whether that is news."""
        to, hosts = edge.to, {timer.host for timer in self.chart.timers[edge.to]}
        since = {
            host: self.since[here].get(host, at) if host not in edge.entered and host in self.since[here] else at
            for host in hosts
        }
        if to not in self.entry:
            self.entry[to], self.since[to], self.came[to] = at, since, (here, edge)
            return True
        before = self.since[to]
        merged = {host: max(since[host], before.get(host, since[host])) for host in hosts}
        if at <= self.entry[to] and merged == before:
            return False
        if at > self.entry[to]:
            self.came[to] = (here, edge)
        self.entry[to], self.since[to] = max(at, self.entry[to]), merged
        return True

    def _late(self, here: Position, comes: datetime | None) -> Late:
        """The way to a position, each stage as late as it can be."""
        way: list[tuple[Stage, datetime | None]] = []
        at: Position | None = here
        seen: set[Position] = set()
        while at is not None and at not in seen:
            seen.add(at)
            before = self.came.get(at)
            if before is None:
                break
            stage = Stage(before[1].move, tuple(passed(before[1].trail)), at)
            way.append((stage, self.entry[at]))
            at = before[0]
        first = self.chart.explored.way(at if at is not None else here)
        stages = [*((one, self.received) for one in first), *way[::-1]]
        return Late(tuple(one for one, _ in stages), tuple(when for _, when in stages), self.owed, comes, self.of,
                    self.received)
