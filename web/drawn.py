"""Pages with a drawing: what the viewer needs of the strict policy, and how a BPMN file is handed out."""

from flask import Response

# The viewer sets colours and sizes as style attributes; nothing else of the page may (dependencies 8).
VIEWER_POLICY = {"style-src-attr": "'unsafe-inline'"}


def handed_out(name: str, content: bytes) -> Response:
    """A BPMN file for the viewer; a browser that opens it by itself keeps it as a file and runs nothing in it."""
    answer = Response(content, mimetype="application/xml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name.rsplit("/", 1)[-1]}"'
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer
