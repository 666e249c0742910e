"""L05: every function is known, stands where it may, and is given what it takes (trap 5).

A timer whose text fails at run time is dead without a word; so what can be seen is judged here.
"""

import ast
from collections.abc import Iterator, Mapping

from engine.check import texts
from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.contract import DEADLINES
from engine.errors import Cause, ExpressionInvalid
from engine.expressions import BUILTINS, parse_script
from engine.feel import given
from engine.process import FUNCTIONS, TIME_FUNCTIONS
from engine.tables import Table

RULE = "L05"
KNOWN = FUNCTIONS | frozenset(BUILTINS)
WHOLE = frozenset({"working_days", "calendar_days"})
PERIODS = WHOLE | {"working_hours"}
EXAMPLE = {
    "deadline": 'Write deadline("final").', "working_days": "Write working_days(5).",
    "calendar_days": "Write calendar_days(20).", "working_hours": "Write working_hours(4).",
    "earliest": 'Write earliest(deadline("final"), working_days(10)).',
    "sample": "Write sample(0.1) for one case in ten.",
    "times": 'Write times("reviewed"), the name of a milestone in quotes.',
    "text": "Write text(loop_number).",
}


NO_TIME: frozenset[str] = frozenset()
ASKED = frozenset({"deadline", "earliest"})
TIME_IN: Mapping[str, frozenset[str]] = {
    texts.TIMER: TIME_FUNCTIONS, texts.CYCLE: TIME_FUNCTIONS, texts.DUE: TIME_FUNCTIONS, texts.CONDITION: ASKED,
    texts.PARAMETER: TIME_FUNCTIONS, texts.SAYING: NO_TIME,
}
"""Which functions of time each kind of text may call: a condition may ask whether there is a deadline,
but a period from now on means something only where a moment is wanted."""


def find(parts: Parts) -> Iterator[Cause]:
    """Unknown functions, functions of time out of place, wrong values in their brackets."""
    milestones = _milestones(parts) if parts.whole else None
    for text in texts.of(parts):
        if not text.refused():
            for problem, repair in _calls(texts.tree(text.parsed()), TIME_IN[text.use], milestones):
                yield cause(f"{text.what} {problem}.", text.file, text.place, RULE, repair)
    for table in parts.tables.values():
        for problem, repair in _called_in(table, milestones):
            yield cause(f"the table {table.name} {problem}.", table.file, table.id, RULE, repair)
    for element in parts.nodes:
        if element.kind == "scriptTask":
            for problem, repair in _in_script(element.script, milestones):
                yield cause(f"the script of {the(element)} {problem}.", element.file, element.id, RULE, repair)


def _milestones(parts: Parts) -> frozenset[str]:
    """What steps reach, and what has words: of that milestones_known says where nothing reaches it."""
    return frozenset(parts.milestones) | frozenset(parts.words.milestones if parts.words is not None else ())


def _called_in(table: Table, milestones: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    for call in table.called:
        given = [_node(*value) for value in call.values]
        yield from list(_name(call.name, ASKED)) or _values(call.name, given, milestones)


def _node(*fixed: object) -> ast.expr:
    """A value in a call of a table: as written, or something that only a case can tell."""
    if not fixed:
        return ast.Name("a value of the case")
    value = given(fixed[0])
    return ast.List([], ast.Load()) if isinstance(value, list) else ast.Constant(value)


def _in_script(script: str, milestones: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    try:
        parsed = parse_script(script)
    except ExpressionInvalid:
        return  # scripts_assign says why
    yield from _calls(ast.parse(parsed.source), NO_TIME, milestones)


def _calls(tree: ast.AST, of_time: frozenset[str], milestones: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            found = list(_name(name, of_time))
            yield from found or _values(name, node.args, milestones)


def _name(name: str, of_time: frozenset[str]) -> Iterator[tuple[str, str]]:
    if name not in KNOWN:
        yield f"calls {name}, which Amends does not know", meant(name, KNOWN)
    elif name in TIME_FUNCTIONS and name not in of_time:
        yield f"calls {name}, which has no meaning there", "Draw a timer for what depends on time."


def _values(name: str, given: list[ast.expr], milestones: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    if name == "earliest" and not given:
        yield "calls earliest without a moment", EXAMPLE[name]
    elif name in EXAMPLE and name != "earliest" and len(given) != 1:
        yield f"gives {name} {len(given)} values, and it takes one", EXAMPLE[name]
    elif name == "deadline":
        yield from _named(given[0], "deadline", "no case has", DEADLINES)
    elif name == "times":
        yield from _named(given[0], "milestone", "nothing reaches", milestones)
    elif name in PERIODS and not _is_period(given[0], name in WHOLE):
        amount = "a whole number" if name in WHOLE else "a number"
        yield f"gives {name} {ast.unparse(given[0])}, and it takes {amount} from 0 on", EXAMPLE[name]
    elif name == "sample" and isinstance(given[0], ast.Constant) and not _is_share(given[0].value):
        yield f"gives sample {given[0].value!r}, and it takes a share from 0 to 1", EXAMPLE[name]


def _named(given: ast.expr, what: str, unknown: str, known: frozenset[str] | None) -> Iterator[tuple[str, str]]:
    wanted = texts.literals(given)
    if wanted is None:
        function = "times" if what == "milestone" else what
        yield f"asks for a {what} without saying its name in quotes", EXAMPLE[function]
    for name in wanted or ():
        if known is not None and name not in known:
            yield f'asks for the {what} "{name}", which {unknown}', meant(name, known)


def _is_period(node: ast.expr, whole: bool) -> bool:
    """A number that fits, or something that only a case can tell."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant):
        return False
    if not isinstance(node, ast.Constant):
        return not isinstance(node, ast.List | ast.Tuple | ast.Dict)
    value = node.value
    return isinstance(value, int if whole else int | float) and not isinstance(value, bool) and value >= 0


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1
