"""One expression: read once, evaluated often."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from engine.errors import EvaluationFailed
from engine.expressions.building import Builder
from engine.expressions.source import expression_tree
from engine.expressions.trouble import Function, Run, Trouble

REMEMBERED = 4_096


@dataclass(frozen=True)
class Expression:
    """A checked expression: its text on one line, the names it reads, the functions it calls."""

    source: str
    names: frozenset[str]
    calls: frozenset[str]
    run: Run = field(repr=False, compare=False)


@lru_cache(REMEMBERED)
def parse(source: str) -> Expression:
    """Check an expression.

    Raises:
        ExpressionInvalid: names the column and what to write instead.
    """
    text, tree = expression_tree(source)
    builder = Builder(text)
    run = builder.build(tree)
    return Expression(text, frozenset(builder.names), frozenset(builder.calls), run)


def evaluate(expression: Expression, names: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
    """The value of an expression for these names; `functions` are known besides the built-in ones.

    Raises:
        EvaluationFailed: an unknown name, values of a wrong kind, or too large a result.
    """
    try:
        return expression.run(names, functions)
    except Trouble as trouble:
        raise EvaluationFailed(f"{expression.source}: {trouble}.", expression=expression.source) from trouble
    except RecursionError:
        raise EvaluationFailed(f"{expression.source}: a value is nested too deeply.") from None
