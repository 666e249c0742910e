"""Looking into a database: import, doctor, bench."""

import json
import sys
from pathlib import Path

import click

from engine import bench as benches
from engine import clock, doctor, imports
from web.commands.folders import FOLDER, pack_folder
from web.commands.opening import opened, ready

LINES_SHOWN = 20

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command("import", short_help="Open cases for complaints from a file.")
@FILE
@click.option("--format", "kind", type=click.Choice(["cfpb"]), required=True,
              help="cfpb: the complaint database of the US Consumer Financial Protection Bureau, as CSV.")
def import_file(file: Path, kind: str) -> None:
    """Open a case for each complaint in FILE that is not known yet.

    The day of receipt is kept, the clock of a case starts now, letters are not sent. Rows that do
    not fit are listed by line and reason; the rest is imported. A second run adds nothing, so an
    import that was interrupted is simply started again. Needs a published pack and somebody in its
    groups; exit code 0 also when rows were refused.
    """
    _, database = ready()
    with database.reading() as session:
        now = clock.business(session)
    bar = Bar()
    result = imports.import_cfpb(database, file, now, bar)
    bar.end()
    for reason, lines in _by_reason(result.rejected).items():
        click.echo(f"  {_lines(lines)}: {reason}", err=True)
    click.echo(f"{result.imported} imported, {result.known} known from before, {len(result.rejected)} refused")


def _by_reason(rejected: list[tuple[int, str]]) -> dict[str, list[int]]:
    """Lines by what is wrong with them: a reason that holds for thousands is said once."""
    found: dict[str, list[int]] = {}
    for line, reason in rejected:
        found.setdefault(reason, []).append(line)
    return found


def _lines(lines: list[int]) -> str:
    """Where it is wrong; of many lines the first twenty and how many more."""
    more = f" and {len(lines) - LINES_SHOWN:,} more" if len(lines) > LINES_SHOWN else ""
    return f"line{'s' if lines[1:] else ''} {', '.join(map(str, lines[:LINES_SHOWN]))}{more}"


class Bar:
    """How far a long job is: count, rate and time left, on one line."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()

    def __call__(self, done: int, total: int, rate: float, left: float) -> None:
        if self._shown:
            share = round(30 * done / total) if total else 30
            text = f"{'█' * share}{'░' * (30 - share)} {done:,} of {total:,}  {rate:,.0f}/s  {left:,.0f} s left"
            click.echo(f"\r{text:<90}", nl=False, err=True)

    def end(self) -> None:
        if self._shown:
            click.echo("", err=True)


@click.command("doctor", short_help="Find what is wrong in the database; changes nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print {\"ok\": …, \"findings\": […]} for other programs.")
def doctor_command(as_json: bool) -> None:
    """Look at every case: does it go on or wait for somebody, do lists, states and journal agree?

    Changes nothing and may run while people work. A fault is something Amends or its storage did
    wrong; a warning asks for somebody's attention (a group without people, a worker that sleeps).
    Exit code 1 when there is a fault.
    """
    _, database = ready()
    findings = []
    for finding in doctor.examine(database):
        findings.append(finding)
        if not as_json:
            click.echo(f"  {finding}")
    faults = [finding for finding in findings if not finding.warning]
    if as_json:
        body = {"ok": not faults, "findings": [finding.to_dict() for finding in findings]}
        click.echo(json.dumps(body, indent=2, ensure_ascii=False))
    elif not findings:
        click.echo("nothing found: every case goes on or waits for somebody, and its journal verifies")
    if faults:
        raise SystemExit(1)


@click.group(short_help="Measure this machine and database.")
def bench() -> None:
    """Measure this machine and database; prints JSON and leaves nothing behind."""


@bench.command("task", short_help="Completing a task, beside raw SQL.")
@click.option("--cases", default=100, show_default=True, help="How many cases of six tasks each.")
def task(cases: int) -> None:
    """Completing a task, beside the same rows written by raw SQL.

    Runs a small diagram of its own in a throw-away database beside the one in use (PostgreSQL: in a
    schema, which the user must be allowed to create).
    """
    _, database = opened()
    click.echo(json.dumps(benches.bench_task(database, cases), indent=2))


@bench.command("inbox", short_help="The first page of the inbox, on the cases that are there.")
def inbox() -> None:
    """The first page of the inbox and its counts, on the cases that are there."""
    _, database = ready()
    click.echo(json.dumps(benches.bench_inbox(database), indent=2))


@bench.command("import")
@FILE
def import_bench(file: Path) -> None:
    """Importing FILE into a throw-away database."""
    _, database = ready()
    with database.reading() as session:
        now = clock.business(session)
    bar = Bar()
    figures = benches.bench_import(database, file, now, bar)
    bar.end()
    click.echo(json.dumps(figures, indent=2))


@bench.command("check", short_help="Checking a pack, and a diagram of 200 nodes.")
@FOLDER
@click.option("--runs", default=10, show_default=True, help="How often each is done.")
def check(folder: Path | None, runs: int) -> None:
    """Checking the pack in FOLDER, a diagram of 200 nodes, and all of `amends check` with its start.

    Needs no database. Without FOLDER: as for `amends check`.
    """
    place = folder or pack_folder()
    command = (sys.executable, "-m", "web.cli", "check", str(place.resolve()))
    click.echo(json.dumps(benches.bench_check(place, command, runs), indent=2))


COMMANDS = [import_file, doctor_command, bench]
