"""What a complainant sees: how to complain, and how their own complaint stands."""

from engine.public.actions import Action
from engine.public.history import Happening
from engine.public.howto import HowTo, how_to
from engine.public.letters import LetterRef, LetterView, first_letter, letter
from engine.public.pages import NEWEST, Paging
from engine.public.standing import Step
from engine.public.status import StatusView, find, status

__all__ = [
    "NEWEST", "Action", "Happening", "HowTo", "LetterRef", "LetterView", "Paging", "StatusView", "Step", "find",
    "first_letter", "how_to", "letter", "status",
]
