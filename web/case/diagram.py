"""Where a case stands in its drawing: as a picture, and as a table for everybody."""

from flask import Response, g
from flask.typing import ResponseReturnValue

from engine import overview, progress
from web import door
from web.case.blueprint import bp, member, side

# The viewer sets colours and sizes as style attributes; nothing else of the page may (dependencies 8).
VIEWER_POLICY = {"style-src-attr": "'unsafe-inline'"}


@bp.get("/cases/<reference>/diagram", endpoint="diagram")
@member
def diagram_page(reference: str) -> ResponseReturnValue:
    """The drawing with position and path; its steps below in words."""
    with door.reading() as session:
        head = overview.head(session, reference)
        found = progress.of(session, head.case.id)
        g.csp = VIEWER_POLICY
        marks = {
            "done": found.done, "flows": found.flows, "now": found.now, "waiting": found.waiting,
            "groups": dict(found.groups),
        }
        return side(session, head, "diagram", marks=marks, steps=found.steps)


@bp.get("/cases/<reference>/diagram.bpmn")
@member
def drawing(reference: str) -> ResponseReturnValue:
    """The BPMN file on which this case runs."""
    with door.reading() as session:
        head = overview.head(session, reference)
        name, content = progress.drawing(session, head.case.id)
    answer = Response(content, mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.rsplit("/", 1)[-1]}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
