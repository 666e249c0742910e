"""The one evaluator behind every place where the library evaluates text of a file (security 2.1)."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.bpmn.script_engine import BasePythonScriptEngineEnvironment, PythonScriptEngine
from SpiffWorkflow.task import Task

from engine import expressions
from engine.errors import EvaluationFailed, StepFailed
from engine.process import frames
from engine.process.values import Happened, Surroundings


class NoEnvironment(BasePythonScriptEngineEnvironment):  # type: ignore[misc]
    """Some places call the environment past the engine; there is none to call (security 2.1, 8-11)."""

    def evaluate(self, expression: Any, context: Any, external_context: Any = None) -> Any:
        raise StepFailed("This diagram uses a construct whose text Amends does not evaluate.")

    def execute(self, script: Any, context: Any, external_context: Any = None) -> Any:
        raise StepFailed("This diagram uses a construct whose text Amends does not evaluate.")

    def call_service(self, context: Any, **kwargs: Any) -> Any:
        raise StepFailed("This diagram uses a construct whose text Amends does not evaluate.")


class Scripting(PythonScriptEngine):  # type: ignore[misc]
    """Evaluates conditions, timers, assignments and tables in the safe language, at `clock`. `caught`
    are events that a throw has just woken, `times` how often each milestone was reached."""

    def __init__(self, around: Surroundings) -> None:
        super().__init__(NoEnvironment())
        self.around = around
        self.clock = around.now
        self.log: list[Happened] = []
        self.caught: list[Task] = []
        self.times: dict[str, int] = {}
        self._functions = self._make_functions()

    def names(self, task: Task) -> Mapping[str, Any]:
        """What was said in the run before facts: the nearer name wins."""
        return frames.names(task, self.around.facts)

    def functions(self) -> Mapping[str, Callable[..., Any]]:
        return self._functions

    def evaluate(self, task: Task, expression: str, external_context: Any = None) -> Any:
        parsed = expressions.parse(expression)
        names = self.names(task)
        value = expressions.evaluate(parsed, names, self._functions)
        inputs = {name: names[name] for name in sorted(parsed.names) if name in names}
        self.decided(task, "condition", parsed.source, inputs, value)
        return value

    def execute(self, task: Task, script: str, external_context: Any = None) -> bool:
        """Run assignments; all of them or, when one fails, none (trap 29)."""
        parsed = expressions.parse_script(script)
        written = expressions.run_script(parsed, self.names(task), self._functions)
        frames.say(task, written)
        self.decided(task, "assignment", parsed.source, {}, written)
        return True

    def asked(self, task: Task, expression: expressions.Expression, element: str) -> Any:
        """The value of a timer's or property's text; not a decision of its own.

        Raises:
            StepFailed: it has none; `about` names the element, which may come after the one at work.
        """
        try:
            return expressions.evaluate(expression, self.names(task) if expression.names else {}, self._functions)
        except EvaluationFailed as wrong:
            raise StepFailed(wrong.message, **{**wrong.about, "element": element}) from wrong

    def decided(self, task: Task, kind: str, rule: str, inputs: Any, result: Any) -> None:
        data = {"kind": kind, "rule": rule, "inputs": inputs, "result": result}
        self.log.append(Happened("decision", self.clock, task.task_spec.name, kind, data))

    def _make_functions(self) -> Mapping[str, Callable[..., Any]]:
        calendar, around = self.around.calendar, self.around

        def earliest(*moments: datetime | None) -> datetime | None:
            return min((moment for moment in moments if moment is not None), default=None)

        def sample(share: float) -> bool:
            """True for this share of cases, the same answer for a case at every asking."""
            draw = int.from_bytes(hashlib.sha256(around.seed.encode()).digest()[:8]) / 2**64
            return draw < share

        return {
            "deadline": lambda name: around.deadlines.get(name),
            "working_days": lambda n: calendar.add_working_days(self.clock, n),
            "working_hours": lambda n: calendar.add_working_hours(self.clock, n),
            "calendar_days": lambda n: calendar.add_calendar_days(self.clock, n),
            "earliest": earliest,
            "sample": sample,
            "times": lambda milestone: self.times.get(milestone, 0),
            "text": in_words,
        }


def in_words(value: Any) -> str:
    """A number, a text or true and false as a text; null as an empty one."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise ValueError("it takes a text or a number")
    return str(value)


TIME_FUNCTIONS = frozenset({"deadline", "working_days", "working_hours", "calendar_days", "earliest"})
FUNCTIONS = TIME_FUNCTIONS | {"sample", "times", "text"}
