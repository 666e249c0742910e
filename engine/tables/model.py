"""A DMN model: decisions that need each other, worked out from what was put in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from engine.errors import EvaluationFailed
from engine.feel import Formula, Scope, Trouble, given, taken, weight
from engine.tables.deciding import ask
from engine.tables.document import short
from engine.tables.hits import Decided
from engine.tables.table import Table
from engine.tables.types import ANYTHING, Type

MOST_STEPS = 500_000
MOST_PARTS = 20_000
"""How large one value may be: lists made of lists of lists grow faster than they are written."""


@dataclass(frozen=True)
class Logic:
    """A formula or a table."""

    name: str
    body: Formula | Table

    @cached_property
    def steps(self) -> int:
        """About how much there is to do: letters of a formula, five for each cell of a table."""
        if isinstance(self.body, Table):
            return 5 * len(self.body.rules) * (len(self.body.inputs) + len(self.body.columns))
        return len(self.body.source)

    def value(self, scope: Scope) -> Any:
        """Raises EvaluationFailed as `decide` does, with the name of the decision before it."""
        try:
            if isinstance(self.body, Table):
                return _answer(self.body, ask(self.body, scope))
            return self.body.value(scope)
        except Trouble as trouble:
            where = f"{self.name}: {short(self.body.source)}" if isinstance(self.body, Formula) else self.name
            raise EvaluationFailed(f"{where}: {trouble}.") from trouble


@dataclass(frozen=True)
class Datum:
    """What is put in."""

    name: str
    type: Type


@dataclass(frozen=True)
class Knowledge:
    """A function of the model (business knowledge model)."""

    name: str
    parameters: tuple[tuple[str, Type], ...]
    logic: Logic
    result: Type = ANYTHING


@dataclass(frozen=True)
class Decision:
    """A decision; `name` is the one under which others read it.

    `data` and `reads` are the inputs and decisions it reads, `needs` all decisions before it, in order.
    """

    id: str
    name: str
    type: Type
    logic: Logic
    data: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Model:
    """A model, read and checked."""

    name: str
    file: str
    data: Mapping[str, Datum]
    decisions: Mapping[str, Decision]
    knowledge: Mapping[str, Knowledge] = field(default_factory=dict)

    @property
    def tables(self) -> list[Table]:
        """The tables of its decisions and functions."""
        logics = [one.logic for one in self.decisions.values()] + [one.logic for one in self.knowledge.values()]
        return [logic.body for logic in logics if isinstance(logic.body, Table)]

    def evaluate(self, decision: str, inputs: Mapping[str, Any], notes: list[str] | None = None) -> Any:
        """What a decision, named by its name or id, says for these inputs, as JSON.

        What FEEL cannot work out is null, as DMN has it; `notes` then gets the reasons.

        Raises:
            EvaluationFailed: no such decision or input, an input that is missing or of a wrong kind,
                or a table without a decision (NoRowFits, RowsOverlap, RowsDisagree).
        """
        wanted = self._decision(decision)
        for name in inputs:
            if name not in self.data:
                raise EvaluationFailed(f"The model has no input {name}. {_meant(name, self.data)}")
        scope = _ModelScope(self, {}, [] if notes is None else notes, [MOST_STEPS])
        values: dict[str, Any] = {}
        try:
            for name in (*wanted.needs, wanted.name):
                self._settle(self.decisions[name], inputs, values, scope)
            return given(values[wanted.name])
        except Trouble as trouble:
            raise EvaluationFailed(f"{wanted.name}: {trouble}.") from trouble
        except RecursionError:
            raise EvaluationFailed(f"{wanted.name}: a value is nested too deeply.") from None

    def _settle(
        self, decision: Decision, inputs: Mapping[str, Any], values: dict[str, Any], scope: "_ModelScope"
    ) -> None:
        for name in decision.data:
            if name not in values:
                values[name] = _fitted(name, self.data[name].type, taken(self._input(name, inputs)), scope)
        said = scope.work(decision.logic, {name: values[name] for name in (*decision.data, *decision.reads)})
        # A table of several outputs is a group, also where the model's variable says less.
        loose = isinstance(decision.logic.body, Table) and isinstance(said, dict) and not decision.type.parts
        values[decision.name] = said if loose else _fitted(decision.name, decision.type, said, scope)

    def _input(self, name: str, inputs: Mapping[str, Any]) -> Any:
        if name not in inputs:
            raise EvaluationFailed(f"The input {name} is missing; give null if there is none.")
        return inputs[name]

    def _decision(self, wanted: str) -> Decision:
        for decision in self.decisions.values():
            if wanted in (decision.id, decision.name):
                return decision
        raise EvaluationFailed(f"The model has no decision {wanted}. {_meant(wanted, self.decisions)}")


class _ModelScope(Scope):
    """The scope of one decision or function: calls go to the functions of the model."""

    __slots__ = ("model", "steps")

    def __init__(self, model: Model, names: Mapping[str, Any], notes: list[str], steps: list[int]) -> None:
        super().__init__(names, {}, strict=False, notes=notes)
        self.model, self.steps = model, steps

    def work(self, logic: Logic, names: Mapping[str, Any]) -> Any:
        """What a formula or table says with these names and no others.

        Raises:
            Trouble: functions that call functions would go on for too long, or the value grew too large.
        """
        heaviest = max((weight(value, MOST_PARTS) for value in names.values()), default=0)
        self.steps[0] -= logic.steps * (1 + heaviest // 50)  # every name may be looked through wherever it stands
        if self.steps[0] < 0:
            raise Trouble(f"this takes more than {MOST_STEPS:,} steps")
        return logic.value(_ModelScope(self.model, names, self.notes, self.steps))

    def read(self, name: str) -> Any:
        return self.names[name]  # taken when it came in, and known since the model was read

    def call(self, name: str, values: list[Any]) -> Any:
        knowledge = self.model.knowledge[name]
        names = {
            parameter: _fitted(f"{name}: {parameter}", of, value, self)
            for (parameter, of), value in zip(knowledge.parameters, values, strict=True)
        }
        return _fitted(name, knowledge.result, self.work(knowledge.logic, names), self)


def _answer(table: Table, decided: Decided) -> Any:
    if table.aggregation:
        return decided.total[0]
    one = len(table.columns) == 1
    answers = [record[0] if one else dict(zip(table.outputs, record, strict=True)) for record in decided.records]
    return answers if table.many else answers[0]


def _fitted(name: str, of: Type, value: Any, scope: Scope) -> Any:
    try:
        return of.fit(value, scope)
    except ValueError as wrong:
        raise EvaluationFailed(f"{name} {wrong}.") from None


def _meant(name: str, known: Mapping[str, Any]) -> str:
    near = get_close_matches(name, known, 1)
    return f"Did you mean {near[0]}?" if near else f"It has {', '.join(list(known)[:12]) or 'none'}."
