"""Random drawings in the profile: blocks that fit into each other, then changed at random, so that many are no
blocks any more and many are wrong. Everything comes out of one number, the seed."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from engine.contract import DEADLINES
from tests.engine.check.tiny import SPACES, rest

FREE, HOURS = "free", "hours"
"""Timers on dates that whoever plays sets as they like, or so many hours after they begin to wait."""

GATES = ("exclusiveGateway", "parallelGateway")
Ends = tuple[str, str]


@dataclass
class Node:
    """One element; `loop` is the name of the list it is done for, `asks` the facts that its form asks for."""

    id: str
    kind: str
    scope: str
    event: str = ""
    code: str = ""
    host: str = ""
    interrupting: bool = True
    called: str = ""
    loop: str = ""
    sequential: bool = False
    timer: str = ""
    cycle: bool = False
    asks: tuple[str, ...] = ()


@dataclass
class Sketch:
    """A drawing that can still be changed. `flows` are pairs of ids."""

    nodes: dict[str, Node] = field(default_factory=dict)
    flows: list[Ends] = field(default_factory=list)
    processes: list[str] = field(default_factory=lambda: ["complaint"])
    milestones: bool = False

    def outs(self, node: str) -> list[str]:
        return [target for source, target in self.flows if source == node]

    def inside(self, scope: str) -> list[Node]:
        return [one for one in self.nodes.values() if one.scope == scope]

    @property
    def choices(self) -> dict[str, int]:
        """The fact that each gateway asks for, and how many ways it decides between."""
        return {f"way_{one.id}": len(self.outs(one.id)) for one in self.nodes.values()
                if one.kind == "exclusiveGateway" and len(self.outs(one.id)) > 1}

    @property
    def lists(self) -> list[str]:
        return [one.loop for one in self.nodes.values() if one.loop]


@dataclass(frozen=True)
class Wishes:
    """What a random drawing may hold. `data`: people's answers decide at gateways; `parts`: subprocesses and calls."""

    timers: str = FREE
    depth: int = 2
    most: int = 3
    milestones: bool = False
    data: bool = False
    loops: bool = True
    parts: bool = True


def sketch(seed: int, wishes: Wishes | None = None) -> Sketch:
    """The drawing that belongs to a seed."""
    return _Artist(random.Random(seed), wishes or Wishes()).draw()


