"""The working copy of a pack: where it lies, and how a command is told so."""

from pathlib import Path

import click

from engine.config import ROOT

FOLDER = click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)


def pack_folder() -> Path:
    """Where the working copy of the pack lies: here, else beside the program."""
    here = Path.cwd()
    return here if (here / "bpmn").is_dir() else ROOT
