"""One change that a repair makes, in words, and which findings it mends."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from engine.errors import Cause

HINT = "(amends check --repair does this)"


@dataclass(frozen=True)
class Mends:
    """Findings that are gone after a change: by rule, element, and words of the sentence."""

    rule: str
    element: str
    words: str

    def fits(self, cause: Cause) -> bool:
        return (cause.rule, cause.element) == (self.rule, self.element) and self.words in cause.message


@dataclass(frozen=True)
class Change:
    """What is changed in a drawing, in a sentence; `element` is the id of what is new or different."""

    says: str
    element: str
    mends: tuple[Mends, ...]
    file: str = ""


def hinted(cause: Cause, changes: Iterable[Change]) -> Cause:
    """The cause, saying that a repair is offered where one is."""
    if any(change.file == cause.file and mends.fits(cause) for change in changes for mends in change.mends):
        return replace(cause, repair=f"{cause.repair} {HINT}".strip())
    return cause