class _Artist:
    def __init__(self, dice: random.Random, wishes: Wishes) -> None:
        self.dice, self.wishes = dice, wishes
        self.made = Sketch(milestones=wishes.milestones)
        self.count = 0
        self.dates = sorted(DEADLINES)
        self.hours = 0

    def draw(self) -> Sketch:
        self.scope("complaint", self.wishes.depth, ())
        if self.wishes.data:
            self._let_people_decide()
        for _ in range(self.dice.choice((0, 0, 0, 1, 1, 2, 3))):
            self._change()
        return self.made

    def node(self, kind: str, scope: str, **about: object) -> str:
        self.count += 1
        identity = f"{kind[:1]}{self.count}"
        self.made.nodes[identity] = Node(identity, kind, scope, **about)  # type: ignore[arg-type]
        return identity

    def join(self, *ids: str) -> None:
        self.made.flows += list(pairwise(ids))

    def scope(self, name: str, depth: int, codes: tuple[Ends, ...]) -> None:
        count = self.dice.randint(1, self.wishes.most)
        ends = [self.block(name, depth, codes) for _ in range(count)]
        over = self.node("endEvent", name, event=self.dice.choice(("", "", "terminate")))
        self.join(self.node("startEvent", name), ends[0][0])
        for before, after in pairwise(ends):
            self.join(before[1], after[0])
        self.join(ends[-1][1], over)

    def block(self, scope: str, depth: int, codes: tuple[Ends, ...]) -> Ends:
        kinds = ["person", "person", "person", "note", "catch", "first", *(["throw"] * 3 if codes else [])]
        if depth:
            kinds += ["choice", "choice", "both", "both", "again", "part", "part", "stop"]
        kind = self.dice.choice(kinds)
        if kind in ("person", "note"):
            one = self.node("manualTask" if kind == "person" else "scriptTask", scope)
            return one, one
        if kind == "catch":
            one = self.catch(scope, self.dice.choice(("timer", "message")))
            return one, one
        draw = {"first": self.first, "throw": self.throw, "choice": self.gates, "both": self.gates,
                "again": self.again, "part": self.part, "stop": self.stop}[kind]
        return draw(scope, depth, codes, kind)

    def catch(self, scope: str, event: str) -> str:
        return self.node("intermediateCatchEvent", scope, event=event, timer=self.timer() if event == "timer" else "")

    def timer(self) -> str:
        if self.wishes.timers == FREE and self.dates:
            return f'deadline("{self.dates.pop()}")'
        self.hours += 1
        return f'"PT{self.dice.randint(1, 8) * 7 + self.hours}H"'

    def first(self, scope: str, _depth: int, _codes: tuple[Ends, ...], _kind: str) -> Ends:
        gate, over = self.node("eventBasedGateway", scope), self.node("exclusiveGateway", scope)
        for event in self.dice.choice((("timer", "message"), ("message", "message"), ("message", "message", "timer"))):
            self.join(gate, self.catch(scope, event), over)
        return gate, over

    def throw(self, scope: str, _depth: int, codes: tuple[Ends, ...], _kind: str) -> Ends:
        event, code = self.dice.choice(codes)
        kind = "endEvent" if event == "error" or self.dice.random() < .2 else "intermediateThrowEvent"
        gate, thrown = self.node("exclusiveGateway", scope), self.node(kind, scope, event=event, code=code)
        over = self.node("exclusiveGateway", scope)
        self.join(gate, thrown)
        self.join(gate, over)
        if kind != "endEvent":
            self.join(thrown, over)
        return gate, over

    def stop(self, scope: str, *_: object) -> Ends:
        gate, over = self.node("exclusiveGateway", scope), self.node("exclusiveGateway", scope)
        end = self.node("endEvent", scope, event=self.dice.choice(("", "terminate")))
        self.join(gate, end)
        self.join(gate, over)
        return gate, over

    def gates(self, scope: str, depth: int, codes: tuple[Ends, ...], kind: str) -> Ends:
        gate = GATES[kind == "both"]
        fork, meet = self.node(gate, scope), self.node(gate, scope)
        for _ in range(self.dice.randint(2, 3)):
            if kind == "choice" and self.dice.random() < .2 and (fork, meet) not in self.made.flows:
                self.join(fork, meet)
            else:
                first, last = self.block(scope, depth - 1, codes)
                self.join(fork, first)
                self.join(last, meet)
        return fork, meet

    def again(self, scope: str, depth: int, codes: tuple[Ends, ...], _kind: str) -> Ends:
        begin, gate = self.node("exclusiveGateway", scope), self.node("exclusiveGateway", scope)
        over = self.node("exclusiveGateway", scope)
        first, last = self.block(scope, depth - 1, codes)
        self.join(begin, first)
        self.join(last, gate, over)
        self.join(gate, begin)
        return begin, over

    def part(self, scope: str, depth: int, codes: tuple[Ends, ...], _kind: str) -> Ends:
        kinds = ("subProcess", "subProcess", "callActivity", "manualTask")
        kind = self.dice.choice(kinds if self.wishes.parts else kinds[-1:])
        listed = self.wishes.loops and kind != "manualTask" and self.dice.random() < .3
        host = self.node(kind, scope, sequential=self.dice.random() < .5)
        self.made.nodes[host].loop = f"list_{host}" if listed else ""
        events = ["timer", "message", *(["cycle", "error", "escalation"] if kind != "manualTask" else [])]
        thrown, over = [], self.node("exclusiveGateway", scope)
        self.join(host, over)
        for event in self.dice.sample(events, self.dice.choice((0, 1, 1, 2, 3)) if len(events) > 2 else 1):
            self.edge(scope, host, over, event)
            if event in ("error", "escalation"):
                thrown.append((event, f"C_{host}_{event}"))
        inner = () if listed and self.dice.random() < .5 else codes
        if kind == "callActivity":
            self.made.nodes[host].called = f"called_{host}"
            self.made.processes.append(f"called_{host}")
            self.scope(f"called_{host}", depth - 1, (*inner, *thrown))
        elif kind == "subProcess":
            self.scope(host, depth - 1, (*inner, *thrown))
        return host, over

    def edge(self, scope: str, host: str, over: str, event: str) -> None:
        interrupting = event == "error" or (event != "cycle" and self.dice.random() < .5)
        timer = self.timer() if event in ("timer", "cycle") else ""
        one = self.node("boundaryEvent", scope, event="timer" if event == "cycle" else event, host=host,
                        interrupting=interrupting, timer=timer, cycle=event == "cycle",
                        code=f"C_{host}_{event}" if event in ("error", "escalation") else "")
        if event == "cycle" and not timer.startswith("deadline"):
            self.made.nodes[one].timer = f'"R3/{timer[1:]}'
        first, last = (self.node("scriptTask", scope),) * 2 if event == "cycle" else self.block(scope, 0, ())
        self.join(one, first)
        self.join(last, over if interrupting else self.node("endEvent", scope))

    # --- people who decide --------------------------------------------------------------------------------

    def _let_people_decide(self) -> None:
        asked = sorted(self.made.choices)
        people = [one for one in self.made.nodes.values() if one.kind == "manualTask" and not one.loop]
        for fact in asked:
            if people:
                one = self.dice.choice(people)
                one.asks = (*one.asks, fact)

    # --- changes ------------------------------------------------------------------------------------------

    def _change(self) -> None:
        number = self.dice.randrange(len(self.made.flows))
        source, target = self.made.flows[number]
        scope = self.made.nodes[source].scope
        targets = [one.id for one in self.made.inside(scope) if one.kind not in ("startEvent", "boundaryEvent")]
        other = self.dice.choice(targets)
        match self.dice.choice(("lead", "part", "part", "both", "gate", "host")):
            case "lead":
                self.made.flows[number] = (source, other)
            case "part" | "both" as kind:
                gate = self.node(GATES[kind == "both"], scope)
                self.made.flows[number] = (source, gate)
                self.join(gate, target)
                if other != target:
                    self.join(gate, other)
            case "gate":
                gates = [one for one in self.made.nodes.values() if one.kind in GATES]
                if gates:
                    gate_ = self.dice.choice(gates)
                    gate_.kind = GATES[gate_.kind == GATES[0]]
            case "host":
                edges = [one for one in self.made.nodes.values() if one.host]
                if edges:
                    edge = self.dice.choice(edges)
                    edge.interrupting = not edge.interrupting or edge.event == "error"


