"""From BPMN files to specifications that all cases of a pack share read-only (trap 28)."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
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

TOO_LONG = "cannot be built: it has too many steps one after another."
SHORTER = "Move a part of the steps into a process of its own, and call that."

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


class Compiler:
    """Compiles the processes of one pack. What several of them call is built once and shared, like everything
    compiled; `drawings` are its files by name, as XML and as read."""

    def __init__(
        self, drawings: Mapping[str, tuple[xml.Element, Diagram]], tables: Mapping[str, Table], pack_hash: str
    ) -> None:
        self._drawings = dict(sorted(drawings.items()))
        self._tables, self._hash = tables, pack_hash
        self._elements = {key: one for _, drawn in self._drawings.values() for key, one in drawn.elements.items()}
        self._asked: Mapping[str, Mapping[str, Expression]] | None = None
        self._parser: Parser | None = None
        # The library builds a process step by step: another thread must not see half of it.
        self._lock = Lock()

    def compile(self, process: str) -> Compiled:
        """Compile one process and all it calls.

        Raises:
            PackInvalid: the library cannot build it; `amends check` names better causes first.
        """
        with self._lock:
            try:
                return self._compiled(process)
            except (SpiffWorkflowException, ExpressionInvalid, StepFailed, *CANNOT) as wrong:
                self._parser = None  # what it has begun to build stays half built
                file = ", ".join(self._drawings)
                if _is_too_long(wrong):
                    raise PackInvalid(Cause(f"The process {process} {TOO_LONG}", file, repair=SHORTER)) from wrong
                raise PackInvalid(Cause(f"The process {process} cannot be built: {wrong}", file=file)) from wrong

    def _compiled(self, process: str) -> Compiled:
        if self._parser is None:
            self._parser = Parser(self._elements)
            for name, (root, _) in self._drawings.items():
                self._parser.add_bpmn_xml(root, filename=name)
        spec = self._parser.get_spec(process)
        subprocesses = self._parser.get_subprocess_specs(process)
        if self._asked is None:
            self._asked = {key: _asked(element) for key, element in self._elements.items()}
        names = {s.name: tuple(sorted(s.task_specs)) for s in (spec, *subprocesses.values())}
        return Compiled(process, self._hash, spec, subprocesses, self._elements, self._tables, self._asked, names)


def compile_process(
    files: Mapping[str, bytes], process: str, tables: Mapping[str, Table], pack_hash: str
) -> Compiled:
    """Compile one process of these files and all it calls.

    Raises:
        PackInvalid: see `Compiler.compile`.
        XmlRefused: a file is not XML that Amends reads.
    """
    roots = {name: xml.parse(data, name) for name, data in files.items()}
    drawings = {name: (root, diagram.read_root(root, name)) for name, root in roots.items()}
    return Compiler(drawings, tables, pack_hash).compile(process)


def _is_too_long(wrong: BaseException) -> bool:
    """Whether the library gave up because it follows arrows by calling itself; it wraps what it raises then."""
    cause: BaseException | None = wrong
    while cause is not None and not isinstance(cause, RecursionError):
        cause = cause.__cause__ or cause.__context__
    return cause is not None


def _asked(element: Element) -> Mapping[str, Expression]:
    return {name: parse(element.properties[name]) for name in ASKED if element.properties.get(name)}
