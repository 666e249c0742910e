"""What leaves this room: frozen values, no object of the library."""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.calendar import Calendar

_order = itertools.count(1)


def order() -> int:
    """A number that grows: which of two things that share a moment came first in this process."""
    return next(_order)


@dataclass(frozen=True)
class OpenTask:
    """A user task that is ready. `due` is its own, else its earliest boundary timer, else the
    earliest timer of the scopes around it. `about` says what it deals with, where the same step is done
    several times; `lane` who does it; `skill` what they must be trained for, if anything."""

    token: str
    element: str
    name: str
    lane: str
    form: str
    opened: datetime
    due: datetime | None
    not_by: tuple[str, ...]
    public_status: str
    about: str = ""
    skill: str = ""


@dataclass(frozen=True)
class DueTimer:
    """A moment at which the run wakes by itself."""

    token: str
    element: str
    name: str
    deadline: str
    due: datetime


@dataclass(frozen=True)
class Awaited:
    """A message the run waits for; `about` says which of several places it is."""

    token: str
    element: str
    message: str
    form: str
    public_status: str
    about: str = ""


@dataclass(frozen=True)
class View:
    """What a run waits for at one moment: people, timers, messages."""

    tasks: Mapping[str, OpenTask] = field(default_factory=dict)
    timers: Mapping[tuple[str, str], DueTimer] = field(default_factory=dict)
    awaits: Mapping[tuple[str, str], Awaited] = field(default_factory=dict)


@dataclass(frozen=True)
class Happened:
    """Something that became true in a run, in order. `kind`: timer (fired), message (taken),
    milestone, decision, gone_back, ended."""

    kind: str
    at: datetime
    element: str
    name: str
    data: Mapping[str, Any] = field(default_factory=dict)
    order: int = field(default_factory=order, compare=False)


@dataclass(frozen=True)
class StepBack:
    """A step of a person that lies before what the run waits for now, and could be done again."""

    token: str
    element: str
    name: str
    at: datetime


@dataclass(frozen=True)
class State:
    """A run after a step. `blob` is None when it has ended. `log` is what happened in this step,
    `path` the elements that completed, `before` and `after` what it waited and waits for,
    `left` when and why each user task went (by token), `ended_at` when the run ended."""

    blob: bytes | None
    before: View
    after: View
    log: tuple[Happened, ...]
    path: tuple[str, ...]
    ended: bool
    left: Mapping[str, tuple[datetime, str]] = field(default_factory=dict)
    ended_at: datetime | None = None


@dataclass(frozen=True)
class Call:
    """A service task asks for an operation; `at` is the moment by the clock of the case."""

    operation: str
    parameters: Mapping[str, Any]
    element: str
    name: str
    at: datetime


Operation = Callable[[Call], Mapping[str, Any] | None]


@dataclass
class Surroundings:
    """What the floor above lends a run for one step. `facts` and `deadlines` are live: operations
    and tables change them while the run goes on, and later expressions see the change. What is
    `not_the_runs_fault` (a database that went away) passes a step as it is."""

    now: datetime
    facts: dict[str, Any]
    deadlines: dict[str, datetime]
    operations: Mapping[str, Operation]
    calendar: Calendar
    seed: str = ""
    not_the_runs_fault: tuple[type[Exception], ...] = ()
