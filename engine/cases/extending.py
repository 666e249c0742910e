"""Putting the final date of a case off, as far as the regimes in force allow (domain.md 2)."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import dossier as dossiers
from engine import outbox
from engine.cases.charge import require_charge
from engine.cases.moving import Move, move
from engine.contract import HOLDING_LETTER
from engine.dossier import Dossier
from engine.errors import ExtensionRefused, NotFound, TaskGone
from engine.model import Run
from engine.operations import dates
from engine.packs import MAIN
from engine.people import Actor
from engine.process import Running
from engine.regimes import Deadline

FINAL = "final"
SHORTEST_REASON = 20
"""Characters: one word is no reason that a complainant, or a supervisor, could judge."""

ANSWERED = ("communicated", "disputed", "withdrawn", "closed")


def extend(session: Session, case_id: int, wanted: date, reason: str, actor: Actor, now: datetime) -> None:
    """Put the final date off to the end of a day; the complainant is told why and until when.

    What is due fires first: a date that has passed cannot be put off.

    Raises:
        NotInCharge: the actor may not decide that.
        ExtensionRefused: the regimes do not allow it, or the reason says nothing; `about` has why and limit.
        TaskGone: the complaint has been answered, withdrawn or closed, or is with an outside body.
    """
    reason = reason.strip()
    if len(reason) < SHORTEST_REASON:
        raise ExtensionRefused(
            f"Say why in at least {SHORTEST_REASON} characters: the complainant reads it.", why="no_reason"
        )

    def act(running: Running, dossier: Dossier) -> None:
        require_charge(session, dossier.id, dossier.case["owner_id"], actor, now)
        _require_unanswered(dossier)
        was = dossier.deadlines.get(FINAL)
        dates.extend(dossier, wanted, reason, actor, now)
        final = dossier.deadlines[FINAL]
        dossier.write("deadline.extended", now, actor, deadline=FINAL, was=was.isoformat() if was else None,
                      to=final.isoformat(), reason=reason)
        outbox.letter_to(
            dossier, HOLDING_LETTER, outbox.readers(dossier, outbox.COMPLAINANT)[0], now, "", final, actor=actor,
            more={"extension_reason": reason, "new_date": outbox.date_of(dossier, final)},
        )

    move(session, case_id, _main_run(session, case_id), now, Move(act, actor))


def latest_extension(session: Session, case_id: int, now: datetime) -> Deadline | None:
    """How far the final date could be put off; None where no regime sets a limit.

    Raises:
        NotFound: there is no such case.
    """
    return dates.latest_extension(dossiers.look(session, case_id, now))


def _main_run(session: Session, case_id: int) -> int:
    found = session.execute(
        select(Run.id).where(Run.case_id == case_id, Run.process == MAIN).order_by(Run.id)
    ).scalars().first()
    if found is None:
        raise NotFound()
    return found


def _require_unanswered(dossier: Dossier) -> None:
    if any(dossier.get(f"{name}_at") is not None for name in ANSWERED):
        raise TaskGone("The complaint is answered, with an outside body or over; there is no date left to put off.")
