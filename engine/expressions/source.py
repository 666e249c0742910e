"""From text to Python's syntax tree, with refusals that an author understands.

The text is only parsed. What survives here is checked part by part in building.py.
"""

import ast
import keyword
import re
import textwrap
import unicodedata
from itertools import pairwise
from types import MappingProxyType
from typing import NoReturn

from engine.errors import Cause, ExpressionInvalid

LONGEST_SOURCE = 2_000
CONSTANTS = MappingProxyType({"true": True, "false": False, "null": None})
# SpiffWorkflow takes an object with this key for a stored type and cannot load the case (trap 26).
RESERVED_NAMES = frozenset({"typename"})
RULE = "L05"

_TEXT = re.compile(r'"[^"\n]*"|\'[^\'\n]*\'')
# Python takes 0x10, 1_000, 2j, 1e9 and even "1or x"; an author who writes that means something else.
_STUCK = re.compile(r"(?<![\w.])[\d.]*\d[A-Za-z_]")
_ADVICE = (
    (re.compile(r"&&"), "Write and instead of &&."),
    (re.compile(r"\|\|"), "Write or instead of ||."),
    (re.compile(r"!(?!=)"), "Write not instead of !."),
    (re.compile(r"<>"), "Write != instead of <>."),
    (re.compile(r"==="), "Write == instead of ===."),
    (re.compile(r"[“”„‘’‚«»]"), 'Write straight quotes: "text".'),
    (re.compile(r"[≤≥≠]"), "Write <=, >= or !=."),
    (re.compile(r"\$\{|#\{|\{\{"), "Write the expression alone, without braces around it."),
    (re.compile(r"\b(AND|OR|NOT|IN|IF|ELSE)\b"), "Write and, or, not, in, if, else in small letters."),
    (re.compile(r"\b(then|between)\b"), "Write a if condition else b, and low <= x <= high."),
    (re.compile(r"(?<![=!<>])=(?!=)"), "Write == to compare; a single = assigns, in scripts only."),
)


def refuse(source: str, node: ast.AST | int, problem: str, repair: str) -> NoReturn:
    """Refuse a source because of the part at a node or character column (from 0)."""
    line, column = (1, node) if isinstance(node, int) else _place(source, node)
    where = f"line {line}, column {column + 1}" if line > 1 else f"column {column + 1}"
    shown = " ".join(source.split())
    shown = shown if len(shown) <= 80 else shown[:79] + "…"
    cause = Cause(f"{shown} cannot be used: {problem} ({where}).", rule=RULE, repair=repair)
    raise ExpressionInvalid(cause, source=source, line=line, column=column + 1)


def is_name(text: str) -> bool:
    """True if this can be the name of a fact, a field or an output, and be written bare in an expression."""
    if text in CONSTANTS or text in RESERVED_NAMES or text.startswith("_"):
        return False
    return text.isidentifier() and not keyword.iskeyword(text) and unicodedata.is_normalized("NFKC", text)


def expression_tree(source: str) -> tuple[str, ast.expr]:
    """The source on one line and its tree."""
    flat = re.sub(r"[\r\n\t]", " ", source).strip()
    _screen(flat, allow_comments=False)
    tree = _parsed(flat, "eval")
    assert isinstance(tree, ast.Expression)
    return flat, tree.body


def script_tree(source: str) -> tuple[str, list[ast.stmt]]:
    """The source without its common indentation, and its statements."""
    plain = textwrap.dedent(source.expandtabs(4).replace("\r\n", "\n")).strip()
    _screen(plain, allow_comments=True)
    tree = _parsed(plain, "exec")
    assert isinstance(tree, ast.Module)
    return plain, tree.body


def _screen(source: str, allow_comments: bool) -> None:
    """Refuse what Python's parser would read differently from how it looks."""
    if not source:
        refuse(source, 0, "it is empty", "Write an expression, or take the field out.")
    if len(source) > LONGEST_SOURCE:
        refuse(source, 0, f"it has more than {LONGEST_SOURCE:,} letters", "Put the rule into a decision table.")
    for column, letter in enumerate(source):
        if not letter.isprintable() and letter != "\n":
            refuse(source, column, "there is an invisible character", "Type this place again.")
    if "\\" in source:
        refuse(source, source.index("\\"), "there is a backslash", "Use the other kind of quotes around a quote.")
    for quotes in ('"""', "'''"):
        if quotes in source:
            refuse(source, source.index(quotes), "there are three quotes in a row", 'Write one quote: "text".')
    _screen_texts(source, allow_comments)


def _screen_texts(source: str, allow_comments: bool) -> None:
    for text, following in pairwise(_TEXT.finditer(source)):
        if not source[text.end() : following.start()].strip():
            refuse(source, following.start(), "two texts follow each other", "Put a comma or an operator between them.")
    bare = _without_texts(source)
    if "#" in bare and not allow_comments:
        refuse(source, bare.index("#"), "# begins a note, which hides the rest", "Write notes into the documentation.")
    stuck = _STUCK.search(bare)
    if stuck:
        refuse(source, stuck.start(), "a number and letters stick together", "Write numbers in digits, such as 1000.5.")


def _parsed(source: str, mode: str) -> ast.AST:
    try:
        return ast.parse(source, mode=mode)
    except SyntaxError as wrong:
        column, repair = _advice(source, max((wrong.offset or 1) - 1, 0))
        refuse(source, column, "it is not written in the expression language", repair)
    except (ValueError, RecursionError, MemoryError):
        refuse(source, 0, "it is nested too deeply", "Split it into smaller expressions.")


def _advice(source: str, column: int) -> tuple[int, str]:
    bare = _without_texts(source)
    for pattern, repair in _ADVICE:
        found = pattern.search(bare)
        if found:
            return found.start(), repair
    return column, "Check quotes, brackets and operators here."


def _without_texts(source: str) -> str:
    return _TEXT.sub(lambda text: " " * len(text.group()), source)


def _place(source: str, node: ast.AST) -> tuple[int, int]:
    """Line from 1 and column from 0 in letters; Python counts columns in bytes."""
    line = getattr(node, "lineno", 1)
    offset = getattr(node, "col_offset", 0)
    text = source.splitlines()[line - 1] if source else ""
    return line, len(text.encode()[:offset].decode(errors="ignore"))
