"""All regimes of a pack, and which of them bind a case."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from engine.errors import EvaluationFailed
from engine.regimes.regime import Regime, Urgency

DEFAULT = "default"


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
        """The versions that hold on a day (the local one of receipt), of those regimes that hold at all.

        A law that is not in force on that day binds nobody; our own promise always does: it comes in,
        last, where none of them says by when we answer.

        Raises:
            EvaluationFailed: there is no such regime.
        """
        holding = tuple(one for id in dict.fromkeys(ids) for one in self._versions(id) if one.holds_on(on))
        if any(one.final for one in holding):
            return holding
        return (*holding, self.in_force(DEFAULT, on))

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
