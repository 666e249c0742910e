"""Where a case stands in its drawing: as a picture, and as a table for everybody."""

from flask import g, request
from flask.typing import ResponseReturnValue

from engine import progress
from web import door
from web.case.blueprint import bp, member, read, side
from web.drawn import VIEWER_POLICY, handed_out


@bp.get("/cases/<reference>/diagram", endpoint="diagram")
@member
def diagram_page(reference: str) -> ResponseReturnValue:
    """One drawing of the case with position and path; its steps below in words."""
    with door.reading() as session:
        head = read(session, reference)
        key = request.args.get("drawing", "")
        found = progress.of(session, head.case.id, key)
        drawings = progress.drawings(session, head.case.id)
        g.csp = VIEWER_POLICY
        marks = {
            "done": found.done, "flows": found.flows, "now": found.now, "waiting": found.waiting,
            "groups": dict(found.groups),
        }
        return side(
            session, head, "diagram", marks=marks, steps=found.steps, drawings=drawings,
            drawing=key or drawings[0].key,
        )


@bp.get("/cases/<reference>/diagram.bpmn")
@member
def drawing(reference: str) -> ResponseReturnValue:
    """The BPMN file behind a drawing of the case."""
    with door.reading() as session:
        head = read(session, reference)
        return handed_out(*progress.drawing(session, head.case.id, request.args.get("drawing", "")))
