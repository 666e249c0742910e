"""What a child process does: looks at one unit after another and says what it finds, a line of JSON each."""

import json
import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from engine import proposals, repairs
from engine.check import alone, finding, given, judgement, read, zipped
from engine.check.given import Unit
from engine.check.parts import FILE
from engine.errors import Cause, ContentError
from engine.packs import Pack

Keep = Callable[[list[Cause]], None]
MOST = 2_000
"""Findings about one file or pack that are told; whoever has more begins with these."""


def answers(units: Sequence[Unit], first: int, send: Callable[[Mapping[str, Any]], None],
            allow: Callable[[Unit], None]) -> None:
    """Look at the units from number `first` on. `send` gets {"at": …} before each step,
    {"found": …} after it, {"done": …} after a unit."""
    for number, unit in enumerate(units[first:], first):
        allow(unit)
        send({"unit": number, "at": unit.name})
        send({"unit": number, "done": _one(unit, partial(_at, send, number), partial(_found, send, number))})


def _at(send: Callable[[Mapping[str, Any]], None], number: int, what: str) -> None:
    send({"unit": number, "at": what})


def _found(send: Callable[[Mapping[str, Any]], None], number: int, causes: list[Cause]) -> None:
    if causes:
        send({"unit": number, "found": [finding.packed(cause) for cause in causes[:MOST]]})


def line(data: Mapping[str, Any]) -> bytes:
    return json.dumps(data).encode() + b"\n"


def write(number: int, data: bytes) -> None:
    """All of it, also where a pipe takes a part at a time."""
    while data:
        data = data[os.write(number, data):]


def _one(unit: Unit, told: Callable[[str], None], kept: Keep) -> dict[str, Any]:
    so_far: list[Cause] = []

    def keep(causes: list[Cause]) -> None:
        so_far.extend(causes)
        kept(causes)

    try:
        if unit.mend:
            return _mended(unit, told)
        if unit.proposed:
            return _proposed(unit, told)
        found = _looked(unit, told, keep)
    except ContentError as wrong:
        found = alone.Alone([*so_far, *wrong.causes])
    except MemoryError:
        found = alone.Alone([*so_far, Cause("This needs more memory than a check may take.", unit.name, rule=FILE)])
    except RecursionError:
        found = alone.Alone([*so_far, Cause("This is nested too deeply.", unit.name, rule=FILE)])
    except Exception as wrong:  # a fault of ours must not read as "nothing found", and the rest is looked at
        message = f"The check itself failed here ({type(wrong).__name__}: {wrong}); nothing is known about the rest."
        found = alone.Alone([*so_far, Cause(message, unit.name, rule=FILE, repair="Please report this with the file.")])
    return _told(unit, found)


def _of_each_rule(causes: list[Cause]) -> list[Cause]:
    """All of them; of too many the first of each rule, so that what one says a thousand times hides no other."""
    if len(causes) <= MOST:
        return causes[:]
    counted: Counter[str] = Counter()
    share = MOST // len({cause.rule for cause in causes})
    told = []
    for cause in causes:
        counted[cause.rule] += 1
        if counted[cause.rule] <= share:
            told.append(cause)
    return told


def _told(unit: Unit, found: alone.Alone) -> dict[str, Any]:
    causes = _of_each_rule(found.causes)
    if len(found.causes) > len(causes):
        causes.append(Cause(f"There are {len(found.causes) - len(causes)} findings more.", unit.name, rule=FILE))
    return {
        "causes": [finding.packed(cause) for cause in causes],
        "gives": [[kind, finding.plain(name)] for kind, name in sorted(found.gives)[:MOST]],
        "asks": [[kind, finding.plain(name)] for kind, name in sorted(found.asks)[:MOST]],
        "alone": found.alone,
        "proved": {finding.plain(one): _lines(bound) for one, bound in found.proved.items()},
    }


def _lines(text: str) -> str:
    return "\n".join(finding.plain(line) for line in text.split("\n"))


def _mended(unit: Unit, told: Callable[[str], None]) -> dict[str, Any]:
    """The drawings of a unit after all repairs, where there were any; the changes in words."""
    files: dict[str, bytes] = {}
    changes: list[list[str]] = []
    for name, data in unit.files.items():
        place = name if unit.whole else given.place(name, data)
        if isinstance(place, Cause) or not place.endswith(given.DRAWING):
            continue
        told(name)
        new, made = repairs.mended(data, name)
        if made:
            files[name] = new
            changes += [[name, finding.plain(change.says)] for change in made]
    return _told(unit, alone.Alone([])) | {"files": given.coded(files), "changes": changes}


def _proposed(unit: Unit, told: Callable[[str], None]) -> dict[str, Any]:
    """Changes after which the promises of a pack are kept, the files after them, and the promises that are not kept
    even then."""
    before = Pack(unit.before) if unit.before is not None else None
    found = proposals.propose(Pack(unit.files), before, unit.proposed, told)
    return _told(unit, alone.Alone([])) | {
        "proposals": [
            [finding.plain(one.says), one.file, one.element, list(one.keeps)] for one in found.proposals],
        "files": given.coded(found.files),
        "left": list(found.left),
    }


def _looked(unit: Unit, told: Callable[[str], None], kept: Keep) -> alone.Alone:
    if unit.whole:
        return _pack(unit.files, told, kept, unit.bounds)
    (name, data), = unit.files.items()
    if unit.zipped:
        return _pack(zipped.unpack(name, data), told, kept, unit.bounds)
    return alone.check(finding.plain(name), data, told, kept)


def _pack(files: Mapping[str, bytes], told: Callable[[str], None], kept: Keep, bounds: bool) -> alone.Alone:
    wrong = [Cause("This file is not UTF-8.", name, rule=FILE, repair="Save it as UTF-8.")
             for name, data in files.items() if not _is_utf8(data)]
    if wrong:
        return alone.Alone(wrong)
    found = judgement(read(Pack(files), told=told), told, kept, bounds)
    return alone.Alone(alone.hinted(found.causes, files), proved=found.proved)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
