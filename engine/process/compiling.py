"""From BPMN files to specifications that all cases of a pack share read-only (trap 28)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.exceptions import SpiffWorkflowException

from engine import diagram, xml
from engine.diagram import Diagram, Element
from engine.errors import Cause, ExpressionInvalid, PackInvalid, StepFailed
from engine.expressions import Expression, parse
from engine.process.parsing import Parser
from engine.tables import Table

# The library's records carry the data of the case, and are built even when nobody listens (security 2.6).
for _name in ("spiff.task", "spiff.workflow", "spiff"):
    logging.getLogger(_name).setLevel(logging.WARNING)

# What the library is known to raise, bare, on drawings it does not understand.
CANNOT = (NotImplementedError, LookupError, ValueError, TypeError, AttributeError, RecursionError)

ASKED = ("due", "about", "lane_from", "skill")
"""Properties of a person's task that are expressions, asked when it opens."""


@dataclass(frozen=True)
class Compiled:
    """One process of a pack, ready to run. `hash` is the pack's; `asked` the parsed properties of tasks."""

    process: str
    hash: str
    spec: Any
    subprocesses: Mapping[str, Any]
    elements: Mapping[str, Element]
    tables: Mapping[str, Table]
    asked: Mapping[str, Mapping[str, Expression]]
    spec_names: Mapping[str, tuple[str, ...]]


def compile_process(
    files: Mapping[str, bytes], process: str, tables: Mapping[str, Table], pack_hash: str
) -> Compiled:
    """Compile one process and all it calls.

    Raises:
        PackInvalid: the library cannot build it; `amends check` names better causes first.
    """
    diagrams = [diagram.read(data, name) for name, data in sorted(files.items())]
    elements = _elements(diagrams)
    parser = Parser(elements)
    try:
        for name, data in sorted(files.items()):
            parser.add_bpmn_xml(xml.parse(data, name), filename=name)
        spec = parser.get_spec(process)
        subprocesses = parser.get_subprocess_specs(process)
        asked = {key: _asked(element) for key, element in elements.items()}
    except (SpiffWorkflowException, ExpressionInvalid, StepFailed, *CANNOT) as wrong:
        raise PackInvalid(Cause(f"The process {process} cannot be built: {wrong}", file=", ".join(files))) from wrong
    names = {s.name: tuple(sorted(s.task_specs)) for s in (spec, *subprocesses.values())}
    return Compiled(process, pack_hash, spec, subprocesses, elements, tables, asked, names)


def _asked(element: Element) -> Mapping[str, Expression]:
    return {name: parse(element.properties[name]) for name in ASKED if element.properties.get(name)}


def _elements(diagrams: list[Diagram]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for drawn in diagrams:
        found.update(drawn.elements)
    return found
