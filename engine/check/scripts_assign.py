"""L18: a script only assigns safe expressions, to names of its own (traps 29, 36).

Workflow data hides facts of the same name, so a script that assigned `urgency` would change what
later arrows see but not the case.
"""

from collections.abc import Iterator
from dataclasses import replace

from engine.check import names
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import BUILTINS, Script, parse_script
from engine.process import FUNCTIONS

RULE = "L18"


def find(parts: Parts) -> Iterator[Cause]:
    """Scripts outside the language, unknown names in them, and names they must not assign."""
    facts, data, known = names.facts(parts), frozenset(names.data(parts)), names.known(parts)
    for element in parts.nodes:
        if element.kind != "scriptTask":
            continue
        if not element.script:
            yield _at(element, "is empty", "Write name = value, or take the task out.")
            continue
        try:
            script = parse_script(element.script)
        except ExpressionInvalid as wrong:
            yield from (replace(one, file=element.file, element=element.id, rule=RULE) for one in wrong.causes)
            continue
        yield from _writes(element, script, facts, data)
        if names.judged(parts):
            for name in sorted(script.reads - known):
                yield _at(element, f'asks for "{name}", which nothing gives a value', meant(name, known))


def _writes(element: Element, script: Script, facts: frozenset[str], data: frozenset[str]) -> Iterator[Cause]:
    for name in sorted(script.writes):
        if name in facts:
            yield _at(element, f"assigns {name}, which is a fact of the case and would only be hidden by it",
                      "Choose another name; let a form or a table change the fact.")
        elif name in data:
            yield _at(element, f"assigns {name}, under which a form keeps its answers", "Choose another name.")
        elif name in FUNCTIONS or name in BUILTINS:
            yield _at(element, f"assigns {name}, which is a function", "Choose another name.")


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"the script of {the(element)} {problem}.", element.file, element.id, RULE, repair)
