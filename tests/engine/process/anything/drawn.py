"""Blocks as BPMN."""

from itertools import pairwise

from tests.engine.process import drawing
from tests.engine.process.anything.blocks import Again, Block, Both, Choice, Edge, Note, Part, Person, Row, Throw, Wait
from tests.engine.process.drawing import flow, node, path, properties


class Drawn:
    """A diagram that grows; `inside` are the lists that are being gone through."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.called: list[str] = []
        self.messages: list[str] = []
        self.codes: list[str] = []
        self.inside: list[str] = []
        self.facts: dict[str, list[str]] = {}

    def file(self, whole: Part) -> bytes:
        self.scope(whole)
        return drawing.diagram("".join(self.body), tuple(self.messages), tuple(self.codes), "".join(self.called))

    def scope(self, part: Part) -> None:
        first, last = self.block(part.body)
        end = drawing.TERMINATE if part.terminate else ""
        self.body += [
            node("startEvent", f"{part.id}_start"), node("endEvent", f"{part.id}_end", end),
            path(f"{part.id}_start", first), path(last, f"{part.id}_end"),
        ]

    def block(self, one: Block) -> tuple[str, str]:
        """Draw a block; gives its first and its last element."""
        if isinstance(one, Row):
            ends = [self.block(part) for part in one.parts]
            self.body += [path(before[1], after[0]) for before, after in pairwise(ends)]
            return ends[0][0], ends[-1][1]
        draw = {
            Person: self.person, Note: self.note, Choice: self.choice, Both: self.both, Again: self.again,
            Wait: self.wait, Throw: self.throw, Part: self.part,
        }[type(one)]
        return draw(one)  # type: ignore[operator, no-any-return]

    def person(self, one: Person) -> tuple[str, str]:
        return self._ask(one.id), one.id

    def _ask(self, identity: str) -> str:
        about = ' + "/" + '.join(f"i_{name}" for name in self.inside)
        given = {"about": about} if about else {}
        self.body.append(node("userTask", identity, properties(identity, milestone=identity, **given)))
        return identity

    def note(self, one: Note) -> tuple[str, str]:
        self.body.append(node("scriptTask", one.id, properties(milestone=one.id) + drawing.script(f"x_{one.id} = 1")))
        return one.id, one.id

    def choice(self, one: Choice) -> tuple[str, str]:
        asked, gate, meet = self._ask(one.id), f"{one.id}_g", f"{one.id}_x"
        ends = [self.block(part) for part in one.parts]
        self.body += [
            node("exclusiveGateway", gate, default=f"{gate}_{ends[0][0]}"), node("exclusiveGateway", meet),
            path(asked, gate, ends[0][0]), *(path(last, meet) for _, last in ends),
            *(flow(gate, first, f'{asked}["n"] % {len(ends)} == {number}')
              for number, (first, _) in enumerate(ends) if number),
        ]
        return asked, meet

    def both(self, one: Both) -> tuple[str, str]:
        fork, join = f"{one.id}_f", f"{one.id}_j"
        ends = [self.block(part) for part in one.parts]
        self.body += [node("parallelGateway", fork), node("parallelGateway", join)]
        self.body += [path(fork, first) + path(last, join) for first, last in ends]
        return fork, join

    def again(self, one: Again) -> tuple[str, str]:
        begin, gate, over = f"{one.id}_b", f"{one.id}_g", f"{one.id}_x"
        first, last = self.block(one.part)
        asked = self._ask(one.id)
        self.body += [
            node("exclusiveGateway", begin), node("exclusiveGateway", gate, default=f"{gate}_{over}"),
            node("exclusiveGateway", over), path(begin, first), path(last, asked, gate, over),
            flow(gate, begin, f'{asked}["n"] % 2 == 1 and times("{asked}") &lt;= {one.most}'),
        ]
        return begin, over

    def wait(self, one: Wait) -> tuple[str, str]:
        gate, came, late, over = one.id, f"{one.id}_m", f"{one.id}_t", f"{one.id}_x"
        self.messages.append(one.id)
        about = ' + "/" + '.join(f"i_{name}" for name in self.inside)
        self.body += [
            node("eventBasedGateway", gate), node("exclusiveGateway", over),
            node("intermediateCatchEvent", came,
                 properties(milestone=came, **({"about": about} if about else {})) + drawing.message(one.id)),
            node("intermediateCatchEvent", late, properties(milestone=late) + drawing.timer(f'"PT{one.hours}M"')),
            path(gate, came, over), path(gate, late, over),
        ]
        return gate, over

    def throw(self, one: Throw) -> tuple[str, str]:
        asked, gate, thrown, over = self._ask(one.id), f"{one.id}_g", f"{one.id}_u", f"{one.id}_x"
        kind = "endEvent" if one.kind == "error" else "intermediateThrowEvent"
        self.body += [
            node("exclusiveGateway", gate, default=f"{gate}_{over}"), node("exclusiveGateway", over),
            node(kind, thrown, properties(milestone=thrown) + getattr(drawing, one.kind)(one.code)),
            path(asked, gate, over), flow(gate, thrown, f'{asked}["n"] % 2 == 0'),
        ]
        if one.kind == "escalation":
            self.body.append(path(thrown, over))
        return asked, over

    def part(self, one: Part) -> tuple[str, str]:
        over, repeated = f"{one.id}_x", ""
        if one.items is not None:
            self.facts[f"l_{one.id}"] = [str(number) for number in range(one.items)]
            repeated = drawing.each(f"l_{one.id}", f"i_{one.id}", sequential=one.sequential)
            self.inside.append(one.id)
        outer, self.body = self.body, []
        self.scope(one)
        inner, self.body = "".join(self.body), outer
        if one.items is not None:
            self.inside.pop()
        about = properties(milestone=one.id) + repeated
        if one.called:
            self.called.append(drawing.process(f"{one.id}_c", inner))
            self.body.append(node("callActivity", one.id, about, calledElement=f"{one.id}_c"))
        else:
            self.body.append(node("subProcess", one.id, about + inner))
        self.body += [node("exclusiveGateway", over), path(one.id, over)]
        for edge in one.edges:
            self.edge(edge, one.id, over)
        return one.id, over

    def edge(self, edge: Edge, host: str, over: str) -> None:
        code = f"C_{edge.id}"
        definition = {
            "timer": lambda: drawing.timer(f'"PT{edge.hours}M"'),
            "cycle": lambda: drawing.cycle(f'"R3/PT{edge.hours}M"'),
            "message": lambda: drawing.message(edge.id), "error": lambda: drawing.error(code),
            "escalation": lambda: drawing.escalation(code),
        }[edge.kind]()
        if edge.kind == "message":
            self.messages.append(edge.id)
        if edge.kind in ("error", "escalation"):
            self.codes.append(code)
        first, last = self.block(edge.part)
        end = over
        if not edge.interrupting:
            end = f"{edge.id}_end"
            self.body.append(node("endEvent", end))
        about = ' + "/" + '.join(f"i_{name}" for name in self.inside)
        given = {"about": about} if about and edge.kind == "message" else {}
        self.body += [
            node("boundaryEvent", edge.id, properties(milestone=edge.id, **given) + definition, attachedToRef=host,
                 cancelActivity=str(edge.interrupting).lower()),
            path(edge.id, first), path(last, end),
        ]
