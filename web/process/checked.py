"""A pack with all that a check found in it; what is published is checked once per process and content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import Lock

from engine import check
from engine.check import contained
from engine.errors import Cause
from engine.packs import Pack
from web.process import drawings, promises
from web.process.drawings import Drawn
from web.process.promises import Promise

KEPT = 8
"""Verdicts of published packs that a process keeps in memory."""

_verdicts: dict[str, "Checked"] = {}
_one_at_a_time = Lock()


@dataclass(frozen=True)
class Checked:
    """Files that were looked at, and every cause that was found. `proved`: obligations that hold whatever people do,
    each with its bound in words ("at most 54 of 56 days"), where there is one."""

    files: Mapping[str, bytes]
    causes: tuple[Cause, ...]
    proved: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def drawings(self) -> dict[str, Drawn]:
        return drawings.read(self.files)

    @cached_property
    def promises(self) -> list[Promise]:
        return promises.read(self.files, self.causes, self.proved)


def files(given: Mapping[str, bytes]) -> Checked:
    """Check files that somebody sent, in a process with limits: a pack, or each file on its own.

    Raises:
        NoAnswer: that process cannot be started.
    """
    found = contained.judged(given)
    return Checked(given, tuple(found.causes), found.proved)


def published(pack: Pack) -> Checked:
    """Check a published pack; it never changes, so neither does what is found. Two who ask at once wait for one
    check."""
    with _one_at_a_time:
        if pack.hash not in _verdicts:
            while len(_verdicts) >= KEPT:
                _verdicts.pop(next(iter(_verdicts)))
            found = check.judgement(check.read(pack))
            _verdicts[pack.hash] = Checked(pack.files, tuple(found.causes), found.proved)
        return _verdicts[pack.hash]
