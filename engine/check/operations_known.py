"""Rule operation: a service task asks for something that Amends can do, and says all that it needs."""

import ast
from collections.abc import Iterator

from engine.check import names, texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import BREACH_EFFECTS, OPERATIONS, OPTIONAL
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import parse

RULE = "operation"


def find(parts: Parts) -> Iterator[Cause]:
    """Unknown operations, unknown and missing parameters, effects that nothing can bring about."""
    for element in parts.nodes:
        if element.kind != "serviceTask":
            continue
        if element.operation not in OPERATIONS:
            asked = f"{element.operation}, which Amends cannot do" if element.operation else "nothing"
            yield _at(element, f"asks for {asked}", meant(element.operation, OPERATIONS))
            continue
        yield from _parameters(element, OPERATIONS[element.operation])
        if element.operation == "apply_breach_effect":
            yield from _effects(element, parts)


def _parameters(element: Element, needed: frozenset[str]) -> Iterator[Cause]:
    taken = needed | OPTIONAL.get(element.operation, frozenset())
    for name in sorted(set(element.parameters) - taken):
        takes = meant(name, taken) if taken else "It takes none."
        yield _at(element, f"gives {element.operation} the parameter {name}, which it does not take", takes)
    for name in sorted(needed):
        if not element.parameters.get(name):
            yield _at(element, f"does not say which {name} it wants of {element.operation}",
                      f'Add the parameter {name} with a value, a text in quotes such as "…".')


def _effects(element: Element, parts: Parts) -> Iterator[Cause]:
    """Where the effects come from a table: the values of its cells that are plain."""
    try:
        asked = texts.tree(parse(element.parameters.get("effects") or "null"))
    except ExpressionInvalid:
        return  # expressions_known says why
    for effect, table in names.decided(parts, asked.id) if isinstance(asked, ast.Name) else ():
        if effect not in BREACH_EFFECTS:
            yield _at(element, f'would be told by the table {table.name} to do "{effect}", which it cannot',
                      meant(effect, BREACH_EFFECTS))


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
