"""Where a case stands in its drawing: as a picture, and as a table for everybody."""

from flask import Response, g, request
from flask.typing import ResponseReturnValue

from engine import progress
from web import door
from web.case.blueprint import bp, member, read, side

# The viewer sets colours and sizes as style attributes; nothing else of the page may (dependencies 8).
VIEWER_POLICY = {"style-src-attr": "'unsafe-inline'"}


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
        name, content = progress.drawing(session, head.case.id, request.args.get("drawing", ""))
    answer = Response(content, mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.rsplit("/", 1)[-1]}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
