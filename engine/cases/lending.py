"""What a case lends its runs for one step, and the key that seals their states."""

from datetime import datetime

from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from engine import operations, sealing
from engine.db import instance
from engine.dossier import Dossier
from engine.process import Surroundings

ELSEWHERE = (OperationalError, PoolTimeout)
"""What says nothing about a case: the database went away or is busy."""


def surroundings(dossier: Dossier, now: datetime | None = None) -> Surroundings:
    """What the floor lends a run: facts, deadlines, operations and calendar of its case. `now` is given
    where the run is to be at an earlier moment than the one in which somebody looks."""
    return Surroundings(
        now=now or dossier.now, facts=dossier.facts, deadlines=dossier.deadlines,
        operations=operations.bound(dossier), calendar=dossier.calendar, seed=dossier.case["reference"],
        not_the_runs_fault=ELSEWHERE,
    )


def state_key(session: Session, reference: str) -> bytes:
    """What the states of a case are sealed with: one put into another case's row does not open."""
    return sealing.subkey(instance(session).key, f"state/{reference}")
