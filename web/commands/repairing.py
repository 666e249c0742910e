"""`amends check --repair OUT` and `--propose OUT`: a copy with all safe repairs, or with changes after which the
promises are kept, beside what was given and never over it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from engine.check import contained
from engine.errors import ContentError
from engine.packs import ENDINGS, FOLDERS
from web.commands.folders import pack_folder
from web.commands.gathering import below, is_pack, read


def repaired(given: Sequence[Path], out: Path, limits: contained.Limits, *, quiet: bool) -> Path:
    """Write the mended copy, say what was changed, and give the copy's place.

    Raises:
        click.UsageError: more than one thing was given, or OUT is there already.
        ContentError: something could not be read; nothing was written.
    """
    source, out = _places(given, out, "--repair")
    files, causes = read(_there(source))  # what cannot be mended is copied as it is; the check then says why
    mended = contained.mend(files, limits)
    if causes:
        raise ContentError(causes)
    _write(source, out, files, mended.files)
    if not quiet:
        for file, says in mended.changes:
            click.echo(f"  + {file}: {says}")
        click.echo(f"{_counted(len(mended.changes), 'repair', 'made') or 'nothing to repair'}; the copy is {out}")
    return out


def proposed(given: Sequence[Path], out: Path, before: Path | None, *, quiet: bool) -> Path:
    """Write the copy in which the promises are kept, say what was changed, and give its place. `before`: the pack that
    the given one was made from.

    Raises:
        click.UsageError: as `repaired`; and what was given is no pack.
        ContentError: something could not be read; nothing was written.
    """
    source, out = _places(given, out, "--propose")
    for one in (source, before) if before is not None else (source,):
        if not is_pack(one):
            raise click.UsageError(f"{one} is no pack: --propose needs a folder with bpmn/ and forms/.")
    files, causes = read(_there(source))
    origin, others = read(_there(before)) if before is not None else (None, [])
    if causes or others:
        raise ContentError([*causes, *others])
    found = contained.propose(files, origin)
    _write(source, out, files, found.files)
    if not quiet:
        for change in found.proposals:
            click.echo(f"  + {change.file}: {change.says}\n      keeps {', '.join(change.keeps)}")
        said = _counted(len(found.proposals), "change", "proposed, each proved")
        nothing = "no change was found that keeps what is broken" if found.left else \
            "no broken promise was found; what else is wrong comes first"
        click.echo(f"{said or nothing}; the copy is {out}")
    return out


def _places(given: Sequence[Path], out: Path, option: str) -> tuple[Path, Path]:
    """What is copied, and where to."""
    if len(given) > 1:
        raise click.UsageError(f"{option} takes one FILE or FOLDER at a time.")
    source = given[0] if given else pack_folder()
    if source.suffix.lower() == ".zip":
        raise click.UsageError(f"{option} takes no .zip: unpack it, and give the folder.")
    if out.is_dir() and source.is_file():
        out = out / source.name
    if out.exists() and not (source.is_dir() and out.is_dir() and not any(out.iterdir())):
        raise click.UsageError(f"{out} is there already; {option} writes over nothing.")
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise click.UsageError(f"{out} lies in what is to be copied; choose a place beside it.")
    return source, out


def _write(source: Path, out: Path, files: Mapping[str, bytes], changed: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        place = out if source.is_file() else out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as opened:
            opened.write(changed.get(name, data))


def _counted(count: int, what: str, done: str) -> str:
    return f"{count} {what}{'s' if count > 1 else ''} {done}" if count else ""


def _there(source: Path) -> list[tuple[str, Path]]:
    """What is copied: a file, a pack, or what is looked at in any other folder."""
    if source.is_file():
        return [(source.name, source)]
    paths = below(source)
    if is_pack(source):
        paths = [path for folder in FOLDERS for path in below(source / folder, ENDINGS)]
    return [(path.relative_to(source).as_posix(), path) for path in paths]
