"""From a syntax tree to something that can be evaluated: the allow-list.

A part is built by the method named in PARTS for its kind of node; a kind that is not there is
refused. Each part becomes one small function of names and functions, so an evaluation costs no
walk over the tree and nothing is decided twice.
"""

import ast
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from engine.expressions import sizes, source
from engine.expressions.functions import BUILTINS
from engine.expressions.operators import CALCULATIONS, COMPARISONS, Operator
from engine.expressions.refusals import refusal
from engine.expressions.source import CONSTANTS
from engine.expressions.trouble import Function, Mismatch, Run, Trouble, kind

MOST_PARTS = 400
DEEPEST_SOURCE = 40

Names = Mapping[str, Any]
Functions = Mapping[str, Function]


class Builder:
    """Builds one source; gathers the names it reads and the functions it calls."""

    def __init__(self, text: str) -> None:
        self.source = text
        self.names: set[str] = set()
        self.calls: set[str] = set()
        self._parts = 0
        self._depth = 0

    def build(self, node: ast.expr) -> Run:
        """A function that evaluates this part.

        Raises:
            ExpressionInvalid: the part is outside the language.
        """
        build = PARTS.get(type(node))
        if build is None:
            self.refuse(node)
        self._parts += 1
        self._depth += 1
        if self._parts > MOST_PARTS or self._depth > DEEPEST_SOURCE:
            self.refuse(node, "it has too many parts", "Put the rule into a decision table.")
        run = build(self, node)
        self._depth -= 1
        return run

    def refuse(self, node: ast.AST, problem: str = "", repair: str = "") -> NoReturn:
        if not problem:
            problem, repair = refusal(node)
        source.refuse(self.source, node, problem, repair)

    def constant(self, node: ast.Constant) -> Run:
        value = node.value
        if not (value is None or isinstance(value, bool | int | float | str)):
            self.refuse(node, "this kind of value is not known", "Write a text, a number, true, false or null.")
        if isinstance(value, int | float) and not abs(value) <= sizes.LARGEST_NUMBER:
            self.refuse(node, "the number is too large", f"Numbers go up to {sizes.LARGEST_NUMBER:,}.")
        return _always(value)

    def name(self, node: ast.Name) -> Run:
        name = node.id
        if name in CONSTANTS:
            return _always(CONSTANTS[name])
        if name.startswith("_"):
            self.refuse(node, f"names do not begin with _, as {name} does", "Use the name of a fact or a form.")
        self.names.add(name)

        def run(names: Names, _functions: Functions) -> Any:
            try:
                return names[name]
            except KeyError:
                raise Trouble(f"there is nothing named {name}") from None

        return run

    def logic(self, node: ast.BoolOp) -> Run:
        operands = [self.build(value) for value in node.values]
        stops_at = isinstance(node.op, ast.Or)

        def run(names: Names, functions: Functions) -> Any:
            value = None
            for operand in operands:
                value = operand(names, functions)
                if bool(value) is stops_at:
                    break
            return value

        return run

    def sign(self, node: ast.UnaryOp) -> Run:
        operand, text = self.build(node.operand), node.operand
        if isinstance(node.op, ast.Not):
            return lambda names, functions: not operand(names, functions)
        if not isinstance(node.op, ast.USub):
            self.refuse(node)

        def negative(names: Names, functions: Functions) -> Any:
            value = operand(names, functions)
            if not isinstance(value, int | float):
                raise Trouble(f"{self.words(text)} {kind(value)}, so it has no opposite number")
            return -value

        return negative

    def comparison(self, node: ast.Compare) -> Run:
        nodes = [node.left, *node.comparators]
        parts = [self.build(part) for part in nodes]
        signs = [self._operator(node, COMPARISONS.get(type(sign))) for sign in node.ops]
        links = [self._link(*signs[i], nodes[i], nodes[i + 1]) for i in range(len(signs))]
        if len(links) == 1:
            (left, right), compare = parts, links[0]
            return lambda names, functions: compare(left(names, functions), right(names, functions))

        def chain(names: Names, functions: Functions) -> Any:
            value, answer = parts[0](names, functions), True
            for part, link in zip(parts[1:], links, strict=True):
                following = part(names, functions)
                answer = link(value, following)
                if not answer:
                    break
                value = following
            return answer

        return chain

    def calculation(self, node: ast.BinOp) -> Run:
        left, right = self.build(node.left), self.build(node.right)
        calculate = self._link(*self._operator(node, CALCULATIONS.get(type(node.op))), node.left, node.right)
        return lambda names, functions: calculate(left(names, functions), right(names, functions))

    def choice(self, node: ast.IfExp) -> Run:
        test, yes, no = self.build(node.test), self.build(node.body), self.build(node.orelse)
        return lambda names, functions: (yes if test(names, functions) else no)(names, functions)

    def subscript(self, node: ast.Subscript) -> Run:
        whole, key = self.build(node.value), self.build(node.slice)

        def run(names: Names, functions: Functions) -> Any:
            group, wanted = whole(names, functions), key(names, functions)
            if _has_places_for(group, wanted):
                try:
                    return group[wanted]
                except LookupError:
                    raise Trouble(f"{self.words(node.value)} has no {wanted!r}") from None
            raise Trouble(f"{self.words(node.value)} {kind(group)}, so it has no {wanted!r}")

        return run

    def listed(self, node: ast.List | ast.Tuple) -> Run:
        parts = [self.build(part) for part in node.elts]
        if all(isinstance(part, ast.Constant) for part in node.elts):
            fixed = [part({}, {}) for part in parts]
            return lambda names, functions: fixed.copy()
        return lambda names, functions: sizes.weighed([part(names, functions) for part in parts])

    def group(self, node: ast.Dict) -> Run:
        parts = []
        for key, value in zip(node.keys, node.values, strict=True):
            if not (isinstance(key, ast.Constant) and isinstance(key.value, str)) or key.value in source.RESERVED_NAMES:
                self.refuse(key or node, "this cannot be the name of a field", 'Write texts: {"name": value}.')
            parts.append((key.value, self.build(value)))
        return lambda names, functions: sizes.weighed({key: part(names, functions) for key, part in parts})

    def call(self, node: ast.Call) -> Run:
        if not isinstance(node.func, ast.Name) or node.func.id.startswith("_") or node.func.id in CONSTANTS:
            self.refuse(node, "only named functions can be called", "Write for example working_days(5).")
        if node.keywords:
            self.refuse(node, "values of a function have no names", "Give the values alone, in order.")
        name, arguments = node.func.id, [self.build(argument) for argument in node.args]
        self.calls.add(name)
        builtin = BUILTINS.get(name)

        def run(names: Names, functions: Functions) -> Any:
            function = functions.get(name, builtin)
            if function is None:
                raise Trouble(f"there is no function named {name}")
            values = [argument(names, functions) for argument in arguments]
            try:
                return function(*values)
            except (TypeError, ValueError, ArithmeticError, LookupError, AttributeError, Mismatch) as wrong:
                raise Trouble(f"{name} cannot work with what it was given: {wrong}") from wrong

        return run

    def words(self, node: ast.expr) -> str:
        """A part as its author wrote it."""
        return ast.get_source_segment(self.source, node) or ast.unparse(node)

    def _link(self, sign: str, operate: Operator, left_node: ast.expr, right_node: ast.expr) -> Operator:
        """The operator, saying on failure which part was of which kind."""

        def run(left: Any, right: Any) -> Any:
            try:
                return operate(left, right)
            except Mismatch as wrong:
                sides = f"{self.words(left_node)} {kind(left)} and {self.words(right_node)} {kind(right)}"
                raise Trouble(f"{sign} cannot be applied: {sides}; {wrong}") from None

        return run

    def _operator(self, node: ast.AST, known: tuple[str, Operator] | None) -> tuple[str, Operator]:
        if known is None:
            self.refuse(node)
        return known


PARTS: Mapping[type[ast.expr], Callable[[Builder, Any], Run]] = MappingProxyType(
    {
        ast.Constant: Builder.constant,
        ast.Name: Builder.name,
        ast.BoolOp: Builder.logic,
        ast.UnaryOp: Builder.sign,
        ast.Compare: Builder.comparison,
        ast.BinOp: Builder.calculation,
        ast.IfExp: Builder.choice,
        ast.Subscript: Builder.subscript,
        ast.List: Builder.listed,
        ast.Tuple: Builder.listed,
        ast.Dict: Builder.group,
        ast.Call: Builder.call,
    }
)


def _always(value: Any) -> Run:
    return lambda _names, _functions: value


def _has_places_for(group: Any, wanted: Any) -> bool:
    """True if such a key can be looked up: a name in a group of fields, a position in a list."""
    if isinstance(wanted, str):
        return isinstance(group, Mapping)
    return isinstance(group, list | tuple) and isinstance(wanted, int) and not isinstance(wanted, bool)
