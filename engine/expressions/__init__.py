"""The safe expression language of conditions, timers, assignments and table cells.

A subset of Python's expressions: texts, numbers, true, false, null, names, lists, `and or not`,
comparisons, + - * / // %, `a if b else c`, `review["approve"]` and calls of named functions.
Each answers as Python does or refuses. There are no attributes, no loops and no way to define
anything, so an expression takes at most as many steps as it has words; sizes are limited in
operators.py. Nothing is compiled or executed by Python: the checked tree is walked
(security.md 2.1, S1).
"""

from engine.expressions.expression import Expression, evaluate, parse
from engine.expressions.functions import BUILTINS
from engine.expressions.script import Script, parse_script, run_script
from engine.expressions.source import is_name
from engine.expressions.trouble import Function

__all__ = ["BUILTINS", "Expression", "Function", "Script", "evaluate", "is_name", "parse", "parse_script", "run_script"]
