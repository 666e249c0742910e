"""One child process after another looks at what was given; whoever asked watches, and kills what takes too long.

For a process without threads only: it forks. Others ask through engine/check/keeper.py.
"""

import json
import os
import select
import signal
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from time import monotonic
from typing import Any

from engine.check import confined, looking
from engine.check.finding import packed, plain
from engine.check.given import Unit
from engine.check.parts import FILE
from engine.errors import Cause

SMALLER = "Make it smaller, or leave out what needs so much; nothing of it was run."
OUT_OF_MEMORY, EACH = 77, 200
"""How a child says that its memory is used up; and how many files it looks at before a fresh one takes over."""
LONGEST_LINE = 64_000_000


@dataclass(frozen=True)
class Limits:
    """What a check may take. `file_seconds`: one file, and each step (a file, a rule) of a pack; `pack_seconds`: a
    whole pack; `seconds`: everything together, None for no such limit; `megabytes`: memory on top of what the
    program itself needs."""

    file_seconds: float = 4.0
    pack_seconds: float = 20.0
    seconds: float | None = None
    megabytes: int = 512

    def of(self, unit: Unit) -> float:
        return self.pack_seconds if unit.whole else self.file_seconds

    def as_data(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class _Seen:
    """How far a child has come."""

    unit: int
    at: str = ""
    done: bool = False
    found: list[dict[str, Any]] = field(default_factory=list)
    since: float = field(default_factory=monotonic)
    step: float = field(default_factory=monotonic)


def watch(units: Sequence[Unit], limits: Limits) -> list[dict[str, Any]]:
    """What was found, a result for each unit in order: {"causes", "gives", "asks", "alone"}."""
    results: list[dict[str, Any]] = []
    until = None if limits.seconds is None else monotonic() + limits.seconds
    while len(results) < len(units):
        if until is not None and monotonic() >= until:
            late = "Not looked at: the time for everything together is over."
            results += [_ended(unit.name, late, "Check fewer files at once, or give more --seconds.")
                        for unit in units[len(results):]]
            break
        results += _one_child(units, len(results), limits, until)
    return results


def _one_child(units: Sequence[Unit], first: int, limits: Limits, until: float | None) -> list[dict[str, Any]]:
    """The results of one child; when it was ended, the last of them says so."""
    ours, its = os.pipe()
    sys.stdout.flush()
    pid = os.fork()
    if pid == 0:
        _child(units[:first + EACH], first, limits, its)
    os.close(its)
    results: list[dict[str, Any]] = []
    seen = _Seen(first)
    why = ""
    try:
        why = _listen(ours, seen, results, units, limits, until)
    finally:
        os.close(ours)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
    last = min(first + EACH, len(units))
    if first + len(results) < last:
        said = _sentence(why or _of_status(status, limits), seen, units)
        ended = _ended(units[seen.unit].name, said, SMALLER)
        results.append(ended | {"causes": [*seen.found, *ended["causes"]]})  # what was found before it was stopped
    return results


def _listen(
    ours: int, seen: _Seen, results: list[dict[str, Any]], units: Sequence[Unit], limits: Limits, until: float | None
) -> str:
    """Collect what the child says until it ends; the limit that it went over, or nothing."""
    buffer = b""
    while True:
        left, limit = _left(seen, units, limits, until)
        ready, _, _ = select.select([ours], [], [], max(0.0, left))
        if not ready:
            return limit
        part = os.read(ours, 1 << 16)
        if not part:
            return ""
        *lines, buffer = (buffer + part).split(b"\n")
        if len(buffer) > LONGEST_LINE:
            return "says more about it than anybody could read"
        for line in lines:
            said = json.loads(line)
            if "done" in said:
                results.append(said["done"])
                seen.unit, seen.at, seen.done = min(said["unit"] + 1, len(units) - 1), "", True
                seen.since, seen.step, seen.found = monotonic(), monotonic(), []
            elif "found" in said:
                seen.found += said["found"]
            else:
                if seen.unit != said["unit"] or seen.done or not seen.at:
                    seen.since, seen.found = monotonic(), []
                seen.unit, seen.at, seen.done, seen.step = said["unit"], said["at"], False, monotonic()


def _left(seen: _Seen, units: Sequence[Unit], limits: Limits, until: float | None) -> tuple[float, str]:
    """Seconds until the first limit, and what is said when it is reached."""
    now = monotonic()
    unit = units[seen.unit]
    whole, step = limits.of(unit), limits.file_seconds
    ends = [
        (seen.since + whole - now, f"takes longer than {whole:g} seconds"),
        (seen.step + step - now, f"takes longer than {step:g} seconds"),
    ]
    if until is not None:
        ends.append((until - now, "was not done when the time for everything together was over"))
    return min(ends)


def _child(units: Sequence[Unit], first: int, limits: Limits, out: int) -> None:
    """The child itself: never comes back."""
    code = 1
    try:
        confined.confine([out], limits.megabytes)
        confined.ban()
        looking.answers(
            units, first, lambda data: looking.write(out, looking.line(data)),
            lambda unit: confined.allow(limits.of(unit)),
        )
        code = 0
    except MemoryError:
        code = OUT_OF_MEMORY
    finally:
        os._exit(code)


def _of_status(status: int, limits: Limits) -> str:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number in (signal.SIGXCPU, signal.SIGALRM):
            return "takes longer than it may"
        if number == signal.SIGKILL:
            return "was ended by the system, which had no memory left for it"
        return f"broke the program that looked at it ({signal.Signals(number).name})"
    if os.WEXITSTATUS(status) == OUT_OF_MEMORY:
        return f"needs more than {limits.megabytes} MB of memory"
    return "could not be looked at to its end"


def _sentence(why: str, seen: _Seen, units: Sequence[Unit]) -> str:
    where = f" (at {seen.at})" if seen.at and seen.at != units[seen.unit].name else ""
    return f"Looking at this {why}{where}, so it was stopped."


def _ended(name: str, message: str, repair: str) -> dict[str, Any]:
    cause = Cause(plain(message), plain(name), rule=FILE, repair=repair)
    return {"causes": [packed(cause)], "gives": [], "asks": [], "alone": False}
