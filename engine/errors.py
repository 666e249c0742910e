"""Every error that Amends raises on purpose.

    AmendsError
    ├── ConfigInvalid          the environment is wrong; nothing was started
    ├── NaiveMoment            a moment without a zone
    ├── ContentError           something a process owner wrote is wrong; carries every cause
    │   ├── XmlRefused  ExpressionInvalid  TableInvalid  FormInvalid  LetterInvalid  RegimeInvalid  PackInvalid
    │   ├── CalendarInvalid    a calendar that contradicts itself, or does not reach so far
    ├── EvaluationFailed       an expression or table could not answer for this case
    │   ├── NoRowFits  RowsOverlap  RowsDisagree
    ├── StepFailed             a run could not go on: becomes an incident
    │   └── StateForged
    └── Refused                what somebody asked for cannot be done; the text is for them
        ├── NotFound  NotYourLane  Excluded  AlreadyClaimed  NotClaimed  TaskGone  NothingWaits
        │   └── NotInCharge  NotAllowed (of NotYourLane)  ClosedToYou (of Excluded)
        ├── Untrained  NotFit  ExtensionRefused  TooLarge  NoRoom  TypeNotAllowed  TooOften  SignInFailed  FileRefused

HTTP codes are chosen at the web edge only.
"""

from dataclasses import dataclass
from typing import Any


class AmendsError(Exception):
    """Something went wrong in Amends."""

    def __init__(self, message: str = "", **about: Any) -> None:
        super().__init__(message or (type(self).__doc__ or "").strip().splitlines()[0])
        self.about = about

    @property
    def message(self) -> str:
        return str(self.args[0])


class ConfigInvalid(AmendsError):
    """A setting in the environment is missing or wrong."""


class NaiveMoment(AmendsError):
    """A moment without a time zone was given; moments are zone-aware UTC."""


ERROR, WARNING, NOTE = "error", "warning", "note"
"""How much a cause weighs: an error keeps a pack from being published, the others do not."""


@dataclass(frozen=True)
class PathStep:
    """One step of the way on which something goes wrong: the element, and where time plays a part what
    happens there in words and how many days after receipt."""

    element: str
    file: str = ""
    says: str = ""
    day: float | None = None


@dataclass(frozen=True)
class Cause:
    """One reason why content cannot be used, in words its author understands. `line` counts from 1; 0: not known.
    `path` leads from the start to where it shows, where a rule is about ways through a drawing."""

    message: str
    file: str = ""
    element: str = ""
    rule: str = ""
    repair: str = ""
    line: int = 0
    severity: str = ERROR
    path: tuple[PathStep, ...] = ()

    def __str__(self) -> str:
        file = f"{self.file}:{self.line}" if self.file and self.line else self.file
        place = " · ".join(part for part in (file, self.element) if part)
        rule = f" [{self.rule}]" if self.rule else ""
        repair = f" {self.repair}" if self.repair else ""
        return f"{place}: {self.message}{repair}{rule}" if place else f"{self.message}{repair}{rule}"


class ContentError(AmendsError):
    """Something in the pack is wrong."""

    def __init__(self, causes: str | Cause | list[Cause] | tuple[Cause, ...], **about: Any) -> None:
        if isinstance(causes, str):
            causes = [Cause(causes)]
        elif isinstance(causes, Cause):
            causes = [causes]
        self.causes: tuple[Cause, ...] = tuple(causes)
        super().__init__("\n".join(str(cause) for cause in self.causes), **about)


class XmlRefused(ContentError):
    """This file is not XML that Amends reads."""


class ExpressionInvalid(ContentError):
    """An expression is outside the safe language."""


class TableInvalid(ContentError):
    """A decision table cannot be used."""


class FormInvalid(ContentError):
    """A form cannot be used."""


class LetterInvalid(ContentError):
    """A letter cannot be used."""


class RegimeInvalid(ContentError):
    """The regimes cannot be used."""


class CalendarInvalid(ContentError):
    """A calendar contradicts itself, or holds no answer for so far a year."""


class PackInvalid(ContentError):
    """A pack cannot be published."""


class EvaluationFailed(AmendsError):
    """An expression could not be evaluated for this case."""


class NoRowFits(EvaluationFailed):
    """No row of the table fits these inputs."""


class RowsOverlap(EvaluationFailed):
    """More than one row of a UNIQUE table fits these inputs."""


class RowsDisagree(EvaluationFailed):
    """Rows of an ANY table that fit these inputs give different outputs."""


class StepFailed(AmendsError):
    """A run could not take its next step."""


class StateForged(StepFailed):
    """The stored state of a run does not carry this instance's seal."""


class Refused(AmendsError):
    """This cannot be done."""


class NotFound(Refused):
    """There is nothing here by that name."""


class NotYourLane(Refused):
    """This task belongs to a group you are not in."""


class NotInCharge(NotYourLane):
    """This is for the owner of the case, a team lead or the complaints manager."""


class NotAllowed(NotYourLane):
    """This is for those who look after people."""


class Excluded(Refused):
    """You took part in an earlier step of this case that must stay independent of this one."""


class ClosedToYou(Excluded):
    """This case is closed to you: you are named in it."""


class Untrained(Refused):
    """This needs a training that you do not hold. `about`: bar."""


class NotFit(Refused):
    """This person cannot take the case. `about`: bar."""


class AlreadyClaimed(Refused):
    """Somebody else has taken this task."""


class NotClaimed(Refused):
    """You do not hold this task."""


class TaskGone(Refused):
    """This task is no longer open."""


class NothingWaits(Refused):
    """Nothing in this case waits for that at the moment."""


class ExtensionRefused(Refused):
    """The final date cannot be put off like that. `about`: why (not_set, no_reason, again, passed,
    not_later, no_extension, beyond_limit) and the limit, the latest day that would be possible."""


class TooLarge(Refused):
    """This file is larger than the limit."""


class NoRoom(Refused):
    """This complaint holds as many files as it can."""


class TypeNotAllowed(Refused):
    """Files of this type are not accepted."""


class TooOften(Refused):
    """Too many tries; wait a while."""


class SignInFailed(Refused):
    """E-mail or password is wrong."""


class FileRefused(Refused):
    """This file cannot be imported."""
