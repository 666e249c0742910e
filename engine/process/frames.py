"""What a run remembers: answers of forms, messages, values of scripts, by name.

The library keeps a copy of all data at every token and merges the copies when tokens meet; the one
that comes last then overwrites what the others wrote (traps 23, 24). Here nothing is copied: what is
said is said once, in order, in a frame, and everything below the task that carries the frame sees it.

- The run has one frame. Parallel ways write into it side by side; of two answers under one name the
  later one counts, whichever way joins last.
- Each instance of a multi-instance has one of its own: what is said inside stays inside.
- A way that a non-interrupting event started has one too: it sees its own answers first, and the run
  sees them as well.
"""

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from typing import Any

from SpiffWorkflow.task import Task

from engine.process.border import admit

FRAME = "frame"
SAID = "said"


class Frame:
    """Everything said in one part of a run. `log` has token, name and value of each thing, in order, so
    that going back can unsay it; `values` is what counts. `alone`: nothing said here is heard outside."""

    __slots__ = ("alone", "log", "values")

    def __init__(self, alone: bool, log: Iterable[list[Any]] = ()) -> None:
        self.alone = alone
        self.log = list(log)
        self.values: dict[str, Any] = {name: value for _, name, value in self.log}

    def say(self, token: str, given: Mapping[str, Any]) -> None:
        self.log += [[token, name, value] for name, value in given.items()]
        self.values.update(given)

    def unsay(self, tokens: set[str]) -> None:
        """Forget what these tokens said; earlier values count again."""
        self.log = [one for one in self.log if one[0] not in tokens]
        self.values = {name: value for _, name, value in self.log}

    def ascribe(self, tokens: set[str], to: Task) -> None:
        """These tokens are gone for good; what they said belongs to the step round them."""
        if any(one[0] in tokens for one in self.log):
            to.internal_data[SAID] = 1
            self.log = [[to.id.hex, *one[1:]] if one[0] in tokens else one for one in self.log]


def ascribe(tokens: set[str], host: Task) -> None:
    """Let a task answer for what was said by tokens that are gone."""
    for frame in frames(host):
        frame.ascribe(tokens, host)
        if frame.alone:
            break


def frames(task: Task | None) -> Iterator[Frame]:
    """The frames a task stands in, nearest first; the last one is the run's."""
    while task is not None:
        frame = task.internal_data.get(FRAME)
        if frame is not None:
            yield frame
        parent = task.parent
        task = parent if parent is not None else task.workflow.host


def names(task: Task, facts: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """What an expression at this task can name: what was said, nearest first, then facts."""
    return ChainMap(*(frame.values for frame in frames(task)), facts)


def say(task: Task, given: Mapping[str, Any]) -> None:
    """Keep values under their names, each replaced whole (trap 23).

    Raises:
        StepFailed: something that cannot be kept: a date, a key that is reserved, too much (traps 26, 27).
    """
    admit(given)
    task.internal_data[SAID] = 1
    for frame in frames(task):
        frame.say(task.id.hex, given)
        if frame.alone:
            break
