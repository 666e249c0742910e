"""The files of a case: a list, and each as a download that no browser opens by itself (S7)."""

from io import BytesIO

from flask import send_file
from flask.typing import ResponseReturnValue

from engine import overview, people
from web import door
from web.case.blueprint import bp, member, read, side

PAGE = 50
SEALED = "sandbox; default-src 'none'"


@bp.get("/cases/<reference>/files", endpoint="files")
@member
def files_page(reference: str) -> ResponseReturnValue:
    """The files that came with the complaint or later."""
    with door.reading() as session:
        head = read(session, reference)
        after = door.number("after")
        files = overview.files(session, head.case.id, after, PAGE + 1)
        return side(session, head, "files", files=files[:PAGE], from_start=after is None,
                    after=files[PAGE - 1].id if len(files) > PAGE else None)


@bp.get("/files/<int:file_id>")
@member
def download(file_id: int) -> ResponseReturnValue:
    """One file, always as a download."""
    with door.reading() as session:
        file, content = overview.file(session, file_id)
        people.require_reader(session, file.case_id or 0, door.current_person().id)
        answer = send_file(BytesIO(content), mimetype=file.media_type, as_attachment=True, download_name=file.name)
    answer.headers["Content-Security-Policy"] = SEALED
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
