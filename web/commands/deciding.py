"""Asking a decision by hand: decide."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import click

from engine import tables
from engine.errors import Cause, ContentError, EvaluationFailed

FILE = click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.command(short_help="Ask a decision of a DMN file; changes nothing.")
@FILE
@click.option("--decision", required=True, help="Name or id of the decision.")
@click.option("--inputs", default="{}", show_default=True, metavar="JSON",
              help="The inputs by name, {\"Age\": 18}; or @ and a file with them. null where there is none.")
@click.option("--json", "as_json", is_flag=True,
              help="Print {\"ok\": …, \"value\": …, \"notes\": […], \"findings\": […]} for other programs.")
def decide(file: Path, decision: str, inputs: str, as_json: bool) -> None:
    """What a decision in FILE says for these inputs, as JSON.

    Reads any DMN file up to conformance level 2: decisions that need each other, types, formulas,
    functions; what is above that level is refused with every cause. Where FEEL has no answer (1 / 0)
    the value is null, and the reason is told as a note. A table of a pack, which declares no inputs,
    is asked as in a case: its names are the inputs, and a value without an answer is a cause. Needs
    no database.

    Exit code 0 only when the decision was made.
    """
    given, notes = _inputs(inputs), list[str]()
    try:
        value = _value(file, decision, given, notes)
    except ContentError as wrong:
        _refused(list(wrong.causes), as_json)
    except EvaluationFailed as wrong:
        _refused([Cause(wrong.message, file.name)], as_json)
    if as_json:
        click.echo(_text({"ok": True, "value": value, "notes": notes, "findings": []}))
        return
    click.echo(_text(value))
    for note in notes:
        click.echo(f"  note: {note}", err=True)


def _value(file: Path, decision: str, inputs: dict[str, Any], notes: list[str]) -> Any:
    data = file.read_bytes()
    if not tables.stands_alone(data, file.name):
        return tables.read_model(data, file.name).evaluate(decision, inputs, notes)
    table = tables.read(data, file.name)
    if decision not in (table.id, table.name):
        raise EvaluationFailed(f"The decision of this file is {table.id}.")
    hit = tables.decide(table, inputs, {})
    notes.append(f"decided by row {', '.join(map(str, hit.rows))}" if hit.rows else "no row fits")
    return hit.outputs


def _refused(causes: list[Cause], as_json: bool) -> None:
    if as_json:
        findings = [
            {"rule": c.rule, "severity": "error", "file": c.file, "line": c.line, "element": c.element,
             "message": c.message, "repair": c.repair} for c in causes
        ]
        click.echo(_text({"ok": False, "value": None, "notes": [], "findings": findings}))
    else:
        for cause in causes:
            click.echo(f"  ✗ {cause}", err=True)
        click.echo("no decision", err=True)
    raise SystemExit(1)


def _inputs(written: str) -> dict[str, Any]:
    """The inputs from the option or the file it names."""
    try:
        text = Path(written[1:]).read_text(encoding="utf-8") if written.startswith("@") else written
        found = json.loads(text, parse_float=Decimal)
    except (OSError, ValueError, RecursionError) as wrong:
        raise click.ClickException(f"The inputs cannot be read: {wrong}.") from wrong
    if not isinstance(found, dict):
        raise click.ClickException('The inputs are no JSON object; write for example {"Age": 18}.')
    return found


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False)


COMMANDS = [decide]
