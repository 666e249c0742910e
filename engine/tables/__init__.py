"""Decision tables and models: DMN at conformance level 2, its texts in S-FEEL (engine/feel; trap 37).

`read` and `decide` are for the tables of a pack: one decision with one table in a file, whose
outputs become facts. `read_model` reads any DMN file: several decisions that need each other, data
types, formulas, functions. What is not executed is refused in both, never skipped.
"""

from engine.tables.deciding import decide
from engine.tables.model import Model
from engine.tables.modelling import read_model
from engine.tables.reading import read, stands_alone
from engine.tables.table import Hit, Input, Output, Rule, Table

__all__ = ["Hit", "Input", "Model", "Output", "Rule", "Table", "decide", "read", "read_model", "stands_alone"]
