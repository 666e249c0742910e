"""L05: every expression is in the safe language, and every name in it means something (traps 4, 5, 36)."""

import ast
from collections.abc import Iterable, Iterator

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.texts import Text
from engine.check.wording import cause, meant
from engine.errors import Cause
from engine.forms import Form

RULE = "L05"
WHERE_FROM = "Names are facts of forms and tables, data of forms, and what scripts assign."


def find(parts: Parts) -> Iterator[Cause]:
    """Expressions that cannot be read, and names that nothing gives a value."""
    known, data, judged = names.known(parts), names.data(parts), names.judged(parts)
    for text in texts.of(parts):
        refused = text.refused()
        yield from refused
        if judged and not refused and not text.unquoted:
            yield from _unknown(text.parsed().names, known, text.what, text.file, text.place)
            yield from _fields(text, data)
    if judged:
        for table in parts.tables.values():
            yield from _unknown(table.reads, known, f"the table {table.name}", table.file, table.id)


def _unknown(used: Iterable[str], known: Iterable[str], what: str, file: str, place: str) -> Iterator[Cause]:
    for name in sorted(set(used) - set(known)):
        yield cause(f'{what} asks for "{name}", which nothing gives a value.', file, place, RULE,
                    f"{meant(name, known)} {WHERE_FROM}")


def _fields(text: Text, data: dict[str, list[Form]]) -> Iterator[Cause]:
    """Fields asked of a form's data, such as review["comment"], that the form does not have."""
    for node in ast.walk(texts.tree(text.parsed())):
        if not (isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name)):
            continue
        forms = data.get(node.value.id)
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if forms and isinstance(key, str) and not any(key in form.names for form in forms):
            fields = frozenset().union(*(form.names for form in forms))
            yield cause(f'{text.what} asks for "{key}" of {node.value.id}, and that form has no such field.',
                        text.file, text.place, RULE, meant(key, fields))