# --- as files -------------------------------------------------------------------------------------------------

def files(drawn: Sketch) -> dict[str, bytes]:
    """The drawing with the smallest pack that holds it."""
    found = {name: data for name, data in rest().items() if name.startswith(("bpmn/calendars", "bpmn/regimes"))}
    return found | {
        "bpmn/drawn.bpmn": bpmn(drawn), "bpmn/milestones.toml": _words(drawn), "forms/intake.json": _form(
            {"spare": 2, **drawn.choices, **dict.fromkeys(drawn.lists, 0)}, "Complain"),
        **{f"forms/ask_{one.id}.json": _form({name: drawn.choices.get(name, 2) for name in one.asks}, "Say")
           for one in drawn.nodes.values() if one.asks},
    }


def bpmn(drawn: Sketch) -> bytes:
    said = []
    for one in drawn.nodes.values():
        if one.event == "message":
            said.append(f'<message id="m_{one.id}" name="{one.id}"/>')
    for code in sorted({(one.event, one.code) for one in drawn.nodes.values() if one.code}):
        said.append(f'<{code[0]} id="x_{code[1]}" {code[0]}Code="{code[1]}"/>')
    body = "".join(f'<process id="{one}" isExecutable="true">{"".join(_scope(drawn, one))}</process>'
                   for one in drawn.processes)
    return f'<definitions {SPACES}>{"".join(said)}{body}</definitions>'.encode()


