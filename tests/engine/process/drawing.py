"""Tiny diagrams, written by hand for one rule each."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from engine.calendar import Calendar, read
from engine.process import Call, Compiled, Running, State, Surroundings, compile_process, load, start, step

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEY = b"k" * 32
SPACES = (
    'xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" '
    'xmlns:spiffworkflow="http://spiffworkflow.org/bpmn/schema/1.0/core"'
)
CALENDAR: Calendar = read(b"""
[TEST]
zone = "UTC"
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


def properties(**given: str) -> str:
    rows = "".join(f'<spiffworkflow:property name="{key}" value="{value}"/>' for key, value in given.items())
    inner = f"<spiffworkflow:properties>{rows}</spiffworkflow:properties>"
    return f"<bpmn:extensionElements>{inner}</bpmn:extensionElements>"


def operation(name: str, **parameters: str) -> str:
    rows = "".join(f'<spiffworkflow:parameter id="{k}" type="str" value="{v}"/>' for k, v in parameters.items())
    return (
        f'<bpmn:extensionElements><spiffworkflow:serviceTaskOperator id="{name}"><spiffworkflow:parameters>{rows}'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator></bpmn:extensionElements>"
    )


def timer(text: str) -> str:
    return f"<bpmn:timerEventDefinition><bpmn:timeDuration>{text}</bpmn:timeDuration></bpmn:timerEventDefinition>"


def message(name: str) -> str:
    return f'<bpmn:messageEventDefinition messageRef="m_{name}"/>'


def diagram(body: str, messages: tuple[str, ...] = ()) -> bytes:
    declared = "".join(f'<bpmn:message id="m_{name}" name="{name}"/>' for name in messages)
    return (
        f'<bpmn:definitions {SPACES} id="d" targetNamespace="t">{declared}'
        f'<bpmn:process id="p" isExecutable="true">{body}</bpmn:process></bpmn:definitions>'
    ).encode()


class Play:
    """One run of a tiny diagram, stored and loaded again between all moves, as in real life."""

    def __init__(self, data: bytes, facts: dict[str, Any] | None = None, deadlines: dict[str, datetime] | None = None,
                 tables: dict[str, Any] | None = None) -> None:
        self.compiled: Compiled = compile_process({"p.bpmn": data}, "p", tables or {}, "hash")
        self.facts = facts or {}
        self.deadlines = deadlines or {}
        self.calls: list[Call] = []
        self.happened: list[tuple[str, str, datetime]] = []
        self.state = self._kept(start(self.compiled, self.around(MONDAY), KEY))

    def around(self, now: datetime) -> Surroundings:
        def note(call: Call) -> None:
            self.calls.append(call)

        def broken(call: Call) -> None:
            raise ValueError("this operation is broken")
        return Surroundings(now, self.facts, self.deadlines, {"note": note, "broken": broken}, CALENDAR, "C-1")

    def load(self, now: datetime) -> Running:
        assert self.state.blob is not None
        return load(self.compiled, self.state.blob, self.around(now), KEY)

    def at(self, now: datetime, act: Callable[[Running], None] | None = None) -> "Play":
        """Take the run up at a moment: what is due fires first, then the one thing."""
        running = self.load(now)
        moves = [running.fire_due, *([lambda: act(running)] if act else [])]
        self.state = self._kept(step(running, *moves))
        return self

    def complete(self, element: str, now: datetime = MONDAY, **data: Any) -> "Play":
        return self.at(now, lambda running: running.complete(self.token(running, element), data or None))

    def deliver(self, name: str, now: datetime = MONDAY, **data: Any) -> "Play":
        def act(running: Running) -> None:
            waiting = next(one for one in running.view().awaits.values() if one.message == name)
            running.deliver(waiting.token, waiting.element, data)
        return self.at(now, act)

    def token(self, running: Running, element: str) -> str:
        return next(task.token for task in running.view().tasks.values() if task.element == element)

    @property
    def tasks(self) -> list[str]:
        return sorted(task.element for task in self.state.after.tasks.values())

    @property
    def awaits(self) -> list[str]:
        return sorted(one.message for one in self.state.after.awaits.values())

    def due(self, element: str) -> datetime | None:
        return next((t.due for t in self.state.after.timers.values() if t.element == element), None)

    def milestones(self) -> list[str]:
        return [name for kind, name, _ in self.happened if kind == "milestone"]

    def _kept(self, state: State) -> State:
        self.happened += [(one.kind, one.name, one.at) for one in state.log]
        return state


def days(n: float) -> datetime:
    return MONDAY + timedelta(days=n)
