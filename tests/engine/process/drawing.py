"""Tiny diagrams, written by hand for one rule each."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import quoteattr

from engine.calendar import Calendar, read
from engine.process import Call, Compiled, Running, State, Surroundings, compile_process, frames, load, start, step

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
)
CALENDAR: Calendar = read(b"""
[TEST]
zone = "Europe/London"
hours = { mon-fri = "09:00-17:00" }
holidays = { country = "GB", subdivision = "ENG" }
""")["TEST"].resolve(2020, 2035)


def node(kind: str, identity: str, inner: str = "", **about: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in about.items())
    return f'<bpmn:{kind} id="{identity}"{attributes}>{inner}</bpmn:{kind}>'


def flow(source: str, target: str, condition: str = "") -> str:
    inner = f"<bpmn:conditionExpression>{condition}</bpmn:conditionExpression>" if condition else ""
    ends = f'id="{source}_{target}" sourceRef="{source}" targetRef="{target}"'
    return f"<bpmn:sequenceFlow {ends}>{inner}</bpmn:sequenceFlow>"


def path(*nodes: str) -> str:
    return "".join(flow(one, other) for one, other in pairwise(nodes))


def properties(variable: str = "", **given: str) -> str:
    """Properties of ours, and the name under which a form's answers are kept; texts in single or double quotes."""
    rows = "".join(
        f'<spiffworkflow:property name="{key}" value={quoteattr(value)}/>' for key, value in given.items()
    )
    inner = f"<spiffworkflow:properties>{rows}</spiffworkflow:properties>"
    kept = f"<spiffworkflow:variableName>{variable}</spiffworkflow:variableName>" if variable else ""
    return f"<bpmn:extensionElements>{inner}{kept}</bpmn:extensionElements>"


def operation(name: str, **parameters: str) -> str:
    rows = "".join(f'<spiffworkflow:parameter id="{k}" type="str" value="{v}"/>' for k, v in parameters.items())
    return (
        f'<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="{name}"><spiffworkflow:parameters>{rows}'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"
    )


