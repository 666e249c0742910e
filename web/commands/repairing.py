"""`amends check --repair OUT`: a copy with all safe repairs, beside what was given and never over it."""

from collections.abc import Sequence
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
    if len(given) > 1:
        raise click.UsageError("--repair takes one FILE or FOLDER at a time.")
    source = given[0] if given else pack_folder()
    if source.suffix.lower() == ".zip":
        raise click.UsageError("--repair takes no .zip: unpack it, and give the folder.")
    if out.is_dir() and source.is_file():
        out = out / source.name
    if out.exists() and not (source.is_dir() and out.is_dir() and not any(out.iterdir())):
        raise click.UsageError(f"{out} is there already; --repair writes over nothing.")
    if source.is_dir() and out.resolve().is_relative_to(source.resolve()):
        raise click.UsageError(f"{out} lies in what is to be repaired; choose a place beside it.")
    _write(source, out, limits, quiet)
    return out


def _write(source: Path, out: Path, limits: contained.Limits, quiet: bool) -> None:
    files, causes = read(_there(source))  # what cannot be mended is copied as it is; the check then says why
    mended = contained.mend(files, limits)
    if causes:
        raise ContentError(causes)
    for name, data in files.items():
        place = out if source.is_file() else out / name
        place.parent.mkdir(parents=True, exist_ok=True)
        with place.open("xb") as opened:
            opened.write(mended.files.get(name, data))
    for file, says in mended.changes if not quiet else ():
        click.echo(f"  + {file}: {says}")
    if not quiet:
        count = len(mended.changes)
        what = f"{count} repair{'s' if count > 1 else ''} made" if count else "nothing to repair"
        click.echo(f"{what}; the copy is {out}")


def _there(source: Path) -> list[tuple[str, Path]]:
    """What is copied: a file, a pack, or what is looked at in any other folder."""
    if source.is_file():
        return [(source.name, source)]
    paths = below(source)
    if is_pack(source):
        paths = [path for folder in FOLDERS for path in below(source / folder, ENDINGS)]
    return [(path.relative_to(source).as_posix(), path) for path in paths]
