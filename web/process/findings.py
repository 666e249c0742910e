"""Findings of a check as a page tells them: the verdict, groups by file, and the way on which each shows."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from engine.errors import ERROR, NOTE, WARNING, Cause, PathStep
from web.catalogue import format_decimal, ngettext
from web.catalogue import gettext as _
from web.process.drawings import Drawn
from web.process.promises import RULE

MOST = 200
"""Findings that one page shows; who has more repairs these first."""
LONGEST = 600
WEIGHT = {ERROR: 0, WARNING: 1, NOTE: 2}


@dataclass(frozen=True)
class Told:
    """A step of a way: the file it is drawn in, the shape that shows it, and what happens there."""

    file: str
    shape: str
    text: str


@dataclass(frozen=True)
class Finding:
    """A cause with its number on the page, the name of its element and the `shape` to mark on the drawing
    `drawn_in`: its own, else the last one on the way to it. Each may be missing. `beside` are promises that break at
    the same step; they are not marked again."""

    number: int
    cause: Cause
    message: str
    name: str
    drawn_in: str
    shape: str
    way: tuple[Told, ...]
    beside: tuple["Finding", ...] = ()


@dataclass(frozen=True)
class Group:
    """The findings of one file; `title` is the name of its drawing."""

    file: str
    title: str
    findings: tuple[Finding, ...]


def verdict(causes: Sequence[Cause], promised: int, kept: int, whole: bool) -> str:
    """All in one sentence: how many things forbid publishing, how many are to be looked at; notes do not count. What is
    no `whole` pack cannot be published by itself, so nothing is said of that."""
    errors = sum(cause.severity == ERROR for cause in causes)
    others = sum(cause.severity == WARNING for cause in causes)
    stops = ngettext(
        "One thing keeps this from being published", "%(num)s things keep this from being published", errors,
    ) if whole else ngettext("One thing is to be repaired", "%(num)s things are to be repaired", errors)
    look = ngettext("one to look at", "%(num)s to look at", others)
    if errors:
        return _("%(stops)s, %(look)s.", stops=stops, look=look) if others else f"{stops}."
    if others:
        return _("This can be published; %(look)s.", look=look) if whole else f"{look[:1].upper()}{look[1:]}."
    if not whole:
        return _("Nothing to repair in what was sent; promises are proved for a whole pack only.")
    free = _("Nothing keeps this from being published.") if causes else _("Nothing found: this can be published.")
    if promised and kept == promised:
        keeps = ngettext("This pack keeps its promise.", "This pack keeps its %(num)s promises.", promised)
        return f"{keeps} {free}"
    return free


def tone(causes: Sequence[Cause]) -> str:
    """The tone of the verdict."""
    weights = {WEIGHT[cause.severity] for cause in causes}
    return "bad" if 0 in weights else "warn" if 1 in weights else "good"


def groups(causes: Sequence[Cause], drawings: Mapping[str, Drawn]) -> list[Group]:
    """The findings by file, files in the order in which they come up, what weighs most first; numbered through."""
    by_file: dict[str, list[Cause]] = {}
    for cause in causes:
        by_file.setdefault(cause.file, []).append(cause)
    found, number = [], 0
    for file, some in sorted(by_file.items(), key=lambda one: not any(cause.severity == ERROR for cause in one[1])):
        told = []
        for cause in sorted(some, key=lambda one: WEIGHT[one.severity])[:MOST - number]:
            number += 1
            told.append(_finding(number, cause, drawings))
        if told:
            found.append(Group(file, drawings[file].name if file in drawings else "", tuple(_gathered(told))))
    return found


def _gathered(told: Iterable[Finding]) -> list[Finding]:
    """Promises that break at one step stand together under the first of them."""
    found: dict[tuple[str, object], list[Finding]] = {}
    for one in told:
        is_promise = one.cause.rule.startswith(RULE) and one.cause.severity == ERROR and bool(one.cause.path)
        found.setdefault((one.cause.element, RULE if is_promise else one.number), []).append(one)
    return [replace(first, beside=tuple(replace(one, shape="", drawn_in="") for one in others))
            for first, *others in found.values()]


def counts(found: Iterable[Group]) -> Mapping[str, int]:
    """How many findings are marked on each drawing."""
    counted: Counter[str] = Counter()
    for group in found:
        for one in group.findings:
            if one.shape:
                counted[one.drawn_in] += 1 + len(one.beside)
    return counted


def _finding(number: int, cause: Cause, drawings: Mapping[str, Drawn]) -> Finding:
    drawn = drawings.get(cause.file)
    name = drawn.names.get(cause.element, "") if drawn else ""
    way = tuple(_told(step, cause.file, drawings) for step in cause.path)
    shape = drawn.shapes.get(cause.element, "") if drawn else ""
    drawn_steps = [(step.file, step.shape) for step in way if step.shape]
    place = (cause.file, shape) if shape else drawn_steps[-1] if drawn_steps else ("", "")
    message = cause.message if len(cause.message) <= LONGEST else f"{cause.message[:LONGEST]}…"
    return Finding(number, cause, message, name or cause.element[:100], *place, way)


def _told(step: PathStep, file: str, drawings: Mapping[str, Drawn]) -> Told:
    file = step.file or file
    drawn = drawings.get(file)
    name = (drawn.names.get(step.element) if drawn else "") or step.element
    day = "" if step.day is None else _("day %(day)s", day=format_decimal(round(step.day, 1)))
    shape = drawn.shapes.get(step.element, "") if drawn else ""
    return Told(file, shape, " · ".join(part for part in (day, name, step.says) if part))
