"""What waits for a person: lists of open tasks by the time left, and how many there are.

Only columns are read, never a run. A list goes on by key (due moment, id), so a page costs the same
at any depth; tasks without a due moment come last. Every group is looked up by itself and the
results are merged, so that each lookup follows ix_task_lane_status_due_at, which holds everything
that lists and counts ask for. Tasks from which the reader is excluded neither appear nor count (S21).
"""

from engine.inbox.lists import CAP, SIZE, counts, held, next_of_mine, page
from engine.inbox.lookups import VIEWS, Key, Reader, StandsFor, Wish, reader
from engine.inbox.rows import Page, Row
from engine.inbox.twice import was_done_so

__all__ = [
    "CAP", "SIZE", "VIEWS", "Key", "Page", "Reader", "Row", "StandsFor", "Wish", "counts", "held", "next_of_mine",
    "page", "reader", "was_done_so",
]
