"""Dates of a case that a step changed bind all its runs: their live timers and tasks follow at once."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import process, publishing
from engine.cases import incidents, storing
from engine.cases.lending import ELSEWHERE, state_key, surroundings
from engine.db import table
from engine.dossier import Dossier
from engine.model import Run

log = logging.getLogger("amends.cases")
RUN = table(Run)


def others(session: Session, dossier: Dossier, run_id: int, before: Mapping[str, datetime]) -> None:
    """Write the timers and tasks of the case's other runs anew, where a step of this one has set or dropped
    a deadline; `before` are the deadlines as they were. Nothing fires: that is the worker's."""
    if dossier.deadlines == before:
        return
    beside = select(RUN).where(RUN.c.case_id == dossier.id, RUN.c.id != run_id, RUN.c.state.is_not(None))
    for run in session.execute(beside).all():
        try:
            with session.begin_nested():
                _write_anew(dossiers.lock(session, dossier.id, dossier.now), run, before)
        except ELSEWHERE:
            raise
        except Exception as wrong:
            # a run whose rows are damaged must not undo the step that set the date
            incidents.record(session, incidents.as_failure(wrong, dossier.id, run.id), incidents.TIMER, dossier.now)
            log.warning("a run could not follow the dates of its case: %s", run.process)


def _write_anew(dossier: Dossier, run: Any, before: Mapping[str, datetime]) -> None:
    session, now_set = dossier.session, dict(dossier.deadlines)
    dossier.deadlines.clear()
    dossier.deadlines.update(before)
    dossier.pack, dossier.process = publishing.by_id(session, run.pack_id), run.process
    dossier.aside = frozenset(incidents.put_aside(session, run.id))
    key = state_key(session, dossier.case["reference"])
    running = process.load(dossier.pack.process(run.process), run.state, surroundings(dossier), key)
    dossier.deadlines.clear()
    dossier.deadlines.update(now_set)
    storing.write_down(dossier, run.id, process.step(running))
