"""Every expression that a drawing carries, with the place it stands in."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine import expressions
from engine.check.parts import Parts
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import Expression

CONDITION, TIMER, DUE, PARAMETER, SAYING = "condition", "timer", "due", "parameter", "saying"
CYCLE = "cycle"
OF_TIME = frozenset({TIMER, DUE})
"""Texts that give a moment; those that repeat (CYCLE) are judged apart."""

SAYINGS = {"about": "what the step is about", "lane_from": "the group", "skill": "the skill"}
"""Properties whose expression gives a text (SAYING), and what each says."""


@dataclass(frozen=True)
class Text:
    """One expression as written. `place` is the id of the element or arrow, `what` names it in a sentence."""

    use: str
    source: str
    file: str
    place: str
    what: str

    def parsed(self) -> Expression:
        """Raises ExpressionInvalid when it is outside the language."""
        return expressions.parse(self.source)

    @property
    def unquoted(self) -> bool:
        """True for a timer that is one bare word, such as P5D: timers_bounded says to quote it (trap 4)."""
        return self.use == TIMER and self.source.strip().isidentifier()

    def refused(self) -> list[Cause]:
        """Why it is outside the language; empty when it is not."""
        try:
            self.parsed()
        except ExpressionInvalid as wrong:
            return [replace(cause, file=self.file, element=self.place) for cause in wrong.causes]
        return []


def of(parts: Parts) -> Iterator[Text]:
    """The expressions of all diagrams; scripts and tables are read elsewhere."""
    for drawing in parts.drawings.values():
        for flow in drawing.flows:
            source = drawing.nodes.get(flow.source)
            if flow.condition and source is not None and source.kind == "exclusiveGateway":
                yield Text(CONDITION, flow.condition, drawing.file, flow.id, "the condition")
        for element in drawing.nodes.values():
            yield from _of_element(element)


def _of_element(element: Element) -> Iterator[Text]:
    if element.event == "timer" and element.timer:
        use = CYCLE if element.timer_kind == "timeCycle" else TIMER
        yield Text(use, element.timer, element.file, element.id, "the timer")
    if element.properties.get("due"):
        yield Text(DUE, element.properties["due"], element.file, element.id, "the due moment")
    for name, what in SAYINGS.items():
        if element.properties.get(name):
            yield Text(SAYING, element.properties[name], element.file, element.id, what)
    for name, value in element.parameters.items():
        if value:
            yield Text(PARAMETER, value, element.file, element.id, f"the parameter {name}")


def tree(expression: Expression) -> ast.expr:
    """The syntax tree of an expression that was checked before; only looked at, never executed."""
    return ast.parse(expression.source, mode="eval").body


def literals(node: ast.expr) -> list[str] | None:
    """The texts that an expression can give, if it is plain texts (also by `a if b else c`); else None."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.IfExp):
        yes, no = literals(node.body), literals(node.orelse)
        return None if yes is None or no is None else yes + no
    return None
