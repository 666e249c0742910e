"""Where a case stands in its drawing: the path taken, what is at work, what it waits for.

Made of the journal's paths, the decisions of gateways and the open rows; no run is unpacked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

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
    lane: str
    state: str
    who: str
    at: datetime | None


@dataclass(frozen=True)
class Progress:
    """A case on its drawing: ids of elements and flows, the steps in order, groups by user task."""

    file: str
    done: Sequence[str]
    flows: Sequence[str]
    now: Sequence[str]
    waiting: Sequence[str]
    groups: Mapping[str, str]
    steps: Sequence[Step]


def drawing(session: Session, case_id: int) -> tuple[str, bytes]:
    """The BPMN file on which a case runs: its name and content.

    Raises:
        NotFound: the case has no run.
    """
    diagram, pack = _drawn(session, case_id)
    return diagram.file, pack.files[diagram.file]


def of(session: Session, case_id: int) -> Progress:
    """Where a case stands.

    Raises:
        NotFound: the case has no run.
    """
    diagram, _ = _drawn(session, case_id)
    lines = timeline.whole(session, case_id)
    path = [element for line in lines for element in line.data.get("path", ()) if element in diagram.elements]
    tasks = session.execute(
        select(Task, Person.name).outerjoin(Person, Person.id == Task.assignee_id)
        .where(Task.case_id == case_id, Task.status == "open").order_by(Task.due_at, Task.id)
    ).all()
    awaits = session.scalars(select(Await).where(Await.case_id == case_id).order_by(Await.message)).all()
    timers = session.scalars(select(Timer).where(Timer.case_id == case_id).order_by(Timer.due_at)).all()
    entered = [*path, *(task.element for task, _ in tasks)]
    waiting = dict.fromkeys([*(one.element for one in awaits), *(one.element for one in timers)])
    return Progress(
        file=diagram.file, done=list(dict.fromkeys(path)), flows=_taken(session, case_id, diagram, entered),
        now=[task.element for task, _ in tasks], waiting=list(waiting),
        groups={one.id: one.lane for one in diagram.elements.values() if one.kind == "userTask" and one.lane},
        steps=[
            *_done(diagram, lines),
            *(Step(task.element, task.name, task.lane, "now", name or "", task.opened_at) for task, name in tasks),
            *(_waiting(diagram, one.element, None) for one in awaits),
            *(_waiting(diagram, one.element, one.due_at) for one in timers),
        ],
    )


def _drawn(session: Session, case_id: int) -> tuple[Diagram, Pack]:
    run = session.execute(
        select(Run.pack_id, Run.process).where(Run.case_id == case_id).order_by(Run.process != MAIN, Run.id).limit(1)
    ).first()
    if run is None:
        raise NotFound()
    pack = publishing.by_id(session, run.pack_id)
    return next(one for one in pack.diagrams.values() if run.process in one.processes), pack


def _waiting(diagram: Diagram, element: str, due: datetime | None) -> Step:
    drawn = diagram.elements.get(element)
    return Step(element, drawn.label if drawn else element, "", "waiting", "", due)


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
                done.append(Step(identity, element.label, element.lane, "done", who, (said or line).at))
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
