"""The frozen values of bpmn/regimes.toml."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.errors import EvaluationFailed
from engine.regimes.span import Span

LETTERS = ("holding_letter", "edr_letter")
EFFECTS = (*LETTERS, "regulator_flag")
"""What can follow from lateness: a letter with a new date, a letter that opens the way to an outside
body, a mark in the regulator's list. Others of domain.md 2 (silence grants, automatic compensation,
referral to the next level, no cutting off) are not executed yet and therefore refused."""

DEFAULT = "default"
CONFIDENCE = {
    "A": "read in the text of the law or of the regulator", "B": "from a secondary source",
    "K": "general knowledge: never to be presented as law", "own": "our own promise, no law",
}


@dataclass(frozen=True)
class Urgency:
    """What we promise ourselves for one class of urgency (domain.md 4.5); `final_cap` None: the
    regime alone decides."""

    name: str
    acknowledge: Span
    first_action: Span
    update: Span
    target: Span
    final_cap: Span | None


@dataclass(frozen=True)
class Regime:
    """One version of one regime. `extension` counts from the start, not from `final`."""

    id: str
    name: str
    country: str
    sector: str
    valid_from: date
    valid_to: date | None
    clock_start: str
    acknowledge: Span | None
    update: Span | None
    final: Span
    extension: Span | None
    breach_effects: tuple[str, ...]
    edr_body: str
    edr_window: str
    edr_url: str
    confidence: str
    source: str

    @property
    def version(self) -> str:
        """Versions of a regime are told apart by the day from which they hold."""
        return self.valid_from.isoformat()

    @property
    def day_after(self) -> bool:
        return self.clock_start == "day_after"

    @property
    def edr_span(self) -> Span | None:
        """When the way to the outside body opens by itself: at the end of the extension, without one
        at the final date; None where lateness does not open it."""
        return (self.extension or self.final) if "edr_letter" in self.breach_effects else None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Regimes:
    """Everything in one bpmn/regimes.toml: urgencies by name, versions by regime id, oldest first."""

    urgencies: Mapping[str, Urgency]
    regimes: Mapping[str, tuple[Regime, ...]]

    def in_force(self, id: str, on: date) -> Regime:
        """The version of a regime that holds on a day.

        Raises:
            EvaluationFailed: there is no such regime, or no version of it holds on that day.
        """
        for regime in self._versions(id):
            if regime.holds_on(on):
                return regime
        raise EvaluationFailed(f"The regime {id!r} has no version in force on {on.isoformat()}.", regime=id)

    def for_case(self, ids: Iterable[str], on: date) -> tuple[Regime, ...]:
        """The versions that hold on a day, of those regimes that hold at all; else the default.

        A law that is not in force on that day binds nobody; our own promise always does.

        Raises:
            EvaluationFailed: there is no such regime.
        """
        holding = [one for id in dict.fromkeys(ids) for one in self._versions(id) if one.holds_on(on)]
        return tuple(holding) or (self.in_force(DEFAULT, on),)

    def urgency(self, name: str) -> Urgency:
        """The class of urgency of that name.

        Raises:
            EvaluationFailed: there is none.
        """
        if name not in self.urgencies:
            raise EvaluationFailed(f"There is no urgency {name!r}; there are {', '.join(sorted(self.urgencies))}.")
        return self.urgencies[name]

    def _versions(self, id: str) -> tuple[Regime, ...]:
        if id not in self.regimes:
            known = ", ".join(sorted(self.regimes))
            raise EvaluationFailed(f"There is no regime {id!r}; there are {known}.", regime=id)
        return self.regimes[id]
