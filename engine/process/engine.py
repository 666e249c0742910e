"""What a run asks of the floor above while it goes on: operations and tables."""

from collections.abc import Mapping

from SpiffWorkflow.task import Task

from engine import expressions, tables
from engine.errors import StepFailed
from engine.expressions import Expression
from engine.process.compiling import Compiled
from engine.process.scripting import Scripting
from engine.process.values import Call, Surroundings


class Engine(Scripting):
    """Scripting plus operations and tables."""

    def __init__(self, compiled: Compiled, around: Surroundings) -> None:
        super().__init__(around)
        self.compiled = compiled

    def operate(self, task: Task, operation: str, parameters: Mapping[str, Expression]) -> None:
        """Ask for an operation; what it finds out are facts.

        Raises:
            StepFailed: there is no such operation.
        """
        do = self.around.operations.get(operation)
        if do is None:
            raise StepFailed(f"There is no operation called {operation!r}.")
        names, element = self.names(task), self.compiled.elements[task.task_spec.bpmn_id]
        values = {key: expressions.evaluate(text, names, self.functions()) for key, text in parameters.items()}
        facts = do(Call(operation, values, element.id, element.label, self.clock))
        self.around.facts.update(facts or {})

    def decide(self, task: Task, decision: str) -> None:
        """Ask a table; its outputs are facts.

        Raises:
            StepFailed: there is no such table.
        """
        table = self.compiled.tables.get(decision)
        if table is None:
            raise StepFailed(f"There is no table called {decision!r}.")
        hit = tables.decide(table, self.names(task), self.functions())
        self.around.facts.update(hit.outputs)
        rule = f"{decision} row {', '.join(map(str, hit.rows))}" if hit.rows else f"{decision}, no row"
        self.decided(task, "table", rule, hit.inputs, hit.outputs)
