"""Scripts of script tasks: assignments to names, perhaps under an `if`, and nothing else (trap 29)."""

import ast
from collections import ChainMap
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast

from engine.errors import EvaluationFailed
from engine.expressions import sizes
from engine.expressions.building import Builder
from engine.expressions.expression import REMEMBERED
from engine.expressions.source import is_name, script_tree
from engine.expressions.trouble import Function, Run, Trouble

Names = ChainMap[str, Any]
Step = Callable[[Names, Mapping[str, Function]], None]
"""Runs one statement; what it assigns goes into the first map of the names."""


@dataclass(frozen=True)
class Script:
    """A checked script: what it reads from outside, what it may assign, the functions it calls."""

    source: str
    reads: frozenset[str]
    writes: frozenset[str]
    calls: frozenset[str]
    steps: tuple[Step, ...] = field(repr=False, compare=False)


@lru_cache(REMEMBERED)
def parse_script(source: str) -> Script:
    """Check a script.

    Raises:
        ExpressionInvalid: names line and column and what to write instead.
    """
    text, statements = script_tree(source)
    builder = _ScriptBuilder(text)
    steps, _ = builder.block(statements, frozenset())
    reads, writes, calls = (frozenset(names) for names in (builder.reads, builder.writes, builder.calls))
    return Script(text, reads, writes, calls, steps)


def run_script(script: Script, names: Mapping[str, Any], functions: Mapping[str, Function]) -> dict[str, Any]:
    """What the script assigns; `names` itself is left alone, also on failure.

    Raises:
        EvaluationFailed: as for expressions, or a value that is no JSON.
    """
    written: dict[str, Any] = {}
    known = ChainMap(written, cast("dict[str, Any]", names))  # only the first map is ever written to
    try:
        for step in script.steps:
            step(known, functions)
    except Trouble as trouble:
        raise EvaluationFailed(f"The script cannot go on: {trouble}.", expression=script.source) from trouble
    except RecursionError:
        raise EvaluationFailed("The script cannot go on: a value is nested too deeply.") from None
    return written


class _ScriptBuilder(Builder):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.reads: set[str] = set()
        self.writes: set[str] = set()

    def block(self, statements: list[ast.stmt], assigned: frozenset[str]) -> tuple[tuple[Step, ...], frozenset[str]]:
        """The steps of some statements, and the names assigned for certain after them."""
        steps = []
        for statement in statements:
            step, assigned = self.statement(statement, assigned)
            steps.append(step)
        return tuple(steps), assigned

    def statement(self, node: ast.stmt, assigned: frozenset[str]) -> tuple[Step, frozenset[str]]:
        if isinstance(node, ast.Assign):
            return self.assignment(node, assigned)
        if isinstance(node, ast.If):
            return self.condition(node, assigned)
        self.refuse(node, "a script only assigns values", "Write name = value, perhaps below an if condition:.")

    def assignment(self, node: ast.Assign, assigned: frozenset[str]) -> tuple[Step, frozenset[str]]:
        target = node.targets[0]
        if len(node.targets) > 1 or not isinstance(target, ast.Name):
            self.refuse(target, "a value is assigned to one plain name", "Write name = value.")
        name = target.id
        if not is_name(name):
            self.refuse(target, f"{name} cannot be assigned", "Choose another name.")
        value = self._reading(node.value, assigned)
        self.writes.add(name)

        def step(known: Names, functions: Mapping[str, Function]) -> None:
            known[name] = value(known, functions)

        return step, assigned | {name}

    def condition(self, node: ast.If, assigned: frozenset[str]) -> tuple[Step, frozenset[str]]:
        test = self._reading(node.test, assigned)
        self._depth += 1
        yes, after_yes = self.block(node.body, assigned)
        no, after_no = self.block(node.orelse, assigned)
        self._depth -= 1

        def step(known: Names, functions: Mapping[str, Function]) -> None:
            for chosen in yes if test(known, functions) else no:
                chosen(known, functions)

        return step, after_yes & after_no

    def _reading(self, node: ast.expr, assigned: frozenset[str]) -> Run:
        """The value of a part, bounded and JSON; its troubles name the part."""
        self.names.clear()
        run = self.build(node)
        self.reads |= self.names - assigned

        def value(names: Mapping[str, Any], functions: Mapping[str, Function]) -> Any:
            try:
                return sizes.weighed(run(names, functions), dates=False)
            except Trouble as trouble:
                raise Trouble(f"{self.words(node)}: {trouble}") from None

        return value
