"""L06: a timer is a duration in quotes or ends in a function of time (traps 2-4).

One that repeats does so on an edge, without interrupting, a number of times or with its deadline, and
what it starts needs nobody: else the same work would pile up (trap 8).
"""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime

from engine import expressions
from engine.check import texts
from engine.check.drawing import Drawing
from engine.check.parts import Parts
from engine.check.texts import Text
from engine.check.wording import cause, the
from engine.diagram import HUMAN, Element
from engine.errors import Cause, ExpressionInvalid
from engine.process import TIME_FUNCTIONS, durations

RULE = "L06"
EXAMPLES = 'Write "P5D" with its quotes, or a function such as working_days(5) or deadline("final").'
DUE_EXAMPLES = 'Write a function such as working_days(2) or deadline("target").'
CYCLES = 'Write "R3/P5D" in its quotes, or a deadline that is set anew each time, such as deadline("next_update").'
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def find(parts: Parts) -> Iterator[Cause]:
    """Timers without a text, timers that repeat out of place, texts that are no moment."""
    for drawing in parts.drawings.values():
        for element in drawing.nodes.values():
            if element.event == "timer" and element.kind != "startEvent":
                yield from _kind(element, drawing)
    for text in texts.of(parts):
        if text.use in texts.OF_TIME:
            yield from _text(text)


def _kind(element: Element, drawing: Drawing) -> Iterator[Cause]:
    if not element.timer:
        yield _at(element, "does not say when", EXAMPLES)
    elif element.timer_kind == "timeCycle":
        yield from _cycle(element, drawing)


def _cycle(element: Element, drawing: Drawing) -> Iterator[Cause]:
    if element.kind != "boundaryEvent" or element.interrupting:
        yield _at(element, "repeats, and only a timer on an edge that does not interrupt can do that",
                  "Draw a timer with timeDuration, or put this one on the edge without interrupting.")
        return
    if not _is_live(element.timer):
        try:
            durations.repeat(element.timer)
        except ExpressionInvalid as wrong:
            yield _at(element, f"repeats, but {wrong.causes[0].message.rstrip('.')}", CYCLES)
    people = [drawing.nodes[one] for one in sorted(drawing.after([element.id])) if drawing.nodes[one].kind in HUMAN]
    for one in people[:1]:
        yield _at(element, f"repeats, and would open {the(one)} again each time",
                  "Draw a timer that fires once for it.")


def _is_live(text: str) -> bool:
    """True for a moment that asks for a deadline."""
    try:
        expression = expressions.parse(text)
    except ExpressionInvalid:
        return False  # expressions_known says why
    return "deadline" in expression.calls and not _problem(texts.tree(expression), durations_allowed=False)


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)


def _text(text: Text) -> Iterator[Cause]:
    try:
        expression = text.parsed()
    except ExpressionInvalid:
        return  # expressions_known says why
    problem = _problem(texts.tree(expression), durations_allowed=text.use == texts.TIMER)
    if problem:
        repair = EXAMPLES if text.use == texts.TIMER else DUE_EXAMPLES
        yield cause(f"{text.what} {expression.source} {problem}.", text.file, text.place, RULE, repair)


def _problem(node: ast.expr, durations_allowed: bool) -> str:
    """Why this part gives no moment; empty when it does."""
    if isinstance(node, ast.IfExp):
        return _problem(node.body, durations_allowed) or _problem(node.orelse, durations_allowed)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TIME_FUNCTIONS:
        return _of_call(node.func.id, node.args)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return _of_duration(node.value) if durations_allowed else "is a text, and a moment is needed"
    if isinstance(node, ast.Name) and not _of_duration(node.id):
        return "has lost its quotes"
    return "is no moment"


def _of_call(name: str, given: list[ast.expr]) -> str:
    if name == "earliest":
        return next((problem for node in given if (problem := _problem(node, False))), "")
    if name == "working_hours" and len(given) == 1 and isinstance(given[0], ast.Constant) and given[0].value == 0:
        return "leaves no time at all"
    return ""


def _of_duration(text: str) -> str:
    try:
        after = durations.add(ANY_DAY, text)
    except ExpressionInvalid:
        return "is no duration"
    return "leaves no time at all" if after <= ANY_DAY else ""
