"""Looking at a pack before it is published: check."""

import json
from pathlib import Path

import click

from engine import check as checks
from engine import packs
from engine.errors import Cause, ContentError
from web.commands.folders import FOLDER, pack_folder


@click.command(short_help="Say what keeps a pack from running; changes nothing.")
@FOLDER
@click.option("--json", "as_json", is_flag=True, help="Print {\"ok\": …, \"findings\": […]} for other programs.")
def check(folder: Path | None, as_json: bool) -> None:
    """Look for everything that would keep the pack in FOLDER (bpmn/ and forms/) from running.

    Each finding names file, element, what is wrong and what to do. Without FOLDER: the folder you
    are in, if it has a bpmn/, else the pack that comes with Amends. Needs no database.

    Exit code 0 only when nothing was found.
    """
    causes = _causes(folder)
    if as_json:
        findings = [
            {"rule": c.rule, "severity": "error", "file": c.file, "element": c.element, "message": c.message,
             "repair": c.repair, "path": []} for c in causes
        ]
        click.echo(json.dumps({"ok": not causes, "findings": findings}, indent=2, ensure_ascii=False))
    else:
        for cause in causes:
            click.echo(f"  ✗ {cause}")
        click.echo(f"{len(causes)} found" if causes else "nothing found: this pack can be published")
    if causes:
        raise SystemExit(1)


def _causes(folder: Path | None) -> list[Cause]:
    try:
        return checks.check(packs.read_folder(folder or pack_folder()))
    except ContentError as wrong:
        return list(wrong.causes)


COMMANDS = [check]
