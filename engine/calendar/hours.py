"""Office hours: how they are written, and what can be wrong with them."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Hours = tuple[int, int]
"""When the office opens and closes, in minutes after local midnight; 1440 is the end of the day."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 1440


def read_week(written: object) -> tuple[tuple[Hours | None, ...], list[str]]:
    """Office hours from Monday to Sunday out of `{"mon-fri": "09:00-17:00"}`, and what is wrong with it."""
    week: list[Hours | None] = [None] * 7
    if not isinstance(written, dict) or not written:
        return tuple(week), ['hours: missing; write for example hours = { mon-fri = "09:00-17:00" }.']
    causes = []
    for key, text in written.items():
        days, hours = _days(key), _hours(text)
        if not days:
            causes.append(f"hours.{key}: days are {', '.join(WEEKDAYS)}, or a range such as mon-fri.")
        elif hours is None:
            causes.append(f'hours.{key}: {text!r} is not written like "09:00-17:00".')
        elif any(week[day] for day in days):
            causes.append(f"hours.{key}: a day of this range already has hours; give each day once.")
        else:
            for day in days:
                week[day] = hours
    return tuple(week), causes or list(faults(week))


def faults(week: Sequence[Hours | None]) -> Iterator[str]:
    """What is wrong with a week of office hours, a sentence each."""
    if len(week) != 7:
        yield f"hours: {len(week)} days; a week has seven, each with hours or closed."
    elif not any(week):
        yield "hours: closed all week; working time would never pass."
    for name, hours in zip(WEEKDAYS, week, strict=False):
        if hours and not 0 <= hours[0] < hours[1] <= MINUTES_A_DAY:
            yield f"hours.{name}: closes at {_clock(hours[1])}, which is not after opening at {_clock(hours[0])}."


@lru_cache
def zone_exists(name: str) -> bool:
    """True if the time zone database knows this name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def _days(key: str) -> range:
    first, _, last = key.lower().partition("-")
    if first not in WEEKDAYS or (last or first) not in WEEKDAYS:
        return range(0)
    return range(WEEKDAYS.index(first), WEEKDAYS.index(last or first) + 1)


def _hours(text: object) -> Hours | None:
    parts = str(text).split("-")
    minutes = [_minutes(part.strip()) for part in parts]
    if len(minutes) != 2 or minutes[0] is None or minutes[1] is None:
        return None
    return minutes[0], minutes[1]


def _minutes(text: str) -> int | None:
    hour, _, minute = text.partition(":")
    if len(text) != 5 or not (hour + minute).isdecimal() or int(minute) > 59 or int(hour) > 24:
        return None
    total = int(hour) * 60 + int(minute)
    return total if total <= MINUTES_A_DAY else None


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
