"""Rule pack: what the rest of Amends asks of every pack is there."""

from collections.abc import Iterator

from engine.check.parts import Parts
from engine.check.wording import cause, meant
from engine.contract import DEFAULT_URGENCY, INTAKE_FORM, INTAKE_GROUP
from engine.diagram import HUMAN
from engine.errors import Cause
from engine.packs import MAIN

RULE = "pack"


def find(parts: Parts) -> Iterator[Cause]:
    """A missing main process, intake form, first group, or class of urgency to begin with."""
    processes = {process for drawing in parts.drawings.values() for process in drawing.diagram.processes}
    if MAIN not in processes and ".bpmn" not in parts.broken:
        yield cause(f"no diagram draws the process {MAIN}, with which every case starts.", "bpmn/", "", RULE,
                    meant(MAIN, processes))
    if INTAKE_FORM not in parts.stems(".json"):
        yield cause(f"the form {INTAKE_FORM}.json is missing; without it nobody can complain.", "forms/", "", RULE)
    if parts.regimes is not None and DEFAULT_URGENCY not in parts.regimes.urgencies:
        yield cause(f"the urgency {DEFAULT_URGENCY} is missing; it holds until a table decides.",
                    "bpmn/regimes.toml", DEFAULT_URGENCY, RULE)
    yield from _first_group(parts)


def _first_group(parts: Parts) -> Iterator[Cause]:
    groups = {element.lane for element in parts.nodes if element.kind in HUMAN}
    for element in parts.nodes:
        if element.operation == "register" and INTAKE_GROUP not in groups:
            yield cause(
                f"a case gets its first owner from the group {INTAKE_GROUP} here, and no step is done by that group.",
                element.file, element.id, RULE, f"Let at least one step be done by {INTAKE_GROUP}.",
            )
