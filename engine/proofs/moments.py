"""What the text of a timer says about when it fires: a date of the case, or a stretch from when it begins to wait."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from engine.calendar import Calendar
from engine.process import durations
from engine.regimes import span

UNITS = {"working_days": "WD", "working_hours": "WH", "calendar_days": "CD"}


@dataclass(frozen=True)
class Moment:
    """One moment: the name of a date, or so many units (of `UNITS`, or ISO for a duration in quotes); `unknown`:
    what it is hangs on the case."""

    date: str = ""
    count: float = 0
    unit: str = ""
    iso: str = ""
    unknown: bool = False

    def __str__(self) -> str:
        return f"the {self.date} date" if self.date else self.iso or f"{self.count:g} {self.unit}"


@lru_cache(1_024)
def read(text: str, kind: str = "") -> tuple[Moment, ...]:
    """The moments of which the earliest counts; that of a timer that repeats is its first."""
    stripped = text.strip()
    if kind == "timeCycle" and stripped[:1] in "\"'":
        return (Moment(iso=durations.repeat(stripped).every),)
    try:
        return tuple(_moments(ast.parse(stripped, mode="eval").body))
    except SyntaxError:
        return (Moment(unknown=True),)


def _moments(tree: ast.expr) -> Iterator[Moment]:
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield Moment(iso=tree.value)
    elif isinstance(tree, ast.IfExp):
        # whichever it is, it fires at the latest when both would; and it may be earlier
        then, otherwise = list(_moments(tree.body)), list(_moments(tree.orelse))
        yield from (one for one in then if one in otherwise)
        if then != otherwise:
            yield Moment(unknown=True)
    elif isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name):
        if tree.func.id == "earliest":
            for one in tree.args:
                yield from _moments(one)
        elif tree.func.id == "deadline" and isinstance(tree.args[0], ast.Constant):
            yield Moment(date=str(tree.args[0].value))
        elif tree.func.id in UNITS and isinstance(tree.args[0], ast.Constant):
            count = tree.args[0].value
            yield Moment(count=float(count) if isinstance(count, int | float) else 0, unit=UNITS[tree.func.id])
        else:
            yield Moment(unknown=True)
    else:
        yield Moment(unknown=True)


def after(moment: Moment, since: datetime, calendar: Calendar) -> datetime | None:
    """When a stretch ends that begins then; None for a date, or where it cannot be told."""
    if moment.iso:
        return durations.add(since, moment.iso)
    count = int(moment.count)
    match moment.unit:
        case "H":
            return since + timedelta(hours=count)
        case "WH":
            return calendar.add_working_hours(since, moment.count)
        case "WD":
            return calendar.add_working_days(since, count)
        case "CD":
            return calendar.add_calendar_days(since, count)
        case "W":
            return calendar.add_weeks(since, count)
        case "M":
            return calendar.add_months(since, count)
    return None


WITHIN = re.compile(r"deadline:(\w+)")


def within(text: str) -> Moment | None:
    """By when a promise wants something: a date of the case ("deadline:final"), or a stretch ("5 WD", "P5D");
    None where it says neither."""
    dated = WITHIN.fullmatch(text)
    if dated:
        return Moment(date=dated[1])
    found = span.parse(text)
    if found is not None:
        return Moment(count=found.count, unit=found.unit)
    return Moment(iso=text) if text.startswith("P") else None
