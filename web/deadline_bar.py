"""The time of a case as a bar: from receipt to its last date, with a mark for each date."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.overview import Due, Head
from web import date_words

WIDTH = 1000


@dataclass(frozen=True)
class Mark:
    """A date on the bar at `x` of WIDTH; for `state` see `_state`."""

    name: str
    label: str
    x: int
    due: Due
    state: str


@dataclass(frozen=True)
class Bar:
    """`share` of the time up to the final date that has gone, in percent; `now_x` of WIDTH."""

    start: datetime
    end: datetime
    now_x: int
    final_x: int
    share: int
    marks: list[Mark]


SETTLED = ("withdrawn_at", "disputed_at", "closed_at")
"""What ends our own clock without an answer: they took it back, it is with an outside body, it is over."""
ANSWERED = ("communicated_at", *SETTLED)

KEPT = {
    "acknowledge": ("acknowledged_at",), "first_action": ("assessed_at",), "target": ("decided_at", "communicated_at"),
    "final": ("communicated_at",), "edr": ("edr_offered_at",), "review_final": ("reviewed_at",),
    "edr_reply": ("position_sent_at",),
}
"""Which milestones of the case keep a date."""
NEEDLESS = {"edr": ANSWERED, "deemed_granted": ANSWERED, "edr_reply": ("dispute_settled_at", "closed_at")}
"""Which make one needless; the others are so by SETTLED."""


def bar(head: Head, now: datetime) -> Bar | None:
    """The bar of a case; None before it has dates."""
    dates = head.deadlines
    if not dates:
        return None
    case = head.case
    start = min(case.received_at, dates[0].due_at)
    # the clock of the case stops with the answer, or with what makes one needless
    until = min(now, _first(head, ANSWERED) or now)
    end = max(dates[-1].due_at, until)
    whole = max(end - start, timedelta(minutes=1))

    def x(moment: datetime) -> int:
        return min(max(round((moment - start) / whole * WIDTH), 0), WIDTH)

    final = head.final_at or end
    return Bar(
        start=start, end=end, now_x=x(until), final_x=x(final),
        share=round((until - start) / max(final - start, timedelta(minutes=1)) * 100),
        marks=[
            Mark(one.name, date_words.date_name(one.name), x(one.due_at), one, _state(head, one, now)) for one in dates
        ],
    )


def _state(head: Head, due: Due, now: datetime) -> str:
    """done in time, late, missed (still open), ahead, gone (no longer counts), or past for a date that asks
    for nothing."""
    kept = _first(head, KEPT.get(due.name, ()))
    needless = _first(head, NEEDLESS.get(due.name, SETTLED))
    if kept is not None and (needless is None or kept <= needless):
        return "done" if kept <= due.due_at else "late"
    if needless is not None:
        return "gone" if needless <= due.due_at or due.name not in KEPT else "late"
    if due.due_at > now:
        return "ahead"
    return "missed" if due.name in KEPT else "past"


def _first(head: Head, columns: Iterable[str]) -> datetime | None:
    """The first moment at which one of these milestones was reached."""
    reached = (getattr(head.case, column) for column in columns)
    return min((at for at in reached if at is not None), default=None)
