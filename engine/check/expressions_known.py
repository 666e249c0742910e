"""L05: every expression is in the safe language, and every name in it means something (traps 4, 5, 36)."""

import ast
from collections.abc import Iterable, Iterator

from engine.check import names, texts
from engine.check.around import Around
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
    inner = _Inner(parts)
    for text in texts.of(parts):
        refused = text.refused()
        yield from refused
        if judged and not refused and not text.unquoted:
            yield from _unknown(text.parsed().names, known, text.what, text.file, text.place)
            yield from inner.out_of_place(text)
            yield from _fields(text, data)


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


class _Inner:
    """Names that only the instances of a multi-instance know, and where that is."""

    def __init__(self, parts: Parts) -> None:
        self._around = Around(parts)
        self._nodes = {one.id: one for one in parts.nodes}
        self._sources = {flow.id: flow.source for drawn in parts.drawings.values() for flow in drawn.flows}
        everywhere = names.facts(parts) | names.assigned(parts) | names.given_out(parts) | frozenset(names.data(parts))
        self._inner = frozenset(name for one in parts.nodes for name in names.members(one)) - everywhere

    def out_of_place(self, text: Text) -> Iterator[Cause]:
        """Such names, asked for where a case may come without being in an instance."""
        asked = sorted(text.parsed().names & self._inner)
        element = self._nodes.get(self._sources.get(text.place, text.place))
        if not asked or element is None:
            return
        own = names.members(element) if text.use in (texts.SAYING, texts.DUE) else frozenset[str]()
        ways = [
            own.union(*(names.members(one) for one in way))
            for way in self._around.ways(element.scope, element.process)
        ]
        for name in asked:
            if any(name not in way for way in ways):
                yield cause(f'{text.what} asks for "{name}", which is known inside its multi-instance only.',
                            text.file, text.place, RULE, "Ask for the list that comes out of it.")
