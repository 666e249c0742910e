"""The small functions that formulas are made of. Each takes a scope and gives a value."""

from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

from engine.feel import moments
from engine.feel.calculating import calculate, negative, part
from engine.feel.comparing import Answer, both, compared
from engine.feel.comparing import opposite as contrary
from engine.feel.trouble import Run, Scope, Test, Trouble
from engine.feel.values import kind


def always(value: Any) -> Run:
    return lambda _scope: value


def named(name: str) -> Run:
    return lambda scope: scope.read(name)


def part_of(whole: Run, name: str) -> Run:
    return lambda scope: part(whole(scope), name, scope)


def listed(runs: list[Run]) -> Run:
    return lambda scope: [run(scope) for run in runs]


def call(name: str, runs: list[Run]) -> Run:
    return lambda scope: scope.call(name, [run(scope) for run in runs])


def chain(first: Run, rest: list[tuple[str, Run]]) -> Run:
    """a + b - c, from left to right."""
    def run(scope: Scope) -> Any:
        value = first(scope)
        for sign, following in rest:
            value = calculate(sign, value, following(scope), scope)
        return value

    return run


def opposite(run: Run) -> Run:
    return lambda scope: negative(run(scope), scope)


def comparison(sign: str, left: Run, right: Run) -> Run:
    return lambda scope: compared(left(scope), sign, right(scope))


def between(middle: Run, low: Run, high: Run) -> Run:
    def run(scope: Scope) -> Answer:
        value = middle(scope)
        return both(compared(value, ">=", low(scope)), compared(value, "<=", high(scope)))

    return run


def inside(left: Run, test: Test) -> Run:
    return lambda scope: test(left(scope), scope)


def logic(word: str, runs: list[Run]) -> Run:
    """and, or: one answer can decide all; else a missing one leaves no answer."""
    decides = word == "or"

    def run(scope: Scope) -> Answer:
        answer: Answer = not decides
        for part_run in runs:
            value = _truth(part_run(scope), word, scope)
            if value is decides:
                return decides
            if value is None:
                answer = None
        return answer

    return run


def negation(run: Run) -> Run:
    return lambda scope: contrary(_truth(run(scope), "not", scope))


def choice(test: Run, yes: Run, no: Run) -> Run:
    return lambda scope: (yes if _truth(test(scope), "if", scope) is True else no)(scope)


def moment(what: str, run: Run) -> Run:
    def made(scope: Scope) -> Any:
        try:
            return moment_of(what, run(scope))
        except ValueError as wrong:
            return scope.null(str(wrong))

    return made


_OF: dict[str, Callable[[Any], Any]] = {
    "date": lambda value: value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None,
    "time": lambda value: value.timetz() if isinstance(value, datetime) else value if isinstance(value, time) else None,
}


def moment_of(what: str, value: Any) -> Any:
    """date("2026-03-31") and its sisters; also the day or the time of a date and time.

    Raises:
        ValueError: the text is none.
        Trouble: there is no text.
    """
    if value is None:
        return None
    if isinstance(value, str):
        return moments.read(what, value)
    found = _OF[what](value) if what in _OF else None
    if found is None:
        raise Trouble(f"{what} takes a text such as {moments.EXAMPLES[what]}, and this is a {kind(value)}")
    return found


def _truth(value: Any, word: str, scope: Scope) -> Answer:
    if value is None or isinstance(value, bool):
        return value
    return scope.null(f"{word} takes true and false, and this is a {kind(value)}")  # type: ignore[func-returns-value]
