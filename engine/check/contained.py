"""The check of anything, from anybody: in a child process with limits, so that no file can do harm.

    causes = contained.check({"order.bpmn": data})

The files of a pack (`bpmn/…`, `forms/…`) are judged together, each other file on its own. What takes too much
time or memory is killed, and that is its finding; the rest is judged all the same.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from engine.check import Judgement, alone, confined, finding
from engine.check.given import Unit, decoded, is_pack, units
from engine.check.keeper import KEEPER
from engine.check.parts import FILE
from engine.check.watching import Limits, watch
from engine.errors import Cause
from engine.proposals import Proposal, Proposed

__all__ = ["Limits", "Mended", "check", "judged", "mend", "propose", "ready"]

PROPOSING, LAST_TRY = 15.0, 15.0
"""Seconds for which changes are looked for, and for which the last one may be tried."""

NO_LIMITS = Cause(
    "This system has no limits for processes, so files of others are not looked at here.", rule=FILE,
    repair="Check them on Linux; a pack of your own can be published without.",
)


def check(files: Mapping[str, bytes], limits: Limits | None = None) -> list[Cause]:
    """Every finding about these files; see `judged`."""
    return judged(files, limits).causes


def judged(files: Mapping[str, bytes], limits: Limits | None = None, bounds: bool = False) -> Judgement:
    """Every finding about these files, by name, and the promises that are kept, with `bounds` those about time for
    each class of cases; nothing is raised because of what the files hold.

    Without threads the child is forked from this process, else from a helper that has none.

    Raises:
        NoAnswer: no child could be started.
    """
    given = [replace(unit, bounds=bounds)
             for unit in units({finding.plain(name): data for name, data in files.items()})]
    if not confined.possible():
        return Judgement([NO_LIMITS], {})
    results = _asked(given, limits or Limits())
    known = frozenset((kind, name) for result in results for kind, name in result["gives"])
    causes: list[Cause] = []
    for unit, result in zip(given, results, strict=True):
        causes += [finding.unpacked(one) for one in result["causes"]]
        if result["alone"]:
            causes.append(alone.note(unit.name, [(kind, name) for kind, name in result["asks"]], known))
    proved = {str(one): str(bound) for result in results for one, bound in result.get("proved", {}).items()}
    return Judgement(causes, proved)


@dataclass(frozen=True)
class Mended:
    """Files after all safe repairs: those that were changed only. `changes` are (file, what was changed in words),
    `causes` why a file could not be mended."""

    files: Mapping[str, bytes]
    changes: Sequence[tuple[str, str]]
    causes: Sequence[Cause]


def mend(files: Mapping[str, bytes], limits: Limits | None = None) -> Mended:
    """Repair the drawings among these files as far as that is safe (engine/repairs), with the limits of a check.

    Raises:
        NoAnswer: no child could be started.
    """
    if not confined.possible():
        return Mended({}, (), [NO_LIMITS])
    results = _asked([replace(unit, mend=True) for unit in units(files)], limits or Limits())
    return Mended(
        {name: data for result in results for name, data in decoded(result.get("files", {})).items()},
        [(file, says) for result in results for file, says in result.get("changes", [])],
        [finding.unpacked(one) for result in results for one in result["causes"]],
    )


def propose(
    files: Mapping[str, bytes], before: Mapping[str, bytes] | None = None, seconds: float = PROPOSING,
) -> Proposed:
    """Changes after which the promises of a pack are kept that it breaks (engine/proposals), with the limits of a
    check: none where its files are not those of a pack, or not in order. No new one is tried after `seconds`.

    Raises:
        NoAnswer: no child could be started.
    """
    if not confined.possible() or not is_pack(files):
        return Proposed((), {}, ())
    limits = Limits(file_seconds=seconds + LAST_TRY, pack_seconds=seconds + LAST_TRY)
    (result,) = _asked([Unit("the pack", files, proposed=seconds, before=before)], limits)
    found = (Proposal(says, file, element, tuple(keeps)) for says, file, element, keeps in result.get("proposals", ()))
    return Proposed(tuple(found), decoded(result.get("files", {})), tuple(result.get("left", ())))


def _asked(given: Sequence[Unit], limits: Limits) -> list[dict[str, Any]]:
    if not given:
        return []
    return (watch if _single() else KEEPER.ask)(given, limits)


def ready() -> None:
    """Start what a process with threads needs, so that its first check is as fast as the others."""
    if confined.possible():
        KEEPER.start()


def _single() -> bool:
    """Whether this process may fork: it has no second thread."""
    return threading.active_count() == 1
