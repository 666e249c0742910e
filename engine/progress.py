"""Where a case stands in its drawings: the path taken, what is at work, what it waits for.

A case has a drawing for each of its runs, and one for each process that was called on the way. Made of
the journal's paths, the decisions of gateways and the open rows; no run is unpacked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import publishing, timeline
from engine.diagram import HUMAN, Diagram, Element, Flow
from engine.errors import NotFound
from engine.model import Await, Decision, Person, Run, Task, Timer
from engine.packs import MAIN, Pack
from engine.people import SYSTEM
from engine.timeline import Line

UNNAMED = frozenset({"startEvent", "exclusiveGateway", "parallelGateway", "eventBasedGateway", "subProcess"})
"""Not listed as steps: they say how the way goes, not what anybody did."""


@dataclass(frozen=True)
class Step:
    """One step in words. `state`: done, now (a person is to do it), waiting (for a message or moment)."""

    element: str
    name: str
    about: str
    lane: str
    state: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Drawing:
    """A process of a run that the case has come through. `at_work`: something in it is open or waited for."""

    key: str
    run_id: int
    process: str
    name: str
    at_work: bool


@dataclass(frozen=True)
class Progress:
    """A case on one of its drawings: ids of elements and flows, the steps in order, groups by user task."""

    file: str
    done: Sequence[str]
    flows: Sequence[str]
    now: Sequence[str]
    waiting: Sequence[str]
    groups: Mapping[str, str]
    steps: Sequence[Step]


def drawings(session: Session, case_id: int) -> list[Drawing]:
    """The drawings of a case, the complaint itself first; called processes follow who calls them."""
    lines, found = timeline.whole(session, case_id), []
    for run in _runs(session, case_id):
        pack = publishing.by_id(session, run.pack_id)
        path, open_now = set(_path(lines, run)), _open(session, run.id)
        for process in _processes(pack, run.process):
            inside = {one.id for one in pack.elements.values() if one.process == process}
            if process == run.process or inside & (path | open_now):
                name = _diagram(pack, process).processes[process] or process
                found.append(Drawing(f"{run.id}.{process}", run.id, process, name, bool(inside & open_now)))
    return found


def drawing(session: Session, case_id: int, key: str = "") -> tuple[str, bytes]:
    """The BPMN file behind one of a case's drawings: its name and content.

    Raises:
        NotFound: the case has no such drawing.
    """
    _, diagram, pack = _drawn(session, case_id, key)
    return diagram.file, pack.files[diagram.file]


def of(session: Session, case_id: int, key: str = "") -> Progress:
    """Where a case stands on one of its drawings; on that of the complaint itself unless told otherwise.

    Raises:
        NotFound: the case has no such drawing.
    """
    run, diagram, _ = _drawn(session, case_id, key)
    lines = [line for line in timeline.whole(session, case_id) if _is_of(line, run)]
    path = [element for element in _path(lines, run) if element in diagram.elements]
    tasks = [
        row for row in session.execute(
            select(Task, Person.name).outerjoin(Person, Person.id == Task.assignee_id)
            .where(Task.run_id == run.id, Task.status == "open").order_by(Task.due_at, Task.id)
        ) if row.Task.element in diagram.elements
    ]
    awaits = _here(diagram, session.scalars(select(Await).where(Await.run_id == run.id).order_by(Await.message)))
    timers = _here(diagram, session.scalars(select(Timer).where(Timer.run_id == run.id).order_by(Timer.due_at)))
    entered = [*path, *(task.element for task, _ in tasks)]
    waiting = dict.fromkeys([*(one.element for one in awaits), *(one.element for one in timers)])
    return Progress(
        file=diagram.file, done=list(dict.fromkeys(path)), flows=_taken(session, case_id, diagram, entered),
        now=[task.element for task, _ in tasks], waiting=list(waiting),
        groups={one.id: one.lane for one in diagram.elements.values() if one.kind == "userTask" and one.lane},
        steps=[
            *_done(diagram, lines),
            *(Step(task.element, task.name, task.about, task.lane, "now", name or "", task.opened_at)
              for task, name in tasks),
            *(_waiting(diagram, one.element, one.about, None) for one in awaits),
            *(_waiting(diagram, one.element, "", one.due_at) for one in timers),
        ],
    )


def _runs(session: Session, case_id: int) -> Sequence[Any]:
    return session.execute(
        select(Run.id, Run.pack_id, Run.process).where(Run.case_id == case_id).order_by(Run.process != MAIN, Run.id)
    ).all()


def _drawn(session: Session, case_id: int, key: str) -> tuple[Any, Diagram, Pack]:
    """The run of a drawing, the file and its pack."""
    number, _, process = key.partition(".")
    for run in _runs(session, case_id):
        if key and str(run.id) != number:
            continue
        pack = publishing.by_id(session, run.pack_id)
        if not key or process in _processes(pack, run.process):
            return run, _diagram(pack, process or run.process), pack
    raise NotFound()


def _diagram(pack: Pack, process: str) -> Diagram:
    return next(one for one in pack.diagrams.values() if process in one.processes)


def _processes(pack: Pack, process: str) -> list[str]:
    """A process and all that it calls, in the order in which they are drawn."""
    found = [process]
    for name in found:
        found += [one.called for one in pack.elements.values()
                  if one.process == name and one.called and one.called not in found]
    return list(dict.fromkeys(found))


def _is_of(line: Line, run: Any) -> bool:
    """Whether a line tells of this run: those beside the complaint say their number with their path."""
    return bool(line.data.get("run") == run.id if run.process != MAIN else "run" not in line.data)


def _path(lines: Sequence[Line], run: Any) -> list[str]:
    return [element for line in lines if _is_of(line, run) for element in line.data.get("path", ())]


def _open(session: Session, run_id: int) -> set[str]:
    """The elements of a run where somebody, a message or a moment is waited for."""
    asked = (
        select(Task.element).where(Task.run_id == run_id, Task.status == "open"),
        select(Await.element).where(Await.run_id == run_id), select(Timer.element).where(Timer.run_id == run_id),
    )
    return {element for one in asked for element in session.scalars(one)}


def _here(diagram: Diagram, rows: Iterator[Any]) -> list[Any]:
    return [one for one in rows if one.element in diagram.elements]


def _waiting(diagram: Diagram, element: str, about: str, due: datetime | None) -> Step:
    return Step(element, diagram.elements[element].label, about, "", "waiting", "", due)


def _done(diagram: Diagram, lines: Sequence[Line]) -> list[Step]:
    """The steps of every path in order, each with who and when as its own entry says, else the
    entry that carries the path."""
    own = {(line.noticed_at, line.element): line for line in lines if line.element and line.kind != "milestone.reached"}
    done = []
    for line in lines:
        for identity in line.data.get("path", ()):
            element = diagram.elements.get(identity)
            if element is not None and element.kind not in UNNAMED:
                said = own.get((line.noticed_at, identity))
                who = said.actor if said is not None else "" if element.kind in HUMAN else SYSTEM.name
                about = str(said.data.get("about") or "") if said is not None else ""
                done.append(Step(identity, element.label, about, element.lane, "done", who, (said or line).at))
    return done


def _taken(session: Session, case_id: int, diagram: Diagram, path: Sequence[str]) -> list[str]:
    """The flows along which the case went."""
    reached = _reached(diagram, path)
    rows = session.execute(
        select(Decision.element, Decision.at, Decision.rule, Decision.result)
        .where(Decision.case_id == case_id, Decision.kind == "condition")
    )
    judged: dict[str, dict[datetime, list[tuple[str, bool]]]] = {}
    for row in rows:
        judged.setdefault(row.element, {}).setdefault(row.at, []).append((row.rule, row.result == "true"))
    return [
        flow.id for flow in diagram.flows if flow.source in reached
        and _went(flow, diagram.elements.get(flow.source), reached, judged.get(flow.source, {}))
    ]


def _reached(diagram: Diagram, path: Sequence[str]) -> set[str]:
    """The elements of the path and the parts of the drawing they lie in."""
    found = set()
    for identity in path:
        scope = identity
        while scope in diagram.elements:
            found.add(scope)
            scope = diagram.elements[scope].scope
    return found


def _went(
    flow: Flow, source: Element | None, reached: set[str], judged: Mapping[datetime, Sequence[tuple[str, bool]]]
) -> bool:
    if source is None or source.kind != "exclusiveGateway" or not judged:
        # A part of the drawing is reached as soon as it begins; it was left if what follows was reached.
        return flow.target in reached
    if flow.id == source.default:
        return any(not any(result for _, result in one) for one in judged.values())
    return any(rule == flow.condition and result for one in judged.values() for rule, result in one)
