"""ISO 8601 durations of diagrams. Months and years keep the day, or take the month's last (trap 3)."""

import re
from calendar import monthrange
from datetime import datetime, timedelta

from engine.errors import ExpressionInvalid

_DURATION = re.compile(
    r"P(?=.)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?"
    r"(?:T(?=.)(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,8})S)?)?"
)


def add(moment: datetime, text: str) -> datetime:
    """The moment after a duration such as P5D or PT4H.

    Raises:
        ExpressionInvalid: no ISO 8601 duration of a reasonable size.
    """
    found = _DURATION.fullmatch(text)
    if not found:
        raise ExpressionInvalid(f"{text!r} is no duration; write for example \"P5D\", \"PT4H\" or \"P1M\".")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
    moment = _add_months(moment, years * 12 + months)
    return moment + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)


def _add_months(moment: datetime, months: int) -> datetime:
    if not months:
        return moment
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    if year > 9000:
        raise ExpressionInvalid("This duration ends after the year 9000.")
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
