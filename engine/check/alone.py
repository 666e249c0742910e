"""One file on its own: every rule that can be judged on it, and a note of what could not.

The file is given its place in a pack that holds nothing else; what other files would have to say is not
asked (`Parts.whole`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from engine import repairs
from engine.check import given, judge, read
from engine.check.parts import FILE, Parts
from engine.errors import NOTE, Cause, XmlRefused
from engine.packs import Pack
from engine.xml import BPMN, local, namespace

RULE = "alone"
WHOLE = "Check the folder that holds bpmn/ and forms/ as a whole before it goes live."
PROCESS, FORM, TABLE, LETTER = "process", "form", "table", "letter"
PLURALS = {PROCESS: "processes", FORM: "forms", TABLE: "tables", LETTER: "letters"}
SHOWN = 8
REPAIRED = frozenset({"L02", "L04", "L05", "L06"})
"""Rules of which a finding may be mended by engine.repairs."""


@dataclass(frozen=True)
class Alone:
    """What is to be said about one file, what it gives others and what it asks of them, as (kind, name).
    `alone` is False where there was nothing to look at, or a whole pack."""

    causes: list[Cause]
    gives: frozenset[tuple[str, str]] = frozenset()
    asks: frozenset[tuple[str, str]] = frozenset()
    alone: bool = False
    proved: Mapping[str, str] = field(default_factory=dict)
    """Promises that are kept, each with its bound in words."""


def check(name: str, data: bytes, told: Callable[[str], None] = lambda _what: None,
          kept: Callable[[list[Cause]], None] = lambda _causes: None) -> Alone:
    """Judge one file. `told` hears what is looked at next, `kept` what was found so far."""
    place = given.place(name, data)
    if isinstance(place, Cause):
        return Alone([place])
    parts = read(Pack({place: data}), whole=False, told=told)
    found = judge(parts, told, lambda some: kept([_named(cause, place, name) for cause in some]))
    causes = hinted([*_no_drawing(parts), *found], parts.pack.files)
    return Alone([_named(cause, place, name) for cause in causes], _gives(parts), _asks(parts), alone=not parts.causes)


def hinted(causes: list[Cause], files: Mapping[str, bytes]) -> list[Cause]:
    """The causes, saying so where a repair is offered."""
    wrong = {cause.file for cause in causes if cause.rule in REPAIRED and cause.file.endswith(given.DRAWING)}
    changes = [change for file in wrong if file in files for change in _offered(files[file], file)]
    return [repairs.hinted(cause, changes) for cause in causes]


def _offered(data: bytes, file: str) -> list[repairs.Change]:
    try:
        return repairs.offered(data, file)
    except XmlRefused:
        return []  # that is said already


def note(name: str, asks: Iterable[tuple[str, str]], known: frozenset[tuple[str, str]]) -> Cause:
    """What was not looked at, because it stands in other files."""
    missing = sorted(set(asks) - known)
    kinds = [kind for kind in PLURALS if any(one == kind for one, _ in missing)]
    named = "; ".join(f"the {PLURALS[kind]} {_list([what for one, what in missing if one == kind])}" for kind in kinds)
    also = f" It asks for {named}." if named else ""
    return Cause(
        "Looked at on its own: whether it fits the forms, tables, letters, groups, milestones and other drawings "
        f"of its pack was not judged.{also}", name, rule=RULE, repair=WHOLE, severity=NOTE,
    )


def _list(names: list[str]) -> str:
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    return f"{', '.join(names[:SHOWN])}{more}"


def _named(cause: Cause, place: str, name: str) -> Cause:
    """The cause with the name that the file was given under."""
    path = tuple(replace(step, file=name) if step.file == place else step for step in cause.path)
    return replace(cause, file=name, message=cause.message.replace(place, name), path=path)


def _no_drawing(parts: Parts) -> Iterator[Cause]:
    for drawing in parts.drawings.values():
        if namespace(drawing.root) != BPMN or local(drawing.root) != "definitions":
            what = f"{local(drawing.root)} of {namespace(drawing.root) or 'no namespace'}"
            yield Cause(f"This is no BPMN 2.0: it begins with {what}.", drawing.file, rule=FILE,
                        repair=f"A drawing begins with definitions of {BPMN}; export it as BPMN 2.0.")
        elif not drawing.diagram.processes:
            yield Cause("No process is drawn in this file, so nothing of it would run.", drawing.file, rule=FILE,
                        repair="Draw a process with a start, steps and an end.")


def _gives(parts: Parts) -> frozenset[tuple[str, str]]:
    processes = {process for drawing in parts.drawings.values() for process in drawing.diagram.processes}
    return frozenset({
        *((PROCESS, one) for one in processes), *((TABLE, one) for one in parts.tables),
        *((FORM, one) for one in parts.forms), *((LETTER, one) for _, one in parts.letters),
    })


def _asks(parts: Parts) -> frozenset[tuple[str, str]]:
    asked: Mapping[str, set[str]] = {
        PROCESS: {one.called for one in parts.nodes}, TABLE: {one.decision for one in parts.nodes},
        FORM: {one.form for one in parts.nodes},
        LETTER: {one.parameters.get("letter", "").strip("\"'") for one in parts.nodes},
    }
    return frozenset((kind, name) for kind, names in asked.items() for name in names if name) - _gives(parts)
