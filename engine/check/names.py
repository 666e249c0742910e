"""The names that expressions of a pack can use, and who gives them a value."""

from collections.abc import Iterator

from engine import expressions
from engine.check.parts import Parts
from engine.contract import KNOWN
from engine.diagram import Element
from engine.errors import ExpressionInvalid
from engine.forms import Form
from engine.tables import Table

ASKED_ONLY = frozenset({"topic", "language"})
"""Columns of a case that have no other values than the forms offer: what is imported is fitted to them.
Countries and channels come in beside."""


def facts(parts: Parts) -> frozenset[str]:
    """Facts of the case: known for every case, asked by a form, or set by a table."""
    asked = {field.fact for form in parts.forms.values() for field in form.fields if field.fact}
    decided = {name for table in parts.tables.values() for name in table.outputs}
    return KNOWN | asked | decided


def with_data(parts: Parts) -> Iterator[Element]:
    """Elements whose form or message leaves data in the run."""
    for element in parts.nodes:
        answered = element.kind == "userTask" or (element.event == "message" and element.kind != "startEvent")
        if answered and element.data_name:
            yield element


def data(parts: Parts) -> dict[str, list[Form]]:
    """Names under which answers are kept, each with the forms that are kept there."""
    found: dict[str, list[Form]] = {}
    for element in with_data(parts):
        forms = found.setdefault(element.data_name, [])
        if element.form in parts.forms:
            forms.append(parts.forms[element.form])
    return found


def assigned(parts: Parts) -> frozenset[str]:
    """Names that scripts assign; a script that cannot be read assigns nothing here."""
    found: set[str] = set()
    for element in parts.nodes:
        if element.kind == "scriptTask":
            try:
                found |= expressions.parse_script(element.script).writes
            except ExpressionInvalid:
                continue  # scripts_assign says why
    return frozenset(found)


def given_out(parts: Parts) -> frozenset[str]:
    """Lists that come out of multi-instances."""
    return frozenset(one.loop.output for one in parts.nodes if one.loop and one.loop.output)


def members(element: Element) -> frozenset[str]:
    """What only one instance of a multi-instance knows: its member of the list, and its number."""
    return frozenset({element.loop.item, "loop_number"}) - {""} if element.loop else frozenset()


def known(parts: Parts) -> frozenset[str]:
    """Everything that an expression can name somewhere."""
    inside = frozenset(name for one in parts.nodes for name in members(one))
    return facts(parts) | assigned(parts) | frozenset(data(parts)) | given_out(parts) | inside


def decided(parts: Parts, fact: str) -> Iterator[tuple[str, Table]]:
    """The plain texts that tables give a fact, alone or in a list, each with its table."""
    for table in parts.tables.values():
        if fact in table.outputs:
            yield from ((text, table) for text in table.texts(fact))


def judged(parts: Parts) -> bool:
    """False while a file that could give names cannot be read, or is not there: then no name is called unknown."""
    return parts.whole and not parts.broken & {".bpmn", ".dmn", ".json"}


def offered(parts: Parts) -> dict[str, frozenset[str]]:
    """The answers that forms offer for a fact, where nothing but such forms gives it a value."""
    free = {name for table in parts.tables.values() for name in table.outputs}
    found: dict[str, frozenset[str]] = {}
    for form in parts.forms.values():
        for field in form.fields:
            name = field.fact or (field.column if field.column in ASKED_ONLY else "")
            if name and field.options:
                found[name] = found.get(name, frozenset()) | {str(one.value) for one in field.options}
            elif name:
                free.add(name)
    return {name: answers for name, answers in found.items() if name not in free}
