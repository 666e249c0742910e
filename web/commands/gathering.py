"""Files from the disk, for a check: which there are below a folder, and what is in them."""

import os
from collections.abc import Collection, Sequence
from pathlib import Path

from engine.check.finding import plain
from engine.check.given import READ
from engine.check.parts import FILE
from engine.check.zipped import LIMIT_BYTES
from engine.errors import Cause
from engine.packs import FOLDERS


def is_pack(path: Path) -> bool:
    """Whether a folder holds both folders of a pack."""
    return all((path / folder).is_dir() for folder in FOLDERS)


def below(folder: Path, endings: Collection[str] = READ) -> list[Path]:
    """What has these endings and is no folder, in order of their names; links to folders are not followed. What is no
    plain file is said when it is read."""
    found = []
    for place, folders, names in os.walk(folder):
        folders.sort()
        found += [Path(place, name) for name in sorted(names) if Path(name).suffix.lower() in endings]
    return [path for path in found if not path.is_dir()]


def read(there: Sequence[tuple[str, Path]]) -> tuple[dict[str, bytes], list[Cause]]:
    """What is in the files, as far as anybody could want it, and which cannot be read."""
    files: dict[str, bytes] = {}
    causes: list[Cause] = []
    for given, path in there:
        name = plain(given)
        try:
            if not path.is_file():
                causes.append(Cause("This is no plain file.", name, rule=FILE))
                continue
            with path.open("rb") as opened:
                files[name] = opened.read(LIMIT_BYTES + 1)
        except OSError as wrong:
            causes.append(Cause(f"This file cannot be read: {wrong.strerror}.", name, rule=FILE))
    return files, causes
