"""L13: few parallel gateways part ways in one process or subprocess.

The engine library would lay out all ways ahead, twice as many with each (trap 20); ours does not, so
what is bounded here is how much of a drawing people have to keep in mind.
"""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.check.wording import cause
from engine.errors import Cause

RULE = "L13"
MOST = 6


def find(parts: Parts) -> Iterator[Cause]:
    """Processes and subprocesses with too many parallel splits."""
    for drawing in parts.drawings.values():
        for scope, element in drawing.scopes():
            splits = [
                one for one in drawing.inside(scope)
                if one.kind == "parallelGateway" and len(drawing.outgoing(one.id)) > 1
            ]
            if len(splits) > MOST:
                label = element.label if element else drawing.diagram.processes.get(scope) or scope
                yield cause(f'"{label}" parts into parallel ways {len(splits)} times; {MOST} times is the most.',
                            drawing.file, scope, RULE, "Move a stage of the work into a call activity.")
