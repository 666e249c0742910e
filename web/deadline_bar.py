"""The time of a case as a bar: from receipt to its last date, with a mark for each date."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.overview import Due, Head
from web import case_words

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


SETTLED = ("withdrawn_at", "closed_at")
REACHED = {
    "acknowledge": ("acknowledged_at",), "first_action": ("assessed_at",),
    "target": ("communicated_at", "decided_at", *SETTLED), "final": ("communicated_at", *SETTLED),
    "edr": ("edr_offered_at", "communicated_at", *SETTLED),
}
"""Which milestones of the case answer a date."""


def bar(head: Head, now: datetime) -> Bar | None:
    """The bar of a case; None before it has dates."""
    dates = head.deadlines
    if not dates:
        return None
    case = head.case
    start = min(case.received_at, dates[0].due_at)
    # the clock of the case stops with the answer, or with what makes one needless
    stops = (case.communicated_at, case.withdrawn_at, case.closed_at)
    until = min([now, *(moment for moment in stops if moment is not None)])
    end = max(dates[-1].due_at, until)
    whole = max(end - start, timedelta(minutes=1))

    def x(moment: datetime) -> int:
        return min(max(round((moment - start) / whole * WIDTH), 0), WIDTH)

    final = head.final_at or end
    return Bar(
        start=start, end=end, now_x=x(until), final_x=x(final),
        share=round((until - start) / max(final - start, timedelta(minutes=1)) * 100),
        marks=[
            Mark(one.name, case_words.date_name(one.name), x(one.due_at), one, _state(head, one, now)) for one in dates
        ],
    )


def _state(head: Head, due: Due, now: datetime) -> str:
    """done in time, late, missed (still open), ahead, or past for a date that asks for nothing."""
    columns = REACHED.get(due.name, ())
    reached = [at for at in (getattr(head.case, column) for column in columns) if at is not None]
    if reached:
        return "done" if min(reached) <= due.due_at else "late"
    if due.due_at > now or head.case.closed_at is not None:
        return "ahead" if head.case.closed_at is None else "past"
    return "missed" if columns else "past"
