"""Regimes: by when the law, or our own promise, wants what done, and what follows from being late.

`read(data, file)` gives the frozen `Regimes` of bpmn/regimes.toml; `deadlines(...)` works out every
date of a case from the regimes in force for it, its urgency and a calendar, each with its derivation;
`extend(...)` puts the final date off, as far as they allow. docs/regimes.md is for whoever writes rows.
"""

from engine.regimes.book import DEFAULT, Regimes
from engine.regimes.counting import Deadline, Starts
from engine.regimes.dates import deadlines, effects_at
from engine.regimes.extending import Extension, extend, keep_extension, latest_extension
from engine.regimes.reading import read
from engine.regimes.regime import EFFECTS, Regime, Urgency
from engine.regimes.span import Span
from engine.regimes.stages import clock, dispute_deadlines, must_include, next_update, review_deadlines

__all__ = [
    "DEFAULT", "EFFECTS", "Deadline", "Extension", "Regime", "Regimes", "Span", "Starts", "Urgency", "clock",
    "deadlines", "dispute_deadlines", "effects_at", "extend", "keep_extension", "latest_extension", "must_include",
    "next_update", "read", "review_deadlines",
]
