"""Rule build: the engine can build every process; asked last, when nothing else is wrong."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.errors import Cause, ContentError


def find(parts: Parts) -> Iterator[Cause]:
    """What the engine itself objects to."""
    for drawing in parts.drawings.values():
        for process in drawing.diagram.processes:
            try:
                parts.pack.process(process)
            except ContentError as wrong:
                yield from (Cause(one.message, drawing.file, process, "build", one.repair) for one in wrong.causes)
