"""Rule build: the engine can build every process; asked last, when nothing else is wrong."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.errors import Cause, ContentError


def find(parts: Parts) -> Iterator[Cause]:
    """What the engine itself objects to."""
    if not parts.whole and _calls_others(parts):
        return
    for drawing in parts.drawings.values():
        for process in drawing.diagram.processes:
            try:
                parts.pack.process(process)
            except ContentError as wrong:
                yield from (Cause(one.message, drawing.file, process, "build", one.repair) for one in wrong.causes)


def _calls_others(parts: Parts) -> bool:
    """True where a process is called that is drawn elsewhere: without it the engine can build nothing."""
    drawn = {process for drawing in parts.drawings.values() for process in drawing.diagram.processes}
    return any(one.kind == "callActivity" and one.called not in drawn for one in parts.nodes)
