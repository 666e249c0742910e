"""Rule tables/unwritten-input: what a table asks for is given by something."""

from collections.abc import Iterator
from dataclasses import replace

from engine.check import names
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.contract import DEFAULT_URGENCY, INTAKE_FORM, KNOWN, REOPEN, STAFF_INTAKE_FORM
from engine.errors import WARNING, Cause
from engine.tables import Table

RULE = "tables/unwritten-input"
WHERE_FROM = "Names are facts of forms and tables, data of forms, and what scripts assign."
BY_ITSELF = frozenset({INTAKE_FORM, STAFF_INTAKE_FORM, REOPEN})
"""Forms that no diagram has to name."""


def find(parts: Parts) -> Iterator[Cause]:
    """Names in tables that nothing gives a value, or only what is never used; and texts that nothing gives."""
    if not names.judged(parts):
        return
    known, only = names.known(parts), _unused(parts)
    own = names.assigned(parts) | names.given_out(parts) | frozenset(names.data(parts)) | {"outcome"}
    for table in parts.tables.values():
        for name in sorted(table.reads - known):
            yield cause(f'the table {table.name} asks for "{name}", which nothing gives a value.', table.file, table.id,
                        RULE, f"{meant(name, known)} {WHERE_FROM}")
        for name in sorted(table.reads & set(only)):
            found = cause(f"the table {table.name} asks for {name}, which only {only[name]} gives, and no step of a "
                          "diagram uses that.", table.file, table.id, RULE, "Use it in a step, or take the column out.")
            yield replace(found, severity=WARNING)
        yield from _texts(table, parts, own)


def _unused(parts: Parts) -> dict[str, str]:
    """Facts that are given by forms and tables alone which no step uses, each with one of those."""
    forms = BY_ITSELF | {one.form for one in parts.nodes}
    decisions = {one.decision for one in parts.nodes}
    given = KNOWN | names.assigned(parts) | names.given_out(parts) | frozenset(names.data(parts))
    idle: dict[str, str] = {}
    used = set(given)
    for form in parts.forms.values():
        for field in form.fields:
            if field.fact and form.name in forms:
                used.add(field.fact)
            elif field.fact:
                idle[field.fact] = f"the form {form.name}"
    for table in parts.tables.values():
        if table.id in decisions:
            used.update(table.outputs)
        else:
            idle.update(dict.fromkeys(table.outputs, f"the table {table.name}"))
    return {name: where for name, where in idle.items() if name not in used}


def _texts(table: Table, parts: Parts, own: frozenset[str]) -> Iterator[Cause]:
    """Cells that wait for a text which no table says and no form offers. Of `own` facts it is not known what
    they can be: scripts assign them, or an end that is reached."""
    for place, column in enumerate(table.inputs):
        fact = column.expression.source.strip()
        said = None if fact in own else _said(fact, parts)
        for rule in table.rules if said is not None else ():
            for text in rule.tests[place].literals:
                if isinstance(text, str) and said is not None and text not in said:
                    yield cause(f'row {rule.number} waits for {fact} to be "{text}", which nothing gives.', table.file,
                                rule.id, RULE, meant(text, said))


def _said(fact: str, parts: Parts) -> frozenset[str] | None:
    """The texts that a fact can be, where tables give it; None where anything could, or no table has a say
    (values_offered says what forms do not offer)."""
    givers = [table for table in parts.tables.values() if fact in table.outputs]
    if not givers:
        return None
    found: set[str] = {DEFAULT_URGENCY} if fact == "urgency" else set()
    for table in givers:
        place = table.outputs.index(fact)
        if not all(rule.values[place].fixed for rule in table.rules):
            return None
        found.update(table.texts(fact))
    for form in parts.forms.values():
        for field in form.fields:
            if fact in (field.fact, field.column):
                if not field.options:
                    return None
                found.update(str(option.value) for option in field.options)
    return frozenset(found)
