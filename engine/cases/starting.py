"""Runs beside the complaint: begun in the transaction of the step that asked for them.

What runs beside a complaint (survey, corrective action) never blocks it: one that cannot begin is an
incident of its own, tried again later, and the step that asked for it stands.
"""

import logging

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import process, publishing
from engine.cases import incidents, redating, storing
from engine.cases.lending import ELSEWHERE, state_key, surroundings
from engine.db import insert_row, table
from engine.dossier import Dossier, Start
from engine.errors import StepFailed
from engine.model import Run

log = logging.getLogger("amends.cases")
RUN = table(Run)
MOST_ALIKE = 50
"""Runs of one process in a case: one that starts itself, or a pair of them, must come to an end somewhere."""


def begin_noted(session: Session, dossier: Dossier, run_id: int) -> None:
    """Begin what a stored step of a run asked for, on the same pack."""
    for start in dossier.starts:
        beside = insert_row(session, RUN, {
            "case_id": dossier.id, "pack_id": _pack_of(session, run_id), "process": start.process, "state": None,
            "started_at": start.at, "next_due_at": start.at,
        })
        _try(session, dossier, beside, start)
    dossier.starts = []


def _try(session: Session, dossier: Dossier, run_id: int, start: Start) -> None:
    try:
        with session.begin_nested():
            fresh = dossiers.lock(session, dossier.id, dossier.now)
            begin(session, fresh, run_id)
    except ELSEWHERE:
        raise
    except Exception as wrong:
        # it is written beside the step that asked for it: whatever is wrong with it must not undo that step
        failed = incidents.as_failure(wrong, dossier.id, run_id)
        failed.about.setdefault("element", start.element)
        incidents.record(session, failed, incidents.START, dossier.now)
        log.warning("a process beside a case could not begin: %s", start.process)


def begin(session: Session, dossier: Dossier, run_id: int) -> None:
    """Take a run whose row is there, and that has no state yet, to its first human step; at the moment for
    which it was asked. What has become due since fires at the worker's next look.

    Raises:
        StepFailed: it could not begin; `about` has case, run and element.
    """
    run = session.execute(select(RUN).where(RUN.c.id == run_id)).one()
    alike = select(RUN.c.id).where(RUN.c.case_id == dossier.id, RUN.c.process == run.process)
    if len(session.execute(alike).all()) > MOST_ALIKE:
        raise StepFailed(f"The process {run.process} was begun {MOST_ALIKE} times in this case; it would go on "
                         "without end.", case_id=dossier.id, run_id=run_id, kind=incidents.START)
    dossier.pack, dossier.process = publishing.by_id(session, run.pack_id), run.process
    before = dict(dossier.deadlines)
    dossier.write("run.started", run.started_at, process=run.process, run=run_id)
    try:
        around = surroundings(dossier, run.started_at)
        compiled = dossier.pack.process(run.process)
        state = process.start(compiled, around, state_key(session, dossier.case["reference"]))
        storing.write_down(dossier, run_id, state)
    except StepFailed as wrong:
        wrong.about.update(case_id=dossier.id, run_id=run_id, kind=incidents.START)
        raise
    redating.others(session, dossier, run_id, before)
    begin_noted(session, dossier, run_id)


def _pack_of(session: Session, run_id: int) -> int:
    return int(session.execute(select(RUN.c.pack_id).where(RUN.c.id == run_id)).scalar_one())
