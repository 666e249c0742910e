"""Dates that count from a later moment than receipt: news, the second stage, a dispute with an outside body."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from engine.calendar import Calendar
from engine.regimes.counting import Count, Deadline, Rule, rules
from engine.regimes.regime import Regime, Urgency


def next_update(
    regimes_in_force: Sequence[Regime], urgency: Urgency, since: datetime, calendar: Calendar
) -> Deadline:
    """By when the complainant hears from us again, counted from when they last did."""
    return _only(Count(since, calendar), "next_update", rules("update", regimes_in_force, urgency))


def review_deadlines(
    regimes_in_force: Sequence[Regime], urgency: Urgency, start: datetime, calendar: Calendar
) -> dict[str, Deadline]:
    """review_ack and review_final of the second stage, counted from when the complainant did not accept our answer."""
    count = Count(start, calendar)
    found = [_only(count, key, rules(key, regimes_in_force, urgency)) for key in ("review_ack", "review_final")]
    return {one.name: one for one in found}


def dispute_deadlines(
    regimes_in_force: Sequence[Regime], urgency: Urgency, start: datetime, calendar: Calendar, *,
    complex: bool = False,
) -> dict[str, Deadline]:
    """edr_reply and edr_warn, counted from when the outside body wrote: by when it has our answer, and when we warn
    ourselves. `complex`: the body was told that the matter is complex."""
    count = Count(start, calendar)
    key = "edr_reply_complex" if complex else "edr_reply"
    reply = _only(count, "edr_reply", rules(key, regimes_in_force, urgency))
    warn = _only(count, "edr_warn", [Rule(urgency, "edr_warn")])
    if warn.due > reply.due:
        warn = Deadline("edr_warn", reply.due, warn.derivation | {"moved_to": "edr_reply"})
    return {"edr_reply": reply, "edr_warn": warn}


def clock(key: str, regimes_in_force: Sequence[Regime], start: datetime, calendar: Calendar) -> Deadline | None:
    """The date by one of the clocks that only regimes have (rights_answer, rights_extension, carry_out, edr_time);
    None where no regime says anything."""
    return Count(start, calendar).strictest(key, rules(key, regimes_in_force))


def must_include(regimes_in_force: Iterable[Regime]) -> tuple[str, ...]:
    """What the law wants our letters to say, a line each; general knowledge is left out."""
    lines = (line for one in regimes_in_force if one.law_on("must_include") for line in one.must_include)
    return tuple(dict.fromkeys(lines))


def _only(count: Count, name: str, of: list[Rule]) -> Deadline:
    found = count.strictest(name, of)
    assert found is not None, "every class of urgency promises this"
    return found
