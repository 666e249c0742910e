"""Is it alive? For whoever watches the instance."""

from datetime import timedelta

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from engine import clock
from engine.deadlines import due_now
from engine.model import Incident, Run
from web.door import open_to_all, reading

bp = Blueprint("health", __name__)
ASLEEP = timedelta(seconds=60)


@bp.get("/health")
@open_to_all
def health() -> ResponseReturnValue:
    """503 when deadlines passed a minute ago and no worker fired them."""
    with reading() as session:
        now, real = clock.business(session), clock.real()
        late = session.execute(select(func.count(Run.id)).where(*due_now(now - ASLEEP, real))).scalar_one()
        incidents = session.execute(select(func.count(Incident.id)).where(Incident.resolved_at.is_(None))).scalar_one()
    body = {"ok": late == 0, "overdue_timers": late, "open_incidents": incidents}
    return jsonify(body), 200 if late == 0 else 503
