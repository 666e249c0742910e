"""One case at a glance, from its rows: who, what, by when, how far up, what it waits for."""

from engine.overview.contents import (
    Waits,
    Work,
    fact,
    facts,
    file,
    files,
    here,
    known,
    party,
    sizes,
    waits,
    work,
)
from engine.overview.head import LEVELS, Due, Head, find, head
from engine.overview.letters import HIDDEN, Written, letter, letters, sent, unclaimed
from engine.overview.points import Done, Point, Points, done_about, points
from engine.overview.related import Dispute, Linked, closed_references, dispute, links

__all__ = [
    "HIDDEN", "LEVELS", "Dispute", "Done", "Due", "Head", "Linked", "Point", "Points", "Waits", "Work", "Written",
    "closed_references", "dispute", "done_about", "fact", "facts", "file", "files", "find", "head", "here", "known",
    "letter", "letters", "links", "party", "points", "sent", "sizes", "unclaimed", "waits", "work",
]
