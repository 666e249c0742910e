"""Regimes: by when the law, or our own promise, wants what done, and what follows from being late.

`read(data, file)` gives the frozen `Regimes` of bpmn/regimes.toml; `deadlines(...)` works out every
date of a case from the regimes in force for it, its urgency and a calendar, each with its derivation.
"""

from engine.regimes.dates import Deadline, deadlines
from engine.regimes.reading import read
from engine.regimes.regime import EFFECTS, Regime, Regimes, Urgency
from engine.regimes.span import Span

__all__ = ["EFFECTS", "Deadline", "Regime", "Regimes", "Span", "Urgency", "deadlines", "read"]
