"""From readings of a wall clock to moments in UTC, also on the days when clocks change."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@lru_cache(maxsize=20_000)
def first_moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """The first moment at which clocks read so many minutes past the midnight that begins `day`.

    A reading that the clocks skip counts as reached when they jump over it; of a reading that
    they show twice the first is meant.
    """
    return _first(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)


@lru_cache(maxsize=20_000)
def last_second(day: date, zone: ZoneInfo) -> datetime:
    """The last whole second of a local day, 23:59:59 where the clocks read that."""
    wall = datetime.combine(day, time(23, 59, 59))
    if _skipped(wall, zone):
        return _first(wall, zone) - SECOND
    return wall.replace(tzinfo=zone, fold=1).astimezone(UTC)


def _skipped(wall: datetime, zone: ZoneInfo) -> bool:
    """True if the clocks jump over this reading: the offset before the change is the smaller one (PEP 495)."""
    before = wall.replace(tzinfo=zone).utcoffset() or timedelta()
    after = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    return before < after


def _first(wall: datetime, zone: ZoneInfo) -> datetime:
    if not _skipped(wall, zone):
        return wall.replace(tzinfo=zone).astimezone(UTC)
    low = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    high = wall.replace(tzinfo=zone).astimezone(UTC)
    # The clocks change somewhere after low and not after high; changes happen on whole seconds.
    while high - low > SECOND:
        middle = low + (high - low) // SECOND // 2 * SECOND
        if middle.astimezone(zone).replace(tzinfo=None) < wall:
            low = middle
        else:
            high = middle
    return high
