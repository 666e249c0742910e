"""L19: a call activity calls a process of this pack, no process comes back to itself (security.md 2.3), and something
starts each."""

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.check.parts import Parts
from engine.check.wording import cause, meant, the
from engine.diagram import Element
from engine.errors import WARNING, Cause
from engine.packs import MAIN

RULE = "L19"
WRITTEN = re.compile(r"\"\w+\"|'\w+'")


def find(parts: Parts) -> Iterator[Cause]:
    """Calls of what is not there, and calls that never end."""
    processes = frozenset(process for drawing in parts.drawings.values() for process in drawing.diagram.processes)
    calls = [one for one in parts.nodes if one.kind == "callActivity"]
    back = _coming_back(calls)
    for element in calls:
        if not element.called:
            yield _at(element, "calls nothing", "Write the id of a process as calledElement.")
        elif element.called not in processes:
            if parts.whole and ".bpmn" not in parts.broken:
                problem = f"calls the process {element.called}, which no diagram draws"
                yield _at(element, problem, meant(element.called, processes))
        elif (element.process, element.called) in back:
            yield _at(element, f"leads back to the process {element.process} it stands in, without an end",
                      "Draw the repetition as an arrow back, through a gateway.")


    if parts.whole and ".bpmn" not in parts.broken:
        yield from _never_started(parts, {one.called for one in calls})


def _never_started(parts: Parts, called: set[str]) -> Iterator[Cause]:
    """Processes that nothing calls and no operation begins; none where what is begun is not written down."""
    begun = [one.parameters.get("process", "").strip() for one in parts.nodes if one.operation == "start_run"]
    if not all(WRITTEN.fullmatch(one) for one in begun):
        return
    started = called | {MAIN} | {one[1:-1] for one in begun}
    for drawing in parts.drawings.values():
        for process, name in drawing.diagram.processes.items():
            if process not in started:
                never = cause(
                    f'nothing starts the process "{name or process}", so it would never run.', drawing.file, process,
                    RULE, f"Call it, or begin it with the operation start_run; a case begins with {MAIN}.",
                )
                yield replace(never, severity=WARNING)


def _at(element: Element, problem: str, repair: str) -> Cause:
    return cause(f"{the(element)} {problem}.", element.file, element.id, RULE, repair)


def _coming_back(calls: list[Element]) -> set[tuple[str, str]]:
    """Caller and called, where the called process leads back to its caller."""
    pairs = {(one.process, one.called) for one in calls}
    called_by: dict[str, set[str]] = {}
    for caller, called in pairs:
        called_by.setdefault(caller, set()).add(called)
    return {(caller, called) for caller, called in pairs if caller in _all_called(called, called_by)}


def _all_called(process: str, called_by: dict[str, set[str]]) -> set[str]:
    """A process and all that it calls, near or far."""
    found: set[str] = set()
    ahead = [process]
    while ahead:
        here = ahead.pop()
        if here not in found:
            found.add(here)
            ahead += called_by.get(here, ())
    return found
