"""What can be done to a case besides its tasks: the menu under its head.

Each topic adds its own, in the order in which web/case/__init__.py imports the modules:

    @actions.action
    def hand_over(case: Reading) -> Action | None:
        ...                                  # None: not for this reader, or not now
"""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from engine.overview import Head
from engine.people import Actor


@dataclass(frozen=True)
class Action:
    """One line of the menu."""

    label: str
    href: str


@dataclass(frozen=True)
class Reading:
    """A case and who reads it; `in_charge`: its owner, a team lead or the complaints manager."""

    session: Session
    head: Head
    reader: Actor
    in_charge: bool

    @property
    def reference(self) -> str:
        return self.head.case.reference

    @property
    def is_open(self) -> bool:
        return self.head.case.status == "open"


Offer = Callable[[Reading], Action | None]

OFFERS: list[Offer] = []


def action(offer: Offer) -> Offer:
    """Add an action to the menu of every case."""
    OFFERS.append(offer)
    return offer


def offered(case: Reading) -> list[Action]:
    """The menu of a case for its reader."""
    return [found for offer in OFFERS if (found := offer(case)) is not None]
