"""L16: every user task has a form, every form that is named exists, and its answers have a name of their own."""

from collections.abc import Iterator

from engine.check import names
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import Element
from engine.errors import Cause
from engine.forms.keywords import is_name

RULE = "L16"
PROPERTY = "formJsonSchemaFilename"
WORDS = "bpmn/milestones.toml"


def find(parts: Parts) -> Iterator[Cause]:
    """User tasks without a form, names of forms that are not there, answers that would hide something."""
    there, facts = parts.stems(".json"), names.facts(parts)
    for element in parts.nodes:
        if element.kind == "userTask" and not element.form:
            yield cause(f"{the(element)} has no form.", element.file, element.id, RULE,
                        f"Name one in the property {PROPERTY}, or draw a manual task if nothing is to be filled in.")
        elif parts.whole and element.form and element.form not in there:
            yield cause(f"the form {element.form}.json of {the(element)} is not in forms/.",
                        element.file, element.id, RULE, meant(element.form, there))
    for element in names.with_data(parts):
        yield from _data_name(element, facts)
    for message in parts.words.messages.values() if parts.words and parts.whole else ():
        if message.form and message.form not in there:
            yield cause(f"the form {message.form}.json of the message {message.name} is not in forms/.",
                        WORDS, message.name, RULE, meant(message.form, there))


def _data_name(element: Element, facts: frozenset[str]) -> Iterator[Cause]:
    name = element.data_name
    if not is_name(name):
        yield cause(f'the answers of {the(element)} cannot be kept under "{name}".', element.file, element.id, RULE,
                    "Write a plain name of letters, digits and _ as variableName.")
    elif name in facts:
        yield cause(f'the answers of {the(element)} would hide the fact "{name}" from every later step.',
                    element.file, element.id, RULE, "Give them another name by variableName.")
