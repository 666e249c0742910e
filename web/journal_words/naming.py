"""What a case knows, in words: the question that asks for it, or the heading of the table that reads or gives it."""

from typing import Any

from engine import overview
from engine.packs import Pack
from web import case_words
from web.journal_words.told import form_answers


def said(name: str, value: Any, pack: Pack) -> list[tuple[str, str]]:
    """Question and answer; of a whole form, each of its answers."""
    if isinstance(value, dict) and name in pack.forms:
        return list(form_answers(name, value, pack))
    return [(question(name, pack), answer(name, value, pack))]


def question(name: str, pack: Pack) -> str:
    """The words for a fact, or for what a table asks; without any, its name as people write."""
    if name in pack.asking:
        return pack.asking[name][0].title
    for table in pack.tables.values():
        columns = [(one.name, one.label) for one in table.columns]
        columns += [(one.expression.source, one.label) for one in table.inputs]
        label = next((label for known, label in columns if known == name and label), "")
        if label:
            return label
    text = name.replace("_", " ")
    return text[:1].upper() + text[1:]


def answer(name: str, value: Any, pack: Pack) -> str:
    """A value in the words of the form that asks for it."""
    return case_words.value(overview.fact({name: value}, pack, name))
