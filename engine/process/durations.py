"""ISO 8601 durations of diagrams. Months and years keep the day, or take the month's last (trap 3)."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from engine.errors import ExpressionInvalid

_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)


_REPEAT = re.compile(r"""(["'])R(\d{1,3})/(P[^/"']*)\1""")


@dataclass(frozen=True)
class Repeat:
    """So many times, so far apart."""

    times: int
    every: str


def add(moment: datetime, text: str, times: int = 1) -> datetime:
    """The moment after a duration such as P5D or PT4H, or after several of them. A day is 24 hours.

    Raises:
        ExpressionInvalid: no ISO 8601 duration of a reasonable size.
    """
    found = _DURATION.fullmatch(text)
    if not found:
        raise ExpressionInvalid(f"{text!r} is no duration; write for example \"P5D\", \"PT4H\" or \"P1M\".")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) * times for part in found.groups())
    # all months at once: one after the other, the 31st would stay on the 28th after February
    moment = _add_months(moment, years * 12 + months)
    try:
        return moment + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        raise ExpressionInvalid("This duration ends after the year 9000.") from None


def repeat(text: str) -> Repeat:
    """A repetition such as "R3/P5D", in its quotes as it stands in a diagram.

    Raises:
        ExpressionInvalid: it is written otherwise, never ends, or leaves no time between.
    """
    found = _REPEAT.fullmatch(text.strip())
    if not found or not int(found[2]):
        raise ExpressionInvalid(f"{text} does not say how often and how far apart; write for example \"R3/P5D\".")
    start = datetime(2026, 1, 1, tzinfo=UTC)
    if not start < add(start, found[3]) <= add(start, found[3], int(found[2])):
        raise ExpressionInvalid(f"{text} leaves no time between.")
    return Repeat(int(found[2]), found[3])


def _add_months(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9000:
        raise ExpressionInvalid("This duration ends after the year 9000.")
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
