"""S-FEEL, the language of decision tables (DMN conformance level 2).

Numbers are decimals of 34 digits, texts, booleans, days, times and periods are values of their
own, and an answer may be missing: null. Beside S-FEEL's own grammar stand `and`, `or`, `not(...)`,
`in`, `between`, `if`, lists and calls of named functions, which its users expect. Everything else of
FEEL is refused with what to write instead. A text is read once into small functions, as in
engine/expressions; nothing is compiled or executed by Python, and no attribute of a Python object
can be asked for (security.md 2.1).
"""

from engine.feel.cells import Cell, Test, parse_cell
from engine.feel.formula import Call, Formula, parse
from engine.feel.trouble import FeelInvalid, Scope, Trouble
from engine.feel.values import given, kind, taken, weight
from engine.feel.vocabulary import Vocabulary

__all__ = [
    "Call", "Cell", "FeelInvalid", "Formula", "Scope", "Test", "Trouble", "Vocabulary", "given", "kind", "parse",
    "parse_cell", "taken", "weight",
]
