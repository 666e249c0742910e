"""`amends check`: what keeps drawings, tables, forms and packs from going live, without starting anything."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import monotonic

import click

from engine.check import Judgement, contained, finding
from engine.check.given import READ
from engine.check.parts import FILE
from engine.errors import ERROR, NOTE, WARNING, Cause
from engine.packs import ENDINGS, FOLDERS
from web.commands import repairing
from web.commands.folders import pack_folder
from web.commands.gathering import below, is_pack, read

MARKS: Mapping[str, str] = {ERROR: "✗", WARNING: "!", NOTE: "·"}
AT_ONCE = 500
"""Files on their own that are read and looked at before the next ones are."""


@click.command(short_help="Say what keeps a pack, a drawing, a table or a form from running; changes nothing.")
@click.argument("given", metavar="[FILE|FOLDER]...", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print {\"ok\": …, \"findings\": […]} for other programs.")
@click.option("--repair", "out", type=click.Path(path_type=Path), default=None, metavar="OUT",
              help="Write a copy with all safe repairs to OUT, say what was changed, and check the copy.")
@click.option("--propose", type=click.Path(path_type=Path), default=None, metavar="OUT",
              help="Look for changes after which broken promises are kept, write a copy with them, and check that.")
@click.option("--before", type=click.Path(exists=True, file_okay=False, path_type=Path), default=None,
              metavar="FOLDER", help="The pack it was made from: what was changed since may be taken back.")
@click.option("--proofs", is_flag=True,
              help="Also list the promises that are kept, those about time with their bound for each class of cases.")
@click.option("--seconds", type=click.FloatRange(min=0.1), default=None,
              help="End after so many seconds in all; without it, a pack has 20, each file on its own 4.")
def check(
    given: tuple[Path, ...], as_json: bool, out: Path | None, propose: Path | None, before: Path | None, proofs: bool,
    seconds: float | None,
) -> None:
    """Look for everything that would keep what is given from running.

    A FOLDER with bpmn/ and forms/ is a pack and is judged as a whole, a .zip of such a folder too. Of any other
    folder each drawing (.bpmn, .xml), table (.dmn), form (.json), letter (.md) and .toml file is judged on its own,
    and so is a FILE; a note then says what was not looked at. Without an argument: the folder you are in, if it has
    a bpmn/, else the pack that comes with Amends. Needs no database.

    Each finding names file, element, what is wrong and what to do. The files are read by a process of its own that
    may not take more than its time and memory, so files of anybody can be looked at.

    With --repair, what can be meant in one way only is written out in a copy: ids of steps and arrows, ends and
    starts that are implied, the default of a gateway, quotes round a duration. A FILE is written to OUT, a FOLDER
    becomes the folder OUT. Nothing that exists is written over, and without these options nothing is written at all.

    With --propose, for each broken promise of a pack changes are tried (a step moves, a timer is put on, an arrow
    leads elsewhere, somebody is kept out, what was changed since --before is taken back) until one is proved to keep
    it and to break nothing else. That takes up to half a minute.

    Exit code 0 only when nothing is found that keeps it from running; warnings (!) and notes (·) do not.
    """
    left = _Left(seconds)
    if before is not None and propose is None:
        raise click.UsageError("--before says what --propose may take back; give both.")
    if propose is not None and out is not None:
        raise click.UsageError("Give --repair first, and --propose for the copy.")
    if propose is not None:
        given = (repairing.proposed(given, propose, before, quiet=as_json),)
    if out is not None:
        given = (repairing.repaired(given, out, left.limits, quiet=as_json),)
    causes: list[Cause] = []
    proved: dict[str, str] = {}
    for found in _checked(given, left, proofs):
        causes += found.causes
        proved |= found.proved
        if not as_json:
            for cause in found.causes:
                click.echo("\n".join(told(cause)))
    if as_json:
        kept = {"proved": {one: bound.split("\n") for one, bound in proved.items()}} if proofs else {}
        click.echo(json.dumps(finding.answer(causes) | kept, indent=2, ensure_ascii=False))
    else:
        for line in _kept(proved) if proofs else ():
            click.echo(line)
        click.echo(_counted(causes, len(proved)))
    if not finding.ok(causes):
        raise SystemExit(1)


def told(cause: Cause) -> Iterator[str]:
    """A finding in lines: what and where, and below it the way on which it shows, with its days."""
    yield f"  {MARKS[cause.severity]} {cause}"
    for step in cause.path:
        if step.says or step.day is not None:
            day = "" if step.day is None else f"day {step.day:g}"
            yield f"      {day:<8} {step.says}{' · ' if step.says else ''}{step.element}"


class _Left:
    """What is left of the time for everything together."""

    def __init__(self, seconds: float | None) -> None:
        self._until = None if seconds is None else monotonic() + seconds

    @property
    def limits(self) -> contained.Limits:
        return contained.Limits(seconds=None if self._until is None else max(0.0, self._until - monotonic()))


def _kept(proved: Mapping[str, str]) -> Iterator[str]:
    """The promises that are kept, in lines."""
    for one, bound in proved.items():
        first, *more = bound.split("\n")
        yield f"  ✓ {one}" + (f": kept {first}" if first else "")
        yield from (f"      {line}" for line in more)


def _checked(given: Sequence[Path], left: _Left, bounds: bool) -> Iterator[Judgement]:
    """What is found, part after part."""
    loose: list[tuple[str, Path]] = []
    for path in given or (pack_folder(),):
        if is_pack(path):
            name = "" if len(given) < 2 else path.as_posix().rstrip("/") + "/"
            yield _pack(path, name, left.limits, bounds)
        elif path.is_dir():
            there = [(one.as_posix(), one) for one in below(path)]
            if not there:
                yield Judgement([Cause("There is nothing to check in this folder.", path.as_posix(), rule=FILE,
                                       repair=f"It holds no bpmn/ and forms/, and no {', '.join(READ)} files.")], {})
            loose += there
        else:
            loose.append((path.as_posix(), path))
    for first in range(0, len(loose), AT_ONCE):
        files, causes = read(loose[first:first + AT_ONCE])
        found = contained.judged(files, left.limits, bounds)
        yield Judgement(causes + found.causes, found.proved)


def _pack(root: Path, name: str, limits: contained.Limits, bounds: bool) -> Judgement:
    there = [(one.relative_to(root).as_posix(), one) for folder in FOLDERS for one in below(root / folder, ENDINGS)]
    files, causes = read(there)
    for folder in FOLDERS:  # a pack stays one, also with an empty folder
        if not any(one.startswith(f"{folder}/") for one in files):
            causes.append(Cause("There is nothing in this folder.", f"{folder}/", rule=FILE))
    found = Judgement(causes, {}) if causes else contained.judged(files, limits, bounds)
    named = [replace(cause, file=f"{name}{cause.file}") for cause in found.causes] if name else found.causes
    return Judgement(named, found.proved)


def _counted(causes: Sequence[Cause], kept: int) -> str:
    counts = [(sum(cause.severity == one for cause in causes), one) for one in (ERROR, WARNING, NOTE)]
    listed = ", ".join(f"{count} {what}{'s' if count != 1 else ''}" for count, what in counts if count)
    promises = f"; {kept} promise{'s' if kept != 1 else ''} kept, whatever people do" if kept else ""
    if not causes:
        return f"nothing found: this pack can be published{promises}"
    return f"{len(causes)} found: {listed}" + ("" if counts[0][0] else "; nothing keeps it from running") + promises


COMMANDS = [check]
