"""L15: what is done once for each member of a list says which list, and no instance overwrites another.

Facts belong to the whole case; asked or decided once for each member, the last would win (trap 24).
"""

from collections.abc import Iterator

from engine.check import names
from engine.check.around import Around
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import Element, Loop
from engine.errors import Cause
from engine.expressions import BUILTINS, is_name
from engine.process import FUNCTIONS

RULE = "L15"
LASTS = "the last instance would overwrite the others"
GIVE_OUT = "Let each instance give something out (loopDataOutputRef), and ask or decide for all of them after it."


def find(parts: Parts) -> Iterator[Cause]:
    """Multi-instances that lack a name, names that would hide others, and facts inside."""
    facts, known = names.facts(parts), names.known(parts)
    answers = frozenset(names.data(parts))
    around = Around(parts)
    for element in parts.nodes:
        if element.loop is not None:
            yield from _missing(element, element.loop)
            yield from _hidden(element, element.loop, facts, answers)
            if names.judged(parts) and element.loop.collection and element.loop.collection not in known:
                yield _at(element, f'goes through "{element.loop.collection}", which nothing gives a value',
                          meant(element.loop.collection, known))
        inside = element.loop or any(
            one.loop for way in around.ways(element.scope, element.process) for one in way
        )
        if inside:
            yield from _facts(element, parts)


def _missing(element: Element, loop: Loop) -> Iterator[Cause]:
    if not loop.collection:
        yield _at(element, "does not say which list it goes through", "Write the name of a list as loopDataInputRef.")
    if not loop.item:
        yield _at(element, "does not say what one member of the list is called",
                  "Add an inputDataItem with a name; expressions inside know the member by it.")
    if bool(loop.output) != bool(loop.output_item):
        lacks, has = ("outputDataItem", "loopDataOutputRef") if loop.output else ("loopDataOutputRef", "outputDataItem")
        yield _at(element, f"has a {has} without {lacks}, so nothing comes out of it", "Write both, or none.")


def _hidden(element: Element, loop: Loop, facts: frozenset[str], answers: frozenset[str]) -> Iterator[Cause]:
    for what, name in (("member", loop.item), ("outcome", loop.output)):
        if name and not is_name(name):
            yield _at(element, f'calls its {what} "{name}", which is no name', "Use letters, digits and _.")
        elif name in facts:
            yield _at(element, f"calls its {what} {name}, and would hide the fact of that name", "Choose another name.")
        elif name in FUNCTIONS or name in BUILTINS:
            yield _at(element, f"calls its {what} {name}, which is a function", "Choose another name.")
    if loop.item and loop.item in answers:
        yield _at(element, f"calls its member {loop.item}, under which a form keeps its answers",
                  "Choose another name.")
    if loop.output and loop.output in (loop.item, loop.output_item):
        yield _at(element, f"calls what comes out of it {loop.output}, as what goes in or each gives",
                  "Give the whole list a name of its own.")


def _facts(element: Element, parts: Parts) -> Iterator[Cause]:
    form = parts.forms.get(element.form)
    asked = sorted({field.fact for field in form.fields if field.fact}) if form is not None else []
    if asked:
        yield _at(element, f"is done once for each member of a list, and its form asks for the "
                           f"{'fact' if len(asked) == 1 else 'facts'} {', '.join(asked)}: {LASTS}", GIVE_OUT)
    if element.kind == "businessRuleTask":
        yield _at(element, f"is done once for each member of a list, and its outputs are facts: {LASTS}", GIVE_OUT)


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)
