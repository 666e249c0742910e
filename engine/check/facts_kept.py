"""Rule fact: what forms and tables decide can be kept, and the rest of Amends knows what to do with it."""

from collections.abc import Collection, Iterator

from engine.check import names
from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.contract import DECIDED, KNOWN
from engine.errors import Cause

RULE = "fact"
FIXED = KNOWN - DECIDED
REGIMES = "bpmn/regimes.toml"


def find(parts: Parts) -> Iterator[Cause]:
    """Facts that cannot be changed, facts that nothing suggests, and classes of urgency and regimes that
    do not exist."""
    for file, place, fact in _set(parts):
        if fact in FIXED:
            yield cause(f"the fact {fact} is as it came in, and cannot be changed.", file, place, RULE,
                        "Choose another name; a question for a column of the case has x-amends-case.")
    if names.judged(parts):
        yield from _unsuggested(parts)
    if parts.regimes is not None:
        yield from _unknown(parts, "urgency", parts.regimes.urgencies)
        yield from _unknown(parts, "regimes", parts.regimes.regimes)


def _set(parts: Parts) -> Iterator[tuple[str, str, str]]:
    """File, place and name of every fact that is asked or decided."""
    for form in parts.forms.values():
        yield from ((form.file, field.name, field.fact) for field in form.fields if field.fact)
    for table in parts.tables.values():
        yield from ((table.file, table.id, name) for name in table.outputs)


def _unsuggested(parts: Parts) -> Iterator[Cause]:
    """Questions that begin with a fact which no case knows."""
    known = names.facts(parts)
    for form in parts.forms.values():
        for field in form.fields:
            if field.suggested and field.suggested not in known:
                yield cause(f'the question begins with "{field.suggested}", which no case knows.', form.file,
                            field.name, RULE, meant(field.suggested, known))


def _unknown(parts: Parts, fact: str, known: Collection[str]) -> Iterator[Cause]:
    for value, table in names.decided(parts, fact):
        if value not in known:
            yield cause(f'the table {table.name} gives {fact} the value "{value}", which {REGIMES} does not have.',
                        table.file, table.id, RULE, meant(value, known))
    for form in parts.forms.values():
        for field in form.fields:
            for option in field.options if field.fact == fact else ():
                if str(option.value) not in known:
                    yield cause(f'the form offers {fact} "{option.value}", which {REGIMES} does not have.',
                                form.file, field.name, RULE, meant(str(option.value), known))
