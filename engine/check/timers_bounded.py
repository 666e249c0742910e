"""L06: a timer is a duration in quotes or ends in a function of time, and fires once (traps 2-4, 8)."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime

from engine.check import texts
from engine.check.parts import Parts
from engine.check.texts import Text
from engine.check.wording import cause, the
from engine.diagram import Element
from engine.errors import Cause, ExpressionInvalid
from engine.process import TIME_FUNCTIONS, durations

RULE = "L06"
EXAMPLES = 'Write "P5D" with its quotes, or a function such as working_days(5) or deadline("final").'
DUE_EXAMPLES = 'Write a function such as working_days(2) or deadline("target").'
ANY_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def find(parts: Parts) -> Iterator[Cause]:
    """Timers without a text, timers that repeat, texts that are no moment."""
    for element in parts.nodes:
        if element.event == "timer" and element.kind != "startEvent":
            yield from _kind(element)
    for text in texts.of(parts):
        if text.use in texts.OF_TIME:
            yield from _text(text)


def _kind(element: Element) -> Iterator[Cause]:
    if element.timer_kind == "timeCycle":
        yield cause(f"{the(element)} repeats, and timers that repeat do not run yet.", element.file, element.id, RULE,
                    "Draw a timer with timeDuration; for a second reminder draw a second timer.")
    elif not element.timer:
        yield cause(f"{the(element)} does not say when.", element.file, element.id, RULE, EXAMPLES)


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
