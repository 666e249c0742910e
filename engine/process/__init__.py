"""The only room that knows SpiffWorkflow: compile, start, complete, deliver, fire, dump, load.

It takes a state, a moment and what the floor above lends (`Surroundings`), and gives back a
`State` of frozen values. No database here.
"""

from engine.process.compiling import Compiled, Compiler, compile_process
from engine.process.running import Running
from engine.process.scripting import FUNCTIONS, TIME_FUNCTIONS
from engine.process.stepping import load, start, step
from engine.process.values import (
    Awaited,
    Call,
    DueTimer,
    Happened,
    OpenTask,
    Operation,
    State,
    StepBack,
    Surroundings,
    View,
)

__all__ = [
    "FUNCTIONS", "TIME_FUNCTIONS", "Awaited", "Call", "Compiled", "Compiler", "DueTimer", "Happened", "OpenTask",
    "Operation", "Running", "State", "StepBack", "Surroundings", "View", "compile_process", "load", "start", "step",
]
