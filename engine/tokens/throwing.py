"""Who catches an error or escalation, and what a called process can throw out."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.tokens.drawn import TASKS, Drawn, Node

RAISING = TASKS - {"task", "userTask", "manualTask", "receiveTask"}
"""Tasks that machines do: an error may come out of them without being drawn."""
THROWN = ("error", "escalation")
Code = tuple[str, str]


@dataclass(frozen=True)
class Catch:
    """The event that catches, and the scope whose work it ends or goes on beside."""

    event: Node
    scope: int


class Throwing:
    """Answers for all files read together."""

    def __init__(self, drawn: Drawn) -> None:
        self.drawn = drawn
        self.processes = {one.id: one.key for one in reversed(drawn.processes()) if one.id}
        self.inside: dict[int, list[Node]] = {one.key: [] for one in drawn.scopes}
        for node in drawn.nodes:
            self.inside[node.scope].append(node)
        self.out = self._thrown_out()
        self.heard = self._heard()

    def called(self, node: Node) -> int | None:
        """The process that a call activity calls, when it is among the files."""
        return self.processes.get(node.called) if node.kind == "callActivity" and node.called else None

    def caught(self, scope: int, event: str, code: str) -> Catch | None:
        """The nearest event round a scope that catches this; one with the code before one for all."""
        here: int | None = scope
        below = None
        while here is not None:
            starts = [
                start for holder in self.inside[here]
                if holder.inside is not None and holder.inside != below and self.drawn.scopes[holder.inside].by_event
                for start in self.inside[holder.inside] if start.kind == "startEvent"
            ]
            found = _fitting(starts, event, code)
            if found is not None:
                return Catch(found, here)
            holder_key = self.drawn.scopes[here].holder
            if holder_key is not None:
                found = _fitting(self.edges(self.drawn.nodes[holder_key]), event, code)
                if found is not None:
                    return Catch(found, here)
            below, here = here, self.drawn.scopes[here].parent
        return None

    def caught_at(self, node: Node, event: str, code: str) -> Node | None:
        """The event on the edge of an activity itself that catches this."""
        return _fitting(self.edges(node), event, code)

    def edges(self, node: Node) -> list[Node]:
        return [self.drawn.nodes[key] for key in node.edges]

    def throws(self, node: Node) -> Iterator[Code]:
        """What an element throws out of itself into its scope."""
        if node.kind in ("endEvent", "intermediateThrowEvent") and node.event in (*THROWN, "cancel"):
            yield node.event, node.code
        called = self.called(node)
        if called is not None:
            for event, code in self.out[called]:
                if self.caught_at(node, event, code) is None:
                    yield event, code

    def may_come(self, catch: Node, scope: int | None) -> bool:
        """Can an error come to this event without being drawn: out of a task or out of what is not known?"""
        if catch.event == "multiple":
            return True
        if scope is None:
            return True
        if catch.event != "error":
            return False
        ahead = [scope]
        while ahead:
            for node in self.inside[ahead.pop()]:
                if node.kind in RAISING or (node.kind == "callActivity" and self.called(node) is None):
                    return True
                if node.inside is not None:
                    ahead.append(node.inside)
        return False

    def _thrown_out(self) -> dict[int, frozenset[Code]]:
        """For each process what leaves it uncaught; calls pass on what the called one throws."""
        found: dict[int, frozenset[Code]] = {one.key: frozenset() for one in self.drawn.processes()}
        self.out = found
        processes = {one.key: self.drawn.process_of(one.key).key for one in self.drawn.scopes}
        while True:
            again = dict(found)
            for node in self.drawn.nodes:
                for event, code in self.throws(node):
                    if event in THROWN and self.caught(node.scope, event, code) is None:
                        again[processes[node.scope]] |= {(event, code)}
            if again == found:
                return found
            found = again
            self.out = found

    def _heard(self) -> set[int]:
        """The events to which something drawn is thrown."""
        found = set()
        for node in self.drawn.nodes:
            for event, code in self.throws(node):
                catch = self.caught(node.scope, event, code)
                if catch is not None:
                    found.add(catch.event.key)
            called = self.called(node)
            for event, code in self.out[called] if called is not None else ():
                edge = self.caught_at(node, event, code)
                if edge is not None:
                    found.add(edge.key)
        return found


def _fitting(events: list[Node], event: str, code: str) -> Node | None:
    fitting = [one for one in events if one.event == event and one.code in ("", code)]
    return max(fitting, key=lambda one: bool(one.code)) if fitting else None