def timer(text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"


def moment(text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDate>{text}</bpmn:timeDate></bpmn:timerEventDefinition>"


def cycle(text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeCycle>{text}</bpmn:timeCycle></bpmn:timerEventDefinition>"


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def error(code: str) -> str:
    return f'<bpmn:errorEventDefinition errorRef="r_{code}"/>'


def escalation(code: str) -> str:
    return f'<bpmn:escalationEventDefinition escalationRef="e_{code}"/>'


TERMINATE = "<bpmn:terminateEventDefinition/>"


def each(collection: str, item: str, output: str = "", said: str = "", sequential: bool = False) -> str:
    """Once for each member of a list; `said` is what each gives to the list that comes out."""
    out = f"<bpmn:loopDataOutputRef>{output}</bpmn:loopDataOutputRef>" if output else ""
    one = f'<bpmn:outputDataItem id="{said}" name="{said}"/>' if said else ""
    return (
        f'<bpmn:multiInstanceLoopCharacteristics isSequential="{str(sequential).lower()}">'
        f'<bpmn:loopDataInputRef>{collection}</bpmn:loopDataInputRef>{out}'
        f'<bpmn:inputDataItem id="{item}" name="{item}"/>{one}</bpmn:multiInstanceLoopCharacteristics>'
    )


def script(text: str) -> str:
    return f"<bpmn:script>{text}</bpmn:script>"


def process(identity: str, body: str) -> str:
    return f'<bpmn:process id="{identity}" isExecutable="true">{body}</bpmn:process>'


def diagram(body: str, messages: tuple[str, ...] = (), codes: tuple[str, ...] = (), called: str = "") -> bytes:
    """A file with the process p of this body; `codes` are those of errors and escalations, `called` are
    more processes."""
    declared = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in messages) + "".join(
        f'<bpmn:error id="r_{code}" errorCode="{code}"/><bpmn:escalation id="e_{code}" escalationCode="{code}"/>'
        for code in codes
    )
    return (
        f'<bpmn:definitions {SPACES} id="d" targetNamespace="t">{declared}{process("p", body)}{called}'
        "</bpmn:definitions>"
    ).encode()


@dataclass(frozen=True)
class Act:
    """One thing to do with a run, in words that another process understands too."""

    verb: str
    element: str
    about: str = ""
    data: dict[str, Any] | None = None

    def __call__(self, running: Running) -> None:
        if self.verb == "complete":
            running.complete(token(running, self.element, self.about), self.data)
        elif self.verb == "go_back":
            running.go_back(next(step.token for step in running.steps_back() if step.element == self.element))
        else:
            waiting = next(one for one in running.view().awaits.values()
                           if one.message == self.element and self.about in ("", one.about))
            running.deliver(waiting.token, waiting.element, self.data)


def token(running: Running, element: str, about: str = "") -> str:
    return next(task.token for task in running.view().tasks.values()
                if task.element == element and about in ("", task.about))


@dataclass
class World:
    """What the floor above would lend a run: facts, deadlines, operations that note that they were asked."""

    facts: dict[str, Any] = field(default_factory=dict)
    deadlines: dict[str, datetime] = field(default_factory=dict)
    calls: list[Call] = field(default_factory=list)

    def at(self, now: datetime) -> Surroundings:
        def note(call: Call) -> None:
            self.calls.append(call)

        def broken(call: Call) -> None:
            raise ValueError("this operation is broken")

        def later(call: Call) -> None:
            """Send something, and set the deadline anew, counted from now."""
            self.calls.append(call)
            self.deadlines[call.parameters["deadline"]] = now + timedelta(days=call.parameters["days"])

        def from_then(call: Call) -> None:
            """The same, counted from the moment at which it was due."""
            self.calls.append(call)
            self.deadlines[call.parameters["deadline"]] = call.at + timedelta(days=call.parameters["days"])
        operations = {"note": note, "broken": broken, "later": later, "from_then": from_then}
        return Surroundings(now, self.facts, self.deadlines, operations, CALENDAR, "C-1")


def moved(compiled: Compiled, blob: bytes, around: Surroundings, act: Callable[[Running], None] | None) -> State:
    """Take a run up at a moment: what is due fires first, then the one thing."""
    running = load(compiled, blob, around, KEY)
    moves = [running.fire_due, *([lambda: act(running)] if act else [])]
    return step(running, *moves)


class Play:
    """One run of a tiny diagram, stored and loaded again between all moves, as in real life."""

    def __init__(self, data: bytes, facts: dict[str, Any] | None = None, deadlines: dict[str, datetime] | None = None,
                 tables: dict[str, Any] | None = None, now: datetime = MONDAY) -> None:
        self.data = data
        self.compiled: Compiled = compile_process({"p.bpmn": data}, "p", tables or {}, "hash")
        self.world = World(facts or {}, deadlines or {})
        self.happened: list[tuple[str, str, datetime]] = []
        self.state = self._kept(start(self.compiled, self.world.at(now), KEY))

    @property
    def facts(self) -> dict[str, Any]:
        return self.world.facts

    @property
    def deadlines(self) -> dict[str, datetime]:
        return self.world.deadlines

    @property
    def calls(self) -> list[Call]:
        return self.world.calls

    def around(self, now: datetime) -> Surroundings:
        return self.world.at(now)

    def load(self, now: datetime) -> Running:
        assert self.state.blob is not None
        return load(self.compiled, self.state.blob, self.around(now), KEY)

    def at(self, now: datetime, act: Callable[[Running], None] | None = None) -> "Play":
        assert self.state.blob is not None
        self.state = self._kept(moved(self.compiled, self.state.blob, self.around(now), act))
        return self

    def complete(self, element: str, now: datetime = MONDAY, about: str = "", **data: Any) -> "Play":
        return self.at(now, Act("complete", element, about, data or None))

    def deliver(self, name: str, now: datetime = MONDAY, about: str = "", **data: Any) -> "Play":
        return self.at(now, Act("deliver", name, about, data))

    def go_back(self, element: str, now: datetime = MONDAY) -> "Play":
        return self.at(now, Act("go_back", element))

    def steps_back(self, now: datetime = MONDAY) -> list[str]:
        return [one.element for one in self.load(now).steps_back()]

    def told(self, name: str, now: datetime = MONDAY) -> Any:
        """What the run itself knows under a name."""
        return frames.names(self.load(now)._tree.task_tree, {}).get(name)

    @property
    def tasks(self) -> list[str]:
        return sorted(task.element for task in self.state.after.tasks.values())

    @property
    def about(self) -> list[str]:
        return sorted(task.about for task in self.state.after.tasks.values())

    @property
    def awaits(self) -> list[str]:
        return sorted(one.message for one in self.state.after.awaits.values())

    def due(self, element: str) -> datetime | None:
        return next((t.due for t in self.state.after.timers.values() if t.element == element), None)

    def milestones(self) -> list[str]:
        return [name for kind, name, _ in self.happened if kind == "milestone"]

    def fired(self, name: str) -> list[datetime]:
        """When a timer fired."""
        return [at for kind, told, at in self.happened if kind == "timer" and told == name]

    def _kept(self, state: State) -> State:
        self.happened += [(one.kind, one.name, one.at) for one in state.log]
        return state


def days(n: float) -> datetime:
    return MONDAY + timedelta(days=n)
