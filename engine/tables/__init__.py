"""Decision tables: DMN read into a frozen Table, and rows chosen by S-FEEL cells (trap 37).

Input expressions and output cells are written in the safe expression language.
"""

from engine.tables.deciding import decide
from engine.tables.reading import read
from engine.tables.table import Hit, Input, Output, Rule, Table

__all__ = ["Hit", "Input", "Output", "Rule", "Table", "decide", "read"]
