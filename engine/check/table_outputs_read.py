"""Rule tables/unread-output: what a table decides is asked for somewhere."""

import tomllib
from collections.abc import Iterator
from dataclasses import replace

from engine import expressions
from engine.check import names, texts
from engine.check.obligations_read import FILE
from engine.check.parts import Parts
from engine.check.wording import cause
from engine.contract import READ
from engine.errors import WARNING, Cause, ExpressionInvalid

RULE = "tables/unread-output"


def find(parts: Parts) -> Iterator[Cause]:
    """Outputs that no diagram, form, letter, table or obligation reads, and Amends itself neither."""
    if not names.judged(parts) or ".md" in parts.broken:
        return
    read = READ | frozenset(_read(parts))
    asked = {element.decision for element in parts.nodes}
    for table in parts.tables.values():
        if table.id not in asked:
            continue
        others = frozenset().union(*(one.reads for one in parts.tables.values() if one is not table))
        for output in sorted(set(table.outputs) - read - others):
            found = cause(f"the table {table.name} decides {output}, and nothing reads it.", table.file, table.id, RULE,
                          "Take the column out, or ask for it where it matters.")
            yield replace(found, severity=WARNING)


def _read(parts: Parts) -> Iterator[str]:
    """The names that everything but tables asks for."""
    for text in texts.of(parts):
        if not text.refused():
            yield from text.parsed().names
    for element in parts.nodes:
        if element.loop is not None:
            yield from (element.loop.collection, element.loop.output_item)
        if element.kind == "scriptTask":
            try:
                yield from expressions.parse_script(element.script).reads
            except ExpressionInvalid:
                continue  # scripts_assign says why
    for form in parts.forms.values():
        yield from (field.suggested for field in form.fields)
    for letter in parts.letters.values():
        yield from letter.variables
    yield from _of_promises(parts.pack.files.get(FILE, b""))


def _of_promises(data: bytes) -> Iterator[str]:
    """The names in conditions of obligations; a file that cannot be read is said elsewhere."""
    try:
        rows = tomllib.loads(data.decode()).get("obligation", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError):
        return
    for row in rows if isinstance(rows, list) else ():
        try:
            yield from expressions.parse(str(row["when"])).names if isinstance(row, dict) and "when" in row else ()
        except ExpressionInvalid:
            continue