def _scope(drawn: Sketch, scope: str) -> Iterator[str]:
    for one in drawn.inside(scope):
        yield _element(drawn, one)
    ids = {one.id for one in drawn.inside(scope)}
    for number, (source, target) in enumerate(drawn.flows):
        if source in ids:
            place = drawn.outs(source).index(target)
            asked = place > 0 and drawn.nodes[source].kind == "exclusiveGateway"
            condition = f'<conditionExpression>way_{source} == "{place}"</conditionExpression>' if asked else ""
            yield f'<sequenceFlow id="f{number}" sourceRef="{source}" targetRef="{target}">{condition}</sequenceFlow>'


def _element(drawn: Sketch, one: Node) -> str:
    about = {"boundaryEvent": f' attachedToRef="{one.host}" cancelActivity="{str(one.interrupting).lower()}"',
             "callActivity": f' calledElement="{one.called}"'}.get(one.kind, "")
    outs = [number for number, (source, _) in enumerate(drawn.flows) if source == one.id]
    if one.kind == "exclusiveGateway" and len(outs) > 1:
        about += f' default="f{outs[0]}"'
    said = {}
    if drawn.milestones and one.kind not in (*GATES, "eventBasedGateway"):
        said["milestone"] = one.id
    if one.kind == "manualTask":
        said["lane"] = "Intake"
    kind = one.kind
    if one.asks:
        kind, said["formJsonSchemaFilename"] = "userTask", f"ask_{one.id}.json"
    rows = "".join(f'<s:property name="{name}" value="{value}"/>' for name, value in said.items())
    inner = f"<extensionElements><s:properties>{rows}</s:properties></extensionElements>" if said else ""
    if one.loop:
        inner += (f'<multiInstanceLoopCharacteristics isSequential="{str(one.sequential).lower()}"><loopDataInputRef>'
                  f'{one.loop}</loopDataInputRef><inputDataItem id="i_{one.id}" name="item_{one.id}"/>'
                  "</multiInstanceLoopCharacteristics>")
    if kind == "scriptTask":
        inner += f"<script>v_{one.id} = 1</script>"
    if kind == "subProcess":
        inner += "".join(_scope(drawn, one.id))
    return f'<{kind} id="{one.id}"{about}>{inner}{_event(one)}</{kind}>'


def _event(one: Node) -> str:
    if one.event == "timer":
        tag = "timeCycle" if one.cycle else "timeDate" if one.timer.startswith("deadline") else "timeDuration"
        return f'<timerEventDefinition id="d_{one.id}"><{tag}>{one.timer}</{tag}></timerEventDefinition>'
    if one.event == "message":
        return f'<messageEventDefinition id="d_{one.id}" messageRef="m_{one.id}"/>'
    if one.event in ("error", "escalation"):
        return f'<{one.event}EventDefinition id="d_{one.id}" {one.event}Ref="x_{one.code}"/>'
    return f'<{one.event}EventDefinition id="d_{one.id}"/>' if one.event else ""


def _form(facts: dict[str, int], title: str) -> bytes:
    rows = []
    for name, count in facts.items():
        said = ", ".join(f'"{number}"' for number in range(max(count, 2)))
        kind = f'"type": "string", "enum": [{said}]' if count else \
            f'"type": "array", "items": {{"type": "string", "enum": [{said}]}}'
        rows.append(f'"{name}": {{"title": "{name}", {kind}, "x-amends-fact": "{name}"}}')
    return (f'{{"title": "{title}", "type": "object", "properties": {{{", ".join(rows)}}}, '
            f'"required": [{", ".join(f"{chr(34)}{name}{chr(34)}" for name in facts)}]}}').encode()


def _words(drawn: Sketch) -> bytes:
    rows = ['[organisation.name]\nen = "Tiny"\n']
    if drawn.milestones:
        rows += [f'[[milestone]]\nname = "{one.id}"\norder = {number}\npublic = false\n'
                 for number, one in enumerate(drawn.nodes.values(), 1) if one.kind not in (*GATES, "eventBasedGateway")]
    rows += [f'[[message]]\nname = "{one.id}"\nbutton.en = "Send"\n' for one in drawn.nodes.values()
             if one.event == "message"]
    return "\n".join(rows).encode()
